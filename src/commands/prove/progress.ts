import { escapeControls } from '../../text/escape.ts'
import { terminalErrors, writeOut } from '../streams.ts'

/** Reports the progress of a run to a reader, or with `--json` to a program. */
export interface Progress {
  /** A line about what begins now. A terminal shows a spinner until the next one. */
  readonly begin: (text: string, event?: object) => void
  /** A line that stays. */
  readonly say: (text: string, event?: object) => void
  /** Seconds since the run began. */
  readonly elapsed: () => number
  readonly end: () => void
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** Progress on standard error, a line a phase with the elapsed time; with `json` one event a line on standard output. */
export function progressFor(json: boolean): Progress {
  const started = Date.now()
  const elapsed = () => (Date.now() - started) / 1000
  const stamp = () => `[${elapsed().toFixed(1).padStart(6)} s]`
  const terminal = json ? undefined : terminalErrors()
  let timer: NodeJS.Timeout | undefined
  let frame = 0
  const clear = () => {
    clearInterval(timer)
    timer = undefined
    terminal?.write('\r\x1b[K')
  }
  // A trial goes on when its progress cannot be written.
  const tell = (event: object) => void writeOut(`${JSON.stringify({ elapsed: elapsed(), ...event })}\n`).catch(() => {})
  const line = (text: string) => {
    clear()
    process.stderr.write(`${stamp()} ${escapeControls(text)}\n`)
  }
  return {
    elapsed,
    begin: (text, event) => {
      if (json) {
        if (event) tell(event)
        return
      }
      line(text)
      if (!terminal) return
      timer = setInterval(() => terminal.write(`\r${FRAMES[frame++ % FRAMES.length]} ${elapsed().toFixed(0)} s\x1b[K`), 120)
      timer.unref()
    },
    say: (text, event) => {
      if (!json) line(text)
      else if (event) tell(event)
    },
    end: clear,
  }
}
