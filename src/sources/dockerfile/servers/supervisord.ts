import { absolutePath } from '../../../model/path.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { option, readOperands } from '../../../shell/operands.ts'
import { fileOption, type ServerSurroundings, type ServerWrite, scratch, write } from './server-write.ts'

/** Where supervisord looks for its configuration (supervisord.org, "Running Supervisor"), and where Debian puts it. */
const PLACES = ['/etc/supervisord.conf', '/etc/supervisor/supervisord.conf', '/etc/supervisor/conf.d/supervisord.conf']

const DEBIAN = '/etc/supervisor/supervisord.conf'

/** The options of supervisord that take a value. */
function readOptions({ args }: ExecutedCommand) {
  return readOperands(args, ['-c', '-u', '-d', '-l', '-j', '-e', '--configuration', '--user', '--directory', '--logfile', '--pidfile'])
}

/** The configuration files that supervisord may be started with, in the order of its search. */
export function supervisorConfigurations(command: ExecutedCommand): readonly string[] {
  const chosen = option(readOptions(command), '-c', '--configuration')
  return chosen === undefined ? PLACES : [absolutePath(chosen, command.cwd) ?? '']
}

/**
 * What supervisord writes where its configuration does not say (supervisord.org, "[supervisord] Section Settings"): log and pid file in
 * the working directory, and the output of its programs below the temporary directory. Without the log it does not start, without the
 * pid file it only complains.
 */
export function supervisord(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const read = readOptions(command)
  const places = supervisorConfigurations(command)
  const text = places.map(around.configuration).find((each) => each !== undefined)
  if (text === undefined) return around.packages.has('supervisor') && places.includes(DEBIAN) ? PACKAGED : []
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
