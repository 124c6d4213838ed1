import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import type { LintResult } from '../src/report/result.ts'
import { dockseal, docksealBeside, folderWith } from './cli.ts'

const id = (digit: string) => digit.repeat(64)
const inspect = (
  name: string,
  digit: string,
  more: Readonly<Record<string, unknown>> = {},
  config: Readonly<Record<string, unknown>> = {},
) => ({
  Id: id(digit),
  Name: `/${name}`,
  State: { Status: 'running' },
  HostConfig: { ReadonlyRootfs: true, NetworkMode: 'net', ...more },
  Config: { Image: 'example.test/app:1', User: '1000', ...config },
})

/** An engine that answers these paths, 404 for those that are undefined, and 500 to every other container. */
async function engine(answers: Readonly<Record<string, unknown>>): Promise<string> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')
    const answer = answers[path]
    if (answer === undefined) response.writeHead(path.startsWith('/containers') && !(path in answers) ? 500 : 404)
    response.end(JSON.stringify(answer === undefined ? { message: 'broken' } : answer))
  })
  after(() => server.close())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** `dockseal audit`, without blocking the engine that runs in this process. */
const audit = (args: readonly string[]) => docksealBeside(['audit', ...args])

interface CisJson {
  readonly controls: readonly {
    readonly from16: string
    readonly status: string
    readonly unknown: readonly { readonly name: string }[]
  }[]
}
const statuses = (stdout: string): Record<string, string> =>
  Object.fromEntries((JSON.parse(stdout) as CisJson).controls.map(({ from16, status }) => [from16, status]))

describe('an audit that did not see everything', () => {
  it('of a container that cannot be inspected is an error in every format, and unknown in the report', async () => {
    const listed = [
      { Id: id('a'), Names: ['/fine'] },
      { Id: id('b'), Names: ['/hidden'] },
    ]
    const host = await engine({
      '/containers/json': listed,
      [`/containers/${id('a')}/json`]: inspect('fine', 'a'),
      '/info': {},
      '/version': {},
    })
    for (const format of [
      'pretty',
      'stylish',
      'compact',
      'unix',
      'github',
      'gitlab',
      'gitlab-sast',
      'junit',
      'checkstyle',
      'sarif',
      'json',
      'markdown',
      'html',
    ]) {
      const { stdout, code } = await audit(['--host', host, '-f', `dockseal:${format}`])
      assert.equal(code, 2, format)
      assert.match(stdout, /hidden/, format)
      assert.match(stdout, /could not be read/, format)
    }
    const { stdout, stderr, code } = await audit(['--host', host, '--report', 'cis', '-f', 'json'])
    assert.equal(code, 2)
    assert.match(stderr, /hidden.*could not be read/)
    const report = JSON.parse(stdout) as CisJson
    for (const { from16, status, unknown } of report.controls.filter((control) => control.status !== 'manual')) {
      assert.notEqual(status, 'pass', from16)
      assert.ok(
        unknown.some(({ name }) => name === 'hidden'),
        from16,
      )
    }
  })

  it('leaves out a container that was removed since the list was read', async () => {
    const listed = ['a', 'b'].map((digit) => ({ Id: id(digit), Names: [`/${digit}`] }))
    const paths = { [`/containers/${id('a')}/json`]: inspect('a', 'a'), [`/containers/${id('b')}/json`]: undefined }
    const host = await engine({ '/containers/json': listed, '/info': {}, '/version': {}, ...paths })
    const { stdout, code } = await audit(['--host', host, '-f', 'unix', '--fail-on', 'never'])
    assert.equal(code, 0, stdout)
  })

  it('asks whether a named volume is in memory', async () => {
    const mount = { Type: 'volume', Name: 'mem', Source: '/v', Destination: '/var/lib/postgresql/data', RW: true }
    const document = { ...inspect('a', 'a', {}, { Image: 'postgres:17' }), Mounts: [mount] }
    const told = async (options: object) => {
      const listed = { '/containers/json': [{ Id: id('a'), Names: ['/a'] }], [`/containers/${id('a')}/json`]: document }
      const host = await engine({ ...listed, '/info': {}, '/version': {}, '/volumes/mem': { Name: 'mem', Options: options } })
      return (await audit(['--host', host, '-f', 'unix', '--preset', 'strict'])).stdout
    }
    assert.match(await told({ type: 'tmpfs', device: 'tmpfs' }), /tmpfs-loses-data/)
    assert.doesNotMatch(await told({}), /tmpfs-loses-data/)
  })

  it('of a list that is none is no clean audit', async () => {
    for (const listed of [null, {}, 'x']) {
      const { stdout, code } = await audit(['--host', await engine({ '/containers/json': listed, '/info': {} }), '-f', 'unix'])
      assert.equal(code, 2)
      assert.match(stdout, /was not audited.*list of containers is no list/)
      const report = await audit(['--host', await engine({ '/containers/json': listed, '/info': {} }), '--report', 'cis', '-f', 'json'])
      assert.equal(report.code, 2)
      assert.deepEqual(new Set(Object.values(statuses(report.stdout))), new Set(['unknown', 'manual']))
    }
  })

  it('of hostile documents judges the others', () => {
    const odd = [
      { ...inspect('odd', 'c'), Image: { toString: 1 }, Id: { toString: 1 } },
      { ...inspect('odder', 'd'), Mounts: { length: -1 }, Name: [1], State: 'x', NetworkSettings: 4 },
      inspect('good', 'e', { ReadonlyRootfs: false }),
      { RepoTags: [{}], Id: { toString: 1 } },
    ]
    const { stdout, code } = dockseal(['audit', '-', '-f', 'unix'], { input: JSON.stringify(odd) })
    assert.equal(code, 2, stdout)
    assert.match(stdout, /has no "Id"/)
    assert.match(stdout, /docker:\/\/good.*read-only-root-filesystem/)
    assert.doesNotMatch(stdout, /internal error/)
  })

  it('is 2 with --strict-coverage where only a part was told', async () => {
    const folder = folderWith({ 'x.json': JSON.stringify([inspect('a', 'a'), { Driver: 'bridge' }]) })
    assert.equal((await audit([`${folder}/x.json`, '--report', 'cis', '--fail-on', 'never'])).code, 0)
    assert.equal((await audit([`${folder}/x.json`, '--report', 'cis', '--fail-on', 'never', '--strict-coverage'])).code, 2)
  })
})

