import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

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

const GARAGE = ['deuxfleurs-org/garage Dockerfile and doc/book/cookbook/real-world.md (metadata_dir, data_dir) @ 3f4ab3a4a']
export const garage = defineImage({
  names: ['dxflrs/garage', 'dxflrs/amd64_garage'],
  inferred: true,
  writes: [
    { path: '/var/lib/garage/meta', kind: 'data', what: 'the index of the objects', absent: true, evidence: GARAGE },
    { path: '/var/lib/garage/data', kind: 'data', what: 'the objects', absent: true, evidence: GARAGE },
  ],
  notes: [{ text: 'metadata_dir and data_dir of its configuration decide the real paths' }],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const RUSTFS = ['rustfs/rustfs Dockerfile @ 20d126649']
export const rustfs = defineImage({
  names: ['rustfs/rustfs', 'ghcr.io/rustfs/rustfs'],
  user: '10001',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'buckets', evidence: RUSTFS },
    { path: '/logs', from: [{ env: 'RUSTFS_OBS_LOG_DIRECTORY' }], kind: 'log', what: 'logs', evidence: RUSTFS },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: RUSTFS },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const SEAWEEDFS = ['seaweedfs/seaweedfs docker/Dockerfile.go_build and docker/entrypoint.sh @ cc8364a03']
export const seaweedfs = defineImage({
  names: ['chrislusf/seaweedfs', 'ghcr.io/seaweedfs/seaweedfs'],
  accounts: { seaweed: '1000:1000' },
  dropsTo: 'seaweed',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'volumes and the index of the filer', owner: 'seaweed', chowned: true, evidence: SEAWEEDFS },
    ...(['-dir', '-mdir'] as const).map(
      (option): WriteFact => ({
        from: [{ option }],
        kind: 'data',
        what: 'volumes or the state of the master, where an option puts them',
        owner: 'seaweed',
        absent: true,
        evidence: SEAWEEDFS,
      }),
    ),
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: SEAWEEDFS },
  ],
  configuration: ['/etc/seaweedfs'],
  healthcheck: false,
})
