/*
 * Feeds broken and hostile input to every reader. A generator of our own: it takes the fixtures apart and joins them again, from a seed, so
 * that a failure comes back with the same seed. Jazzer.js, the coverage-guided fuzzer for Node, is a native add-on that needs an install
 * script and does not instrument ES modules; what its coverage would add, the fixtures bring: each is there for a branch.
 *
 *   npm run fuzz -- 1 compose=200000 dockerfile=50000       seed, then how many inputs of which kind
 *   FUZZ_SECONDS: stop a kind after so many; FUZZ_TEXTS: print the inputs that fail; FUZZ_SEEDS: one more folder to start from
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rules } from '../rules/index.ts'
import { loadConfig } from '../src/config/load.ts'
import { fixText, lintText } from '../src/index.ts'
import { judgeLive, type Subject } from '../src/lint/live.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { collectSaved } from '../src/live/collect.ts'
import { readSaved } from '../src/live/saved.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { blocks, buildOf } from './blocks.ts'

export const KINDS = [
  'compose',
  'env',
  'dockerfile',
  'shell',
  'quadlet',
  'workflow',
  'devcontainer',
  'config',
  'inspect',
  'program',
] as const
export type Kind = (typeof KINDS)[number]

/** One input that did not go well. */
export interface Failure {
  readonly kind: Kind
  readonly seed: number
  readonly why: string
  readonly text: string
}

export interface FuzzOutcome {
  readonly inputs: number
  readonly fixes: number
  /** The longest time that one input took, in milliseconds of processor time. */
  readonly longest: number
  readonly failures: readonly Failure[]
}

/** CPU milliseconds that one input may take. */
export const LIMIT = 2000

const IS_OF: Readonly<Record<Kind, RegExp>> = {
  compose: /compose[^/]*\.ya?ml$|shop\.yaml$/,
  env: /compose[^/]*\.ya?ml$/,
  dockerfile: /Dockerfile[^/]*$/,
  shell: /\.sh$/,
  quadlet: /\.container$/,
  workflow: /workflows\/[^/]+\.ya?ml$/,
  devcontainer: /devcontainer\.json$/,
  config: /\.docksealrc\.ya?ml$/,
  inspect: /fixtures\/live\/[^/]+\.json$/,
  program: /fixtures\/start\/[^/]+$/,
}

/** What a kind has where the fixtures have little of it. */
const OWN_SEEDS: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  quadlet: [
    '[Container]\nImage=docker.io/library/nginx:1.27\nReadOnly=false\nTmpfs=/run:rw,size=1m\nVolume=data:/data:Z\nEnvironment=A=b "C=d e"\nUser=1000\n',
  ],
  workflow: [
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container: { image: nginx, options: --user root --tmpfs /tmp, env: { A: b } }\n    services: { db: { image: "postgres:17", ports: ["5432:5432"] } }\n    steps:\n      - run: |\n          docker run --rm -v "$PWD:/src" alpine sh -c \'ls\'\n',
  ],
  devcontainer: [
    '{ // why\n  "image": "nginx", "runArgs": ["--read-only", "--tmpfs", "/tmp:size=1m"], "mounts": ["type=bind,source=/,target=/host"], "privileged": true }\n',
  ],
  config: [
    'extends: dockseal:strict\nrules:\n  memory-limit: warning\n  pinned-image: [error, { digest: true }]\noverrides:\n  - files: ["a/**"]\n    rules: { drift: off }\nimages:\n  - names: [x]\n    writes: [{ path: /a, kind: cache, what: it }]\n    obstacles: [{ when: { command: { matches: "^a" } }, effect: fails, why: x }]\nignore: ["x/**"]\nfix: { confidence: known, tmpfsSize: 64m }\n',
  ],
}

