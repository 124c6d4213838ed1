import { defineImage } from '../record.ts'

const MINIO = 'minio/minio Dockerfile.release @ 7aac2a2c5'
const MINIO_HOME = 'https://github.com/minio/minio/issues/14763'

/** MinIO needs a configuration directory in its HOME, and stops when it cannot make it. */
export const minio = defineImage({
  names: ['minio/minio', 'quay.io/minio/minio', 'ghcr.io/coollabsio/minio', 'coollabsio/minio', 'coollabsio/maxio'],
  volumes: ['/data'],
  writes: [
    {
      path: '/data',
      from: [{ option: 'server' }],
      kind: 'data',
      what: 'buckets',
      // Of several drives or nodes the command names each, and the image's own directory is none of them.
      when: { not: { command: { matches: 'server\\s.*(://|\\{\\d+\\.{3}|/\\S+\\s+/)' } } },
      evidence: [MINIO, 'https://min.io/docs/minio/linux/reference/minio-server/minio-server.html (DIRECTORIES)'],
    },
    {
      path: '/root/.minio',
      kind: 'config',
      what: 'certificate directory',
      when: { user: 'root', not: { command: { matches: '--certs-dir' } } },
      absent: true,
      evidence: [MINIO_HOME],
    },
    {
      path: '/.minio',
      kind: 'config',
      what: 'certificate directory',
      when: { user: 'non-root', not: { command: { matches: '--certs-dir' } } },
      absent: true,
      evidence: [MINIO_HOME],
    },
  ],
  obstacles: [
    {
      when: { env: { MINIO_USERNAME: 'set' } },
      at: '/etc/passwd',
      effect: 'fails',
      why: 'MINIO_USERNAME makes the entrypoint add a user to /etc/passwd',
      instead: 'start it with `user:`',
      evidence: ['minio/minio dockerscripts/docker-entrypoint.sh @ 7aac2a2c5'],
    },
  ],
  notes: [{ text: 'A path that the command gives beside /data needs a volume of its own' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** The MinIO client keeps aliases in its configuration directory; it is mostly run once to create buckets. */
export const minioClient = defineImage({
  names: ['minio/mc', 'quay.io/minio/mc'],
  writes: [
    {
      path: '/tmp/.mc',
      from: [{ env: 'MC_CONFIG_DIR' }],
      kind: 'config',
      what: 'aliases',
      when: { env: { MC_CONFIG_DIR: 'set' } },
      absent: true,
      evidence: ['minio/mc Dockerfile.release (MC_CONFIG_DIR)'],
    },
    {
      path: '/root/.mc',
      kind: 'config',
      what: 'aliases and session data',
      when: { env: { MC_CONFIG_DIR: 'unset' }, user: 'root' },
      absent: true,
      evidence: ['https://min.io/docs/minio/linux/reference/minio-mc.html (--config-dir, default ~/.mc)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'aliases, where the image sets MC_CONFIG_DIR to /tmp/.mc',
      evidence: ['minio/mc Dockerfile.release (MC_CONFIG_DIR)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** Vault's entrypoint sets a capability on the program file, which a read-only root forbids. */
export const vault = defineImage({
  names: ['hashicorp/vault', 'vault'],
  accounts: { vault: '100:1000' },
  dropsTo: 'vault',
  volumes: ['/vault/logs', '/vault/file'],
  writes: [
    {
      path: '/vault/file',
      kind: 'data',
      what: 'secrets, with the file storage backend',
      // The command of the image itself is `server -dev`, which keeps everything in memory.
      when: { command: { matches: '^(?!.*\\s-dev\\b).*\\bserver\\b' } },
      owner: 'vault',
      chowned: true,
      evidence: ['hashicorp/vault Dockerfile @ 024c09b66'],
    },
    {
      path: '/vault/logs',
      kind: 'log',
      what: 'audit log',
      owner: 'vault',
      chowned: true,
      evidence: ['hashicorp/vault Dockerfile @ 024c09b66'],
    },
    {
      path: '/vault/config',
      kind: 'config',
      what: 'local.json, written from VAULT_LOCAL_CONFIG',
      when: { env: { VAULT_LOCAL_CONFIG: 'set' } },
      owner: 'vault',
      chowned: true,
      evidence: ['hashicorp/vault .release/docker/docker-entrypoint.sh @ 1d04c5e27'],
    },
  ],
  settings: [
    {
      environment: { name: 'SKIP_SETCAP', value: 'true' },
      when: { user: 'root' },
      why: 'setcap on the program fails on a read-only root and stops the container',
      evidence: ['https://github.com/hashicorp/docker-vault/issues/198'],
    },
  ],
  notes: [
    { text: 'Without setcap, memory locking needs `cap_add: [IPC_LOCK]` or disable_mlock in its configuration' },
    { text: 'A raft storage path that its configuration names needs a volume' },
  ],
  healthcheck: false,
})

/** Consul keeps its state in one VOLUME. */
export const consul = defineImage({
  names: ['hashicorp/consul', 'consul'],
  accounts: { consul: '100:1000' },
  dropsTo: 'consul',
  volumes: ['/consul/data'],
  writes: [
    {
      path: '/consul/data',
      from: [{ option: '-data-dir' }],
      kind: 'data',
      what: 'cluster state',
      owner: 'consul',
      chowned: true,
      evidence: ['hashicorp/docker-consul 0.X/Dockerfile @ aedd084'],
    },
    {
      path: '/consul/config',
      kind: 'config',
      what: 'local.json, written from CONSUL_LOCAL_CONFIG',
      when: { env: { CONSUL_LOCAL_CONFIG: 'set' } },
      owner: 'consul',
      chowned: true,
      evidence: ['hashicorp/docker-consul 0.X/docker-entrypoint.sh lines 53-60 @ aedd084'],
    },
  ],
  obstacles: [
    {
      when: { env: { CONSUL_ALLOW_PRIVILEGED_PORTS: 'set' } },
      effect: 'fails',
      why: 'CONSUL_ALLOW_PRIVILEGED_PORTS makes the entrypoint run setcap on the program',
      instead: 'use ports above 1023',
      evidence: ['hashicorp/docker-consul 0.X/docker-entrypoint.sh @ aedd084'],
    },
  ],
  healthcheck: false,
})

/** etcd keeps its data where the command says, else below its working directory. */
export const etcd = defineImage({
  names: ['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd', 'registry.k8s.io/etcd'],
  writes: [
    {
      path: '/var/lib/etcd',
      from: [{ option: '--data-dir' }, { option: '-data-dir' }, { env: 'ETCD_DATA_DIR' }],
      kind: 'data',
      what: 'the key space',
      evidence: ['etcd-io/etcd Dockerfile-release.amd64 @ 1293f5d4b'],
    },
  ],
  obstacles: [
    {
      when: { tag: { below: '3.5' }, env: { ETCD_DATA_DIR: 'unset' }, not: { command: { matches: '-data-dir' } } },
      effect: 'fails',
      why: 'this version has no working directory, so that its data goes to /default.etcd',
      instead: 'give it --data-dir=/var/lib/etcd and a volume there',
      evidence: ['etcd-io/etcd Dockerfile-release at v3.4 (no WORKDIR)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** The Docker registry keeps its layers in one VOLUME. */
export const registry = defineImage({
  names: ['registry', 'distribution/distribution'],
  volumes: ['/var/lib/registry'],
  writes: [
    {
      path: '/var/lib/registry',
      from: [{ env: 'REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY' }],
      kind: 'data',
      what: 'image layers',
      evidence: ['distribution/distribution-library-image Dockerfile and config-example.yml @ a829ed8'],
    },
  ],
  configuration: ['/etc/docker/registry', '/etc/distribution'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
