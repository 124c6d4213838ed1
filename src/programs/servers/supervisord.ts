import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { fileOption, type ServerSurroundings, type ServerWrite, scratch, write } from './server-write.ts'

/** Where supervisord looks for its configuration (supervisord.org, "Running Supervisor"), and where Debian puts it. */
const DEBIAN = '/etc/supervisor/supervisord.conf'
/** A file that Debian's own includes, and that many put alone. */
const INCLUDED = '/etc/supervisor/conf.d/supervisord.conf'
const PLACES = ['/etc/supervisord.conf', DEBIAN, INCLUDED]

/** What the configurations of packages include (`[include] files =`), where the build copies no other in their place. */
const PACKAGED_INCLUDES: readonly (readonly [place: string, pattern: string])[] = [
  [DEBIAN, '/etc/supervisor/conf.d/*.conf'],
  ['/etc/supervisord.conf', '/etc/supervisor.d/*.ini'],
]

/** The options of supervisord that take a value. */
function readOptions({ args }: ExecutedCommand) {
  return readOperands(args, ['-c', '-u', '-d', '-l', '-j', '-e', '--configuration', '--user', '--directory', '--logfile', '--pidfile'])
}

/** The configuration files that supervisord may be started with, in the order of its search. */
export function supervisorConfigurations(command: ExecutedCommand): readonly string[] {
  const chosen = option(readOptions(command), '-c', '--configuration')
  return chosen === undefined ? PLACES : [absolutePath(chosen, command.cwd) ?? '']
}

/** Patterns of the files that a configuration takes in as well, whose text may be one that a package brings. */
export function supervisorIncludes(place: string, text: string | undefined): readonly string[] {
  if (text === undefined) return PACKAGED_INCLUDES.flatMap(([of, pattern]) => (of === place ? [pattern] : []))
  const files = /^\s*\[include\]\s*\n(?:[;#].*\n)*\s*files\s*=\s*(.+)$/m.exec(text)?.[1]?.trim() ?? ''
  const directory = place.slice(0, place.lastIndexOf('/')) || '/'
  return files.split(/\s+/).flatMap((pattern) => absolutePath(pattern.replace('%(here)s', directory), directory) ?? [])
}

/**
 * What supervisord writes where its configuration does not say (supervisord.org, "[supervisord] Section Settings"): log and pid file in
 * the working directory, and the output of its programs below the temporary directory. Without the log it does not start, without the
 * pid file it only complains.
 */
export function supervisord(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const read = readOptions(command)
  const places = supervisorConfigurations(command)
  const own = places.filter((place) => place !== INCLUDED).map(around.configuration)
  const isPackaged = around.packages.has('supervisor') && places.includes(DEBIAN) && own.every((text) => text === undefined)
  if (isPackaged) return PACKAGED
  const text = places.map(around.configuration).find((each) => each !== undefined)
  if (text === undefined) return []
  const section = /^\s*\[supervisord\]([\s\S]*?)(?:^\s*\[|$(?![\s\S]))/m.exec(text)?.[1] ?? ''
  const says = (name: string) => new RegExp(`^[ \\t]*${name}[ \\t]*=`, 'm').test(section)
  const moves = says('directory') || option(read, '-d', '--directory') !== undefined
  const log = says('logfile') || moves ? undefined : (option(read, '-l', '--logfile') ?? 'supervisord.log')
  const pid = says('pidfile') || moves ? undefined : (option(read, '-j', '--pidfile') ?? 'supervisord.pid')
  const pidFile = fileOption(pid, command, 'runtime', 'pid file of supervisord')
  return [
    fileOption(log, command, 'log', 'log of supervisord'),
    pidFile && { ...pidFile, conditional: true },
    says('childlogdir') ? undefined : scratch('output of the programs of supervisord', command),
  ]
}

/** The configuration of Debian's package. */
const PACKAGED: readonly ServerWrite[] = [
  write('/var/log/supervisor', 'log', 'logs of supervisord'),
  write('/run', 'runtime', 'pid file and socket of supervisord'),
]
