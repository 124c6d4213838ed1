import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { fileOption, type ServerOf, type ServerSurroundings, type ServerWrite, write } from './server-write.ts'

/** A directory that the package makes for its own account, and the daemon does not make itself. */
function prepared(path: string, kind: ServerWrite['kind'], how: string): ServerWrite {
  return { ...write(path, kind, how), anyUser: true, mustExist: true }
}

/** Where daemons write as distributions package them, seen by `docker diff` with Debian 13; built by hand they may write elsewhere. */
const PACKAGED: Readonly<Record<string, { readonly packages: readonly string[]; readonly writes: readonly ServerWrite[] }>> = {
  chronyd: {
    packages: ['chrony'],
    writes: [
      write('/run', 'runtime', 'pid file and socket of chronyd'),
      prepared('/var/lib/chrony', 'data', 'drift of the clock'),
      prepared('/var/log/chrony', 'log', 'logs of chronyd'),
    ],
  },
  dovecot: {
    packages: ['dovecot-core', 'dovecot-imapd', 'dovecot-pop3d', 'dovecot'],
    writes: [
      write('/run', 'runtime', 'sockets of dovecot'),
      { ...write('/var/lib/dovecot', 'data', 'instances of dovecot'), conditional: true },
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
  named: {
    packages: ['bind9', 'bind'],
    writes: [
      prepared('/run/named', 'runtime', 'pid file and session key of named'),
      prepared('/var/cache/bind', 'cache', 'managed keys and zones of named'),
    ],
  },
  postfix: {
    packages: ['postfix'],
    writes: [
      { ...write('/var/spool/postfix', 'data', 'queues of postfix'), ships: 'skeleton' },
      { ...write('/var/lib/postfix', 'data', 'master.lock and caches of postfix'), ships: 'skeleton' },
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
  squid: {
    packages: ['squid'],
    writes: [
      write('/run', 'runtime', 'squid.pid'),
      prepared('/var/log/squid', 'log', 'logs of squid'),
      { ...prepared('/var/spool/squid', 'cache', 'cache of squid'), conditional: true },
    ],
  },
  tinyproxy: {
    packages: ['tinyproxy'],
    writes: [prepared('/run/tinyproxy', 'runtime', 'tinyproxy.pid'), prepared('/var/log/tinyproxy', 'log', 'log of tinyproxy')],
  },
  varnishd: {
    packages: ['varnish'],
    // It compiles its configuration to a library there and loads that.
    writes: [{ ...write('/var/lib/varnish', 'cache', 'compiled configuration and shared memory of varnishd'), exec: true }],
  },
}

/** Daemons by the name of their program. */
export const DAEMONS: readonly (readonly [name: string, server: ServerOf])[] = [
  ...Object.entries(PACKAGED).map(([name, { packages, writes }]): readonly [string, ServerOf] => [
    name,
    (_, around) => (packages.some((each) => around.packages.has(each)) ? writes : []),
  ]),
  ['dnsmasq', dnsmasq],
  ['haproxy', haproxy],
  ['mosquitto', mosquitto],
  ['vsftpd', vsftpd],
]

/** dnsmasq(8), --pid-file and --dhcp-leasefile: without its lease file it does not start. */
function dnsmasq(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (!around.packages.has('dnsmasq') && !around.packages.has('dnsmasq-base')) return []
  const texts = ['/etc/dnsmasq.conf', ...around.glob('/etc/dnsmasq.d/*')].flatMap((path) => around.configuration(path) ?? [])
  const lines = [...command.args.flatMap((arg) => arg?.replace(/^--/, '') ?? []), ...texts.flatMap((text) => text.split('\n'))]
  const value = (name: string) => lines.flatMap((line) => new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)`).exec(line)?.[1] ?? []).at(-1)
  const leases = value('dhcp-leasefile') ?? value('dhcp-lease-file') ?? '/var/lib/misc/dnsmasq.leases'
  return [
    fileOption(value('pid-file') ?? '/run/dnsmasq.pid', command, 'runtime', 'pid file of dnsmasq'),
    value('dhcp-range') === undefined ? undefined : fileOption(leases, command, 'data', 'leases of dnsmasq'),
  ]
}

/** The configuration that an option names, else the usual one; its text where it comes from the context. */
function configured(command: ExecutedCommand, around: ServerSurroundings, flag: string, usual: string): string | undefined {
  const given = option(readOperands(command.args, [flag]), flag)
  const path = absolutePath(given ?? usual, command.cwd)
  return path === undefined ? undefined : around.configuration(path)
}

function setting(text: string, name: string): string | undefined {
  return new RegExp(`^[ \\t]*${name}[ \\t]+(\\S+)`, 'm').exec(text)?.[1]
}

/** Its own log goes to syslog; sockets and state lie where the configuration says. */
function haproxy(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const text = configured(command, around, '-f', '/etc/haproxy/haproxy.cfg')
  if (text === undefined) return around.packages.has('haproxy') ? [prepared('/run/haproxy', 'runtime', 'stats socket of haproxy')] : []
  const socket = setting(text, 'stats[ \\t]+socket')
  return [
    socket?.startsWith('/') ? fileOption(socket, command, 'runtime', 'stats socket of haproxy') : undefined,
    fileOption(setting(text, 'pidfile'), command, 'runtime', 'pid file of haproxy'),
  ]
}

/** mosquitto.conf(5); the package's own has a log file and persistence. */
function mosquitto(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (!around.packages.has('mosquitto')) return []
  const text = configured(command, around, '-c', '/etc/mosquitto/mosquitto.conf')
  if (text === undefined)
    return [
      prepared('/var/log/mosquitto', 'log', 'log of mosquitto'),
      { ...prepared('/var/lib/mosquitto', 'data', 'retained messages and sessions of mosquitto'), ships: 'skeleton' },
    ]
  const persists = setting(text, 'persistence') === 'true' ? (setting(text, 'persistence_location') ?? '/var/lib/mosquitto') : undefined
  const files = [
    fileOption(setting(text, 'log_dest[ \\t]+file'), command, 'log', 'log of mosquitto'),
    fileOption(setting(text, 'pid_file'), command, 'runtime', 'pid file of mosquitto'),
  ]
  return [
    persists === undefined ? undefined : write(persists, 'data', 'retained messages and sessions of mosquitto'),
    ...files.map((file) => file && ({ ...file, anyUser: true } as const)),
  ]
}

/** vsftpd.conf(5): the package's own logs every transfer, and a session whose log cannot be opened ends. */
function vsftpd(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const path = command.args.find((arg) => arg?.startsWith('/')) ?? '/etc/vsftpd.conf'
  const text = around.configuration(path)
  const says = (name: string) => new RegExp(`^[ \\t]*${name}=(\\S+)`, 'm').exec(text ?? '')?.[1]
  if (text === undefined ? !around.packages.has('vsftpd') : says('xferlog_enable')?.toUpperCase() !== 'YES') return []
  const isStandard = says('xferlog_std_format')?.toUpperCase() === 'YES'
  const log = isStandard ? (says('xferlog_file') ?? '/var/log/xferlog') : (says('vsftpd_log_file') ?? '/var/log/vsftpd.log')
  return [fileOption(log, command, 'log', 'log of vsftpd')]
}
