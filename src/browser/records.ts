import { type GiveRecord, takeRecordsFrom } from '../knowledge/on-demand.ts'
import { packedRecord } from '../knowledge/packed.js'
import type { ImageRecord } from '../knowledge/record.ts'

/** Gives the built-in record that has these names; `index` is its place among all. */
export type LoadRecord = (names: readonly string[], index: number) => Promise<Omit<ImageRecord, 'names'> | undefined>

const loaded = new Map<number, ImageRecord>()
const wanted = new Map<number, ImageRecord['names']>()

const source: GiveRecord = (index, names) => {
  const known = loaded.get(index)
  if (known) return known
  wanted.set(index, names)
  // No answer may depend on a record that is not loaded yet. An exception cannot say so: the judge takes it for a failure of one container.
  throw new Error(`the record of ${names[0]} is not loaded`)
}

/** Records extend records, and images build on images: more rounds than the longest such chain. */
const MAX_ROUNDS = 20

/** Repeats `work` until every record that it asks for is loaded, and gives its last result. */
export async function withRecords<T>(given: LoadRecord | undefined, work: () => T): Promise<T> {
  // Node reads the file itself.
  if (given === undefined && globalThis.process?.getBuiltinModule !== undefined) return work()
  const load = given ?? packedRecord
  for (let round = 0; round < MAX_ROUNDS; round++) {
    wanted.clear()
    const answer = attempt(work)
    if (wanted.size === 0) return answer()
    const missing = [...wanted]
    const records = await Promise.all(missing.map(([index, names]) => load(names, index)))
    for (const [at, [index, names]] of missing.entries()) {
      const record = records[at]
      // An empty record would say that the image writes nothing.
      if (record === undefined) throw new Error(`the record of ${names[0]} was not given`)
      loaded.set(index, { names, ...record })
    }
  }
  throw new Error('records ask for one another without an end')
}

/** Records come from here only while `work` runs: the library may be in use at the same time. */
function attempt<T>(work: () => T): () => T {
  takeRecordsFrom(source)
  try {
    const answer = work()
    return () => answer
  } catch (error) {
    return () => {
      throw error
    }
  } finally {
    takeRecordsFrom(undefined)
  }
}
