/** What is used of `node:path`. */
export interface Paths {
  readonly sep: string
  readonly win32: { readonly isAbsolute: (path: string) => boolean }
  readonly isAbsolute: (path: string) => boolean
  readonly basename: (path: string) => string
  readonly dirname: (path: string) => string
  readonly join: (...paths: string[]) => string
  readonly relative: (from: string, to: string) => string
  readonly resolve: (...paths: string[]) => string
}

/**
 * Paths of the system that this runs on: Node's own functions; a browser has none, and `src/browser` gives those of POSIX. Nothing else of
 * the pure part asks where it runs.
 */
export let { basename, dirname, isAbsolute, join, relative, resolve, sep, win32 } = (globalThis.process?.getBuiltinModule?.('node:path') ??
  {}) as Paths

/** Has paths taken apart by these functions from now on. */
export function usePaths(paths: Paths): void {
  ;({ basename, dirname, isAbsolute, join, relative, resolve, sep, win32 } = paths)
}
