import type { Gap, ProgramRun } from '../languages/program-input.ts'
import type { Started } from '../languages/started.ts'
import { type LaterCommand, type ProgramsRead, readLater } from './program-read.ts'
import { laterCommands, ranCommands } from './start-commands.ts'
import type { StartInput } from './start-input.ts'

/** Most programs that run each other, one after the other, and most that one start runs in this way. */
const MAX_NESTED = 3
const MAX_RUNS = 100

/** What runs beside the start: health checks, hooks, and what the programs run themselves. */
export function readBeside({ runs: first, hasPhp }: ProgramsRead, input: StartInput, started: Started, lost: (gap: Gap) => void) {
  const commands: LaterCommand[] = [...laterCommands(input, (why, origin) => lost({ why, origin }))]
  const read = readLater(commands, input, started, hasPhp)
  const [writes, gaps] = [[...read.writes], [...read.gaps]]
  const seen = new Set<string>()
  let runs: readonly ProgramRun[] = [...first, ...read.runs]
  for (let depth = 0; runs.length > 0; depth++) {
    const next = runs.filter(({ text, cwd }) => !seen.has(`${cwd} ${text}`) && seen.add(`${cwd} ${text}`))
    const [cut] = seen.size > MAX_RUNS || depth > MAX_NESTED ? next : []
    if (cut) {
      gaps.push({ why: 'what it runs is more than is followed', origin: cut.origin })
      break
    }
    const ran = next.flatMap((each) => ranCommands(each, input, (why, origin) => lost({ why, origin })))
    const more = readLater(ran, input, started, hasPhp)
    commands.push(...ran)
    writes.push(...more.writes)
    gaps.push(...more.gaps)
    runs = more.runs
  }
  return { commands, writes, gaps }
}
