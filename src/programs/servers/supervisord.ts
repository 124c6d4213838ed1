import { absolutePath, parentOf } from '../../model/path.ts'
import type { WriteKind } from '../../model/write-kind.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { readDirectives, type ServerDirective } from './directives.ts'
import { fileOption, inDirectory, type ServerReading, type ServerSurroundings, type ServerWrite, scratch, write } from './server-write.ts'

/** Where supervisord searches its configuration (supervisord.org, "Running Supervisor"), and where Debian puts it. */
const DEBIAN = '/etc/supervisor/supervisord.conf'
/** A file that Debian's configuration includes, and that many use alone. */
const INCLUDED = '/etc/supervisor/conf.d/supervisord.conf'
const PLACES = ['/etc/supervisord.conf', DEBIAN, INCLUDED]

/** What the configurations of packages include (`[include] files =`), if the build does not replace them. */
const PACKAGED_INCLUDES: readonly (readonly [place: string, pattern: string])[] = [
  [DEBIAN, '/etc/supervisor/conf.d/*.conf'],
  ['/etc/supervisord.conf', '/etc/supervisor.d/*.ini'],
]

/** The options of supervisord that take a value. */
function readOptions({ args }: ExecutedCommand) {
  return readOperands(args, ['-c', '-u', '-d', '-l', '-j', '-e', '--configuration', '--user', '--directory', '--logfile', '--pidfile'])
}

/** The configuration files that supervisord may read, in its search order. */
export function supervisorConfigurations(command: ExecutedCommand): readonly string[] {
  const chosen = option(readOptions(command), '-c', '--configuration')
  return chosen === undefined ? PLACES : [absolutePath(chosen, command.cwd) ?? '']
}

/** Patterns of the files that a configuration includes; without its text, those of a package's. */
export function supervisorIncludes(place: string, text: string | undefined): readonly string[] {
  if (text === undefined) return PACKAGED_INCLUDES.flatMap(([of, pattern]) => (of === place ? [pattern] : []))
  const files = /^[ \t]*\[include\]\s*\n(?:[;#].*\n)*\s*files\s*=\s*(.+)$/m.exec(text)?.[1]?.trim() ?? ''
  const directory = parentOf(place)
  return files.split(/\s+/).flatMap((pattern) => absolutePath(pattern.replace('%(here)s', directory), directory) ?? [])
}

/**
 * What supervisord writes (supervisord.org, "Configuration File"): log and pid file, by default in the working directory, sockets, and the
 * output of its programs, by default below the temporary directory. Without the log it does not start, without the pid file it only
 * complains; a program whose log it cannot open is not started.
 */
export function supervisord(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const read = readOptions(command)
  const places = supervisorConfigurations(command)
  const own = places.filter((place) => place !== INCLUDED).map(around.configuration)
  const isPackaged = around.packages.has('supervisor') && places.includes(DEBIAN) && own.every((text) => text === undefined)
  const place = isPackaged ? DEBIAN : places.find((each) => around.configuration(each) !== undefined)
  if (place === undefined) return []
  const text = around.configuration(place)
  const included = supervisorIncludes(place, text).flatMap((pattern) => around.glob(pattern))
  const directives = [place, ...included].flatMap((path) =>
    (readDirectives(around.configuration(path) ?? '', 'equals') ?? []).map((directive) => ({ ...directive, path })),
  )
  const last = (name: string) => directives.findLast((directive) => directive.name === `supervisord.${name}`)
  const at: ExecutedCommand = { ...command, cwd: option(read, '-d', '--directory') ?? last('directory')?.words[0] ?? command.cwd }
  const file = (found: ServerDirective | undefined, usual: string | undefined, kind: WriteKind, how: string) =>
    found ? fileOf(found, at, around, kind, how) : fileOption(usual, at, kind, how)
  const pid = file(last('pidfile'), option(read, '-j', '--pidfile') ?? 'supervisord.pid', 'runtime', 'pid file of supervisord')
  const logs = last('childlogdir')
  const ofItself = [
    file(last('logfile'), option(read, '-l', '--logfile') ?? 'supervisord.log', 'log', 'log of supervisord'),
    pid && 'path' in pid && !last('pidfile') ? { ...pid, conditional: true } : pid,
    logs
      ? inDirectory(logs.words[0], at, 'log', 'output of the programs of supervisord')
      : scratch('output of the programs of supervisord', command),
  ]
  const ofPrograms = directives.flatMap((directive) => {
    if (directive.name === 'unix_http_server.file') return [fileOf(directive, at, around, 'runtime', 'socket of supervisord')]
    if (!/_logfile$/.test(directive.name) || /^(?:auto|none|syslog|)$/i.test(directive.words[0] ?? '')) return []
    return [fileOf(directive, at, around, 'log', 'output of a program of supervisord')]
  })
  return [...(isPackaged ? PACKAGED : ofItself), ...ofPrograms]
}

/** A file that a setting names; unread if it depends on a variable. */
function fileOf(
  { words, path }: ServerDirective,
  command: ExecutedCommand,
  around: ServerSurroundings,
  kind: WriteKind,
  how: string,
): ServerReading | undefined {
  const [value = ''] = words
  if (value.includes('%(')) return { unread: `${how} (${value})` }
  const found = fileOption(value, command, kind, how)
  const origin = path === undefined ? undefined : around.lineOf(path, value)
  return found && { ...found, ...(origin ? { origin } : {}) }
}

/** The configuration of Debian's package. */
const PACKAGED: readonly ServerWrite[] = [
  write('/var/log/supervisor', 'log', 'logs of supervisord'),
  write('/run', 'runtime', 'pid file and socket of supervisord'),
]
