import { pushTo, remember } from '../model/maps.ts'
import type { Catalogue } from './record.ts'

/** The lines of a catalogue for records with these names, the first of which has the number `first`. `.ci/records.js` makes those of the bundle. */
export function linesOf(records: readonly (readonly string[])[], first = 0): string {
  return records.map((names, index) => `\n${first + index} ${names.join(' ')} `).join('')
}

/** The names of a record. */
export function namesAt(catalogue: Catalogue, index: number): readonly string[] {
  const before = searchedIn(catalogue)
  before.rows ??= catalogue.lines.split('\n').slice(1)
  return before.rows[index]?.trim().split(' ').slice(1) ?? []
}

/** Looking through the lines for this many names takes as long as making a map of all of them. */
const MAX_SEARCHES = 50

interface Searched {
  searches: number
  /** The lines by the number of their record. */
  rows?: readonly string[]
  /** The numbers of the records with a name, in order. */
  byName?: ReadonlyMap<string, readonly number[]>
}

const searched = new WeakMap<Catalogue, Searched>()

const searchedIn = (catalogue: Catalogue) => remember(searched, catalogue, (): Searched => ({ searches: 0 }))

/** The number of the last record with this very name, other than `but`; undefined if there is none. */
export function lastNamed(catalogue: Catalogue, name: string, but?: number): number | undefined {
  // What has spaces may be names of several records.
  if (/\s/.test(name)) return undefined
  const before = searchedIn(catalogue)
  if (before.searches++ < MAX_SEARCHES) return searchNamed(catalogue, name, but)
  before.byName ??= numbersByName(catalogue)
  return before.byName.get(name)?.findLast((index) => index !== but)
}

function numbersByName({ lines }: Catalogue): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>()
  for (const line of lines.split('\n')) {
    const [number, ...names] = line.split(' ')
    for (const name of names) if (name !== '') pushTo(numbers, name, Number(number))
  }
  return numbers
}

function searchNamed({ lines }: Catalogue, name: string, but: number | undefined): number | undefined {
  const named = ` ${name} `
  let last: number | undefined
  // V8 searches forwards many times faster than backwards.
  for (let at = lines.indexOf(named); at >= 0; at = lines.indexOf(named, at + 1)) {
    const index = indexAt(lines, at)
    if (index !== but) last = index
  }
  return last
}

/** The names that hold a text, or end with it if a space is its last character; each with the number of its record. */
export function namesWith({ lines }: Catalogue, text: string): readonly { readonly name: string; readonly index: number }[] {
  const found: { name: string; index: number }[] = []
  let at = lines.indexOf(text)
  while (at >= 0) {
    const end = lines.indexOf(' ', at)
    found.push({ name: lines.slice(lines.lastIndexOf(' ', at) + 1, end), index: indexAt(lines, at) })
    at = lines.indexOf(text, end)
  }
  return found
}

/** The number of the record on whose line a place is. */
function indexAt(lines: string, at: number): number {
  return Number.parseInt(lines.slice(lines.lastIndexOf('\n', at) + 1), 10)
}
