import { defineImage } from '../record.ts'

const MAILU = 'Mailu/Mailu @ bbb1c20'

/** Mailu's servers render their configuration into /etc at every start. */
export const mailuServers = defineImage({
  names: [
    'mailu/nginx',
    ...['dovecot', 'postfix', 'rspamd', 'unbound', 'webmail', 'roundcube'].map((name) => `mailu/${name}`),
    ...['nginx', 'dovecot', 'postfix', 'rspamd', 'unbound', 'webmail'].map((name) => `ghcr.io/mailu/${name}`),
  ],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script renders configuration into /etc',
      evidence: [
        `${MAILU} core/nginx/config.py lines 136-140, core/dovecot/start.py, core/postfix/start.py, core/rspamd/start.py, optional/unbound/start.py`,
      ],
    },
  ],
  healthcheck: true,
})
export const mailuAdmin = defineImage({
  names: ['mailu/admin', 'ghcr.io/mailu/admin'],
  volumes: ['/data', '/dkim'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'accounts and domains', evidence: [`${MAILU} core/admin/Dockerfile`] },
    { path: '/dkim', kind: 'data', what: 'signing keys', evidence: [`${MAILU} core/admin/Dockerfile`] },
    { path: '/tmp', kind: 'scratch', what: 'workers of gunicorn', evidence: ['https://github.com/alephdata/aleph/issues/2425'] },
  ],
  healthcheck: true,
})
export const mailuOletools = defineImage({
  names: ['mailu/oletools', 'ghcr.io/mailu/oletools'],
  inferred: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'attachments in progress', evidence: [`${MAILU} core/oletools/start.py and olefy.py`] }],
  healthcheck: true,
})
