import { terminalErrors } from './streams.ts'

/** Shows the progress of a long run on standard error, if it is a terminal and after the first second. */
export function progressOn(total: number): { step: () => void; end: () => void } {
  const terminal = terminalErrors()
  if (!terminal) return { step: () => {}, end: () => {} }
  const started = Date.now()
  let done = 0
  let shown = 0
  return {
    step: () => {
      done++
      const now = Date.now()
      if (now - started < 1000 || now - shown < 100) return
      shown = now
      terminal.write(`\r${done} of ${total}\x1b[K`)
    },
    end: () => {
      if (shown > 0) terminal.write('\r\x1b[K')
    },
  }
}
