/** The table's own member with this name. Files may also use names such as `constructor` and `toString`, which every object inherits. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}
