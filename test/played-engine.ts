import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after } from 'node:test'
import { docksealBeside, folderWith, type Run } from './cli.ts'

/*
 * An engine that is played: its API answers from what its program, a script named `docker`, was told. No container runs, so that a whole run
 * of `prove` takes a second. That a real engine does the like is what test/engine/prove.test.ts tests.
 */

/** What a service of the project does, by the file of the trial that starts it. */
export interface Service {
  /** Absolute paths of the files that it writes at its start, and its answer where it may not: `stops` or goes on. */
  readonly writes?: readonly string[]
  readonly stops?: true
  /** It ends at once with this exit code. */
  readonly exit?: number
  /** Bytes that it keeps in each tmpfs. */
  readonly bytes?: number
  readonly health?: string
  /** Settings in the model, as `docker compose config` prints them. */
  readonly model?: Readonly<Record<string, unknown>>
  /** More of its answer to an inspection. */
  readonly inspected?: Readonly<Record<string, unknown>>
  /** It does not end when it is told to. */
  readonly stubborn?: true
}

export interface Played {
  /** Files of the project, `compose.yaml` among them. */
  readonly files: Readonly<Record<string, string>>
  readonly services: Readonly<Record<string, Service>>
  /** Answers of the API in place of its own, by path; undefined is 404. */
  readonly answers?: Readonly<Record<string, unknown>>
  /** What trials have left, by the path that lists it. */
  readonly left?: Readonly<Record<string, readonly unknown[]>>
  /** Named volumes of the model. */
  readonly volumes?: Readonly<Record<string, { readonly name: string }>>
  /** Lines of the script before its own. */
  readonly script?: string
}

const SCRIPT = `
case "$*" in
  *"compose version --short"*) echo 2.40.0 ;;
  *"config --format json"*) cat "$PLAYED/model.json" ;;
  *" up --detach"* | *" start") echo running > "$PLAYED/state" ;;
  *" stop") echo exited > "$PLAYED/state" ;;
  *" create --no-build"*) echo created > "$PLAYED/state" ;;
  *" down --volumes"*) rm -f "$PLAYED/state" ;;
  *" / -maxdepth 0"*) echo "41ed 0 0 4096 1 1 /" ;;
  *"-entrypoint stat "*) echo "4096 100 50" ;;
  *"-entrypoint find "*) cat "$PLAYED/listing" 2>/dev/null || true ;;
esac
`

type Json = Record<string, unknown>