/** Words that have been trouble to somebody. */
const WORDS = [
  ...[
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'null',
    '~',
    'true',
    '-1',
    '0',
    '1e999',
    'NaN',
    '""',
    "''",
    '[]',
    '{}',
  ],
  ...[
    '*x',
    '&x',
    '&x [*x]',
    '<<: *x',
    '<<: [*x, *x]',
    '!reset null',
    '!override []',
    '? {a: b}',
    '- - -',
    '|',
    '>-',
    '---',
    '...',
    '\t',
    '#',
    '\ufeff',
    '\u2028',
    '💣',
    '\ud800',
  ],
  ...[
    '${A}',
    '${A:-${B:-c}}',
    '${A',
    '$$',
    '${A:?no}',
    '$(id)',
    '`id`',
    '"$@"',
    '%A%',
    '{{ .A }}',
    '<% a %>',
    '\\',
    '\\\n',
    '\r\n',
    "'",
    '"',
    '<<EOF',
    'EOF',
  ],
  ...[
    '/',
    '/tmp',
    '/var/run/docker.sock',
    '../../x',
    'a:b:c:d',
    ':',
    '=',
    ',',
    ':ro',
    'mode=1777',
    'size=',
    'tmpfs',
    'read_only: true',
    'read_only: false # why',
    'extends: web',
    'include: [compose.yaml]',
    'tmpfs: /tmp',
    'volumes: [data:/x]',
    'privileged: true',
  ],
  ...[
    'docker run -d nginx',
    'set -- "$@" "$@"',
    'while :; do',
    'done',
    'fi',
    'FROM a AS b',
    'COPY --from=b / /',
    'ENV PASSWORD=x',
    'ARG A',
    'postgres://u:p@h',
    'ghp_abcDEF4567890xyzQRSTUVWX12',
  ],
  ...[
    '"a(b"',
    "'[z-a]'",
    'x["*"]',
    '`${a}(`',
    'f"{a!r:>{b}}"',
    "open('/x', 'w')",
    'require("./x")',
    'import x',
    'a = a + a',
    'a(a(a))',
    '--- x.py\n',
  ],
]

/** Numbers from a seed, evenly spread (mulberry32, public domain). */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A JSON text with a few of its values changed for others, moved or left out; undefined for what is no JSON. */
function mutateJson(text: string, below: (limit: number) => number): string | undefined {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return undefined
  }
  const places: { readonly of: Record<string, unknown>; readonly key: string }[] = []
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      places.push({ of: value as Record<string, unknown>, key })
      collect(inner)
    }
  }
  collect(root)
  if (places.length === 0) return undefined
  const place = () => places[below(places.length)] as (typeof places)[number]
  for (let steps = 1 + below(4); steps > 0; steps--) {
    const { of, key } = place()
    const other = place()
    const word = WORDS[below(WORDS.length)] as string
    const options = [
      null,
      true,
      -1,
      1e300,
      '',
      word,
      [],
      {},
      [null],
      { [word]: word },
      { toString: 1 },
      structuredClone(other.of[other.key]),
    ]
    if (below(6) === 0) delete of[key]
    else of[key] = options[below(options.length)]
  }
  return JSON.stringify(root)
}

/** Some lines of a text. Most are few, so that many inputs can be tried; the first ones say what the text is. */
function part(text: string, below: (limit: number) => number): string {
  const most = below(10) === 0 ? 20_000 : 1500
  if (text.length <= most) return text
  const lines = text.split('\n')
  const from = below(2) === 0 ? 0 : below(lines.length)
  return [...lines.slice(0, 2), ...lines.slice(Math.max(2, from))].join('\n').slice(0, most)
}

function mutate(seeds: readonly string[], below: (limit: number) => number): string {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  let text = part(pick(seeds), below)
  for (let steps = 1 + below(5); steps > 0; steps--) {
    const lines = text.split('\n')
    const at = below(lines.length)
    const place = below(text.length + 1)
    switch (below(11)) {
      case 0:
        lines.splice(at, 1 + below(3))
        text = lines.join('\n')
        break
      case 1:
        lines.splice(at, 0, ...lines.slice(at, at + 1 + below(4)))
        text = lines.join('\n')
        break
      case 2: {
        const others = pick(seeds).split('\n')
        const from = below(others.length)
        lines.splice(at, below(3), ...others.slice(from, from + 1 + below(8)))
        text = lines.join('\n')
        break
      }
      case 3:
        lines[at] = `${' '.repeat(below(9))}${lines[at]?.trim() ?? ''}`
        text = lines.join('\n')
        break
      case 4:
        text = text.slice(0, place) + pick(WORDS) + text.slice(place)
        break
      case 5:
        // A word of the text for another one.
        text = text.replace(/[\w./-]+/g, (word) => (below(25) === 0 ? pick(WORDS) : word))
        break
      case 6:
        text = text.slice(0, place) + text.slice(place + 1 + below(40))
        break
      case 7:
        text = text.slice(0, place) + pick(WORDS).repeat(1 + below(200)) + text.slice(place)
        break
      case 8:
        text = text.slice(0, place)
        break
      case 9:
        lines.splice(at, 0, pick(WORDS))
        text = lines.join('\n')
        break
      default:
        text = text.slice(0, place) + String.fromCharCode(below(0x300)) + text.slice(place)
    }
  }
  return text.slice(0, 60_000)
}

