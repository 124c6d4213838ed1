import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noPlainSecrets } from '../rules/no-plain-secrets.ts'
import { isForTests } from '../src/lint/lint.ts'
import type { EnvironmentVariable } from '../src/model/container.ts'
import { isSecretKey } from '../src/text/credentials.ts'
import { container, ids, incomplete, judge, listOf, place, variable } from './container-builder.ts'

const of = (...variables: EnvironmentVariable[]) =>
  judge(noPlainSecrets, container({ environment: listOf(...variables) })).map(({ messageId, severity }) => `${messageId} ${severity}`)

test('keys that name a credential', () => {
  for (const key of [
    'PASSWORD',
    'POSTGRES_PASSWORD',
    'MYSQL_PWD',
    'SMTP_PASS',
    'jwtSecret',
    'API_KEY',
    'OPENAI_API_KEY',
    'APIKEY',
    'AWS_SECRET_ACCESS_KEY',
    'SECRET_KEY_BASE',
    'DB_PASSWORD_1',
    'PASSWORD2',
    'client.secret',
    'GITHUB_TOKEN',
    'WG_PRIVATE_KEY',
    'KEY_PASSPHRASE',
    'DBPASSWORD',
    'APP_KEY',
    'N8N_ENCRYPTION_KEY',
  ]) {
    assert.ok(isSecretKey(key), key)
  }
})

test('keys that only speak of one', () => {
  for (const key of [
    'POSTGRES_PASSWORD_FILE',
    'PASSWORD_MIN_LENGTH',
    'TOKEN_EXPIRY',
    'SECRET_NAME',
    'AWS_ACCESS_KEY_ID',
    'PUBLIC_KEY',
    'NEXT_PUBLIC_API_KEY',
    'GPG_KEY',
    'PWD',
    'OLDPWD',
    'COMPASS',
    'ROUTING_KEY',
    'MAX_TOKEN',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'RESET_PASSWORD',
    'KEY',
    'MONKEY',
    'BYPASS',
    'PASSENGER_APP_ENV',
    'PUSHER_APP_KEY',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'TOKENIZER',
  ]) {
    assert.ok(!isSecretKey(key), key)
  }
})

test('literal credentials are reported, and their value never appears', () => {
  const value = 'hunter2-Zq81'
  for (const [key, text] of [
    ['DB_PASSWORD', value],
    ['DATABASE_URL', `postgres://app:${value}@db:5432/app`],
    ['BROKER', `amqp://${value}:${value}@mq//,amqp://x@mq`],
  ] as const) {
    const findings = judge(noPlainSecrets, container({ environment: listOf(variable(key, text)) }))
    assert.equal(findings.length, 1, key)
    assert.equal(findings[0]?.severity, 'warning')
    assert.ok(!JSON.stringify(findings).includes(value), key)
  }
})

test('references, files, switches, paths and empty values are silent', () => {
  for (const value of [
    '',
    'true',
    'no',
    '0',
    '/run/secrets/db',
    './secret.txt',
    'file:/x',
    'vault:secret/data/db#pw',
    '{{ secret }}',
    'https://auth.example/token',
  ]) {
    assert.deepEqual(of(variable('DB_PASSWORD', value)), [], value)
  }
  assert.deepEqual(of(variable('DB_PASSWORD', null)), [])
  assert.deepEqual(of(variable('DB_PASSWORD_FILE', '/run/secrets/db')), [])
  assert.deepEqual(of({ name: 'DB_PASSWORD', value: 'from-dotenv', interpolated: true }), [])
})

