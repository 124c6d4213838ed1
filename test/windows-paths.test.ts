import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import * as own from '../src/index.ts'
import { folderWith } from './cli.ts'

/** Node's paths as Windows has them. */
const windows: Plugin = {
  name: 'windows',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:path$|^path$/ }, ({ namespace }) =>
      namespace === 'windows' ? undefined : { path: 'path', namespace: 'windows' },
    )
    // The pure part asks the process for them.
    onLoad({ filter: /[\\/]src[\\/]text[\\/]path\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      assert.ok(text.includes("('node:path')"), path)
      return { contents: text.replace("('node:path')", "('node:path').win32"), loader: 'ts' }
    })
    onLoad({ filter: /./, namespace: 'windows' }, () => ({
      contents: `import own from 'node:path/win32'\nexport default own\nexport const { ${NAMES.join(', ')} } = own`,
    }))
  },
}
const NAMES = ['basename', 'dirname', 'extname', 'isAbsolute', 'join', 'normalize', 'parse', 'posix', 'relative', 'resolve', 'sep', 'win32']

const CRLF = (text: string) => text.replaceAll('\n', '\r\n')

describe('the library with the paths of Windows', () => {
  const outdir = folderWith({})
  let library: typeof own

  before(async () => {
    const { options } = (await import(pathToFileURL('.ci/bundle.js').href)) as { options: { plugins: Plugin[] } & Record<string, unknown> }
    await build({
      ...options,
      entryPoints: ['src/index.ts'],
      outdir,
      outExtension: { '.js': '.mjs' },
      plugins: [windows, ...options.plugins],
    })
    library = (await import(pathToFileURL(`${outdir}/index.mjs`).href)) as typeof own
  })

  const compose = CRLF(`include: [shared/compose.yaml, ../outside/compose.yaml]
services:
  web:
    build: ./web
  job:
    extends: { file: base/common.yaml, service: job }
  proxy:
    image: nginx:1.27
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
  db:
    image: postgres:17
    env_file: ./db.env
    volumes: ['./data:/var/lib/postgresql/data', './init:/docker-entrypoint-initdb.d:ro']
`)
  const files = {
    'app/web/Dockerfile': 'FROM nginx:1.27\nRUN mkdir /var/spool/web\nVOLUME /var/spool/web\n',
    'app/base/common.yaml': 'services:\n  job:\n    image: redis:7\n    command: redis-server --dir /srv\n',
    'app/nginx.conf': 'events {}\nhttp { proxy_cache_path /srv/cache keys_zone=a:1m; }\n',
    'app/db.env': 'PGDATA=/var/lib/postgresql/data/here\n',
    'app/shared/compose.yaml': 'services:\n  cache:\n    image: nginx:1.27\n',
    'outside/compose.yaml': 'services:\n  other:\n    image: memcached:1\n',
  }
  const projectAt = (root: string, separator: string) => {
    const place = (name: string) => [root, ...name.split('/')].join(separator)
    return {
      filename: place('app/compose.yaml'),
      cwd: place('app'),
      preset: 'strict' as const,
      files: Object.fromEntries(Object.entries(files).map(([name, text]) => [place(name), CRLF(text)])),
    }
  }
  const options = projectAt('C:\\work', '\\')
  const elsewhere = projectAt('/work', '/')
  /** An answer with the paths of the other system in place of those of Windows. */
  const translated = (answer: unknown) =>
    JSON.parse(
      JSON.stringify(answer).replaceAll(/C:\\\\work[\w.\\-]*/g, (path) => path.replace('C:', '').replaceAll('\\\\', '/')),
    ) as unknown

  it('reads, judges and fixes a project as on other systems', () => {
    const containers = library.readContainers(compose, options)
    assert.deepEqual(containers.map(({ name }) => name).sort(), ['cache', 'db', 'job', 'other', 'proxy', 'web'])
    assert.deepEqual(translated(containers), translated(own.readContainers(compose, elsewhere)))
    assert.deepEqual(translated(library.lintText(compose, options)), translated(own.lintText(compose, elsewhere)))
    const fixed = library.fixText(compose, options)
    // Only the mounted configuration tells of this path.
    assert.match(fixed.text, /\/srv\/cache/)
    assert.deepEqual(translated(fixed), translated(own.fixText(compose, elsewhere)))
    assert.deepEqual(Object.keys(fixed.others), ['C:\\work\\app\\shared\\compose.yaml'])
  })

  it('keeps the line ends of Windows in what it fixes', () => {
    const { text, others } = library.fixText(compose, options)
    for (const each of [text, ...Object.values(others)]) {
      assert.match(each, /read_only: true\r\n/)
      assert.doesNotMatch(each, /[^\r]\n/)
    }
    assert.equal(library.fixText(text, { ...options, files: { ...options.files, ...others } }).applied, 0)
  })

  it('reads bind mounts from a drive', () => {
    const [db] = library.readContainers(
      "services: {db: {image: postgres:17, volumes: ['C:\\data\\db:/var/lib/postgresql/data:rw']}}",
      options,
    )
    const mount = db?.mounts.items[0]?.value
    assert.deepEqual([mount?.type, mount?.target], ['bind', '/var/lib/postgresql/data'])
  })
})
