import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { allEndpoints, chooseEndpoint, type EndpointSources, parseAddress } from '../src/live/endpoint.ts'

const HOME = '/home/u'
const META = (name: string) => `${HOME}/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`
const TLS = (name: string) => `${HOME}/.docker/contexts/tls/${createHash('sha256').update(name).digest('hex')}/docker`

function context(name: string, host: string, more: object = {}): [string, string] {
  return [META(name), JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host, ...more } } })]
}

/** Sources over a pretended file system. */
function sources(files: Readonly<Record<string, string>>, over: Partial<EndpointSources> = {}): EndpointSources {
  return {
    env: {},
    home: HOME,
    read: (path) => {
      const text = files[path]
      return text === undefined ? { ok: false, why: 'does not exist' } : { ok: true, text }
    },
    exists: (path) => path in files,
    list: (directory) => [
      ...new Set(
        Object.keys(files)
          .filter((path) => path.startsWith(`${directory}/`))
          .map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''),
      ),
    ],
    ...over,
  }
}

const urlOf = (from: EndpointSources) => {
  const answer = chooseEndpoint(from)
  return answer.ok ? `${answer.value.name} ${answer.value.url}` : answer.why
}

test('the engine is chosen as the docker CLI does: option, environment, configuration, default', () => {
  const files = Object.fromEntries([
    context('remote', 'tcp://10.0.0.1:2376'),
    context('other', 'ssh://me@host'),
    [`${HOME}/.docker/config.json`, '{"currentContext":"other"}'],
  ])
  const env = { DOCKER_HOST: 'tcp://env:1', DOCKER_CONTEXT: 'remote' }
  assert.equal(urlOf(sources(files, { context: 'remote', env })), 'remote tcp://10.0.0.1:2376')
  assert.equal(urlOf(sources(files, { host: 'unix:///x', env })), 'default unix:///x')
  assert.equal(urlOf(sources(files, { env })), 'default tcp://env:1')
  assert.equal(urlOf(sources(files, { env: { DOCKER_CONTEXT: 'remote' } })), 'remote tcp://10.0.0.1:2376')
  assert.equal(urlOf(sources(files)), 'other ssh://me@host')
  assert.equal(urlOf(sources(files, { context: 'default' })), 'default unix:///var/run/docker.sock')
  assert.equal(urlOf(sources({})), 'default unix:///var/run/docker.sock')
  assert.equal(urlOf(sources({}, { context: 'gone' })), 'there is no context "gone"')
  assert.match(urlOf(sources({}, { context: 'a', host: 'b' })), /cannot be given together/)
  assert.equal(urlOf(sources({ [`${HOME}/.docker/config.json`]: '{"currentContext":' })), 'default unix:///var/run/docker.sock')
})

test('rootless and Podman sockets are tried where the default one is missing', () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/1000' }
  assert.equal(urlOf(sources({ '/run/user/1000/docker.sock': '' }, { env })), 'default unix:///run/user/1000/docker.sock')
  assert.equal(urlOf(sources({ '/run/user/1000/podman/podman.sock': '' }, { env })), 'default unix:///run/user/1000/podman/podman.sock')
  assert.equal(urlOf(sources({ '/run/podman/podman.sock': '' })), 'default unix:///run/podman/podman.sock')
  const both = { '/run/podman/podman.sock': '', '/var/run/docker.sock': '' }
  assert.equal(urlOf(sources(both)), 'default unix:///var/run/docker.sock')
})

test('TLS comes from DOCKER_CERT_PATH or from the context', () => {
  const certificates = (folder: string) => ({ [`${folder}/ca.pem`]: 'CA', [`${folder}/cert.pem`]: 'CERT', [`${folder}/key.pem`]: 'KEY' })
  const tlsOf = (from: EndpointSources) => {
    const answer = chooseEndpoint(from)
    return answer.ok && answer.value.address.by === 'tcp' ? answer.value.address : undefined
  }
  const verified = tlsOf(sources(certificates('/c'), { env: { DOCKER_HOST: 'tcp://h', DOCKER_CERT_PATH: '/c', DOCKER_TLS_VERIFY: '1' } }))
  assert.deepEqual(verified, {
    by: 'tcp',
    host: 'h',
    port: 2376,
    pathPrefix: '',
    tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
  })
  assert.equal(tlsOf(sources({}, { env: { DOCKER_HOST: 'tcp://h' } }))?.port, 2375)
  assert.deepEqual(tlsOf(sources({}, { env: { DOCKER_HOST: 'tcp://h:5', DOCKER_TLS_VERIFY: '1' } }))?.tls, { verify: true })
  const files = { ...Object.fromEntries([context('t', 'tcp://h:9', { SkipTLSVerify: true })]), ...certificates(TLS('t')) }
  assert.deepEqual(tlsOf(sources(files, { context: 't' }))?.tls, { ca: 'CA', cert: 'CERT', key: 'KEY', verify: false })
})

test('addresses in every form, and those that are none', () => {
  const parsed = (url: string) => {
    const answer = parseAddress(url)
    return answer.ok ? answer.value : answer.why
  }
  assert.deepEqual(parsed('unix:///a/b.sock'), { by: 'socket', path: '/a/b.sock' })
  assert.deepEqual(parsed('npipe:////./pipe/docker_engine'), { by: 'socket', path: '//./pipe/docker_engine' })
  assert.deepEqual(parsed('host:99'), { by: 'tcp', host: 'host', port: 99, pathPrefix: '' })
  assert.deepEqual(parsed('http://host:80/api/'), { by: 'tcp', host: 'host', port: 80, pathPrefix: '/api' })
  assert.deepEqual(parsed('tcp://[::1]:2375'), { by: 'tcp', host: '::1', port: 2375, pathPrefix: '' })
  assert.deepEqual(parsed('https://host'), { by: 'tcp', host: 'host', port: 2376, pathPrefix: '', tls: { verify: true } })
  assert.deepEqual(parsed('ssh://me@host:22'), { by: 'ssh', host: 'host', port: '22', user: 'me' })
  assert.deepEqual(parsed('ssh://host/run/user/1/docker.sock'), { by: 'ssh', host: 'host', socketPath: '/run/user/1/docker.sock' })
  for (const url of [
    '',
    'unix://',
    'fd://',
    'ftp://x',
    'tcp://',
    'tcp://a:b',
    'ssh://',
    'ssh://-oProxyCommand=x',
    'ssh://-l@h',
    'ssh://h/a;b',
    'ssh://h?x',
  ]) {
    assert.equal(typeof parsed(url), 'string', url)
  }
  const withPassword = parsed('ssh://me:secret@host')
  assert.ok(typeof withPassword === 'string' && !withPassword.includes('secret'))
})

test('all contexts, each with its own answer', () => {
  const files = Object.fromEntries([
    context('b', 'unix:///b'),
    context('a', 'bad://'),
    [`${HOME}/.docker/contexts/meta/junk/meta.json`, '{'],
  ])
  const found = allEndpoints(sources(files))
  assert.deepEqual(found.map(({ name, endpoint }) => `${name} ${endpoint.ok}`).sort(), ['a false', 'b true', 'default true', 'junk false'])
  assert.equal(found[0]?.name, 'default')
})
