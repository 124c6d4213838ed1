import { jvmTemp, refused } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const KOMGA = ['gotson/komga komga/docker/Dockerfile.tpl @ cba53ed37']
export const komga = defineImage({
  names: ['gotson/komga', 'ghcr.io/gotson/komga'],
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', from: [{ env: 'KOMGA_CONFIGDIR' }], kind: 'data', what: 'its database and index', evidence: KOMGA },
    jvmTemp([...KOMGA, 'https://github.com/xerial/sqlite-jdbc (org.sqlite.tmpdir)'], 'work directory of Tomcat and the library of SQLite'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** A tmpfs on /tmp would hide the file that the first start is made from, and the start would end there. */
const KAVITA = ['Kareadita/Kavita Dockerfile and entrypoint.sh @ ed7e9d4a6']
export const kavita = defineImage({
  names: ['jvmilazz0/kavita', 'kizaing/kavita', 'ghcr.io/kareadita/kavita'],
  inferred: true,
  writes: [
    {
      path: '/kavita/config',
      kind: 'data',
      what: 'its database, covers, logs and temporary files',
      evidence: KAVITA,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of the .NET diagnostics, uploads',
      ships: 'config/appsettings.json, which the first start copies',
      evidence: [...KAVITA, 'https://github.com/dotnet/runtime/issues/86259'],
    },
  ],
  healthcheck: true,
})

const BOOKLORE = ['booklore-app/booklore Dockerfile and start.sh @ 0e4fb4758']
export const booklore = defineImage({
  names: ['booklore/booklore', 'ghcr.io/booklore-app/booklore'],
  writes: (['/app/data', '/books', '/bookdrop'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/app/data' ? 'covers and settings' : 'books',
      when: { mounted: path },
      evidence: BOOKLORE,
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it renders /etc/nginx/nginx.conf in its place',
      evidence: BOOKLORE,
    },
  ],
  healthcheck: false,
})

export const calibreWebAutomated = refused(
  {
    names: ['crocodilestick/calibre-web-automated', 'ghcr.io/crocodilestick/calibre-web-automated'],
    volumes: ['/config', '/cwa-book-ingest', '/calibre-library'],
    dropsTo: '911:911',
    healthcheck: false,
  },
  { '/config': 'settings and its database', '/calibre-library': 'books', '/cwa-book-ingest': 'books that it takes in' },
  {
    effect: 'fails',
    why: 'its start scripts make links in /etc, change owners and keep a cache and marks in /app, beside the program',
    evidence: ['crocodilestick/Calibre-Web-Automated root/etc/s6-overlay/s6-rc.d/cwa-init/run and Dockerfile @ 43718d85'],
  },
)
