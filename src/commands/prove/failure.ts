import { newComplaints } from '../../live/trial/compare.ts'
import { isWithin, upwards } from '../../model/path.ts'
import { directoryOfImage, directoryOfUser } from '../../plan/volume-obstacles.ts'

/** A service that is not proved. `byRun`: the trial showed that it does not work sealed. */
export interface NotProved {
  readonly is: 'not proved'
  readonly why: string
  readonly next: string
  readonly byRun?: true
}

interface Failure {
  readonly log: string
  /** The log of the writable round. */
  readonly before: string
  /** Where the sealed round had new volumes. */
  readonly volumes: readonly string[]
  /** It failed without a seal too. */
  readonly isFlaky: boolean
}

/** The verdict of a service that works writable and not sealed, with what helps, as far as its log says it. */
export function notProved(why: readonly string[], { log, before, volumes, isFlaky }: Failure): NotProved {
  const complaints = newComplaints(log, before)
  const [complaint] = complaints
  const denied = complaints.find((line) => volumes.some((path) => isDeniedIn(path, line)))
  const refusing = volumes.find((path) => denied !== undefined && isDeniedIn(path, denied))
  const told = complaint === undefined ? '' : ` (it says: ${denied ?? complaint})`
  if (isFlaky)
    return { is: 'not proved', why: `it fails now and then, sealed or not: ${why[0]}`, next: 'make it steady first, then prove again' }
  return {
    is: 'not proved',
    byRun: true,
    why: `sealed, ${why[0]}${told}`,
    next:
      refusing !== undefined
        ? `${directoryOfUser(refusing)}, or ${directoryOfImage(refusing)}`
        : complaint === undefined
          ? 'look at its log: `dockseal prove` cannot see what it needs'
          : 'mount what it names, or have it write elsewhere',
  }
}

/** Whether a line says that the user may not write below a directory; a relative path may start at any directory above it. */
function isDeniedIn(directory: string, line: string): boolean {
  if (!/permission denied|\bEACCES\b|operation not permitted|\bEPERM\b/i.test(line)) return false
  const isIn = (word: string) =>
    word.startsWith('/')
      ? isWithin(word, directory)
      : word.includes('/') && upwards(`/${word.replace(/^\.\//, '')}`).some((above) => above !== '/' && directory.endsWith(above))
  return line.split(/[\s'"`:;,()[\]]+/).some(isIn)
}
