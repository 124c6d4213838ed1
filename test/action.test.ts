import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { folderWith } from './cli.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action
const main = resolve(action.runs.main)

interface Given {
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly event?: unknown
}

/**
 * Runs the action as a runner does: its own Node, inputs as variables, outputs and summary in files, and nothing on PATH. Alerts are
 * uploaded only where the test gives a token.
 */
async function runAction(workspace: string, { inputs = {}, env = {}, event = {} }: Given = {}) {
  const temp = folderWith({ output: '', summary: '', 'event.json': JSON.stringify(event) })
  for (const name of Object.keys(inputs)) assert.ok(name in action.inputs, `no input ${name}`)
  const given = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([name, { default: value }]) => [name, value])),
    token: '',
    ...inputs,
  }
  const child = spawn(process.execPath, [main], {
    cwd: workspace,
    env: {
      PATH: '/nowhere',
      HOME: temp,
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: 'a'.repeat(40),
      RUNNER_TEMP: temp,
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...env,
    },
  })
  // Each for itself: in which order two streams arrive depends on the machine.
  const logs = [child.stdout, child.stderr].map(async (stream) => (await stream.setEncoding('utf8').toArray()).join(''))
  const code = await new Promise<number | null>((done) => child.on('close', done))
  const log = (await Promise.all(logs)).join('')
  const lines = readFileSync(join(temp, 'output'), 'utf8').split('\n').filter(Boolean)
  const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) as Record<string, string>
  return { code, log, outputs, summary: readFileSync(join(temp, 'summary'), 'utf8') }
}

const BAD = 'services:\n  web:\n    image: nginx:1.27\n'
const GOOD = `${BAD}    read_only: true\n    tmpfs: [/run, /var/cache/nginx]\n`

describe('the GitHub Action', () => {
  it('keeps results in the folder that cache-location names', async () => {
    const [workspace, folder] = [folderWith({ 'compose.yaml': BAD }), folderWith({})]
    const runs = [await runAction(workspace, { inputs: { 'cache-location': folder } })]
    const [name = ''] = readdirSync(folder)
    const { ino } = statSync(join(folder, name))
    // A checkout has no report of an earlier run.
    rmSync(join(workspace, 'dockseal.sarif'))
    runs.push(await runAction(workspace, { inputs: { 'cache-location': folder } }))
    assert.deepEqual(runs[1], runs[0])
    assert.equal(statSync(join(folder, name)).ino, ino)
  })

  it('annotates, counts, summarises, writes SARIF and fails on findings', async () => {
    const workspace = folderWith({ 'my stacks/compose.yaml': BAD })
    const { code, log, outputs, summary } = await runAction(workspace, { inputs: { paths: 'my stacks' } })
    assert.equal(code, 1, log)
    assert.match(log, /^::warning file=my stacks\/compose\.yaml,line=2,/m)
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(action.outputs).sort())
    assert.equal(outputs['exit-code'], '1')
    assert.ok(Number(outputs.findings) >= 1)
    assert.ok(Number(outputs.fixable) >= 1)
    const sarif = JSON.parse(readFileSync(join(workspace, outputs['sarif-file'] ?? ''), 'utf8')) as {
      runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[]
    }
    assert.equal(sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri, 'my%20stacks/compose.yaml')
    assert.match(summary, /read-only-root-filesystem/)
  })

  it('passes on a clean tree', async () => {
    const { code, log, outputs } = await runAction(folderWith({ 'compose.yaml': GOOD }))
    assert.equal(code, 0, log)
    assert.deepEqual([outputs.findings, outputs['exit-code']], ['0', '0'])
  })

  it('passes with findings where only errors are to fail', async () => {
    const { code, outputs } = await runAction(folderWith({ 'compose.yaml': BAD }), { inputs: { 'fail-on': 'error' } })
    assert.equal(code, 0)
    assert.ok(Number(outputs.findings) >= 1)
  })

  it('shows what --fix would change and changes nothing', async () => {
    const workspace = folderWith({ 'compose.yaml': BAD })
    const { summary } = await runAction(workspace, { inputs: { fix: 'true' } })
    assert.match(summary, /^\+ {4}read_only: true$/m)
    assert.equal(readFileSync(join(workspace, 'compose.yaml'), 'utf8'), BAD)
  })

  it('says on the run what is wrong with the configuration', async () => {
    const workspace = folderWith({ 'compose.yaml': BAD, '.docksealrc.yml': 'extends: 100%\n' })
    const { code, log, outputs } = await runAction(workspace)
    assert.deepEqual([code, outputs['exit-code']], [2, '2'])
    assert.match(log, /^::error title=dockseal::dockseal: .*\.docksealrc\.yml:1:1: "extends" must be one of/m)
    const missing = await runAction(workspace, { inputs: { config: 'a%b.yml' } })
    assert.match(missing.log, /^::error .*a%25b\.yml: the configuration does not exist/m)
  })

  it('runs nothing that an input says', async () => {
    const workspace = folderWith({ 'compose.yaml': GOOD, '--fix': '' })
    mkdirSync(join(workspace, '$(touch pwned)'))
    for (const inputs of [
      { paths: '$(touch pwned)' },
      { paths: '"; touch pwned; "' },
      { config: '`touch pwned`' },
      { preset: 'cis; touch pwned' },
      { 'sarif-file': '$(touch pwned).sarif' },
      { paths: '--fix' },
    ]) {
      await runAction(workspace, { inputs, env: { PATH: process.env.PATH ?? '' } })
      assert.ok(!existsSync(join(workspace, 'pwned')), JSON.stringify(inputs))
    }
  })

  it('takes no formatter from the workspace for its own reports, nor for a format of its own', async () => {
    const workspace = folderWith({
      'compose.yaml': BAD,
      ...Object.fromEntries(
        ['json', 'sarif', 'markdown', 'github'].map((name) => [
          `node_modules/eslint-formatter-${name}/index.js`,
          "require('node:fs').writeFileSync('pwned', ''); module.exports = () => '[]'\n",
        ]),
      ),
    })
    const { log, outputs, summary } = await runAction(workspace)
    assert.match(log, /^::warning file=compose\.yaml/m)
    assert.equal(outputs.findings, '1')
    assert.match(summary, /read-only-root-filesystem/)
    assert.ok(!existsSync(join(workspace, 'pwned')))
  })
})

