import type { Origin } from './fact.ts'
import type { Problem } from './finding.ts'

/** Turns an exception into an error about what was read, so that all else goes on. `file`: for an origin that is not a text. */
export function failureAt(origin: Origin, error: unknown, file = ''): Problem {
  const place = origin.kind === 'text' ? { file: origin.file, offset: origin.span[0] } : { file }
  return { level: 'error', ...place, ...describeFailure(error) }
}

/** What went wrong, and what the reader can do. */
export function describeFailure(error: unknown): { readonly message: string; readonly hint: string } {
  const text = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return { message: 'is nested more deeply than dockseal reads', hint: 'flatten it, or leave it out with --ignore-pattern' }
  }
  if (error instanceof RangeError && /Invalid (?:string|array) length/.test(error.message)) {
    return { message: 'grows beyond what dockseal reads when its values are put in', hint: 'leave it out with --ignore-pattern' }
  }
  const stack = error instanceof Error ? (error.stack ?? '').split('\n') : []
  const place = stack.find((line) => /^\s+at /.test(line))?.trim()
  return {
    message: `was not judged: dockseal hit an internal error (${text.slice(0, 200)}${place === undefined ? '' : `, ${place}`})`,
    hint: 'please report this line at https://github.com/dockseal/dockseal/issues',
  }
}
