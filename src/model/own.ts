/** The table's own member with this name. Files may also use names such as `constructor` and `toString`, which every object inherits. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}

/** Rows by name; names of equal rows have spaces between them. */
export function byNames<T>(rows: Readonly<Record<string, T>>): readonly (readonly [name: string, row: T])[] {
  return Object.entries(rows).flatMap(([names, row]) => names.split(' ').map((name) => [name, row] as const))
}
