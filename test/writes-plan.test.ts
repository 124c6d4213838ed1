import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { environment, fact, listOf, mounts } from './container-fixture.ts'
import { plan, ways } from './record-plan.ts'

/** Planned mounts in one line each: `tmpfs /run uid=1`, `volume /data web-data`. */
function changes({ paths }: WritePlan): string[] {
  return paths.flatMap(({ path, mount }) => {
    if (mount.as === 'covered') return []
    if (mount.as === 'volume') return [`volume ${path} ${mount.name}`]
    const options = Object.entries(mount.options).map(([name, value]) => ` ${name}=${name === 'mode' ? value.toString(8) : value}`)
    return [`tmpfs ${path}${options.join('')}`]
  })
}

test('nginx: temporary files and the pid file on tmpfs, whatever the registry or the tag', () => {
  for (const image of ['nginx', 'nginx:1.27-alpine', 'docker.io/library/nginx:latest', 'public.ecr.aws/docker/library/nginx:1']) {
    const result = plan(image)
    assert.equal(result.ready, 'with-mounts', image)
    assert.equal(result.confidence, 'known', image)
    assert.deepEqual(changes(result), ['tmpfs /run', 'tmpfs /var/cache/nginx'], image)
  }
})

test('nginx: templates need the directory they are rendered into', () => {
  const result = plan('nginx:1.27', { mounts: mounts('./templates:/etc/nginx/templates:ro') })
  assert.ok(changes(result).includes('tmpfs /etc/nginx/conf.d'))
})

test('postgres: the data directory follows the tag and is never a tmpfs', () => {
  const old = plan('postgres:16-alpine')
  assert.deepEqual(changes(old), ['tmpfs /tmp', 'tmpfs /run/postgresql'])
  const data = old.paths.find(({ kind }) => kind === 'data')
  assert.deepEqual(data?.mount, { as: 'covered', by: 'image-volume', target: '/var/lib/postgresql/data' })
  assert.equal(plan('postgres:18').paths.find(({ kind }) => kind === 'data')?.path, '/var/lib/postgresql')
})

test('a path that is mounted already is left alone', () => {
  const result = plan('redis:7', { mounts: mounts('cache:/data') })
  assert.equal(result.ready, 'yes')
  assert.deepEqual(changes(result), [])
})

test('mariadb: a tmpfs on /run does not stand in for the socket directory, a tmpfs on it does', () => {
  assert.ok(changes(plan('mariadb:11', { mounts: mounts('tmpfs:/run') })).includes('tmpfs /run/mysqld'))
  assert.ok(!changes(plan('mariadb:11', { mounts: mounts('tmpfs:/run/mysqld') })).includes('tmpfs /run/mysqld'))
})

test('a user that is not root owns the tmpfs, unless the directory is world-writable', () => {
  assert.deepEqual(changes(plan('nginx:1.27', { user: fact('1000:1000') })), [
    'tmpfs /run uid=1000 gid=1000',
    'tmpfs /var/cache/nginx uid=1000 gid=1000',
  ])
  assert.deepEqual(changes(plan('nginx:1.27', { user: fact('nginx') })), [
    'tmpfs /run uid=101 gid=101',
    'tmpfs /var/cache/nginx uid=101 gid=101',
  ])
  assert.deepEqual(changes(plan('postgres:16', { user: fact('postgres') })), ['tmpfs /tmp', 'tmpfs /run/postgresql'])
})

test('an unknown image gets the default of the benchmark and no more', () => {
  const result = plan('example.org/team/app:1', { mounts: mounts('./tmp:/tmp') })
  assert.equal(result.ready, 'unknown')
  assert.deepEqual(changes(result), ['tmpfs /run'])
})

test('files that Compose copies into the root block it', () => {
  const injected = listOf({ kind: 'config' as const, name: 'site', target: '/etc/nginx/conf.d/site.conf', from: 'content' as const })
  assert.equal(plan('nginx', { injected }).ready, 'no')
  const file = listOf({ kind: 'config' as const, name: 'site', target: '/etc/nginx/conf.d/site.conf', from: 'file' as const })
  assert.equal(plan('nginx', { injected: file }).ready, 'with-mounts')
})

test('PGDATA moves the data, and a path outside the VOLUME gets a named volume', () => {
  const result = plan('postgres:16', { name: 'db', environment: environment({ PGDATA: '/pg/data' }) })
  assert.ok(changes(result).includes('volume /pg/data db-data'))
})

test('a setting may move data to a path that the image lacks, where a new volume would belong to root', () => {
  const kafka = (directory: string, given: Partial<Container> = {}) =>
    plan('confluentinc/cp-kafka:7.6.1', { environment: environment({ KAFKA_LOG_DIRS: directory }), ...given })
  assert.equal(kafka('/srv/logs').ready, 'no')
  assert.ok(ways(kafka('/tmp/kraft-combined-logs')).includes('/tmp: volume'))
  assert.equal(kafka('/var/lib/kafka/data').ready, 'with-mounts')
  assert.equal(kafka('/tmp/kraft-combined-logs', { mounts: mounts('./kafka:/tmp/kraft-combined-logs') }).ready, 'with-mounts')
  // PostgreSQL starts as root and gives the directory to its account.
  assert.equal(plan('postgres:16', { environment: environment({ PGDATA: '/elsewhere' }) }).ready, 'with-mounts')
})
