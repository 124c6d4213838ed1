import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { fileOption, prepared, type ServerOf, type ServerSurroundings, type ServerWrite, write } from './server-write.ts'

/** Where daemons write as packaged by distributions, seen by `docker diff` with Debian 13; if built by hand, they may write elsewhere. */
const PACKAGED: Readonly<Record<string, { readonly packages: readonly string[]; readonly writes: readonly ServerWrite[] }>> = {
  chronyd: {
    packages: ['chrony'],
    writes: [
      write('/run', 'runtime', 'pid file and socket of chronyd'),
      prepared('/var/lib/chrony', 'data', 'drift of the clock'),
      prepared('/var/log/chrony', 'log', 'logs of chronyd'),
    ],
  },
  lighttpd: {
    packages: ['lighttpd'],
    writes: [
      write('/run', 'runtime', 'lighttpd.pid'),
      prepared('/var/log/lighttpd', 'log', 'logs of lighttpd'),
      prepared('/var/cache/lighttpd/uploads', 'scratch', 'uploads of lighttpd'),
    ],
  },
  smbd: {
    packages: ['samba'],
    writes: [
      write('/run', 'runtime', 'pid file and locks of smbd'),
      write('/var/cache/samba', 'cache', 'caches of smbd'),
      { ...write('/var/lib/samba', 'data', 'accounts and secrets of smbd'), ships: 'skeleton' },
      prepared('/var/log/samba', 'log', 'logs of smbd'),
    ],
  },
  tinyproxy: {
    packages: ['tinyproxy'],
    writes: [prepared('/run/tinyproxy', 'runtime', 'tinyproxy.pid'), prepared('/var/log/tinyproxy', 'log', 'log of tinyproxy')],
  },
}

/** Daemons by the name of their program. */
export const DAEMONS: readonly (readonly [name: string, server: ServerOf])[] = [
  ...Object.entries(PACKAGED).map(([name, { packages, writes }]): readonly [string, ServerOf] => [
    name,
    (_, around) => (packages.some((each) => around.packages.has(each)) ? writes : []),
  ]),
  ['vsftpd', vsftpd],
]

/** vsftpd.conf(5): the package's configuration logs every transfer, and a session whose log cannot be opened ends. */
function vsftpd(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const path = command.args.find((arg) => arg?.startsWith('/')) ?? '/etc/vsftpd.conf'
  const text = around.configuration(path)
  const says = (name: string) => new RegExp(`^[ \\t]*${name}=(\\S+)`, 'm').exec(text ?? '')?.[1]
  if (text === undefined ? !around.packages.has('vsftpd') : says('xferlog_enable')?.toUpperCase() !== 'YES') return []
  const isStandard = says('xferlog_std_format')?.toUpperCase() === 'YES'
  const log = isStandard ? (says('xferlog_file') ?? '/var/log/xferlog') : (says('vsftpd_log_file') ?? '/var/log/vsftpd.log')
  return [fileOption(log, command, 'log', 'log of vsftpd')]
}
