// Tries the files of examples/deployment: replays the steps of the Dockerfile without Docker, starts the result, checks
// its health as the image does, and sends requests through a real nginx and a real Caddy with the configurations given.
// What is not installed here (nginx, Caddy, systemd-analyze) is skipped with a message.
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { freePort, until } from './waiting.mjs'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.argv[2] ?? 'deployment')
const deployment = join(root, 'examples/deployment')
const say = (line) => console.log(`  ${line}`)
mkdirSync(folder, { recursive: true })

/** Reads a Dockerfile as steps: `{ name, rest }`, with continued lines joined. */
const stepsOf = (text) =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ name: line.split(' ', 1)[0], rest: line.slice(line.indexOf(' ') + 1) }))

/** Copies what is under version control, as the ignored folders are not part of the image. */
function copyContext(to) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  for (const file of files.toString().split('\0'))
    if (file && existsSync(join(root, file))) cpSync(join(root, file), join(to, file))
}

/** Replays the steps. Each stage is a folder; absolute paths of the image are below it. */
function replay(steps) {
  let stage
  let number = 0
  const built = {}
  for (const { name, rest } of steps) {
    const inStage = (path) => join(stage.root, path.startsWith('/') ? path : join(stage.workdir, path))
    if (name === 'FROM') {
      stage = { root: join(folder, `stage-${number++}`), workdir: '/', env: {} }
      const [, as] = / AS (\w+)$/.exec(rest) ?? []
      if (as) built[as] = stage
    } else if (name === 'WORKDIR') stage.workdir = rest
    else if (name === 'ENV')
      for (const pair of rest.split(' ')) stage.env[pair.split('=')[0]] = pair.split('=')[1]
    else if (name === 'COPY' && rest === '. .') copyContext(inStage('.'))
    else if (name === 'COPY') {
      const [, from, source, target] = /^--from=(\w+) (\S+) (\S+)$/.exec(rest)
      cpSync(join(built[from].root, source), inStage(target), { recursive: true, verbatimSymlinks: true })
    } else if (name === 'RUN' && !rest.includes('chown')) {
      say(rest)
      mkdirSync(inStage('.'), { recursive: true })
      execFileSync('sh', ['-c', rest], { cwd: inStage('.'), stdio: ['ignore', 'ignore', 'inherit'] })
    } else if (name === 'ENTRYPOINT') stage.entry = JSON.parse(rest)
    else if (name === 'CMD') stage.entry.push(...JSON.parse(rest))
    else if (name === 'HEALTHCHECK') stage.health = /CMD (.*)$/.exec(rest)[1]
  }
  return { ...stage, cwd: join(stage.root, stage.workdir) }
}

const found = (...paths) => paths.find((path) => spawnSync(path, ['version']).error === undefined)

/** Starts a program, runs `check`, and stops it. */
async function during(command, args, options, check) {
  const program = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options })
  const exited = once(program, 'exit')
  try {
    await check()
  } finally {
    program.kill('SIGTERM')
    await exited
  }
  return program.exitCode
}

const curl = (...args) => spawnSync('curl', ['--silent', '--insecure', ...args]).stdout.toString()
const isHealthy = (url) => curl(`${url}/health`).includes('"status":"ok"')

async function throughNginx(port) {
  const nginx = found('nginx', '/usr/sbin/nginx')
  if (!nginx) return say('SKIPPED: nginx is not installed')
  const [key, certificate, own] = [join(folder, 'key.pem'), join(folder, 'certificate.pem'), await freePort()]
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=help.example.com',
  ]
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  const server = readFileSync(join(deployment, 'nginx.conf'), 'utf8')
    .replace('/etc/ssl/help.example.com.pem', certificate)
    .replace('/etc/ssl/help.example.com.key', key)
    .replace('listen 443', `listen 127.0.0.1:${own}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  )
  const config = join(folder, 'nginx.conf')
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  writeFileSync(
    config,
    `${user} daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {}
http { access_log off; ${temporary.join(' ')} ${server} }`,
  )
  await during(nginx, ['-c', config, '-p', folder], {}, () =>
    until('the health through nginx', () => isHealthy(`https://127.0.0.1:${own}`)),
  )
  say('nginx passes requests on')
}

async function throughCaddy(port) {
  const caddy = found('caddy')
  if (!caddy) return say('SKIPPED: Caddy is not installed')
  const own = await freePort()
  const config = join(folder, 'Caddyfile')
  const site = readFileSync(join(deployment, 'Caddyfile'), 'utf8')
    .replace(/^help\.example\.com/m, `http://127.0.0.1:${own}`)
    .replace('reverse_proxy 127.0.0.1:8080', `reverse_proxy 127.0.0.1:${port}`)
  writeFileSync(config, `{\n\tadmin off\n}\n${site}`)
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const options = { env, stdio: 'ignore' }
  await during(caddy, ['run', '--config', config, '--adapter', 'caddyfile'], options, () =>
    until('the health through Caddy', () => isHealthy(`http://127.0.0.1:${own}`)),
  )
  say('Caddy passes requests on')
}

const image = replay(stepsOf(readFileSync(join(deployment, 'Dockerfile'), 'utf8')))
const port = String(await freePort())
const env = { ...process.env, ...image.env, HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), PORT: port }
const [command, ...args] = image.entry
const exitCode = await during(
  command,
  args,
  { cwd: image.cwd, env, stdio: ['ignore', 'ignore', 'inherit'] },
  async () => {
    await until('the start', () => isHealthy(`http://127.0.0.1:${port}`))
    assert.equal(
      spawnSync('sh', ['-c', image.health], { cwd: image.cwd, env }).status,
      0,
      'the health check of the image',
    )
    await throughNginx(port)
    await throughCaddy(port)
  },
)
assert.equal(exitCode, 0, 'the server stops at SIGTERM')
assert.notEqual(
  spawnSync('sh', ['-c', image.health], { cwd: image.cwd, env }).status,
  0,
  'without a server, the check fails',
)
say('the image of the Dockerfile starts, is healthy, and stops')

const unit = spawnSync('systemd-analyze', ['verify', join(deployment, 'opensupports.service')], {
  encoding: 'utf8',
})
if (unit.error) say('SKIPPED: systemd-analyze is not installed')
else {
  assert.equal(unit.status, 0, unit.stderr)
  say('the systemd unit is valid')
}
