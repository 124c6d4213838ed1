import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { environment, fact, mounts } from './container-fixture.ts'
import { plan } from './record-plan.ts'

const command = (...words: string[]): Partial<Container> => ({ command: fact(words) })

/** How each path of a plan is met: `/data: volume`, `/tmp: tmpfs exec`. */
function ways({ paths }: WritePlan): string[] {
  return paths
    .map(({ path, mount }) => {
      if (mount.as !== 'tmpfs') return `${path}: ${mount.as}`
      const { exec, uid, gid } = mount.options
      return [`${path}: tmpfs`, exec ? 'exec' : '', uid === undefined ? '' : `${uid}:${gid}`].filter(Boolean).join(' ')
    })
    .sort()
}

function why(image: string, given: Partial<Container> = {}): string {
  const found = plan(image, given)
  return found.ready === 'no' ? found.why : `ready: ${found.ready}`
}

test('bases whose start renders configuration are refused', () => {
  assert.match(why('webdevops/php-nginx:8.3-alpine'), /docker\.stdout/)
  assert.match(why('shinsenter/laravel:php8.3'), /localtime/)
  assert.match(why('thecodingmachine/php:8.2-v4-apache'), /sudo/)
  assert.match(why('richarvey/nginx-php-fpm:3.1.6'), /settings of nginx/)
  assert.match(why('tiangolo/uwsgi-nginx-flask:python3.11'), /nginx\.conf/)
  assert.match(why('quay.io/wildfly/wildfly:35.0.1.Final-jdk21'), /standalone/)
  assert.match(why('payara/server-full:6.2024.1'), /domain/)
  assert.match(why('wodby/redis:7'), /redis\.conf/)
  assert.match(why('registry.access.redhat.com/ubi9/httpd-24'), /httpd/)
})

test('serversideup/php: what its start changes depends on the variant and on the settings', () => {
  assert.deepEqual(ways(plan('serversideup/php:8.4-fpm')), ['/tmp: tmpfs'])
  assert.match(why('serversideup/php:8.4-fpm-nginx'), /web server/)
  const own = { environment: environment({ DISABLE_DEFAULT_CONFIG: 'true' }) }
  assert.deepEqual(ways(plan('serversideup/php:8.4-fpm-nginx-alpine', own)), ['/run: tmpfs exec 82:82', '/tmp: tmpfs'])
  assert.match(why('serversideup/php:8.4-cli', { environment: environment({ AUTORUN_ENABLED: 'true' }) }), /AUTORUN_ENABLED/)
  assert.match(why('serversideup/php:8.4-fpm', { environment: environment({ LOG_OUTPUT_LEVEL: 'debug' }) }), /LOG_OUTPUT_LEVEL/)
  assert.match(why('serversideup/php:8.4-fpm', { environment: environment({ LOG_OUTPUT_LEVEL: 'warn' }) }), /ready: unknown/)
})

test('a stack that starts as nobody gets directories of nobody', () => {
  assert.deepEqual(ways(plan('trafex/php-nginx:3.6.0')), ['/run: tmpfs 65534:65534', '/tmp: tmpfs'])
})

test('composer: sealed where the project is mounted, refused where it would install into the image', () => {
  assert.deepEqual(ways(plan('composer:2', { ...command('install'), mounts: mounts('./:/app') })), ['/tmp: tmpfs'])
  assert.match(why('composer:2', command('install')), /not mounted/)
})

test('Unit: a volume would keep its first configuration, so what comes from files goes to memory', () => {
  assert.ok(ways(plan('unit:1.34-php8.3')).includes('/var/lib/unit: volume'))
  assert.ok(ways(plan('unit:1.34-php8.3', { mounts: mounts('./conf:/docker-entrypoint.d:ro') })).includes('/var/lib/unit: tmpfs'))
})

test('Mercure: some versions put their history into the working directory', () => {
  assert.deepEqual(ways(plan('dunglas/mercure')), ['/config: volume', '/data: volume'])
  assert.deepEqual(ways(plan('dunglas/mercure:v0.16')), ['/config: volume', '/data: volume'])
  assert.deepEqual(ways(plan('dunglas/mercure:v0.18')), ['/config: volume', '/data: volume', '/srv: volume'])
  const elsewhere = { environment: environment({ MERCURE_EXTRA_DIRECTIVES: 'transport bolt { path /data/mercure.db }' }) }
  assert.deepEqual(ways(plan('dunglas/mercure:v0.18', elsewhere)), ['/config: volume', '/data: volume'])
})