/** The input of a seed. */
export function inputOf(kind: Kind, seed: number, seeds: readonly string[]): string {
  const below = random(seed)
  const json = kind === 'inspect' && below(4) > 0 ? mutateJson(seeds[below(seeds.length)] as string, below) : undefined
  return json ?? mutate(seeds, below)
}

const FILE_NAMES: Readonly<Record<Exclude<Kind, 'config' | 'inspect'>, string>> = {
  compose: 'compose.yaml',
  env: 'compose.yaml',
  dockerfile: 'Dockerfile',
  shell: 'run.sh',
  quadlet: 'web.container',
  workflow: '.github/workflows/ci.yml',
  devcontainer: '.devcontainer/devcontainer.json',
  program: 'compose.yaml',
}

/** Texts to start from: the fixtures, and what is in the folders that are given beside them. Of a program, each block of a file is one. */
export function seedsOf(kind: Kind, folders: readonly string[] = ['fixtures']): readonly string[] {
  const found = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => IS_OF[kind].test(path) && statSync(path).isFile() && statSync(path).size < 100_000)
      .sort()
      .flatMap((path) => {
        const text = readFileSync(path, 'utf8')
        return kind === 'program' ? blocks(text, path).map((block) => block.text) : [text]
      }),
  )
  return [...found, ...(OWN_SEEDS[kind] ?? [])]
}

const noFiles = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }

/** A text and the same after its fix, for a second parser to judge. */
export interface Fixed {
  readonly before: string
  readonly after: string
  readonly seed: number
}

/** Runs one input through everything that reads its kind. Gives what is wrong, undefined for nothing. */
export async function check(kind: Kind, text: string, seed: number, fixed: Fixed[]): Promise<string | undefined> {
  if (kind === 'config') {
    const io = {
      ...noFiles,
      list: (folder: string) => (folder === '/p' ? ['.docksealrc.yml'] : []),
      read: () => ({ ok: true, text }) as const,
    }
    const answer = await loadConfig('/p', undefined, io, rules)
    return answer.ok
      ? undefined
      : outside(
          answer.problems.map(({ offset = 0 }) => offset),
          text,
        )
  }
  if (kind === 'inspect') return checkInspect(text)
  const { linted, files } = textsOf(kind, text)
  const options = { filename: FILE_NAMES[kind], cwd: '/p', preset: 'strict', files } as const
  const { messages } = lintText(linted, options)
  // What no message offers to fix is tried now and then all the same.
  const mayChange = seed % 8 === 0 || messages.some(({ fix, suggestions }) => fix !== undefined || suggestions !== undefined)
  const lines = linted.split('\n').length
  for (const { message, line, column, endLine = line, fix } of messages) {
    if (message.includes('internal error')) return message
    if (line < 0 || column < 0 || line > lines || endLine > lines)
      return `a position outside of the text: ${line}:${column} of ${lines} lines`
    if (fix && (fix.range[0] < 0 || fix.range[1] > linted.length || fix.range[0] > fix.range[1]))
      return `a range outside of the text: ${fix.range}`
  }
  if (!mayChange) return undefined
  const once = fixText(linted, { ...options, confidence: 'default' })
  if (once.text === linted) return undefined
  fixed.push({ before: linted, after: once.text, seed })
  const twice = fixText(once.text, { ...options, confidence: 'default' })
  return twice.text === once.text ? undefined : `a second fix changes the text again:\n${twice.text}`
}

/** What is linted where a text of a kind is the input, and the files beside it. */
function textsOf(kind: Kind, text: string): { readonly linted: string; readonly files: Readonly<Record<string, string>> } {
  if (kind === 'env')
    return {
      linted: 'services: {a: {image: "nginx:${A}", environment: {A: "${A}", B: "${B:-x}"}, env_file: [.env]}}\n',
      files: { '.env': text },
    }
  if (kind === 'program') {
    const { text: dockerfile, others } = buildOf(text)
    return {
      linted: 'services: {a: {build: ., volumes: ["data:/data"]}}\nvolumes: {data: }\n',
      files: { ...others, Dockerfile: dockerfile },
    }
  }
  return { linted: text, files: { Dockerfile: 'FROM nginx:1.27\nUSER app\n' } }
}

function outside(offsets: readonly number[], text: string): string | undefined {
  const wrong = offsets.find((offset) => offset < 0 || offset > text.length)
  return wrong === undefined ? undefined : `a position outside of the text: ${wrong}`
}

