/** An object without its undefined members, so that optional properties stay absent. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** The members of an object with these names; those that are undefined stay absent. */
export function pick<T extends object, Name extends keyof T>(object: T, ...names: readonly Name[]): Pick<T, Name> {
  const members = names.map((name) => [name, object[name]] as const).filter(([, value]) => value !== undefined)
  return Object.fromEntries(members) as Pick<T, Name>
}
