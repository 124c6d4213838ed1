/** The files of a volume: a hash of each by its path below the volume. */
export type Contents = ReadonlyMap<string, string>

/** What the volumes of a trial held at four moments, nothing running at any of them. */
export interface Moments {
  readonly afterStart: Contents
  readonly afterSecondStart: Contents
  /** New containers are made, and nothing has started in them. */
  readonly afterCreation: Contents
  readonly afterNewContainer: Contents
}

/**
 * The files that did not survive a new container: those that are gone or differ before it has started, and those that a second start of the
 * old container left alone and the first start of the new one removes.
 */
export function lostFiles({ afterStart, afterSecondStart, afterCreation, afterNewContainer }: Moments): string[] {
  return [...afterSecondStart].flatMap(([path, hash]) => {
    const isKept = afterCreation.get(path) === hash
    const wasStable = afterStart.get(path) === hash
    return isKept && (!wasStable || afterNewContainer.has(path)) ? [] : [path]
  })
}

/** Reads what `sha256sum` prints of files below `root`, which has one directory a volume: the files by volume. */
export function readContents(listing: string, root: string, volumes: readonly string[]): Map<string, Contents> {
  const found = new Map<string, Map<string, string>>(volumes.map((volume) => [volume, new Map()]))
  for (const line of listing.split('\n')) {
    // A line begins with a backslash where the name has one itself, or a line break.
    const [, hash, path] = /^\\?([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? []
    if (hash === undefined || path === undefined || !path.startsWith(`${root}/`)) continue
    const [volume = '', ...inside] = path.slice(root.length + 1).split('/')
    found.get(volume)?.set(inside.join('/'), hash)
  }
  return found
}
