import type { ConfiguredServer } from './configured-server.ts'
import { configuredFile, directory, each, file, named, pathsAfter, type ServerSettings, type WrittenPlaces } from './server-settings.ts'
import { prepared, write } from './server-write.ts'

/** The same, but `off` if the configuration was read and names no such file. */
function pathsAfterOrOff(name: string, word: string): (asked: ServerSettings) => WrittenPlaces {
  return (asked) => pathsAfter(name, word)(asked) ?? (asked.isRead ? 'off' : undefined)
}

/** JetStream without a directory keeps its streams below the temporary directory. */
function streamsOfNats(asked: ServerSettings): WrittenPlaces {
  const switches = [...asked.all('jetstream'), ...asked.all('js')]
  const isOn = switches.some(([word = 'enabled']) => !/^(?:false|disabled?|off|no)$/i.test(word))
  if (!isOn) return asked.isRead ? 'off' : undefined
  return named('jetstream.store_dir', 'jetstream.storedir', 'store_dir')(asked) ?? ['/tmp/nats/jetstream']
}

/** Servers of mail and messages by the name of their program. */
export const MESSAGE_SERVERS: Readonly<Record<string, ConfiguredServer>> = {
  // https://docs.nats.io/running-a-nats-service/configuration
  'nats-server': {
    format: 'blocks',
    file: { options: ['-c', '--config', '-config'] },
    places: ['/etc/nats/nats-server.conf', '/nats-server.conf'],
    options: { '-sd': 'store_dir', '-l': 'log_file', '--log': 'log_file', '-P': 'pid_file', '--pid': 'pid_file' },
    settings: [
      directory('nats.streams', 'data', 'JetStream streams', streamsOfNats),
      directory('nats.accounts', 'data', 'accounts of nats', each('resolver.dir')),
      file('nats.log', 'log', 'log of nats', named('log_file', 'logfile')),
      file('nats.pid', 'runtime', 'pid file of nats', named('pid_file', 'pidfile')),
    ],
  },
  // https://docs.ntfy.sh/config/#config-options
  ntfy: {
    format: 'yaml',
    file: { options: ['-c', '--config'] },
    places: ['/etc/ntfy/server.yml'],
    variables: {
      NTFY_CACHE_FILE: 'cache-file',
      NTFY_AUTH_FILE: 'auth-file',
      NTFY_WEB_PUSH_FILE: 'web-push-file',
      NTFY_ATTACHMENT_CACHE_DIR: 'attachment-cache-dir',
      NTFY_LOG_FILE: 'log-file',
    },
    settings: [
      file('ntfy.cache', 'data', 'messages of ntfy', named('cache-file')),
      file('ntfy.auth', 'data', 'users of ntfy', named('auth-file')),
      file('ntfy.push', 'data', 'web push subscriptions of ntfy', named('web-push-file')),
      directory('ntfy.attachments', 'data', 'attachments of ntfy', configuredFile('attachment-cache-dir')),
      file('ntfy.log', 'log', 'log of ntfy', named('log-file')),
    ],
  },
  // https://mosquitto.org/man/mosquitto-conf-5.html
  mosquitto: {
    format: 'words',
    file: { options: ['-c', '--config-file'] },
    places: ['/mosquitto/config/mosquitto.conf', '/etc/mosquitto/mosquitto.conf', '/etc/mosquitto/conf.d/*.conf'],
    settings: [
      directory('mosquitto.data', 'data', 'retained messages and sessions of mosquitto', (asked) => {
        if (!asked.isRead) return undefined
        const path = asked.last('persistence_location')
        if (!/^(?:true|1)$/.test(asked.last('persistence') ?? '')) return 'off'
        return path === undefined || path === '' ? undefined : [path]
      }),
      { ...file('mosquitto.log', 'log', 'log of mosquitto', pathsAfterOrOff('log_dest', 'file')), anyUser: true },
      { ...file('mosquitto.pid', 'runtime', 'pid file of mosquitto', configuredFile('pid_file')), anyUser: true },
    ],
    layouts: [
      {
        packages: /^mosquitto$/,
        writes: {
          'mosquitto.log': prepared('/var/log/mosquitto', 'log', 'log of mosquitto'),
          'mosquitto.data': {
            ...prepared('/var/lib/mosquitto', 'data', 'retained messages and sessions of mosquitto'),
            ships: 'skeleton',
          },
        },
      },
    ],
  },
  // https://www.postfix.org/postconf.5.html
  postfix: {
    format: 'equals',
    places: ['/etc/postfix/main.cf'],
    settings: [
      { ...directory('postfix.queue', 'data', 'queues of postfix', configuredFile('queue_directory')), anyUser: true },
      { ...directory('postfix.data', 'data', 'caches of postfix', configuredFile('data_directory')), anyUser: true },
      file('postfix.log', 'log', 'log of postfix', configuredFile('maillog_file')),
    ],
    layouts: [
      {
        packages: /^postfix$/,
        writes: {
          'postfix.queue': { ...write('/var/spool/postfix', 'data', 'queues of postfix'), ships: 'skeleton' },
          'postfix.data': { ...write('/var/lib/postfix', 'data', 'master.lock and caches of postfix'), ships: 'skeleton' },
        },
      },
    ],
  },
  // https://doc.dovecot.org/2.3/settings/core/
  dovecot: {
    format: 'equals',
    file: { options: ['-c'] },
    places: ['/etc/dovecot/dovecot.conf', '/etc/dovecot/conf.d/*.conf', '/etc/dovecot/local.conf'],
    settings: [
      directory('dovecot.run', 'runtime', 'sockets of dovecot', configuredFile('base_dir')),
      directory('dovecot.state', 'data', 'instances of dovecot', configuredFile('state_dir')),
      file('dovecot.log', 'log', 'log of dovecot', configuredFile('log_path', 'info_log_path', 'debug_log_path')),
    ],
    layouts: [
      {
        packages: /^dovecot(?:-core|-imapd|-pop3d)?$/,
        writes: {
          'dovecot.run': write('/run', 'runtime', 'sockets of dovecot'),
          'dovecot.state': { ...write('/var/lib/dovecot', 'data', 'instances of dovecot'), conditional: true },
        },
      },
    ],
  },
  // https://www.rabbitmq.com/docs/relocate and docs/configure#config-items
  'rabbitmq-server': {
    format: 'equals',
    places: ['/etc/rabbitmq/rabbitmq.conf', '/etc/rabbitmq/conf.d/*.conf'],
    variables: {
      RABBITMQ_MNESIA_BASE: 'mnesia',
      RABBITMQ_MNESIA_DIR: 'mnesia',
      RABBITMQ_LOG_BASE: 'log.dir',
      RABBITMQ_LOGS: 'log.file',
      RABBITMQ_PID_FILE: 'pid',
    },
    settings: [
      directory('rabbitmq.data', 'data', 'messages of rabbitmq', named('mnesia')),
      directory('rabbitmq.log', 'log', 'logs of rabbitmq', named('log.dir')),
      {
        ...file('rabbitmq.file', 'log', 'log file of rabbitmq', (asked) => {
          const name = asked.last('log.file')
          return name === undefined ? undefined : name === 'false' || name === '-' ? 'off' : [name]
        }),
        base: (asked) => asked.last('log.dir') ?? '/var/log/rabbitmq',
      },
      file('rabbitmq.pid', 'runtime', 'pid file of rabbitmq', named('pid')),
    ],
    layouts: [
      {
        packages: /^rabbitmq-server$/,
        writes: {
          'rabbitmq.data': { ...prepared('/var/lib/rabbitmq', 'data', 'messages and cookie of rabbitmq'), ships: 'skeleton' },
          'rabbitmq.log': prepared('/var/log/rabbitmq', 'log', 'logs of rabbitmq'),
        },
      },
    ],
  },
}
