// Reads the image records: YAML files in the shape that users write under `images:`, with `fragment:` for the parts that several records share.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { parse } from 'yaml'

const IMAGES = 'src/knowledge/images'
const FRAGMENTS = `${IMAGES}/fragments.yaml`

/** Takes the fragments in that `fragment:` names; the mapping's own fields win over theirs, a later fragment over an earlier one. */
export function takeIn(value, fragments, file) {
  if (Array.isArray(value)) return value.map((item) => takeIn(item, fragments, file))
  if (typeof value !== 'object' || value === null) return value
  const { fragment = [], ...own } = value
  const used = [fragment].flat().map((name) => {
    if (!fragments[name]) throw new Error(`${file}: no fragment is called "${name}" in ${FRAGMENTS}`)
    return fragments[name]
  })
  return Object.fromEntries(Object.entries(Object.assign({}, ...used, own)).map(([key, child]) => [key, takeIn(child, fragments, file)]))
}

/** Every record with its file, by path. */
export function readRecords() {
  const fragments = parse(readFileSync(FRAGMENTS, 'utf8'))
  const files = readdirSync(IMAGES, { recursive: true }).map((name) => `${IMAGES}/${name.replaceAll('\\', '/')}`)
  return files
    .filter((file) => file.endsWith('.yaml') && file !== FRAGMENTS)
    .sort()
    .map((file) => {
      const record = takeIn(parse(readFileSync(file, 'utf8')), fragments, file)
      if (!Array.isArray(record?.names)) throw new Error(`${file}: a record has names`)
      return { file, record: { writes: [], ...record } }
    })
}

/** Bytes of the text at the start of the packed records that all of them are packed with; the most that zlib looks back. */
export const DICTIONARY = 32_768

/** Records that are packed together: a small run reads one group, and a long one unpacks few. */
export const GROUP = 8

/** The records as the package holds them: a dictionary of what many say, then groups of records without their names, each record on a line. */
export function packRecords() {
  const records = readRecords().map(({ record }) => record)
  const texts = records.map(({ names: _, ...rest }) => JSON.stringify(rest))
  const sample = texts.filter((_, index) => index % 24 === 0).join('')
  const dictionary = Buffer.alloc(DICTIONARY, ' ')
  dictionary.write(sample)
  const groups = Array.from({ length: Math.ceil(texts.length / GROUP) }, (_, group) => texts.slice(group * GROUP, (group + 1) * GROUP))
  const packed = groups.map((group) => deflateRawSync(group.join('\n'), { level: 9, dictionary }))
  return {
    // As `src/knowledge/record-names.ts` looks them up.
    lines: records.map(({ names }, index) => `\n${index} ${names.join(' ')} `).join(''),
    size: texts.length,
    lengths: packed.map(({ length }) => length),
    bytes: Buffer.concat([dictionary, ...packed]),
  }
}

/** Puts the records where the tests, which are compiled and not bundled, import them. */
export function writeForTests(records) {
  mkdirSync('.build/src/knowledge', { recursive: true })
  writeFileSync('.build/src/knowledge/records.js', `export const records = ${JSON.stringify(records.map(({ record }) => record))}\n`)
}