describe('the CIS report', () => {
  const report = (documents: readonly unknown[]) =>
    statuses(dockseal(['audit', '-', '--report', 'cis', '-f', 'json'], { input: JSON.stringify(documents) }).stdout)

  it('fails what privileged mode switches off', () => {
    const failed = report([inspect('p', 'a', { Privileged: true })])
    for (const control of ['5.2', '5.3', '5.4', '5.5', '5.22']) assert.equal(failed[control], 'fail', control)
  })

  it('does not know what a saved document does not tell of the host', () => {
    const open = report([inspect('p', 'a', { CapDrop: ['ALL'] })])
    assert.deepEqual([open['5.2'], open['5.3'], open['5.4'], open['5.22']], ['unknown', 'unknown', 'pass', 'pass'])
    const confined = report([{ ...inspect('p', 'a'), AppArmorProfile: 'docker-default', ProcessLabel: 'system_u:system_r:container_t:s0' }])
    assert.deepEqual([confined['5.2'], confined['5.3']], ['pass', 'pass'])
  })

  it('takes an unconfined profile and an empty user for what they are', () => {
    const found = report([{ ...inspect('p', 'a', {}, { User: '' }), AppArmorProfile: 'unconfined' }])
    assert.deepEqual([found['5.2'], found['4.1']], ['fail', 'fail'])
  })

  it('says not applicable of modules that the host does not have, and fails swarm tasks that gain privileges', async () => {
    const task = inspect('shop.1.x', 'a', {}, { Labels: { 'com.docker.swarm.service.id': 's' } })
    const service = (image: string) => ({
      ID: 's',
      Spec: { Name: `svc-${image}`, TaskTemplate: { ContainerSpec: { Image: image, ReadOnly: true } } },
    })
    const host = await engine({
      '/containers/json': [{ Id: id('a'), Names: ['/shop.1.x'] }],
      [`/containers/${id('a')}/json`]: task,
      '/info': { SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'], Swarm: { ControlAvailable: true } },
      '/version': {},
      '/services': [service('here'), service('gone')],
      '/images/here/json': { Id: 'sha256:1', RepoTags: ['here'], Config: { User: '' } },
    })
    const { stdout } = await audit(['--host', host, '--report', 'cis', '-f', 'json'])
    const found = statuses(stdout)
    assert.deepEqual([found['5.2'], found['5.3'], found['5.22'], found['5.26']], ['not-applicable', 'not-applicable', 'pass', 'fail'])
    const { controls } = JSON.parse(stdout) as {
      readonly controls: readonly Readonly<Record<string, readonly { readonly name: string }[]>>[]
    }
    const user = controls.find(({ from16 }) => (from16 as unknown) === '4.1')
    assert.deepEqual(
      user?.failed?.map(({ name }) => name),
      ['svc-here'],
    )
    assert.deepEqual(
      user?.unknown?.map(({ name }) => name),
      ['svc-gone'],
    )
    const text = (await audit(['--host', host, '--report', 'cis'])).stdout
    assert.match(text, /not applicable: the engine's host has no AppArmor/)
  })

  it('says how it stands in the results too', () => {
    const { stdout } = dockseal(['audit', '-', '-f', 'json', '--preset', 'cis'], {
      input: JSON.stringify([inspect('p', 'a', {}, { User: '' })]),
    })
    const [result] = JSON.parse(stdout) as LintResult[]
    assert.ok(result?.messages.some(({ ruleId }) => ruleId === 'no-root-user'))
  })
})
