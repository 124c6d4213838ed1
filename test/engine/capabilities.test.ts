import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { dropCapabilities } from '../../rules/drop-capabilities.ts'
import { noNewPrivileges } from '../../rules/no-new-privileges.ts'
import { knowledgeFrom } from '../../src/lint/knowledge.ts'
import { judgeUnit } from '../../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../../src/lint/settings.ts'
import { ALL_SOURCES } from '../../src/project/all-sources.ts'
import { recognise } from '../../src/project/recognise.ts'
import { overlayFiles } from '../../src/sources/text-files.ts'
import { buildImages, IMAGES } from './images/build-images.ts'
import { run, whyNoEngine } from './machine.ts'

/*
 * What the fixes of drop-capabilities and no-new-privileges leave to the images that we know is enough for them: first start, restart, and
 * data on a folder of the host.
 */
interface Stack {
  readonly image: keyof typeof IMAGES
  readonly options: readonly string[]
  /** Where the data lies. */
  readonly data: string
  readonly command?: readonly string[]
  readonly check: readonly string[]
  readonly answer: RegExp
}

const GET = ['bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/80; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; head -1 <&3']

const STACKS: readonly Stack[] = [
  { image: 'nginx', options: [], data: '/usr/share/nginx/data', check: GET, answer: /200/ },
  {
    image: 'postgres',
    options: ['-e', 'POSTGRES_PASSWORD=x'],
    data: '/var/lib/postgresql/data',
    check: ['psql', '-h', '127.0.0.1', '-U', 'postgres', '-Atc', 'select 40+2'],
    answer: /^42$/m,
  },
  {
    image: 'mariadb',
    options: ['-e', 'MARIADB_ROOT_PASSWORD=x', '-e', 'MARIADB_USER=app', '-e', 'MARIADB_PASSWORD=x'],
    data: '/var/lib/mysql',
    check: ['mariadb', '-h', '127.0.0.1', '-uapp', '-px', '-Ne', 'select 40+2'],
    answer: /^42$/m,
  },
  { image: 'redis', options: [], data: '/data', check: ['redis-cli', 'set', 'k', 'v'], answer: /^OK$/m },
  { image: 'php-apache', options: [], data: '/var/www/data', check: GET, answer: /HTTP\/1/ },
]

const skip = whyNoEngine()
const containers: string[] = []
const folders: string[] = []

/** The flags that the fixes add to a `docker run` of the image. */
function flagsOfFixes(command: string): string[] {
  const path = resolve('project/run.sh')
  const nothing = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }
  const io = overlayFiles(nothing, new Map([[path, `${command}\n`]]))
  const { units } = recognise([{ path, explicit: true }], io, { sources: ALL_SOURCES, projects: [] })
  const judge = {
    rules: [dropCapabilities, noNewPrivileges],
    settings: { ...DEFAULT_SETTINGS, preset: 'strict' as const },
    knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }),
  }
  const fixes = units.flatMap((unit) => judgeUnit(unit, io, judge).findings).flatMap(({ fix }) => (fix ? [fix] : []))
  assert.equal(fixes.length, 2, `both fixes for ${command}`)
  return fixes.flatMap(({ applicability, intents }) => {
    assert.notEqual(applicability, 'manual', command)
    return intents.flatMap((intent) => {
      if (intent.do === 'drop-capability') return ['--cap-drop', intent.capability]
      if (intent.do === 'add-capability') return ['--cap-add', intent.capability]
      return intent.do === 'add-security-option' ? ['--security-opt', intent.option] : assert.fail(intent.do)
    })
  })
}

/** Runs the docker CLI; a failure is a status. */
function docker(...args: readonly string[]): { readonly status: number; readonly text: string } {
  const { status, stdout, stderr } = run('docker', args)
  return { status, text: `${stdout}${stderr}`.trim() }
}

function answers(id: string, { check, answer }: Stack): string {
  let last = ''
  for (let tries = 0; tries < 1000; tries++) {
    last = docker('exec', id, 'timeout', '5', ...check).text
    if (answer.test(last)) return 'answers'
    if (docker('inspect', '--format', '{{.State.Running}}', id).text !== 'true') break
    docker('exec', id, 'sleep', '0.5')
  }
  return `${last}\n${docker('logs', '--tail', '20', id).text}`
}

describe('capabilities that are left to known images', { skip }, () => {
  before(() => buildImages(STACKS.map(({ image }) => image)))
  after(() => {
    for (const id of containers) docker('rm', '--force', '--volumes', id)
    for (const path of folders) {
      docker('run', '--rm', '-v', `${path}:/data`, 'dockseal-test/base', 'sh', '-c', 'rm -rf /data/*')
      rmSync(path, { recursive: true, force: true })
    }
  })

  for (const stack of STACKS) {
    it(`${IMAGES[stack.image]} starts, answers, and starts again`, () => {
      const mount = ['-v', stack.data]
      const runWith = (data: readonly string[]) => {
        const flags = flagsOfFixes(['docker run -d', ...data, ...stack.options, IMAGES[stack.image]].join(' '))
        const { status, text } = docker(
          'run',
          '-d',
          '--network',
          'none',
          ...data,
          ...stack.options,
          ...flags,
          `dockseal-test/${stack.image}`,
        )
        assert.equal(status, 0, text)
        containers.push(text)
        assert.equal(answers(text, stack), 'answers', flags.join(' '))
        docker('restart', '--time', '5', text)
        assert.equal(answers(text, stack), 'answers', `after a restart, ${flags.join(' ')}`)
        docker('stop', '--time', '5', text)
      }
      runWith(mount)
      const folder = mkdtempSync(join(tmpdir(), 'dockseal-capabilities-'))
      folders.push(folder)
      runWith(['-v', `${folder}:${stack.data}`])
    })
  }
})
