// Which folder may import which, and which of Node's modules: `node .ci/borders.js` reports every other import and fails. It also
// reports names that two files export, because a name has one meaning, and files that load each other.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const INPUT_OUTPUT = ['node:']
/** The contract of a source: what it is given and what it answers. */
const CONTRACT = ['src/sources/source.ts', 'src/sources/memory.ts', 'src/sources/mounted-files.ts', 'src/sources/text-files.ts']
const FACTS = ['src/model', 'src/text']
const BASE = [...FACTS, ...CONTRACT]
const SOURCE = [...BASE, 'src/shell']

/**
 * What each folder, or each file that is named for itself, may import beside its own files. `node:` allows all of Node's modules, so it
 * stands only where input and output happen.
 */
export const BORDERS = {
  'src/model': [],
  'src/text': ['src/model'],
  'src/shell': FACTS,
  'src/engine-command': SOURCE,
  'src/knowledge': FACTS,
  'src/sources/registry.ts': ['src/model', 'src/sources'],
  'src/sources/source.ts': [...FACTS, ...CONTRACT],
  'src/sources/memory.ts': ['src/model/maps.ts', ...CONTRACT],
  'src/sources/mounted-files.ts': BASE,
  'src/sources/text-files.ts': BASE,
  'src/sources/compose': SOURCE,
  'src/sources/dockerfile': [...SOURCE, 'src/programs'],
  'src/sources/commands': [...SOURCE, 'src/engine-command'],
  'src/sources/quadlet': [...SOURCE, 'src/engine-command'],
  'src/sources/systemd': [...SOURCE, 'src/engine-command'],
  'src/sources/devcontainer': [...SOURCE, 'src/engine-command'],
  'src/sources/ci': [...SOURCE, 'src/engine-command'],
  // Files of an image and what its build does come as plain values (image-files.ts).
  'src/programs': [...FACTS, 'src/shell', 'src/sources/mounted-files.ts'],
  'src/live': FACTS,
  // Compares what a trial showed with what its proof expects.
  'src/live/trial': [...FACTS, 'src/live', 'src/plan/proof.ts'],
  'src/live/engine.ts': [...FACTS, ...INPUT_OUTPUT, 'src/live'],
  'src/live/engine-cli.ts': [...FACTS, ...INPUT_OUTPUT, 'src/live'],
  'src/live/engine-ports.ts': [...FACTS, ...INPUT_OUTPUT, 'src/live'],
  'src/project': [...BASE, 'src/engine-command', 'src/programs', 'src/knowledge', 'src/sources'],
  // A proof is a file of the project.
  'src/project/proofs.ts': [...BASE, 'src/project', 'src/sources', 'src/plan/proof.ts'],
  'src/plan': [...FACTS, 'src/knowledge'],
  'src/lint': [...BASE, 'src/knowledge', 'src/live', 'src/plan', 'src/project'],
  'src/config': [...BASE, 'src/knowledge', 'src/lint', 'src/discover'],
  'src/discover': [...FACTS, ...INPUT_OUTPUT, 'src/sources'],
  'src/report': [...FACTS, ...CONTRACT],
  'src/report/load.ts': [...FACTS, ...INPUT_OUTPUT, 'src/report'],
  'src/report/foreign.ts': [...FACTS, ...INPUT_OUTPUT, 'src/report'],
  'src/commands': ['src', 'rules', ...INPUT_OUTPUT],
  'src/index.ts': ['src', 'rules', 'node:path'],
  // Everything but what reads and writes: no module of Node's, no command, no walk.
  'src/browser': [...BASE, 'src/knowledge', 'src/plan', 'src/project', 'src/lint', 'src/report', 'rules'],
  'src/eslint': ['src', 'rules', 'node:path'],
  'src/cli.ts': ['src/commands'],
  'src/action.ts': ['src/action', 'src/report', ...INPUT_OUTPUT],
  'src/action': [...FACTS, ...INPUT_OUTPUT],
  rules: [...FACTS, 'src/lint/rule.ts'],
}

/** The border of a file: its own, else that of its folder. */
function borderOf(file) {
  for (let place = file; place !== '.'; place = dirname(place)) if (Object.hasOwn(BORDERS, place)) return place
  return undefined
}

const isBelow = (path, place) => path === place || path.startsWith(`${place}/`)

/** Whether a border lets an import pass. */
function mayImport(border, target) {
  const allowed = [border, ...BORDERS[border]]
  return allowed.some((each) => (each === 'node:' ? target.startsWith(each) : isBelow(target, each)))
}

/** The TypeScript files below `root`, with their texts. */
function sourcesOf(root) {
  return ['src', 'rules']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
}

/** Every import that no border allows. */
function forbiddenImports(root, sources) {
  return sources.flatMap(({ file, text }) => {
    const border = borderOf(file)
    if (border === undefined) return [`${file} stands behind no border; give its folder one in .ci/borders.js`]
    return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'((?:\.|node:)[^']*)'/g)].flatMap(([, path]) => {
      const target = path.startsWith('node:') ? path : relative(root, resolve(root, dirname(file), path))
      return mayImport(border, target) ? [] : [`${file} imports ${target}, which ${border} must not`]
    })
  })
}

/** Every name that a second file exports. What the library exports may have the name of what it calls. */
function repeatedNames(sources) {
  const exportedBy = new Map()
  return sources
    .filter(({ file }) => file !== 'src/index.ts')
    .flatMap(({ file, text }) =>
      [...text.matchAll(/^export (?:async )?(?:function|const|interface|type|class|let) (\w+)/gm)].flatMap(([, name]) => {
        const other = exportedBy.get(name) ?? file
        exportedBy.set(name, other)
        return other === file ? [] : [`${file} exports ${name}, as ${other} does; give one of them a name of its own`]
      }),
    )
}

/** The files of `root` that a file loads; imports of types alone load nothing. */
function loadedBy(root, { file, text }) {
  return [...text.matchAll(/^(?:import|export) (?!type )([^;]*?) from '(\.[^']*)'/gm)].flatMap(([, names, path]) =>
    /^\{(?:\s*type \w+,?)*\s*\}$/.test(names) ? [] : [relative(root, resolve(root, dirname(file), path))],
  )
}

/** Every circle of files that load each other, as the first that is met. */
function circles(root, sources) {
  const loads = new Map(sources.map((source) => [source.file, loadedBy(root, source)]))
  const state = new Map()
  const found = []
  const visit = (file, above) => {
    if (state.get(file) === 'open') found.push(`${[...above.slice(above.indexOf(file)), file].join(' -> ')} load each other`)
    if (state.has(file)) return
    state.set(file, 'open')
    for (const target of loads.get(file) ?? []) visit(target, [...above, file])
    state.set(file, 'done')
  }
  for (const { file } of sources) visit(file, [])
  return found
}

if (process.argv[1] === import.meta.filename) {
  const root = process.argv[2] ?? '.'
  const sources = sourcesOf(root)
  const found = [...forbiddenImports(root, sources), ...repeatedNames(sources), ...circles(root, sources)]
  process.stderr.write(found.map((line) => `${line}\n`).join(''))
  process.exitCode = found.length > 0 ? 1 : 0
}