interface Received {
  readonly path: string | undefined
  readonly authorization: string | undefined
  readonly body: { readonly commit_sha: string; readonly ref: string; readonly sarif: string }
}

describe('the upload of the GitHub Action', () => {
  const received: Received[] = []
  const statuses: number[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += String(chunk)
    })
    request.on('end', () => {
      received.push({ path: request.url, authorization: request.headers.authorization, body: JSON.parse(text) as Received['body'] })
      response.writeHead(statuses.shift() ?? 202).end('{"message":"Resource not accessible by integration"}')
    })
  })
  before(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
  after(() => server.close())

  const upload = async (event: unknown, answers: readonly number[], inputs: Readonly<Record<string, string>> = {}) => {
    received.length = 0
    statuses.splice(0, statuses.length, ...answers)
    const env = { GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3` }
    return runAction(folderWith({ 'compose.yaml': BAD }), { event, env, inputs: { 'fail-on': 'never', token: 's3cret', ...inputs } })
  }
  const pullFrom = (repository: string | undefined) => ({
    pull_request: { head: { repo: repository === undefined ? null : { full_name: repository } } },
  })

  it('sends the report to the API with the commit and the reference', async () => {
    const { code, log } = await upload(pullFrom('o/r'), [202])
    assert.equal(code, 0, log)
    assert.equal(received.length, 1)
    const [{ path, authorization, body }] = received as [Received]
    assert.deepEqual([path, authorization], ['/api/v3/repos/o/r/code-scanning/sarifs', 'Bearer s3cret'])
    assert.deepEqual([body.commit_sha, body.ref], ['a'.repeat(40), 'refs/heads/main'])
    const sarif = gunzipSync(Buffer.from(body.sarif, 'base64')).toString('utf8')
    // Without this hash GitHub would open a new alert for each moved line.
    assert.match(sarif, /"primaryLocationLineHash"/)
    assert.ok(!log.includes('s3cret'))
  })

  it('is left out for a pull request from a fork, which gets annotations', async () => {
    for (const fork of ['someone/r', undefined]) {
      const { code, log } = await upload(pullFrom(fork), [], { format: 'pretty' })
      assert.equal(code, 0, log)
      assert.equal(received.length, 0)
      assert.match(log, /^::notice title=dockseal::No code-scanning alerts: this pull request comes from a fork/m)
      assert.match(log, /^::warning file=compose\.yaml,line=2,/m)
    }
    const { log } = await upload(pullFrom('someone/r'), [])
    assert.equal(log.match(/^::warning /gm)?.length, 1)
  })

  it('is left out where nobody asks for it', async () => {
    const { log } = await upload({}, [], { 'upload-sarif': 'false' })
    assert.equal(received.length, 0)
    assert.doesNotMatch(log, /^::notice/m)
  })

  it('is tried again where the server fails', async () => {
    const { code } = await upload({}, [502, 202])
    assert.deepEqual([code, received.length], [0, 2])
  })

  it('fails the job where it is refused, and says which permission is needed', async () => {
    const { code, log } = await upload({}, [403])
    assert.equal(code, 2)
    assert.equal(received.length, 1)
    assert.match(log, /^::error .*status 403 \(Resource not accessible by integration\).*security-events: write/m)
  })
})
