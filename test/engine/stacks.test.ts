import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { docker, dockseal, must, run, sleep, tagAs, whyNoEngine } from './machine.ts'

const skip = whyNoEngine()

/*
 * Ordinary Compose files, as people write them, over images laid out like the official ones. Each is repaired by `--fix` from files alone,
 * started, used, restarted and used again: it must be read-only and work, its log without a read-only error, and no more may be
 * writable than a person would allow (`writable`, by hand; what the file mounts already is not listed).
 */
interface Stack {
  readonly service: string
  /** Our image, and the official name that the stack uses it by. */
  readonly image?: readonly [image: 'nginx' | 'postgres' | 'mariadb' | 'redis' | 'php-apache' | 'python' | 'node' | 's6', official: string]
  readonly writable: readonly string[]
  /** Uses the service: writes and reads back. `again`: after a restart, where what was written must still be there. */
  readonly smoke: (stack: Running, again: boolean) => void | Promise<void>
  /** It must be left as it is, with this said. */
  readonly refused?: RegExp
  /** Log lines that are no fault: a feature that a read-only root is known to switch off. */
  readonly tolerated?: RegExp
}

interface Running {
  readonly exec: (...command: readonly string[]) => string
  /** Address of the container, for HTTP. */
  readonly fetch: (path: string, port: number, init?: RequestInit) => Promise<string>
}

const STACKS: Readonly<Record<string, Stack>> = {
  'nginx-static': {
    service: 'web',
    image: ['nginx', 'nginx:1.28'],
    writable: ['/run', '/var/cache/nginx'],
    smoke: async ({ fetch }) => assert.match(await fetch('/', 80), /static site/),
    // Its script wants to add an IPv6 listener to the shipped site.
    tolerated: /listen-on-ipv6-by-default/,
  },
  'nginx-templates': {
    service: 'web',
    image: ['nginx', 'nginx:1.28'],
    writable: ['/etc/nginx/conf.d', '/run', '/var/cache/nginx'],
    smoke: async ({ fetch }) => {
      assert.match(await fetch('/', 8080), /rendered greeting/)
      assert.match(await fetch('/upload', 8080, { method: 'POST', body: 'x'.repeat(100_000) }), /rendered greeting/)
    },
    tolerated: /listen-on-ipv6-by-default/,
  },
  postgres: {
    service: 'db',
    image: ['postgres', 'postgres:17-bookworm'],
    writable: ['/run/postgresql', '/tmp'],
    smoke: ({ exec }, again) => {
      if (!again) exec('psql', '-U', 'shop', '-c', "INSERT INTO item (name) VALUES ('kept')")
      assert.match(exec('psql', '-U', 'shop', '-c', 'SELECT name FROM item ORDER BY random()'), /kept/)
    },
  },
  mariadb: {
    service: 'db',
    image: ['mariadb', 'mariadb:11.8-noble'],
    writable: ['/run/mysqld', '/tmp'],
    smoke: ({ exec }, again) => {
      const sql = (statement: string) => exec('mariadb', '-ushop', '-pshop', 'shop', '-e', statement)
      if (!again) sql("CREATE TABLE item (name text); INSERT INTO item VALUES ('kept')")
      assert.match(sql('SELECT name FROM item GROUP BY name'), /kept/)
    },
  },
  redis: {
    service: 'cache',
    image: ['redis', 'redis:8-bookworm'],
    writable: [],
    smoke: ({ exec }, again) => {
      if (!again) assert.equal(exec('redis-cli', 'SET', 'key', 'kept'), 'OK')
      assert.equal(exec('redis-cli', 'GET', 'key'), 'kept')
      assert.equal(exec('redis-cli', 'SAVE'), 'OK')
    },
  },
  'php-apache': {
    service: 'app',
    image: ['php-apache', 'php:8.4-apache-bookworm'],
    writable: ['/run', '/tmp'],
    smoke: ({ exec }) => {
      const get = (...more: readonly string[]) => exec('php', '-r', BROWSER, ...more)
      assert.match(get(), /^visit 1 scratch uploaded;visit 2 scratch/)
    },
  },
  'python-app': {
    service: 'web',
    image: ['python', 'python:3.13-slim-bookworm'],
    writable: ['/app/cache', '/tmp'],
    smoke: async ({ fetch }, again) => {
      if (!again) assert.match(await fetch('/notes', 8000, { method: 'POST', body: 'kept' }), /written/)
      assert.match(await fetch('/notes', 8000), /kept/)
    },
  },
  'node-app': {
    service: 'api',
    image: ['node', 'node:20-bookworm-slim'],
    writable: ['/tmp'],
    smoke: async ({ fetch }, again) => {
      if (!again) assert.match(await fetch('/', 3000, { method: 'POST', body: 'kept' }), /stored/)
      assert.match(await fetch('/', 3000), /kept/)
    },
  },
  s6: {
    service: 'app',
    image: ['s6', 'dockseal-test/s6'],
    // Nothing is known of what it runs, so /tmp stays writable as the CIS benchmark has it.
    writable: ['/run', '/tmp'],
    smoke: async ({ fetch }) => assert.match(await fetch('/', 80), /s6 says hello/),
  },
  'injected-config': {
    service: 'web',
    image: ['nginx', 'nginx:1.28'],
    writable: [],
    refused: /config/,
    smoke: async ({ fetch }) => assert.match(await fetch('/', 80), /from the Compose file/),
  },
}

