import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { docker, dockseal, must, run, sleep, tagAs, whyNoEngine } from './machine.ts'

const skip = whyNoEngine()

/*
 * Servers from Debian packages, told other places than their own by what is mounted or by their command. `--fix` reads that, and each must
 * run and work on a read-only root, with no more writable than is said here.
 */
const SERVERS: Readonly<Record<string, { readonly writable: readonly string[]; readonly works: string }>> = {
  nginx: {
    writable: ['/tmp', '/var/cache/pages'],
    works: 'exec 3<>/dev/tcp/127.0.0.1/8080; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; grep served <&3',
  },
  haproxy: {
    writable: ['/tmp', '/var/lib/haproxy'],
    works:
      'exec 3<>/dev/tcp/127.0.0.1/8080; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; grep served <&3 && test -S /var/lib/haproxy/admin.sock',
  },
  redis: {
    writable: ['/run/redis', '/tmp', '/var/lib/redis', '/var/log/redis'],
    works: 'redis-cli -s /run/redis/redis.sock SET key kept && redis-cli SAVE && test -s /var/lib/redis/dump.rdb',
  },
  postgres: {
    writable: ['/tmp', '/var/log/postgresql'],
    works: 'psql -h /tmp -c "CREATE TABLE IF NOT EXISTS item (name text)" && ls /var/log/postgresql/*.log',
  },
  mariadb: {
    writable: ['/tmp', '/var/log/mysql', '/var/tmp'],
    works: 'mariadb --socket=/tmp/mariadb.sock -e "CREATE DATABASE IF NOT EXISTS shop" && test -s /var/log/mysql/own.log',
  },
  mosquitto: {
    writable: ['/tmp', '/var/lib/mosquitto', '/var/log/mosquitto'],
    works: 'kill -USR1 "$(cat /tmp/mosquitto.pid)"; sleep 1; test -s /var/lib/mosquitto/mosquitto.db && test -s /var/log/mosquitto/own.log',
  },
  php: {
    writable: ['/tmp', '/var/cache/php', '/var/cache/sessions', '/var/log/php-slow'],
    works: 'test -S /var/cache/php/own.sock',
  },
  httpd: { writable: ['/tmp', '/tmp/apache2', '/var/log/site'], works: 'test -s /tmp/apache2.pid && test -s /var/log/site/error.log' },
}

describe('configuration that moves the paths of servers', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-servers-'))
  const project = `dsservers${process.pid}`
  const compose = (...args: readonly string[]) => must('docker', ['compose', '-p', project, ...args], { cwd: folder })
  let untag = () => {}
  before(() => {
    buildImages(['base'])
    untag = tagAs('base', 'debian:13-slim')
    cpSync(resolve('test/engine/servers'), folder, { recursive: true })
    // The image has no PHP code of its own to be read.
    const fixed = dockseal(['--fix', '--fix-confidence', 'default', '.'], { cwd: folder })
    const text = readFileSync(join(folder, 'compose.yaml'), 'utf8')
    assert.equal(text.match(/read_only: true/g)?.length, Object.keys(SERVERS).length, fixed.stdout + fixed.stderr)
    compose('up', '-d', '--build')
  })
  after(() => {
    run('docker', ['compose', '-p', project, 'down', '-v', '--rmi', 'local', '-t', '2'], { cwd: folder })
    rmSync(folder, { recursive: true, force: true })
    untag()
  })

  for (const [name, { writable, works }] of Object.entries(SERVERS)) {
    it(`${name} works where its configuration says`, () => {
      const id = compose('ps', '-aq', name)
      const host = JSON.parse(docker('inspect', '-f', '{{json .HostConfig}}', id)) as { ReadonlyRootfs: boolean; Tmpfs?: object }
      const mounts = JSON.parse(docker('inspect', '-f', '{{json .Mounts}}', id)) as { Destination: string; RW: boolean }[]
      assert.equal(host.ReadonlyRootfs, true)
      const given = /^\/var\/lib\/(?:postgresql|mysql)$/
      const open = [...Object.keys(host.Tmpfs ?? {}), ...mounts.filter(({ RW }) => RW).map(({ Destination }) => Destination)]
      assert.deepEqual(open.filter((path) => !given.test(path)).sort(), [...writable].sort())
      let last = run('docker', ['exec', id, 'bash', '-c', works])
      for (let tries = 0; tries < 1000 && last.status !== 0; tries++) {
        sleep(500)
        last = run('docker', ['exec', id, 'bash', '-c', works])
      }
      const log = run('docker', ['logs', '--tail', '20', id])
      assert.equal(last.status, 0, `${last.stdout}${last.stderr}\n${log.stdout}${log.stderr}`)
      assert.doesNotMatch(log.stdout + log.stderr, /read-only file system/i)
    })
  }
})

/** A program in any language: what its user may write is all that it can. */
const BOUNDED = `FROM debian:13-slim
RUN useradd --system --uid 4321 app && mkdir -p /data /srv/cache /opt/shared && chown app /data && install -d -o app /var/lib/app \\
 && for each in /srv/cache/a /srv/cache/b; do install -d -o 4321 "$each"; done && chmod 1777 /opt/shared
COPY --chown=root:root compose.yaml /opt/app/compose.yaml
USER app
CMD ["sleep", "60"]
`

describe('what the user of an image may write', { skip }, () => {
  it('is what the plan keeps writable, where it says that it is bounded by the user', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dockseal-bounded-'))
    const tag = `dockseal-test/bounded-${process.pid}`
    buildImages(['base'])
    const untag = tagAs('base', 'debian:13-slim')
    try {
      writeFileSync(join(folder, 'Dockerfile'), BOUNDED)
      writeFileSync(join(folder, 'compose.yaml'), 'services:\n  app:\n    build: .\n')
      const [{ plan }] = JSON.parse(dockseal(['explain-plan', '--json', '.'], { cwd: folder }).stdout) as [
        { plan: { boundedByUser?: boolean; paths: { path: string }[] } },
      ]
      assert.equal(plan.boundedByUser, true)
      docker('build', '--quiet', '--tag', tag, folder)
      // It complains of directories that it may not even read.
      const found = run('docker', ['run', '--rm', tag, 'find', '/', '-xdev', '-type', 'd', '-writable']).stdout.trim().split('\n')
      const planned = plan.paths.map(({ path }) => path)
      const expected = ['/data', '/opt/shared', '/srv/cache/a', '/srv/cache/b', '/tmp', '/var/lib/app']
      assert.deepEqual(planned.sort(), expected)
      assert.deepEqual(
        found.filter((path) => !/^\/(?:dev|proc|sys|run\/lock|var\/tmp)(?:\/|$)/.test(path)).sort(),
        expected,
        'as find sees it on the engine',
      )
    } finally {
      run('docker', ['rmi', tag])
      untag()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
