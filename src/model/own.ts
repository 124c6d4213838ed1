/** The member of `table` with this name, of its own alone: `constructor` and `toString` are names that a file may hold as well. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}
