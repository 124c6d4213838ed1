/** The files of a volume: a hash of each by its path below the volume. */
export type Contents = ReadonlyMap<string, string>

/** What the volumes of a trial held at four moments at which nothing ran. */
export interface Moments {
  readonly afterStart: Contents
  readonly afterSecondStart: Contents
  /** After new containers are made and before they start. */
  readonly afterCreation: Contents
  readonly afterNewContainer: Contents
}

/** The files that were lost with the old container: what a second start of it kept, and a first start of the new one does not have. */
export function lostFiles({ afterStart, afterSecondStart, afterCreation, afterNewContainer }: Moments): string[] {
  return [...afterSecondStart].flatMap(([path, hash]) => {
    const isKept = afterCreation.get(path) === hash
    const wasStable = afterStart.get(path) === hash
    return isKept && (!wasStable || afterNewContainer.has(path)) ? [] : [path]
  })
}

/** Reads the output of `sha256sum` for files below `root`, which has one directory for each volume. Gives the files by volume. */
export function readContents(listing: string, root: string, volumes: readonly string[]): Map<string, Contents> {
  const found = new Map<string, Map<string, string>>(volumes.map((volume) => [volume, new Map()]))
  for (const line of listing.split('\n')) {
    // A line begins with a backslash if the name holds a backslash or a line break.
    const [, hash, path] = /^\\?([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? []
    if (hash === undefined || path === undefined || !path.startsWith(`${root}/`)) continue
    const [volume = '', ...inside] = path.slice(root.length + 1).split('/')
    found.get(volume)?.set(inside.join('/'), hash)
  }
  return found
}
