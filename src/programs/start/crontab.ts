import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { sliceText } from '../../text/mapped-text.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'

/** Programs that run jobs from a table. */
const SCHEDULERS = /^(?:cron|crond)$/

/** Programs that get a table by its path. */
const GIVEN = /^(?:crontab|supercronic)$/

/** Tables that a scheduler reads by default, and whether their lines name a user before the command (crontab(5), busybox crond). */
const TABLES: readonly (readonly [pattern: string, hasUser: boolean])[] = [
  ['/etc/crontab', true],
  ['/etc/cron.d/*', true],
  ['/var/spool/cron/crontabs/*', false],
  ['/var/spool/cron/*', false],
  ['/etc/crontabs/*', false],
]

/** A time or `@daily`, a user if the table has them, and the command. */
const LINE = /^[ \t]*(?:@\w+|(?:[\w*][\w*,/-]*[ \t]+){4}[\w*][\w*,/-]*)[ \t]+(\S.*)$/gm

/** The jobs of the tables that the build copies; one whose output cannot be written never runs. `runs`: the texts of RUN. */
export function scheduledCommands(
  command: ExecutedCommand,
  { open, glob }: Pick<ImageFiles, 'open' | 'glob'>,
  runs: readonly string[],
): readonly FoundScript[] {
  const jobs = (path: string, hasUser: boolean) => {
    const found = open(path)
    return found ? jobsOf(found, hasUser) : []
  }
  if (GIVEN.test(command.name)) {
    const table = command.args.at(-1)
    const path = table === undefined || table.startsWith('-') ? undefined : absolutePath(table, command.cwd)
    return path === undefined ? [] : jobs(path, false)
  }
  if (!SCHEDULERS.test(command.name)) return []
  const installed = runs.flatMap((text) => [...text.matchAll(/\bcrontab\s+(?:-u\s+\S+\s+)?(\/[^\s;&|]+)/g)].map(([, path = '']) => path))
  return [
    ...TABLES.flatMap(([pattern, hasUser]) =>
      (glob(pattern) ?? []).flatMap((path) => (installed.includes(path) ? [] : jobs(path, hasUser))),
    ),
    ...installed.flatMap((path) => jobs(path, false)),
  ]
}

function jobsOf({ file, text }: ImageFile, hasUser: boolean): readonly FoundScript[] {
  return [...text.text.matchAll(LINE)].flatMap((match): readonly FoundScript[] => {
    const [line, rest = ''] = match
    const user = hasUser ? (/^\S+[ \t]+/.exec(rest)?.[0].length ?? rest.length) : 0
    const end = match.index + line.length
    const start = end - rest.length + user
    return start < end ? [{ file, script: parseShell(sliceText(text, [start, end])) }] : []
  })
}
