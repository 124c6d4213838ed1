/** Gives an object a property whose value is worked out when it is first asked for: most reports show few of the texts. */
export function lazily<T extends object, K extends keyof T>(object: T, key: K, make: () => T[K]): void {
  let known: { readonly value: T[K] } | undefined
  const get = (): T[K] => {
    known ??= { value: make() }
    return known.value
  }
  Object.defineProperty(object, key, { get, enumerable: true, configurable: true })
}
