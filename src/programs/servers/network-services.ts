import type { ConfiguredServer } from './configured-server.ts'
import { NAME_SERVERS } from './name-servers.ts'
import { configuredFile, directory, each, file, matched, named, pathsAfter, picked } from './server-settings.ts'
import { inDirectory, prepared, userHome, write } from './server-write.ts'

/** A socket in the file system, without what follows it. */
const HAPROXY_SOCKET = /^(?:unix@)?(\/[^,]*)/

/** Settings of a socket, with the section of the file or as an option. */
const UWSGI_SOCKETS = ['socket', 'uwsgi-socket', 'http-socket', 'stats'].flatMap((name) => [name, `uwsgi.${name}`])

/** Servers by the name of their program. */
export const NETWORK_SERVICES: Readonly<Record<string, ConfiguredServer>> = {
  ...NAME_SERVERS,
  // https://docs.haproxy.org/3.0/configuration.html#3.1 (stats socket, pidfile, server-state-file); -S and -p: management.html#3
  haproxy: {
    format: 'words',
    file: { options: ['-f'] },
    places: ['/usr/local/etc/haproxy/haproxy.cfg', '/etc/haproxy/haproxy.cfg'],
    options: { '-S': 'master-socket', '-p': 'pidfile' },
    settings: [
      file('haproxy.stats', 'runtime', 'stats socket of haproxy', pathsAfter('stats', 'socket')),
      file('haproxy.pid', 'runtime', 'pid file of haproxy', configuredFile('pidfile')),
      file('haproxy.master', 'runtime', 'socket of the master of haproxy', matched(['master-socket'], HAPROXY_SOCKET)),
      file('haproxy.bind', 'runtime', 'socket that haproxy listens on', matched(['bind'], HAPROXY_SOCKET)),
    ],
    layouts: [
      {
        packages: /^haproxy$/,
        system: 'alpine',
        writes: { 'haproxy.stats': prepared('/var/lib/haproxy', 'runtime', 'stats socket of haproxy') },
      },
      { packages: /^haproxy$/, writes: { 'haproxy.stats': prepared('/run/haproxy', 'runtime', 'stats socket of haproxy') } },
    ],
  },
  // https://www.squid-cache.org/Doc/config/
  squid: {
    format: 'words',
    file: { options: ['-f'] },
    places: ['/etc/squid/squid.conf', '/etc/squid/conf.d/*.conf'],
    includes: ['include'],
    settings: [
      file('squid.pid', 'runtime', 'squid.pid', configuredFile('pid_filename')),
      { ...file('squid.log', 'log', 'logs of squid', configuredFile('access_log', 'cache_log', 'cache_store_log')), anyUser: true },
      {
        ...directory(
          'squid.cache',
          'cache',
          'cache of squid',
          picked(['cache_dir'], ([, path]) => path),
        ),
        anyUser: true,
      },
    ],
    layouts: [
      {
        packages: /^squid$/,
        writes: {
          'squid.pid': write('/run', 'runtime', 'squid.pid'),
          'squid.log': prepared('/var/log/squid', 'log', 'logs of squid'),
          'squid.cache': { ...prepared('/var/spool/squid', 'cache', 'cache of squid'), conditional: true },
        },
      },
    ],
  },
  // varnishd(1), -n, -P and -s: it compiles its configuration to a library there and loads that.
  varnishd: {
    format: 'words',
    options: { '-n': 'workdir', '-P': 'pidfile', '-s': 'storage' },
    settings: [
      directory('varnish.workdir', 'cache', 'compiled configuration and shared memory of varnishd', named('workdir')),
      file('varnish.pid', 'runtime', 'pid file of varnishd', named('pidfile')),
      file('varnish.storage', 'cache', 'cache of varnishd', matched(['storage'], /(?:^|=)file,([^,]+)/)),
    ],
    layouts: [
      {
        packages: /^varnish$/,
        writes: {
          'varnish.workdir': {
            ...write('/var/lib/varnish', 'cache', 'compiled configuration and shared memory of varnishd'),
            exec: true,
          },
        },
      },
    ],
  },
  // https://doc.traefik.io/traefik/reference/install-configuration/configuration-options/
  traefik: {
    format: 'yaml',
    file: { options: ['--configfile', '--configFile'] },
    places: [
      '/etc/traefik/traefik.yml',
      '/etc/traefik/traefik.yaml',
      '/etc/traefik/traefik.toml',
      '/traefik.yml',
      '/traefik.yaml',
      '/traefik.toml',
    ],
    variables: { TRAEFIK_LOG_FILEPATH: 'log.filepath', TRAEFIK_ACCESSLOG_FILEPATH: 'accesslog.filepath' },
    settings: [
      file('traefik.log', 'log', 'logs of traefik', each('log.filepath', 'accesslog.filepath')),
      file('traefik.acme', 'data', 'certificates of traefik', each('certificatesresolvers.*.acme.storage')),
      directory('traefik.plugins', 'cache', 'plugins of traefik', ({ has }) =>
        has('experimental.plugins.*', 'experimental.plugins.*.modulename') ? ['/plugins-storage'] : undefined,
      ),
    ],
  },
  // https://www.rsyslog.com/doc/configuration/: selector lines, omfile actions and the work directory.
  rsyslogd: {
    format: 'words',
    file: { options: ['-f'] },
    places: ['/etc/rsyslog.conf', '/etc/rsyslog.d/*.conf'],
    includes: ['$includeconfig'],
    options: { '-i': 'pidfile' },
    settings: [
      file('rsyslog.pid', 'runtime', 'rsyslogd.pid', configuredFile('pidfile')),
      file('rsyslog.log', 'log', 'system log', ({ directives, isRead }) => {
        const paths = directives.flatMap(({ name, words }) => {
          const selected = name.includes('.') ? words.flatMap((word) => /^-?(\/[^;]+)/.exec(word)?.[1] ?? []) : []
          const line = `${name} ${words.join(' ')}`
          const action = /omfile/i.test(line) ? /\bfile="?([^\s")]+)/i.exec(line)?.[1] : undefined
          return action === undefined ? selected : [...selected, action]
        })
        const files = paths.filter((path) => path.startsWith('/'))
        return files.length > 0 ? files : isRead ? 'off' : undefined
      }),
      directory('rsyslog.work', 'data', 'queues of rsyslogd', configuredFile('$workdirectory')),
    ],
    layouts: [
      {
        writes: { 'rsyslog.log': write('/var/log', 'log', 'system log'), 'rsyslog.pid': write('/run', 'runtime', 'rsyslogd.pid') },
      },
    ],
  },
  // https://uwsgi-docs.readthedocs.io/en/latest/Options.html
  uwsgi: {
    format: 'equals',
    file: { options: ['--ini', '-i'] },
    settings: [
      file('uwsgi.socket', 'runtime', 'socket of uwsgi', matched(UWSGI_SOCKETS, /^(\/.*|.*\.sock)$/s)),
      file('uwsgi.pid', 'runtime', 'pid file of uwsgi', each('uwsgi.pidfile', 'uwsgi.safe-pidfile', 'pidfile', 'safe-pidfile')),
      file('uwsgi.log', 'log', 'log of uwsgi', each('uwsgi.logto', 'uwsgi.daemonize', 'uwsgi.logto2', 'logto', 'daemonize')),
    ],
  },
  // pgbouncer.org/config.html
  pgbouncer: {
    format: 'equals',
    file: { operand: true },
    places: ['/etc/pgbouncer/pgbouncer.ini'],
    settings: [
      file('pgbouncer.log', 'log', 'log of pgbouncer', named('pgbouncer.logfile')),
      file('pgbouncer.pid', 'runtime', 'pid file of pgbouncer', named('pgbouncer.pidfile')),
      directory('pgbouncer.socket', 'runtime', 'socket of pgbouncer', (asked) =>
        asked.isRead ? (named('pgbouncer.unix_socket_dir')(asked) ?? ['/tmp']) : undefined,
      ),
    ],
    layouts: [
      {
        packages: /^pgbouncer$/,
        system: 'debian',
        writes: {
          'pgbouncer.log': prepared('/var/log/postgresql', 'log', 'log of pgbouncer'),
          'pgbouncer.socket': prepared('/run/postgresql', 'runtime', 'socket and pid file of pgbouncer'),
        },
      },
    ],
  },
  // tor(1), "DataDirectory"
  tor: {
    format: 'words',
    file: { options: ['-f'] },
    places: ['/etc/tor/torrc'],
    settings: [
      {
        ...directory('tor.data', 'data', 'keys and state of tor', named('datadirectory')),
        usual: (command, around) => inDirectory(userHome(around)?.concat('/.tor'), command, 'data', 'keys and state of tor'),
      },
      directory('tor.services', 'data', 'keys of onion services', each('hiddenservicedir')),
      file('tor.pid', 'runtime', 'pid file of tor', named('pidfile')),
      file(
        'tor.log',
        'log',
        'log of tor',
        picked(['log'], (words) => (words.includes('file') ? words[words.indexOf('file') + 1] : '')),
      ),
      file('tor.control', 'runtime', 'control socket of tor', configuredFile('controlsocket')),
    ],
  },
  // radicale.org/v3.html, "filesystem_folder"
  radicale: {
    format: 'equals',
    file: { options: ['--config', '-C'] },
    places: ['/etc/radicale/config'],
    options: { '--storage-filesystem-folder': 'storage.filesystem_folder' },
    settings: [
      {
        ...directory('radicale.data', 'data', 'calendars and contacts', named('storage.filesystem_folder')),
        usual: (command) => inDirectory('/var/lib/radicale/collections', command, 'data', 'calendars and contacts'),
      },
    ],
  },
}
