import assert from 'node:assert/strict'
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { docker, dockseal, must, run, whyNoEngine } from './machine.ts'

const IMAGE = `dockseal-test/self-${process.pid}`
const BUILD = 'dockseal-test/npm'
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

/** npm's own folder on this machine: Debian's package would bring five hundred others. */
const npm = () => join(run('npm', ['root', '--global']).stdout.trim(), 'npm')

const skip = whyNoEngine() ?? (existsSync(npm()) ? undefined : 'SKIPPED: no npm on this machine to build with')

/** Debian's nodejs with this machine's npm and what it trusts. */
function buildBuilder(): void {
  buildImages(['node', 'busybox'])
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-npm-'))
  try {
    cpSync(npm(), join(folder, 'npm'), { recursive: true })
    const trusted = existsSync(CERTIFICATES)
    if (trusted) copyFileSync(CERTIFICATES, join(folder, 'trusted.crt'))
    const lines = [
      'FROM dockseal-test/node',
      'COPY npm /usr/local/lib/node_modules/npm',
      'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm',
      ...(trusted ? [`COPY trusted.crt ${CERTIFICATES}`, `ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}`] : []),
    ]
    writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`)
    docker('build', '--quiet', '--tag', BUILD, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('the container image', { skip }, () => {
  const project = mkdtempSync(join(tmpdir(), 'dockseal-mounted-'))
  let failed: string | undefined
  before(() => {
    writeFileSync(join(project, 'compose.yaml'), 'services:\n  web:\n    image: nginx:1.27\n')
    must('chmod', ['755', project])
    buildBuilder()
    const bases = ['--build-arg', `BUILD=${BUILD}`, '--build-arg', 'BASE=dockseal-test/node']
    const built = run('docker', ['build', '--network=host', '--quiet', ...bases, '--tag', IMAGE, '.'])
    if (built.status !== 0) failed = built.stderr
  })
  after(() => {
    run('docker', ['rmi', '--force', IMAGE])
    rmSync(project, { recursive: true, force: true })
  })

  /** As in the README, with all that can be taken from it taken away. */
  const inImage = (flags: readonly string[], ...args: readonly string[]) => {
    const sealed = ['run', '--rm', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--network', 'none']
    return run('docker', [...sealed, '--volume', `${project}:/src:ro`, ...flags, IMAGE, ...args])
  }

  it('is built from this repository, lints a mounted project read-only and as no root, and audits through a socket', (test) => {
    if (failed !== undefined) {
      const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT/.exec(failed)?.[0]
      assert.ok(unreachable, failed)
      return test.skip(`SKIPPED: a build cannot reach the npm registry here (${unreachable})`)
    }
    assert.equal(docker('inspect', '--format', '{{.Config.User}}', IMAGE), '65532:65532')
    const linted = inImage([], '.')
    assert.equal(linted.status, 1, linted.stderr)
    assert.match(linted.stdout, /compose\.yaml:2:3[\s\S]*read_only: true/)
    assert.match(inImage([], 'explain', 'no-privileged').stdout, /^# no-privileged$/m)
    assert.match(inImage([], 'plan', 'nginx:1.27').stdout, /\/var\/cache\/nginx/)

    const socket = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace(/^unix:\/\//, '')
    const id = docker('run', '--detach', 'dockseal-test/busybox', 'sleep', '1000')
    try {
      const mount = ['--volume', `${socket}:/var/run/docker.sock`, '--group-add', String(statSync(socket).gid)]
      const audited = inImage(mount, 'audit', id)
      assert.equal(audited.status, 1, audited.stderr)
      assert.match(audited.stdout, /read-only-root-filesystem/)
    } finally {
      docker('rm', '--force', id)
    }
  })

  it('has a Dockerfile in which its own rules find nothing', () => {
    const { status, stdout } = dockseal(['Dockerfile', '--preset', 'strict'])
    assert.equal(status, 0, stdout)
  })
})