function checkInspect(text: string): string | undefined {
  const saved = readSaved(text)
  if (!saved.ok) return undefined
  const { containers, services, notes } = collectSaved(saved.saved)
  const subjects: Subject[] = [
    ...containers.map(({ live, image }): Subject => ({ container: live.container, live, ...(image ? { image } : {}) })),
    ...services.map(({ service }): Subject => ({ container: service.container })),
  ]
  const verdict = judgeLive(subjects, noFiles, {
    judge: { rules, settings: { ...DEFAULT_SETTINGS, preset: 'strict' } },
    link: { sources: ALL_SOURCES, records: [] },
    units: { sources: ALL_SOURCES },
  })
  return [...notes, ...verdict.problems.map(({ message }) => message)].find((message) => message.includes('internal error'))
}

/** Whether a second parser, PyYAML, reads each fixed text where it reads the text before. Undefined where there is no PyYAML. */
function secondParser(fixed: readonly Fixed[]): readonly Failure[] | undefined {
  const program = `
import json, sys, yaml
class Loader(getattr(yaml, 'CSafeLoader', yaml.SafeLoader)): pass
Loader.add_multi_constructor('!', lambda loader, tag, node: None)
def reads(text):
    try: list(yaml.compose_all(text, Loader)); return True
    except Exception as error: return str(error).split('\\n')[0]
for line in sys.stdin:
    each = json.loads(line)
    before, after = reads(each['before']), reads(each['after'])
    if before is True and after is not True: print(json.dumps({'seed': each['seed'], 'why': after}))
`
  const { status, stdout } = spawnSync('python3', ['-c', program], {
    input: fixed.map((each) => `${JSON.stringify(each)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) return undefined
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly seed: number; readonly why: string })
    .map(({ seed, why }) => ({
      kind: 'compose',
      seed,
      why: `PyYAML refuses the fixed text: ${why}`,
      text: fixed.find((each) => each.seed === seed)?.after ?? '',
    }))
}

/** Runs `count` inputs of a kind, from a seed on; fewer where `seconds` are over before. */
export async function fuzz(
  kind: Kind,
  count: number,
  seed: number,
  seeds: readonly string[],
  seconds = Number.POSITIVE_INFINITY,
): Promise<FuzzOutcome> {
  const failures: Failure[] = []
  let fixed: Fixed[] = []
  let fixes = 0
  let longest = 0
  const judgeFixed = () => {
    if (kind === 'compose' && fixed.length > 0) failures.push(...(secondParser(fixed) ?? []))
    fixes += fixed.length
    fixed = []
  }
  const end = performance.now() + seconds * 1000
  let inputs = 0
  for (; inputs < count && performance.now() < end; inputs++) {
    const own = seed + inputs
    const text = inputOf(kind, own, seeds)
    const run = async (into: Fixed[]): Promise<string | undefined> => {
      try {
        return await check(kind, text, own, into)
      } catch (error) {
        return error instanceof Error ? (error.stack ?? error.message) : String(error)
      }
    }
    const start = performance.now()
    let why = await run(fixed)
    let took = performance.now() - start
    // On a busy machine only the processor's time counts. It costs too much to ask for it each time.
    if (took > LIMIT / 4) {
      const { user } = process.cpuUsage()
      await run([])
      took = (process.cpuUsage().user - user) / 1000
    }
    longest = Math.max(longest, took)
    if (took > LIMIT) why ??= `took ${Math.round(took)} ms`
    if (why !== undefined) failures.push({ kind, seed: own, why, text })
    if (fixed.length >= 2000) judgeFixed()
  }
  judgeFixed()
  return { inputs, fixes, longest, failures }
}

if (process.argv[1]?.endsWith('fuzz.js')) {
  const [seed = '1', ...wanted] = process.argv.slice(2)
  const folders = ['fixtures', ...(process.env.FUZZ_SEEDS === undefined ? [] : [process.env.FUZZ_SEEDS])]
  const seconds = Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY)
  for (const each of wanted.length > 0 ? wanted : KINDS.map((kind) => `${kind}=1000`)) {
    const [kind, count] = each.split('=') as [Kind, string]
    const outcome = await fuzz(kind, Number(count), Number(seed), seedsOf(kind, folders), seconds)
    process.stdout.write(
      `${kind}: ${outcome.inputs} inputs, ${outcome.fixes} fixes, longest ${Math.round(outcome.longest)} ms, ${outcome.failures.length} failures\n`,
    )
    for (const { seed: at, why, text } of outcome.failures.slice(0, 20)) {
      process.stdout.write(`  seed ${at}: ${why.slice(0, 1500)}\n${process.env.FUZZ_TEXTS ? `${text}\n` : ''}`)
    }
    if (outcome.failures.length > 0) process.exitCode = 1
  }
}
