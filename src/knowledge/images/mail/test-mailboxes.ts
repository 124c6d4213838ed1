import { jvmTemp, oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Mailpit keeps a temporary database unless MP_DATABASE names one. */
export const mailpit = defineImage({
  names: ['axllent/mailpit', 'ghcr.io/axllent/mailpit'],
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'the temporary database of a server without MP_DATABASE',
      when: { env: { MP_DATABASE: 'unset', MP_DATA_FILE: 'unset' } },
      evidence: ['https://mailpit.axllent.org/docs/configuration/runtime-options/ (--database)', 'axllent/mailpit Dockerfile @ 408b30d'],
    },
    {
      from: [
        { env: 'MP_DATABASE', parent: true },
        { env: 'MP_DATA_FILE', parent: true },
      ],
      kind: 'data',
      what: 'the database of mails',
      absent: true,
      evidence: ['https://mailpit.axllent.org/docs/configuration/runtime-options/ (--database)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

/** MailHog keeps mails in memory. */
export const mailhog = defineImage({
  names: ['mailhog/mailhog'],
  user: '1000:1000',
  // mailhog/MailHog Dockerfile @ 01ce555a2
  writes: [
    {
      from: [{ env: 'MH_MAILDIR_PATH' }],
      kind: 'data',
      what: 'mails',
      evidence: ['mailhog/MailHog docs/CONFIG.md (MH_MAILDIR_PATH)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const maildev = defineImage({
  names: ['maildev/maildev', 'djfarrelly/maildev'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'received mails',
      evidence: ['maildev/maildev README.md (--mail-directory)', 'maildev/maildev Dockerfile @ 7756cfa1a'],
    },
  ],
  healthcheck: true,
})

export const smtp4dev = oneDirectory(
  { names: ['rnwood/smtp4dev'], volumes: ['/smtp4dev'], healthcheck: false },
  '/smtp4dev',
  'received mails and settings',
  'rnwood/smtp4dev Dockerfile.linux (XDG_CONFIG_HOME) @ 738a75ffb',
)

const INBUCKET = ['inbucket/inbucket Dockerfile and etc/docker/defaults/start-inbucket.sh @ e56c6d5f8']
export const inbucket = defineImage({
  names: ['inbucket/inbucket'],
  volumes: ['/config', '/storage'],
  writes: [
    { path: '/storage', kind: 'data', what: 'received mails', oftenCache: true, evidence: INBUCKET },
    {
      path: '/config',
      kind: 'data',
      what: 'the greeting of its pages, which its first start copies there',
      oftenCache: true,
      evidence: INBUCKET,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

export const mailcatcher = defineImage({
  // sj26/mailcatcher Dockerfile @ 18a9cb7a7: mails are kept in a SQLite database in memory.
  names: ['sj26/mailcatcher'],
  inferred: true,
  writes: [temporary('sj26/mailcatcher Dockerfile @ 18a9cb7a7')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Mails are kept in a SQLite database in memory. */
export const mailcatchers = defineImage({
  names: ['schickling/mailcatcher', 'dockage/mailcatcher'],
  inferred: true,
  writes: [temporary('schickling/dockerfiles mailcatcher/Dockerfile @ e317585, dockage/mailcatcher Dockerfile @ 4872b3f')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const greenmail = defineImage({
  names: ['greenmail/standalone'],
  user: 'greenmail',
  inferred: true,
  writes: [jvmTemp(['greenmail-mail-test/greenmail greenmail-docker/standalone/Dockerfile @ 659cd219e'])],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