/** Starts the engine; `run` runs dockseal on it, in the folder of the project. */
export async function playedEngine({ files, services, answers = {}, left = {}, volumes = {}, script = '' }: Played) {
  const folder = folderWith({
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`project/${name}`, text])),
    'tmp/.keep': '',
    'bin/docker': `#!/bin/sh\necho "$*" >> "$PLAYED/calls"\n${script}\n${SCRIPT}`,
    'model.json': JSON.stringify({
      name: 'shop',
      volumes,
      services: Object.fromEntries(
        Object.entries(services).map(([name, { model }]) => [
          name,
          { image: `example.test/${name}:1`, command: null, entrypoint: null, ...model },
        ]),
      ),
    }),
  })
  chmodSync(join(folder, 'bin/docker'), 0o755)
  // A model may name the folder, which is not known before.
  writeFileSync(join(folder, 'model.json'), readFileSync(join(folder, 'model.json'), 'utf8').replaceAll('FOLDER', folder))
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '')
  const calls = () => read('calls').split('\n').filter(Boolean)
  /** The model that the trial was last started with. */
  const model = (): Json => {
    const file = calls()
      .flatMap((call) => / -f (\S+compose\.json) /.exec(call)?.slice(1) ?? [])
      .at(-1)
    return file === undefined || !existsSync(file) ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Json)
  }
  const idOf = (service: string) => Buffer.from(service).toString('hex').padEnd(64, '0')

  const inspected = (name: string): Json => {
    const settings = ((model().services as Json | undefined)?.[name] ?? {}) as Json
    const { writes = [], stops, exit, health, stubborn, inspected: more } = services[name] ?? {}
    const isReadOnly = settings.read_only === true
    const tmpfs = Object.fromEntries(
      ((settings.tmpfs ?? []) as string[]).map((entry) => [entry.split(':')[0] ?? '', entry.split(':')[1] ?? '']),
    )
    const volumes = ((settings.volumes ?? []) as { type: string; source: string; target: string }[]).map((each) => ({
      Type: each.type,
      Name: each.source,
      Source: `/v/${each.source}`,
      Destination: each.target,
      RW: true,
    }))
    const open = [...Object.keys(tmpfs), ...volumes.map(({ Destination }) => Destination)]
    const refused = writes.filter((path) => isReadOnly && !open.some((each) => path.startsWith(`${each}/`)))
    const state = read('state').trim()
    const code = exit ?? (stops && refused.length > 0 ? 1 : undefined)
    const status = state === 'running' && code !== undefined ? 'exited' : state
    return {
      Id: idOf(name),
      Name: `/trial-${name}-1`,
      Created: '2026-11-29T10:00:00Z',
      Image: 'sha256:1',
      State: {
        Status: status,
        Running: status === 'running',
        ExitCode: code ?? (state === 'exited' && stubborn ? 137 : 0),
        StartedAt: '2026-11-29T10:00:00Z',
        FinishedAt: '2026-11-29T10:00:01Z',
        ...(health === undefined ? {} : { Health: { Status: health } }),
      },
      Config: { Image: `example.test/${name}:1`, Env: [], Labels: { 'com.docker.compose.service': name } },
      HostConfig: { ReadonlyRootfs: isReadOnly, Tmpfs: tmpfs },
      Mounts: volumes,
      NetworkSettings: {},
      GraphDriver: {},
      ...more,
      refused,
      changed: isReadOnly ? [] : writes.filter((path) => !open.some((each) => path.startsWith(`${each}/`))),
    }
  }

  /** What the API answers; undefined is 404. */
  const answer = (path: string): unknown => {
    if (path in answers) return answers[path]
    const there = read('state') === '' ? [] : Object.keys((model().services as Json | undefined) ?? {})
    const [, of, id, what] = path.split('/')
    if (of === 'version') return { Version: '29.1.2', Components: [{ Name: 'Engine' }] }
    if (of === 'info') return { Driver: 'overlay2' }
    if (path === '/images/json') return [{ RepoTags: ['busybox:1'] }]
    if (of === 'images') return { Id: 'sha256:1', Created: '2026-11-29T10:00:00Z', Config: { Cmd: ['/app'] } }
    if (path === '/containers/json')
      return there.map((name) => ({ Id: idOf(name), Names: [`/trial-${name}-1`], Labels: { 'com.docker.compose.service': name } }))
    const name = there.find((each) => idOf(each) === id)
    if (of !== 'containers' || name === undefined)
      return of === 'networks' ? [] : of === 'volumes' && id === undefined ? { Volumes: [] } : undefined
    const { refused, changed, ...document } = inspected(name)
    if (what === 'json') return document
    if (what === 'changes') return (changed as string[]).map((Path) => ({ Path, Kind: 1 }))
    if (what === 'logs') return (refused as string[]).map((file) => `open ${file}: read-only file system\n`).join('')
    return undefined
  }

  const server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const label = /filters=(.*)/.exec(query)?.[1]
    // What trials have left is asked for by their label.
    const isLeft = label !== undefined && !decodeURIComponent(label).includes('com.docker.compose.project')
    const found = isLeft ? (left[path] ?? []) : answer(path)
    response.writeHead(found === undefined ? 404 : 200)
    response.end(typeof found === 'string' ? found : JSON.stringify(found ?? { message: 'no such thing' }))
  })
  const socket = join(folder, 'engine.sock')
  await new Promise<void>((done) => server.listen(socket, done))
  after(() => server.close())
  const project = join(folder, 'project')
  return {
    folder,
    socket,
    calls,
    file: (name: string) => read(join('project', name)),
    run: (...args: readonly string[]): Promise<Run> =>
      docksealBeside([...args, '--host', `unix://${socket}`], {
        cwd: project,
        env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, PLAYED: folder, TMPDIR: join(folder, 'tmp') },
      }),
  }
}