test("Red Hat's builder images are not the plain distribution that they stand on", () => {
  assert.deepEqual(ways(plan('registry.access.redhat.com/ubi9/nginx-124', command('nginx', '-g', 'daemon off;'))), [
    '/run: tmpfs 1001:0',
    '/var/lib/nginx/tmp: tmpfs 1001:0',
    '/var/log/nginx: tmpfs 1001:0',
  ])
  assert.match(why('registry.access.redhat.com/ubi9/nginx-124', command('/usr/libexec/s2i/run')), /accounts/)
  assert.match(why('registry.access.redhat.com/ubi9/php-82', command('/usr/libexec/s2i/run')), /php\.ini/)
  assert.deepEqual(ways(plan('registry.access.redhat.com/ubi9/php-82', command('php', '-S', '0.0.0.0:8080'))), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('registry.access.redhat.com/ubi8/nodejs-20', command('npm', 'start'))), [
    '/opt/app-root/src/.npm: tmpfs 1001:0',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('registry.access.redhat.com/ubi9/openjdk-21-runtime:1.21', command('java', '-jar', 'a.jar'))), [
    '/tmp: tmpfs exec',
  ])
  assert.deepEqual(ways(plan('registry.access.redhat.com/ubi9/ubi-minimal', command('sleep', '9'))), ['/tmp: tmpfs'])
})

test("Chainguard's images are known by what they are, in the registry of a customer too", () => {
  assert.deepEqual(ways(plan('cgr.dev/chainguard/nginx')), ['/run: tmpfs', '/var/lib/nginx/tmp: tmpfs'])
  assert.equal(plan('cgr.dev/chainguard/nginx').confidence, 'known')
  assert.deepEqual(ways(plan('cgr.dev/example.com/redis:7')), ['/data: volume'])
  assert.deepEqual(ways(plan('cgr.dev/chainguard/postgres')), ['/run/postgresql: tmpfs', '/tmp: tmpfs', '/var/lib/postgresql/data: volume'])
  assert.equal(plan('cgr.dev/chainguard/static').knowledge?.user, '65532:65532')
  assert.equal(plan('cgr.dev/chainguard/wolfi-base').knowledge?.user, 'root')
  assert.deepEqual(ways(plan('cgr.dev/chainguard/jre')), ['/tmp: tmpfs exec'])
})

test('uv does not run a program without its cache', () => {
  const run = command('uv', 'run', 'app.py')
  assert.deepEqual(ways(plan('ghcr.io/astral-sh/uv:python3.12-bookworm-slim', run)), ['/root/.cache/uv: tmpfs exec', '/tmp: tmpfs'])
  assert.deepEqual(ways(plan('python:3.12', command('uvx', 'gunicorn', 'app'))), ['/root/.cache/uv: tmpfs exec', '/tmp: tmpfs'])
  assert.deepEqual(ways(plan('python:3.12', { ...run, user: fact('1000:1000'), environment: environment({ UV_CACHE_DIR: '/var/uv' }) })), [
    '/tmp: tmpfs',
    '/var/uv: tmpfs exec 1000:1000',
  ])
  assert.deepEqual(ways(plan('python:3.12', { ...command('python', 'app.py'), user: fact('1000:1000') })), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('python:3.12', command('uv', 'run', '--no-cache', 'app.py'))), ['/tmp: tmpfs'])
})

test('conda: what installs at start is refused, and Jupyter gets a place for its connections', () => {
  assert.match(why('condaforge/miniforge3', command('conda', 'install', '-y', 'x')), /conda/)
  assert.deepEqual(ways(plan('continuumio/anaconda3', command('jupyter', 'lab'))), [
    '/root/.local/share/jupyter/runtime: tmpfs',
    '/tmp: tmpfs',
  ])
  assert.deepEqual(ways(plan('mambaorg/micromamba:2', command('python', 'app.py'))), ['/tmp: tmpfs'])
})

test('functions run as their platforms run them', () => {
  assert.deepEqual(ways(plan('public.ecr.aws/lambda/python:3.12')), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('amazon/aws-lambda-java:21')), ['/tmp: tmpfs exec'])
  assert.deepEqual(ways(plan('mcr.microsoft.com/azure-functions/node:4-node20')), ['/azure-functions-host/Secrets: volume', '/tmp: tmpfs'])
})

test('compilers run at start are refused, what they made is not', () => {
  assert.match(why('nimlang/nim:2.0', command('nim', 'c', '-r', 'a.nim')), /compiles/)
  assert.match(why('sbtscala/scala-sbt:eclipse-temurin-21', command('sbt', 'run')), /sbt/)
  assert.deepEqual(ways(plan('crystallang/crystal:1', command('/app/server'))), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('google/dart', command('dart', 'bin/server.dart'))), ['/tmp: tmpfs'])
  assert.deepEqual(ways(plan('adoptopenjdk/openjdk11:jre', command('java', '-jar', 'a.jar'))), ['/tmp: tmpfs exec'])
})
