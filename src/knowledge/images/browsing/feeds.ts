import { apacheRun, phpTemp, refused, temporary, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const miniflux = defineImage({
  // miniflux/v2 packaging/docker/alpine/Dockerfile and packaging/docker/distroless/Dockerfile @ 106cdd09e: one program, its data in PostgreSQL.
  names: ['miniflux/miniflux', 'ghcr.io/miniflux/miniflux', 'quay.io/miniflux/miniflux'],
  user: [{ when: { tag: { matches: 'distroless' } }, use: '65532:65532' }, { use: '65534' }],
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** FreshRSS edits the PHP configuration at start, and goes on when it cannot. */
export const freshrss = defineImage({
  names: ['freshrss/freshrss', 'ghcr.io/freshrss/freshrss'],
  accounts: WWW_DATA,
  inferred: true,
  writes: [
    {
      path: '/var/www/FreshRSS/data',
      kind: 'data',
      what: 'feeds, users and settings',
      evidence: ['https://github.com/FreshRSS/FreshRSS/blob/edge/Docker/README.md (volumes)'],
    },
    apacheRun(),
    phpTemp(),
  ],
  obstacles: [
    {
      when: { env: { CRON_MIN: 'set' } },
      effect: 'fails',
      why: 'CRON_MIN makes the entrypoint write a crontab and a file next to the program, without which feeds are not refreshed',
      instead: 'refresh the feeds from a container of their own',
      evidence: ['FreshRSS/FreshRSS Docker/entrypoint.sh @ 0179d7701'],
    },
    {
      effect: 'degrades',
      why: 'its time zone and upload limits keep the values of PHP',
      evidence: ['FreshRSS/FreshRSS Docker/entrypoint.sh @ 0179d7701'],
    },
  ],
})

export const awesomeTtrss = refused(
  { names: ['wangqiru/ttrss'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'its entrypoint restores and edits files of the program in /var/www at every start',
    evidence: ['HenryQW/Awesome-TTRSS docker-entrypoint.sh @ 18821c0cf and Dockerfile @ 006fe851f'],
  },
)

const RSSHUB = ['DIYgod/RSSHub Dockerfile @ c3da77c89', 'DIYgod/RSSHub lib/utils/logger.ts @ 247137bbc']
export const rssHub = defineImage({
  names: ['diygod/rsshub'],
  inferred: true,
  writes: [
    {
      path: '/app/logs',
      kind: 'log',
      what: 'logs, which go to standard output too',
      evidence: RSSHUB,
    },
    {
      path: '/root/.config',
      kind: 'cache',
      what: 'profile of Chromium',
      when: { tag: { matches: 'chromium' } },
      absent: true,
      evidence: RSSHUB,
    },
    {
      path: '/root/.cache',
      kind: 'cache',
      what: 'caches of Chromium',
      when: { tag: { matches: 'chromium' } },
      absent: true,
      evidence: RSSHUB,
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'logs of npm, by which it starts',
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: RSSHUB,
    },
    temporary('DIYgod/RSSHub Dockerfile (Node.js) @ c3da77c89'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const rssBridge = defineImage({
  names: ['rssbridge/rss-bridge', 'ghcr.io/rss-bridge/rss-bridge'],
  writes: [],
  obstacles: [
    {
      when: { mounted: '/config' },
      at: '/app',
      effect: 'fails',
      why: 'it copies what lies in /config over its program at start',
      evidence: ['RSS-Bridge/rss-bridge docker-entrypoint.sh @ 309af5b06'],
    },
  ],
  inferred: true,
})
