/** The set facts of a container as plain values, unset ones left out: what a reader compares. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('state' in value) return value.state === 'set' && 'value' in value ? value.value : value.state === 'unknown' ? 'unknown' : undefined
  if ('items' in value && Array.isArray(value.items)) return value.items.length === 0 ? undefined : value.items.map((item) => item.value)
  const members = Object.entries(value).flatMap(([key, member]) => {
    const inner = key === 'origin' ? undefined : plain(member)
    return inner === undefined || (typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0) ? [] : [[key, inner]]
  })
  return Object.fromEntries(members)
}
