import { type Profiler, Session } from 'node:inspector'

/** Counts how often each block of the code runs: a measure of time that is the same on every machine. */
export class Steps {
  readonly #session = new Session()

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** Returns the steps of our own code and of the HTML tokenizer since the last call. */
  of(run: () => unknown): number {
    run()
    return this.#take()
      .filter(
        ({ url }) =>
          url.includes('/src/words/') || url.includes('/htmlparser2/') || url.includes('/entities/'),
      )
      .flatMap(({ functions }) => functions)
      .flatMap(({ ranges }) => ranges)
      .reduce((sum, { count }) => sum + count, 0)
  }

  end(): void {
    this.#session.disconnect()
  }

  #take(): Profiler.ScriptCoverage[] {
    let scripts: Profiler.ScriptCoverage[] = []
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error
      scripts = result
    })
    return scripts
  }
}