test('what a variable supplies is not in the file; its default is', () => {
  assert.deepEqual(of(variable('DB_PASSWORD', 's3cr3t', '${DB_PASSWORD}')), [])
  assert.deepEqual(of(variable('DB_PASSWORD', 's3cr3t', '${DB_PASSWORD:?set it}')), [])
  assert.deepEqual(of(variable('DB_PASSWORD', 's3cr3t', '$DB_PASSWORD')), [])
  assert.deepEqual(of(variable('DB_PASSWORD', 'postgres', '${DB_PASSWORD:-postgres}')), ['fallback info'])
  assert.deepEqual(of(variable('DB_PASSWORD', 'postgres', '${A:-${B:-postgres}}')), ['fallback info'])
  assert.deepEqual(of(variable('DB_PASSWORD', '', '${DB_PASSWORD:-}')), [])
  assert.deepEqual(of(variable('DB_URL', 'postgres://u:s3cr3t@db/x', 'postgres://u:${PW}@db/x')), [])
  assert.deepEqual(of(variable('DB_URL', 'postgres://u:s3cr3t@db/x', 'postgres://${U}:s3cr3t@db/x')), ['url warning'])
  assert.deepEqual(of(variable('DB_URL', 'postgres://u:pw@db/x', 'postgres://${U:-u}:${PW:-pw}@db/x')), ['fallback info'])
  assert.deepEqual(of(variable('AMQP', 'amqp://guest:guest@mq', '${AMQP:-amqp://guest:guest@mq}')), ['fallback info'])
  assert.deepEqual(of(variable('DB_URL', 'postgres://u:${PW}@db/x')), [], 'unresolved, it stays as it is')
  assert.deepEqual(of(variable('DB_PASSWORD', 'pa$word', 'pa$$word')), ['literal warning'], 'a doubled dollar is no reference')
})

test('placeholders are milder, and those that cannot work are silent', () => {
  for (const value of [
    'changeme',
    'PASSWORD',
    'API_TOKEN',
    'long-and-random-alphanumeric-string',
    'CHANGE_ME!',
    'please-change-me',
    'your_password_here',
    'replace_with_strong_password',
    'example',
    'changepassword',
    'sk-xxxx',
    'fake-master-token',
  ]) {
    assert.deepEqual(of(variable('DB_PASSWORD', value)), ['placeholder info'], value)
  }
  for (const value of ['<your password>', 'xxx', '******', '[password]', '...']) {
    assert.deepEqual(of(variable('DB_PASSWORD', value)), [], value)
  }
  for (const value of ['postgres', 'password', 'admin', 'root', 'exchange-rate-7', 'yourself99']) {
    assert.deepEqual(of(variable('DB_PASSWORD', value)), ['literal warning'], value)
  }
})

test('a file of variables is the right place, and the values of an image are its own', () => {
  const origin = place('/project/db.env')
  assert.ok(origin.kind === 'text')
  const value = variable('DB_PASSWORD', 's3cr3t')
  assert.deepEqual(ids(noPlainSecrets, container({ environment: { items: [{ value, origin: { ...origin, via: 'env-file' } }] } })), [])
})

test('one text that several services share is reported once', () => {
  const item = { value: variable('DB_PASSWORD', 's3cr3t'), origin: place() }
  const first = container({ name: 'a', environment: { items: [item] } })
  const second = container({ name: 'b', environment: { items: [item] } })
  assert.deepEqual(ids(noPlainSecrets, first, { document: [first, second] }), ['literal'])
  assert.deepEqual(ids(noPlainSecrets, second, { document: [first, second] }), [])
})

test('an incomplete list is still judged for what it shows', () => {
  assert.deepEqual(ids(noPlainSecrets, container({ environment: incomplete(variable('API_KEY', 'k-12345')) })), ['literal'])
})

test('what is for tests is told by its place below the root', () => {
  const at = (file: string) => isForTests({ kind: 'text', file, span: [0, 1] }, '/home/ci/test-app')
  for (const name of [
    'compose.test.yaml',
    'ci/compose.yaml',
    '.github/workflows/a.yml',
    '.circleci/config.yml',
    'e2e/run.sh',
    '.gitlab-ci.yml',
    '.semaphore/blocks/a.yml',
    '.devcontainer/docker-compose.yml',
    'docker-compose.dev.yml',
    'deploy/compose-local.yaml',
    'dev.docker-compose.yml',
  ])
    assert.equal(at(`/home/ci/test-app/${name}`), true, name)
  for (const name of [
    'compose.yaml',
    'latest/compose.yaml',
    'services/contest.yml',
    '.github/compose.yml',
    'dev/compose.yaml',
    'device-compose.yaml',
  ])
    assert.equal(at(`/home/ci/test-app/${name}`), false, name)
  assert.equal(at('/srv/ci/compose.yaml'), false)
  assert.equal(isForTests({ kind: 'live', id: 'ci', path: 'x' }, ''), false)
})
