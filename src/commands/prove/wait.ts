/** Milliseconds for a port to answer as before, and for a check to pass. */
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

/** A line by which `docker` ends an error, and that says nothing of it. */
const ADVICE = /^(?:See|Run) '[^']*--help'/

/** The last line that a program printed, cut for a report. */
export const lastLine = (text: string) =>
  text
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '' && !ADVICE.test(line))
    ?.slice(0, 300) ?? ''
