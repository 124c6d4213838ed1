import { APACHE_LOG_LINKS, apacheRun, phpTemp, temporary, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** MediaWiki is in the image; only uploads and the SQLite database are kept elsewhere. */
export const mediawiki = defineImage({
  names: ['mediawiki'],
  accounts: WWW_DATA,
  inferred: true,
  writes: [
    {
      path: '/var/www/html/images',
      kind: 'data',
      what: 'uploads',
      ships: 'its .htaccess, which keeps uploads from being executed',
      evidence: ['https://hub.docker.com/_/mediawiki (volume at /var/www/html/images)'],
    },
    {
      path: '/var/www/data',
      kind: 'data',
      what: 'the SQLite database',
      when: { mounted: '/var/www/data' },
      evidence: ['wikimedia/mediawiki-docker 1.45/apache/Dockerfile @ 618c79d4d'],
    },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  healthcheck: false,
})

/** All that changes is behind links into one volume. */
const DOKUWIKI = ['dokuwiki/docker Dockerfile, root/dokuwiki-entrypoint.sh, dokuwiki-storagesetup.sh and build-setup.sh @ 6b3b0d3']
export const dokuwiki = defineImage({
  names: ['dokuwiki/dokuwiki'],
  accounts: { 'www-data': '33:33' },
  dropsTo: 'www-data',
  volumes: ['/storage'],
  links: {
    '/var/www/html/conf': '/storage/conf',
    '/var/www/html/data': '/storage/data',
    '/var/www/html/lib/plugins': '/storage/lib/plugins',
    '/var/www/html/lib/tpl': '/storage/lib/tpl',
  },
  writes: [
    {
      path: '/storage',
      kind: 'data',
      what: 'pages, settings, plug-ins and templates',
      owner: 'www-data',
      chowned: true,
      evidence: DOKUWIKI,
    },
    apacheRun(),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: true,
})

const XWIKI = ['xwiki/xwiki-docker 16/postgres-tomcat/Dockerfile and xwiki/docker-entrypoint.sh @ b16c173e8']
export const xwiki = defineImage({
  names: ['xwiki', 'xwiki/xwiki'],
  volumes: ['/usr/local/xwiki'],
  inferred: true,
  writes: [
    { path: '/usr/local/xwiki', kind: 'data', what: 'attachments, extensions, indices and its settings', exec: true, evidence: XWIKI },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the settings in the directory of the program',
      instead:
        'mount hibernate.cfg.xml, xwiki.cfg and xwiki.properties one by one as writable files, with /usr/local/tomcat/work, logs and temp on a tmpfs',
      evidence: XWIKI,
    },
  ],
  healthcheck: false,
})

const WIKI_JS = ['requarks/wiki dev/build/Dockerfile, server/core/system.js and server/controllers/upload.js @ 6f042e97c']
export const wikiJs = defineImage({
  names: ['requarks/wiki', 'ghcr.io/requarks/wiki'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/wiki/data/content'],
  inferred: true,
  writes: [
    { path: '/wiki/data/content', kind: 'data', what: 'pages, where they are kept on disk', evidence: WIKI_JS },
    { path: '/wiki/data/cache', kind: 'cache', what: 'rendered pages and assets', absent: true, evidence: WIKI_JS },
    { path: '/wiki/data/uploads', kind: 'scratch', what: 'uploads in progress', absent: true, evidence: WIKI_JS },
    {
      from: [{ env: 'DB_FILEPATH', parent: true }],
      kind: 'data',
      what: 'the SQLite database',
      when: { env: { DB_TYPE: { matches: '^sqlite$' } } },
      absent: true,
      evidence: ['https://docs.requarks.io/install/docker (DB_FILEPATH)'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://nodejs.org/api/os.html#ostmpdir'] },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const OUTLINE = ['outline/outline Dockerfile @ d77dcdf85']
export const outline = defineImage({
  names: ['outlinewiki/outline', 'docker.getoutline.com/outlinewiki/outline'],
  user: '1001:1001',
  accounts: { nodejs: '1001:1001' },
  volumes: ['/var/lib/outline/data'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/outline/data',
      from: [{ env: 'FILE_STORAGE_LOCAL_ROOT_DIR' }],
      kind: 'data',
      what: 'uploads, where FILE_STORAGE is local',
      worldWritable: true,
      evidence: OUTLINE,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'imports and exports',
      evidence: ['outline/outline server/storage/files/S3Storage.ts and server/queues/tasks/ExportDocumentTreeTask.ts @ d77dcdf85'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: true,
})

const DOCMOST = ['docmost/docmost Dockerfile and docker-compose.yml @ 549cf7c00']
export const docmost = defineImage({
  names: ['docmost/docmost'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/app/data/storage'],
  inferred: true,
  writes: [
    { path: '/app/data/storage', kind: 'data', what: 'attachments', evidence: DOCMOST },
    temporary('docmost/docmost Dockerfile (pnpm) @ 549cf7c00'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
