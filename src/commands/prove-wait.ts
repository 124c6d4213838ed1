/** Milliseconds that a port may take to answer as before, and a check to pass. */
export const PATIENCE = 20_000

/** Waits for some milliseconds, or until the run is over. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** What a program said last, cut to a line of a report. */
export const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