/** A browser in PHP: uploads a file, keeps the cookie, comes again. */
const BROWSER = `
$form = "--b\\r\\nContent-Disposition: form-data; name=\\"f\\"; filename=\\"f\\"\\r\\n\\r\\nuploaded\\r\\n--b--\\r\\n";
$one = file_get_contents('http://127.0.0.1/', false, stream_context_create(['http' => ['method' => 'POST', 'header' => 'Content-Type: multipart/form-data; boundary=b', 'content' => $form]]));
preg_match('/PHPSESSID=[^;]+/', implode(' ', $http_response_header), $cookie);
echo $one, ';', file_get_contents('http://127.0.0.1/', false, stream_context_create(['http' => ['header' => 'Cookie: ' . $cookie[0]]]));
`

const PRESETS = ['recommended', 'cis'] as const

const EROFS = /read-only file system|EROFS/i

describe('--fix on ordinary stacks', { skip }, () => {
  const cleanups: (() => void)[] = []
  before(() => {
    buildImages()
    for (const { image } of Object.values(STACKS)) {
      if (image && !image[1].startsWith('dockseal-test/')) cleanups.push(tagAs(...image))
    }
  })
  after(() => {
    for (const cleanup of cleanups) cleanup()
  })

  // With `cis` the same call also drops capabilities and forbids new privileges; the promise is the same: the service still works.
  // Guesses are applied too: it is the plans that are tried here, whether they are sure or not.
  for (const [name, stack, preset] of Object.entries(STACKS).flatMap(([name, stack]) =>
    PRESETS.map((preset) => [name, stack, preset] as const),
  )) {
    it(`${name}, preset ${preset}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), `dockseal-${name}-`))
      const project = `dsstack${process.pid}${name.replaceAll('-', '')}${preset}`
      const compose = (...args: readonly string[]) => must('docker', ['compose', '-p', project, ...args], { cwd: folder })
      try {
        cpSync(resolve('test/engine/stacks', name), folder, { recursive: true })
        const before = readFileSync(join(folder, 'compose.yaml'), 'utf8')
        const options = ['.', '--preset', preset, '--fix-confidence', 'default']
        const fixed = dockseal(['--fix', '-f', 'json', ...options], { cwd: folder })
        const text = readFileSync(join(folder, 'compose.yaml'), 'utf8')
        if (stack.refused) {
          if (preset === 'recommended') assert.equal(text, before)
          assert.doesNotMatch(text, /read_only/)
          assert.match(fixed.stdout, stack.refused)
        } else assert.notEqual(text, before, fixed.stdout + fixed.stderr)
        compose('up', '-d', '--build', '--quiet-pull')
        const id = compose('ps', '-aq', stack.service)
        assert.equal(docker('inspect', '-f', '{{.HostConfig.ReadonlyRootfs}}', id), String(!stack.refused), text)
        if (preset === 'cis') assert.match(docker('inspect', '-f', '{{.HostConfig.SecurityOpt}}', id), /no-new-privileges/)
        assert.deepEqual(writablePaths(id, before), stack.refused ? [] : [...stack.writable].sort(), text)

        await works(stack, id, false)
        docker('restart', '-t', '5', id)
        await works(stack, id, true)
        // A new container from the same file: named volumes are all that it has of the old one.
        compose('up', '-d', '--force-recreate')
        const next = compose('ps', '-aq', stack.service)
        await works(stack, next, true)
        const log = must('docker', ['logs', next]) + run('docker', ['logs', next]).stderr
        const complaints = log.split('\n').filter((line) => EROFS.test(line) && !stack.tolerated?.test(line))
        assert.deepEqual(complaints, [])
        assert.equal(dockseal(['--diff', ...options], { cwd: folder }).status, 0, 'a second --fix changes nothing')
      } finally {
        run('docker', ['compose', '-p', project, 'down', '-v', '--rmi', 'local', '-t', '2'], { cwd: folder })
        rmSync(folder, { recursive: true, force: true })
      }
    })
  }
})

/** Targets that are writable now and were not mounted by the file as it was. */
function writablePaths(id: string, before: string): string[] {
  const [document] = JSON.parse(docker('inspect', id)) as [
    {
      Mounts: { Destination: string; RW: boolean; Type: string; Name?: string }[]
      HostConfig: { Tmpfs?: Record<string, string> }
      Config: { Volumes?: Record<string, unknown> }
    },
  ]
  const mounts = document.Mounts.filter(({ RW, Type, Name }) => RW && !(Type === 'volume' && /^[0-9a-f]{64}$/.test(Name ?? ''))).map(
    ({ Destination }) => Destination,
  )
  const targets = [...mounts, ...Object.keys(document.HostConfig.Tmpfs ?? {})].map((path) => path.replace(/^\/var\/run(?=\/|$)/, '/run'))
  return [...new Set(targets)].filter((path) => !before.includes(`:${path}`)).sort()
}

async function works(stack: Stack, id: string, again: boolean): Promise<void> {
  const running: Running = {
    exec: (...command) => must('docker', ['exec', id, ...command]),
    fetch: async (path, port, init) => {
      const ip = docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', id)
      const response = await fetch(`http://${ip}:${port}${path}`, { ...init, signal: AbortSignal.timeout(60_000) })
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status}: ${text}`)
      return text
    },
  }
  let failure: unknown
  for (let tries = 0; tries < 1000; tries++) {
    try {
      return await stack.smoke(running, again)
    } catch (error) {
      failure = error
      sleep(500)
    }
  }
  const log = run('docker', ['logs', '--tail', '20', id])
  throw new Error(`does not work: ${failure}\n${log.stdout}${log.stderr}`)
}
