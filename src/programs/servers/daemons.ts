import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { configuredServer } from './configured-server.ts'
import { directory, file, named, picked } from './server-settings.ts'
import { fileOption, inDirectory, type ServerOf, type ServerWrite } from './server-write.ts'

/** Daemons by the name of their program. */
export const DAEMONS: readonly (readonly [name: string, server: ServerOf])[] = [
  // beanstalkd(1), memcached(1): what they keep in memory, except where an option names a place.
  ['beanstalkd', (command) => [inDirectory(option(readOperands(command.args, ['-b']), '-b'), command, 'data', 'jobs of beanstalkd')]],
  ['memcached', memcached],
  // privoxy(8): without --no-daemon the container ends; with it, it logs to its standard error.
  ['privoxy', () => []],
  ['rsync', (command, around) => (command.args.includes('--daemon') ? rsyncDaemon(command, around) : [])],
]

/** The value of a setting of rsyncd.conf with two words (`pid file = /run/rsyncd.pid`). */
const setting = (first: string, second: string) =>
  picked([first], ([rest]) => (rest?.startsWith(second) ? rest.slice(second.length).replace(/^\s*=\s*/, '') : undefined))

/** rsyncd.conf(5): modules are read-only unless they say otherwise; the lock counts connections. */
const rsyncDaemon = configuredServer({
  format: 'equals',
  file: { options: ['--config'] },
  places: ['/etc/rsyncd.conf'],
  settings: [
    file('rsync.pid', 'runtime', 'pid file of rsync', setting('pid', 'file')),
    file('rsync.log', 'log', 'log of rsync', (asked) => named('log-file')(asked) ?? setting('log', 'file')(asked)),
    file('rsync.lock', 'runtime', 'lock of rsync', (asked) =>
      asked.has('max', '*.max') ? (setting('lock', 'file')(asked) ?? ['/var/run/rsyncd.lock']) : undefined,
    ),
    directory('rsync.modules', 'data', 'modules of rsync', (asked) => {
      const isOpen = (name: string) => /^only\s*=\s*(?:no|false|0)$/i.test(asked.last(name) ?? '')
      const open = asked.directives
        .filter(({ name }) => name.endsWith('.path'))
        .filter(({ name }) => {
          const own = name.replace(/path$/, 'read')
          return asked.has(own) ? isOpen(own) : isOpen('read')
        })
      const paths = open.flatMap(({ words }) => words.slice(0, 1))
      return paths.length > 0 ? paths : undefined
    }),
  ],
})

function memcached(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const read = readOperands(command.args, ['-s', '--unix-socket', '-P', '--pidfile', '-e', '--memory-file'])
  return [
    fileOption(option(read, '-s', '--unix-socket'), command, 'runtime', 'socket of memcached'),
    fileOption(option(read, '-P', '--pidfile'), command, 'runtime', 'pid file of memcached'),
    fileOption(option(read, '-e', '--memory-file'), command, 'data', 'memory file of memcached'),
  ]
}
