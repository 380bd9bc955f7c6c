import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ImapFlow } from 'imapflow'

const certificate = (name: string) => fileURLToPath(new URL(`../../test-data/${name}.pem`, import.meta.url))

/** A private Dovecot server with one user and an empty mailbox. */
export interface Dovecot {
  readonly host: string
  /** The port with STARTTLS; plain text is allowed. */
  readonly port: number
  /** The port with implicit TLS. */
  readonly securePort: number
  readonly user: string
  readonly pass: string
  /** The authority of its certificate, as PEM. */
  readonly ca: string
  /** Adds a mail, byte for byte. */
  append(raw: string | Uint8Array, folder?: string): Promise<void>
  /** Returns the number of mails in a folder. */
  count(folder?: string): Promise<number>
  /** Opens another connection, signed in. */
  client(): Promise<ImapFlow>
  stop(): Promise<void>
}

function isInstalled(): boolean {
  try {
    execFileSync('dovecot', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  const address = server.address()
  await new Promise((closed) => {
    server.close(closed)
  })
  return typeof address === 'object' && address ? address.port : 0
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, '127.0.0.1')
    const open = await Promise.race([
      once(socket, 'connect').then(
        () => true,
        () => false,
      ),
      wait(500).then(() => false),
    ])
    socket.destroy()
    if (open) return
    await wait(50)
  }
  throw new Error('dovecot does not listen')
}

/** Starts Dovecot in a folder of its own. Returns undefined if it is not installed. */
export async function startDovecot(): Promise<Dovecot | undefined> {
  if (!isInstalled()) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'dovecot-'))
  const [port, securePort] = [await freePort(), await freePort()]
  const root = userInfo().uid === 0
  const owner = root ? 'mail' : userInfo().username
  // Dovecot drops root, so its user needs access to the mails.
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'home'))
  if (root) execFileSync('chown', ['mail:mail', join(folder, 'home')])
  const [user, pass] = ['help@mail.example', 'correct horse']
  const internal = root ? '' : `default_internal_user = ${owner}\ndefault_login_user = ${owner}\n`
  await writeFile(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:${folder}/home/mail
${internal}ssl = yes
ssl_cert = <${certificate('localhost-cert')}
ssl_key = <${certificate('localhost-key')}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = static
  args = uid=${owner} gid=${root ? 'mail' : userInfo().gid} home=${folder}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${securePort}
    ssl = yes
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
  mailbox Taken {
    auto = create
  }
}
`,
  )
  await writeFile(join(folder, 'users'), `${user}:{PLAIN}${pass}::::::\n`)
  const process_ = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
  await Promise.race([
    listening(port),
    once(process_, 'exit').then(async () => {
      throw new Error(`dovecot ended: ${await readFile(join(folder, 'log'), 'utf8').catch(() => '')}`)
    }),
  ])

  async function client() {
    const made = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass },
      logger: false,
      disableAutoIdle: true,
    })
    made.on('error', () => {})
    await made.connect()
    return made
  }
  let kept: ImapFlow | undefined
  const own = async () => {
    if (!kept?.usable) kept = await client()
    return kept
  }
  return {
    host: '127.0.0.1',
    port,
    securePort,
    user,
    pass,
    client,
    ca: await readFile(certificate('localhost-cert'), 'utf8'),
    async append(raw, to = 'INBOX') {
      await (await own()).append(to, Buffer.from(raw as Uint8Array))
    },
    async count(of = 'INBOX') {
      const status = await (await own()).status(of, { messages: true })
      return status ? (status.messages ?? 0) : 0
    },
    async stop() {
      kept?.close()
      const gone = once(process_, 'exit')
      process_.kill('SIGTERM')
      await Promise.race([gone, wait(3000).then(() => process_.kill('SIGKILL'))])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
