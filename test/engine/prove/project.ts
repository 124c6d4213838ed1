import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { buildImages } from '../images/build-images.ts'
import { docker, dockseal, must, type Ran, run } from '../machine.ts'

/** The image whose services write in every way that `services.py` knows. */
export const SERVICES_IMAGE = 'dockseal-test/prove'

/** Builds it, and what it is built on. */
export function buildServicesImage(): void {
  buildImages(['busybox', 'python'])
  docker('build', '--quiet', '--tag', SERVICES_IMAGE, resolve('test/engine/prove'))
}

/** Every service of `services.py`, in its order. */
export function serviceNames(): string[] {
  const text = readFileSync(resolve('test/engine/prove/services.py'), 'utf8')
  return [...text.matchAll(/^ {4}'([\w-]+)': \(/gm)].map(([, name = '']) => name)
}

/** Settings that some of them need beside their name. */
const MORE: Readonly<Record<string, string>> = {
  user: '    user: "1000:1000"\n',
  'home-cache': '    environment: { HOME: /root }\n',
  'working-directory': '    working_dir: /work\n',
}

/** A Compose file of these services. */
export function composeOf(names: readonly string[]): string {
  const services = names.map(
    (name) => `  ${name}:\n    image: ${SERVICES_IMAGE}\n    command: [${name}]\n${MORE[name] ?? ''}    stop_grace_period: 5s\n`,
  )
  return `services:\n${services.join('')}`
}

/** The checks of `dockseal prove` that use each of them. */
export function checksOf(names: readonly string[]): string[] {
  return names.flatMap((name) => ['--check-in', name, 'python3 /opt/svc/use.py'])
}

/** A project in a folder of its own, which `down` removes. */
export interface Project {
  readonly name: string
  readonly folder: string
  readonly file: (path: string) => string
  readonly write: (path: string, text: string) => void
  readonly compose: (...args: readonly string[]) => Ran
  readonly dockseal: (...args: readonly string[]) => Ran
  readonly down: () => void
}

let count = 0

/** Makes a project of files, or of the files of another folder. */
export function projectOf(files: Readonly<Record<string, string>>, from?: string): Project {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-prove-'))
  const name = `dsprove${process.pid}n${count++}`
  if (from !== undefined) cpSync(resolve(from), folder, { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return {
    name,
    folder,
    file: (path) => readFileSync(join(folder, path), 'utf8'),
    write,
    compose: (...args) => run('docker', ['compose', '-p', name, ...args], { cwd: folder }),
    // A bench of many services takes as long as it takes.
    dockseal: (...args) => dockseal(args, { cwd: folder, timeout: 3_600_000 }),
    down: () => {
      run('docker', ['compose', '-p', name, '--profile', '*', 'down', '-v', '--rmi', 'local', '-t', '1'], { cwd: folder })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const rowsOf = (text: string): string[] => text.split('\n').filter(Boolean)

/** What trials have left on the engine whose process has ended: nothing, after a run. A trial that runs beside the test is not left. */
export function leftovers(): string[] {
  const lists = [
    ['ps', '-a', '{{.ID}}'],
    ['network', 'ls', '{{.ID}}'],
    ['volume', 'ls', '{{.Name}}'],
  ] as const
  const folders = readdirSync(tmpdir()).filter((each) => /^dockseal-trial-.*-(\d+)-\d*-\w{6}$/.test(each))
  const left = folders.filter((each) => !existsSync(`/proc/${/-(\d+)-\d*-\w{6}$/.exec(each)?.[1]}`))
  const onEngine = lists.flatMap(([kind, list, name]) => {
    const format = `${name} {{.Label "com.dockseal.trial.owner"}}`
    return rowsOf(must('docker', [kind, list, '--filter', 'label=com.dockseal.trial', '--format', format])).map((row) => `${kind} ${row}`)
  })
  // The list of images shows no labels. An image of a trial beside the test may be gone before it is inspected.
  const images = new Set(rowsOf(must('docker', ['image', 'ls', '--all', '--quiet', '--filter', 'label=com.dockseal.trial'])))
  const owner = '{{.Id}} {{index .Config.Labels "com.dockseal.trial.owner"}}'
  const inspected = images.size === 0 ? '' : run('docker', ['image', 'inspect', '--format', owner, ...images]).stdout
  onEngine.push(...rowsOf(inspected).map((row) => `image ${row}`))
  const ended = onEngine.filter((row) => !existsSync(`/proc/${row.split(' ')[2]?.split('/')[1]}`))
  return [...ended, ...left]
}

/** What became of each service, by the closing lines of `dockseal prove`. */
export function verdicts(stdout: string): Map<string, string> {
  return new Map(
    [...stdout.matchAll(/^([\w-]+): ((?:proved|ran|refused|not proved) .*)$/gm)].map(([, name = '', what = '']) => [name, what]),
  )
}

/** Sealed by its file, and still working: used, started again, used, made again, with what it had kept. */
export interface Outcome {
  readonly sealed: boolean
  readonly works: boolean
  readonly kept: boolean
}

/** Starts a project as its file is now, and uses each service as often as its life has turns. */
export function liveThrough(project: Project, names: readonly string[]): Map<string, Outcome> {
  const ask = (name: string, what: 'use' | 'count') => {
    let last: Ran = { status: 1, stdout: '', stderr: '' }
    for (let tries = 0; tries < 1000 && last.status !== 0; tries++) {
      last = project.compose('exec', '-T', name, 'python3', '/opt/svc/use.py', what)
      if (last.status !== 0) must('sleep', ['0.5'])
    }
    return last
  }
  const all = (what: 'use' | 'count') => new Map(names.map((name) => [name, ask(name, what)]))
  must('docker', ['compose', '-p', project.name, 'up', '-d'], { cwd: project.folder })
  const uses = [all('use')]
  project.compose('restart')
  uses.push(all('use'))
  const before = all('count')
  project.compose('up', '-d', '--force-recreate')
  const after = all('count')
  uses.push(all('use'))
  return new Map(
    names.map((name) => {
      const id = project.compose('ps', '-aq', name).stdout.trim()
      const sealed = docker('inspect', '-f', '{{.HostConfig.ReadonlyRootfs}}', id) === 'true'
      const had = Number(before.get(name)?.stdout.trim() || 0)
      return [
        name,
        {
          sealed,
          works: uses.every((each) => each.get(name)?.status === 0),
          kept: !sealed || Number(after.get(name)?.stdout.trim() || 0) >= had,
        },
      ]
    }),
  )
}
