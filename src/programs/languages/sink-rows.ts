import type { Sink } from './sink.ts'
import { sinks } from './sinks-table.js'

/** A sink in `sinks/*.yaml`: its patterns are texts. `anyCase`: they take letters of either case. */
interface WrittenSink extends Omit<Sink, 'mode' | 'unless' | 'accepts' | 'strips'> {
  readonly mode?: { readonly at: NonNullable<Sink['mode']>['at']; readonly writes: string; readonly without: 'writes' | 'reads' }
  readonly unless?: { readonly at: NonNullable<Sink['unless']>['at']; readonly is: string }
  readonly accepts?: string
  readonly strips?: string
  readonly anyCase?: true
}

/** A row: the names of calls with spaces between them, and one sink, or several. */
export type SinkRow = { readonly calls: string } & (WrittenSink | { readonly sinks: readonly WrittenSink[] })

/** The sinks of tables by the names of their calls. */
export function sinksOf(...tables: readonly string[]): Readonly<Record<string, readonly Sink[]>> {
  const rows = tables.flatMap((table) => sinks[table] ?? [])
  return Object.fromEntries(rows.map(({ calls, ...row }) => [calls, ('sinks' in row ? row.sinks : [row]).map(read)]))
}

function read({ mode, unless, accepts, strips, anyCase, ...row }: WrittenSink): Sink {
  const pattern = (text: string) => new RegExp(text, anyCase ? 'i' : '')
  return {
    ...row,
    ...(mode ? { mode: { ...mode, writes: pattern(mode.writes) } } : {}),
    ...(unless ? { unless: { ...unless, is: pattern(unless.is) } } : {}),
    ...(accepts === undefined ? {} : { accepts: pattern(accepts) }),
    ...(strips === undefined ? {} : { strips: pattern(strips) }),
  }
}
