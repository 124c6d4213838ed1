import { configured, oneDirectory, refused } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const uptimeKuma = oneDirectory(
  {
    names: ['louislam/uptime-kuma', 'ghcr.io/louislam/uptime-kuma'],
    user: [{ when: { tag: { matches: 'rootless' } }, use: '1000:1000' }, { use: 'root' }],
    accounts: { node: '1000:1000' },
    volumes: [{ path: '/app/data', when: { tag: { below: '2' } } }],
    healthcheck: true,
  },
  '/app/data',
  'its database and uploads',
  'louislam/uptime-kuma docker/dockerfile @ 6398a9581',
)

export const gatus = defineImage({
  // TwiN/gatus Dockerfile @ 08c463542: FROM scratch, one program that reads /config.
  names: ['twinproduction/gatus', 'ghcr.io/twin/gatus'],
  ...configured,
  writes: [],
  configuration: ['/config'],
  notes: [{ text: 'A SQLite file that storage.path of its configuration names needs a volume' }],
})

export const statping = oneDirectory(
  {
    names: ['statping/statping', 'adamboutcher/statping-ng', 'quay.io/statping-ng/statping-ng'],
    volumes: ['/app'],
    gainsPrivileges: 'none',
    healthcheck: true,
  },
  '/app',
  'its configuration, SQLite database, logs and assets',
  'statping-ng/statping-ng Dockerfile (STATPING_DIR) @ ad39c6526',
)

export const healthchecks = defineImage({
  names: ['healthchecks/healthchecks'],
  user: 'hc',
  writes: [
    {
      from: [{ env: 'DB_NAME', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { any: [{ env: { DB: 'unset' } }, { env: { DB: { matches: '^sqlite' } } }] },
      evidence: [
        'healthchecks/healthchecks docker/Dockerfile (/data) @ 29b5ec251',
        'https://healthchecks.io/docs/self_hosted_configuration/#DB_NAME',
      ],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'request bodies of uWSGI',
      evidence: ['healthchecks/healthchecks docker/uwsgi.ini (post-buffering) @ 29b5ec251'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

export const cachet = refused(
  { names: ['cachethq/docker'] },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint edits .env beside the program and the settings of PHP in /etc',
    evidence: ['CachetHQ/Docker entrypoint.sh (initialize_system) @ e88a87d'],
  },
)
