import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { copyImages, dockseal, type PrivateEngine, run, startEngine, whyNoEngine } from './machine.ts'
import { type SshServer, startSshServer, whyNoSshServer } from './ssh-server.ts'

const skip = whyNoEngine() ?? whyNoSshServer()
if (skip) process.stderr.write(`${skip}\n`)
const IMAGE = 'dockseal-test/busybox'

interface Result {
  readonly filePath: string
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[]
}

describe('audit by ssh', { skip }, () => {
  let engine: PrivateEngine
  let server: SshServer
  let url = ''

  before(async () => {
    buildImages(['busybox'])
    engine = startEngine()
    copyImages(engine, IMAGE)
    for (let index = 0; index < 12; index++)
      engine.docker('create', '--network', 'none', '--name', `far-${index}`, ...(index % 2 ? ['--read-only'] : []), IMAGE)
    server = await startSshServer()
    url = `${server.url}${engine.host.replace('unix://', '')}`
  })

  after(() => {
    server?.stop()
    engine?.stop()
  })

  const audit = (env: NodeJS.ProcessEnv) => {
    const { status, stdout, stderr } = dockseal(['audit', '--host', url, '-f', 'json'], { env })
    return { status, stderr, results: JSON.parse(stdout || '[]') as Result[] }
  }

  it('finds what an audit of the socket finds', () => {
    const { status, results, stderr } = audit(server.env)
    assert.equal(status, 1, stderr)
    const open = results.filter(({ messages }) => messages.some(({ ruleId }) => ruleId === 'read-only-root-filesystem'))
    assert.deepEqual(
      open.map(({ filePath }) => filePath).sort(),
      [0, 10, 2, 4, 6, 8].map((index) => `docker://far-${index}`),
    )
    const direct = dockseal(['audit', '--host', engine.host, '-f', 'json'])
    assert.deepEqual(results, JSON.parse(direct.stdout))
  })

  it('says in one line what ssh complains of, and asks nobody for a password', () => {
    for (const [env, why] of [
      [server.unknownHost, /ssh: Host key verification failed/],
      [server.wrongKey, /ssh: .*Permission denied \(publickey/],
    ] as const) {
      const { status, results } = audit(env)
      assert.equal(status, 2)
      assert.match(results[0]?.messages[0]?.message ?? '', why)
      assert.doesNotMatch(results[0]?.messages[0]?.message ?? '', /\n/)
    }
  })

  it('leaves no ssh process behind', () => {
    const port = new URL(server.url).port
    assert.deepEqual(run('pgrep', ['-f', `ssh .*-p ${port} `]).stdout, '')
  })
})
