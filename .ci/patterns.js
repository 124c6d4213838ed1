// Tells which regular expressions of src and rules may take more than linear time. V8's linear engine, to which the command line tells it to
// change (src/commands/command-line.ts), takes most of them; the others need a proof. `node .ci/patterns.js` asks recheck about those that
// have none yet, and tries all of them on long texts of plain lines, because the library and a page run without that engine.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import v8 from 'node:v8'
import vm from 'node:vm'
import { parser } from '@lezer/javascript'
import { readTables } from './tables.js'

const PROOFS = '.ci/patterns.json'
/** Of a literal that recheck was not asked about yet. */
const OPEN = 'not asked yet'

/** The fields of tables whose texts become patterns, with their flags. */
const FIELDS = {
  pattern: 's',
  off: '',
  source: '',
  sign: '',
  packages: '',
  operand: '',
  accepts: '',
  strips: '',
  writes: '',
  is: '',
  names: '',
  verbs: '',
  words: '',
  serves: '',
}

/** The patterns of tables as literals. Those of image records are checked where they are read (src/knowledge/patterns.ts). */
function literalsOf(value, found = new Set()) {
  if (typeof value !== 'object' || value === null) return found
  const add = (text, flags) => typeof text === 'string' && found.add(`/${new RegExp(text).source}/${flags}`)
  for (const [field, each] of Object.entries(value)) {
    if (field === 'where') for (const text of Object.values(each)) add(text, 'i')
    else if (field in FIELDS) add(each, value.anyCase ? 'i' : FIELDS[field])
    literalsOf(each, found)
  }
  return found
}

/** Every literal, and the first place where it stands. */
export function literals() {
  const typescript = parser.configure({ dialect: 'ts' })
  const found = new Map()
  for (const root of ['src', 'rules']) {
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!name.endsWith('.ts')) continue
      const text = readFileSync(`${root}/${name}`, 'utf8')
      typescript.parse(text).iterate({
        enter: ({ name: node, from, to }) => {
          const literal = text.slice(from, to)
          if (node === 'RegExp' && !found.has(literal)) found.set(literal, `${root}/${name}:${text.slice(0, from).split('\n').length}`)
        },
      })
    }
  }
  for (const { from, data } of readTables()) for (const literal of literalsOf(data)) if (!found.has(literal)) found.set(literal, from)
  return found
}

/** Source and flags of a literal. */
export function parts(literal) {
  const [, source, flags] = /^\/([\s\S]*)\/([a-z]*)$/.exec(literal)
  return { source, flags }
}

/** Whether V8's linear engine can run a literal: it knows neither lookarounds nor back references, nor the flags i, u and v. */
export function isLinear(literal) {
  v8.setFlagsFromString('--enable-experimental-regexp-engine')
  const { source, flags } = parts(literal)
  try {
    return new RegExp(source, `${flags.replace(/[gy]/g, '')}l`) !== undefined
  } catch {
    return false
  }
}

/** Lines that real files repeat, with the line ends of both kinds. */
const LINES = ['\n', ' \n', '\t\n', '#\n', '# a\r\n', 'a\n', 'a: b\n', '  - a\r\n', '\r\n']
/** With so many, a pattern that takes the square of them needs more than `MOST` milliseconds of the processor; the others need a few. */
const REPEATED = 40_000
const MOST = 400
/** An exponential one is stopped after so many milliseconds. */
const STOPPED = 60_000

/** Whether V8's usual engine is quick to search long texts of plain lines. */
export function isQuick(literal) {
  const { source, flags } = parts(literal)
  const texts = LINES.map((line) => line.repeat(REPEATED)).flatMap((text) => [text, `${text}\0`])
  const code = 'const pattern = new RegExp(source, flags); for (const text of texts) pattern.test(text)'
  const before = process.cpuUsage()
  try {
    vm.runInNewContext(code, { source, flags: flags.replace(/[gy]/g, ''), texts }, { timeout: STOPPED })
    return process.cpuUsage(before).user < MOST * 1000
  } catch {
    return false
  }
}

/**
 * Proofs by literal: `safe` is recheck's word. By hand: `linear: ` and why recheck, which gives up or looks for a worse start, is too careful; or
 * `bound: ` and the length of what the pattern is given, which the code sees to.
 */
export const proofs = () => JSON.parse(readFileSync(PROOFS, 'utf8'))

if (process.argv[1]?.endsWith('patterns.js')) {
  process.env.RECHECK_SYNC_BACKEND = 'pure'
  const { checkSync } = await import('recheck')
  const known = proofs()
  const next = {}
  for (const [literal, place] of literals()) {
    if (!isQuick(literal)) {
      process.stdout.write(`${place}  takes the square of plain lines  ${literal}\n`)
      process.exitCode = 1
    }
    if (isLinear(literal)) continue
    const { source, flags } = parts(literal)
    next[literal] =
      (known[literal] !== OPEN && known[literal]) || (await verdict(checkSync(source, flags, { timeout: 30_000 }), place, literal))
    writeFileSync(PROOFS, `${JSON.stringify({ ...known, ...next }, null, 2)}\n`)
  }
  writeFileSync(PROOFS, `${JSON.stringify(next, null, 2)}\n`)
}

function verdict({ status, complexity, attack, error }, place, literal) {
  if (status === 'safe') return 'safe'
  const why = status === 'vulnerable' ? `${complexity.type} ${complexity.degree ?? ''}` : error.kind
  process.stdout.write(`${place}  ${why}  ${literal}  ${attack?.pattern ?? ''}\n`)
  process.exitCode = 1
  return why
}
