import { defineImage } from '../../record.ts'

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

const OPENBAO = ['openbao/openbao Dockerfile and .release/docker/docker-entrypoint.sh @ df6ce2ceb']
export const openBao = defineImage({
  names: ['openbao/openbao', 'quay.io/openbao/openbao', 'ghcr.io/openbao/openbao'],
  user: 'openbao',
  inferred: true,
  writes: [
    { path: '/openbao/file', kind: 'data', what: 'secrets, with file storage', evidence: OPENBAO },
    { path: '/openbao/logs', kind: 'log', what: 'audit log', when: { mounted: '/openbao/logs' }, evidence: OPENBAO },
    {
      path: '/openbao/config',
      kind: 'config',
      what: 'local.json, written from BAO_LOCAL_CONFIG',
      when: { env: { BAO_LOCAL_CONFIG: 'set' } },
      evidence: OPENBAO,
    },
  ],
  notes: [{ text: 'A raft storage path that its configuration names needs a volume' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})
