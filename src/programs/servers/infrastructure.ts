import type { ConfiguredServer } from './configured-server.ts'
import { directory, each, file, named, picked, type ServerSettings, type WrittenPlaces, withDefault } from './server-settings.ts'

/** The file of each value that names one of SQLite: `sqlite:///var/lib/x.db?_fk=true`. */
const sqliteFile = (...names: readonly string[]) =>
  picked(names, ([dsn = '']) => /^sqlite(?:3)?:\/\/(\/[^?]*)/.exec(dsn)?.[1] ?? (dsn === '' ? undefined : ''))

/** A database file, if the server is set to SQLite. */
function sqliteIf(kind: string, path: string): (asked: ServerSettings) => WrittenPlaces {
  return (asked) => {
    const chosen = asked.last(kind)
    return chosen === undefined ? undefined : /^sqlite/.test(chosen) ? named(path)(asked) : 'off'
  }
}

/** https://developer.hashicorp.com/vault/docs/configuration, storage/filesystem and storage/raft; OpenBao has the same settings. */
const VAULT: ConfiguredServer = {
  format: 'blocks',
  file: { options: ['-config', '--config'] },
  settings: [
    directory('vault.data', 'data', 'secrets of vault', each('storage.raft.path', 'storage.file.path', 'backend.file.path')),
    file('vault.log', 'log', 'log of vault', each('log_file')),
    file('vault.pid', 'runtime', 'pid file of vault', each('pid_file')),
  ],
}

/** https://www.ory.sh/docs/self-hosted/deployment: the name of the data source decides. */
const ORY: ConfiguredServer = {
  format: 'yaml',
  file: { options: ['-c', '--config'] },
  variables: { DSN: 'dsn' },
  settings: [file('ory.database', 'data', 'database of Ory', sqliteFile('dsn'))],
}

/** https://github.com/fatedier/frp conf/frps_full_example.toml and conf/legacy/frps_legacy_full.ini */
const FRP: ConfiguredServer = {
  format: 'equals',
  file: { options: ['-c', '--config'] },
  settings: [
    file('frp.log', 'log', 'log of frp', (asked) => {
      const place = asked.last('log.to', 'common.log_file')
      return place === undefined ? undefined : place === 'console' ? 'off' : [place]
    }),
  ],
}

/** Servers of identities, secrets, images and networks by the name of their program. */
export const INFRASTRUCTURE: Readonly<Record<string, ConfiguredServer>> = {
  vault: { ...VAULT, places: ['/vault/config/*'], texts: ['VAULT_LOCAL_CONFIG'] },
  bao: { ...VAULT, places: ['/openbao/config/*'], texts: ['BAO_LOCAL_CONFIG'] },
  // https://developer.hashicorp.com/nomad/docs/configuration
  nomad: {
    format: 'blocks',
    file: { options: ['-config', '--config'] },
    settings: [
      directory('nomad.data', 'data', 'state of nomad', named('data_dir', 'data-dir')),
      file('nomad.log', 'log', 'log of nomad', named('log_file')),
    ],
  },
  // https://dexidp.io/docs/configuration/storage/
  dex: {
    format: 'yaml',
    file: { operand: /\.ya?ml$/ },
    settings: [file('dex.database', 'data', 'database of dex', sqliteIf('storage.type', 'storage.config.file'))],
  },
  // https://github.com/juanfont/headscale config-example.yaml
  headscale: {
    format: 'yaml',
    file: { options: ['-c', '--config'] },
    places: ['/etc/headscale/config.yaml', '/etc/headscale/config.yml'],
    settings: [
      file('headscale.database', 'data', 'database of headscale', (asked) => {
        const kind = asked.last('database.type', 'db_type')
        return kind?.startsWith('postgres') ? 'off' : named('database.sqlite.path', 'db_path')(asked)
      }),
      file('headscale.keys', 'data', 'keys of headscale', each('private_key_path', 'noise.private_key_path')),
      file('headscale.derp', 'data', 'keys of headscale', (asked) =>
        asked.last('derp.server.enabled') === 'true' ? each('derp.server.private_key_path')(asked) : 'off',
      ),
      file('headscale.socket', 'runtime', 'socket of headscale', each('unix_socket')),
    ],
  },
  kratos: ORY,
  hydra: ORY,
  // https://distribution.github.io/distribution/about/configuration/
  registry: {
    format: 'yaml',
    file: { operand: /\.ya?ml$/ },
    places: ['/etc/docker/registry/config.yml', '/etc/distribution/config.yml'],
    variables: { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: 'storage.filesystem.rootdirectory' },
    settings: [directory('registry.data', 'data', 'layers of images', each('storage.filesystem.rootdirectory'))],
  },
  // https://github.com/mcuadros/ofelia README.md, "Logging"
  ofelia: {
    format: 'equals',
    file: { options: ['--config'] },
    places: ['/etc/ofelia/config.ini'],
    settings: [directory('ofelia.save', 'data', 'reports of ofelia', each('global.save-folder', '*.save-folder'))],
  },
  // https://verdaccio.org/docs/configuration: relative paths start at the directory of the configuration.
  verdaccio: {
    format: 'yaml',
    file: { options: ['-c', '--config'] },
    places: ['/verdaccio/conf/config.yaml'],
    settings: [
      { ...withDefault(directory('verdaccio.data', 'data', 'packages of verdaccio', named('storage'))), base: '/verdaccio/conf' },
      { ...file('verdaccio.users', 'data', 'users of verdaccio', named('auth.htpasswd.file')), base: '/verdaccio/conf' },
    ],
  },
  frps: FRP,
  frpc: FRP,
  // https://v2.hysteria.network/docs/advanced/Full-Server-Config/#acme
  hysteria: {
    format: 'yaml',
    file: { options: ['-c', '--config'] },
    places: ['/etc/hysteria/config.yaml'],
    settings: [
      {
        ...directory('hysteria.acme', 'data', 'certificates of hysteria', (asked) =>
          asked.has('acme') ? (named('acme.dir')(asked) ?? ['acme']) : asked.isRead ? 'off' : undefined,
        ),
        workingDirectory: '/',
      },
    ],
  },
  // https://0xerr0r.github.io/blocky/latest/configuration/#query-logging
  blocky: {
    format: 'yaml',
    file: { options: ['-c', '--config'] },
    places: ['/app/config.yml'],
    settings: [
      directory('blocky.queries', 'data', 'query log of blocky', (asked) =>
        /^csv/.test(asked.last('querylog.type') ?? '') ? named('querylog.target')(asked) : 'off',
      ),
    ],
  },
}
