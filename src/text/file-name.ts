/** Last part of a path, whichever way its slashes lean: `a/b/compose.yaml` → `compose.yaml`. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/

/** The path with `/` between its parts; a backslash is a separator only in a Windows path, elsewhere it belongs to a name. */
export function withSlashes(path: string): string {
  return WINDOWS.test(path) ? path.replaceAll('\\', '/') : path
}

/** `file` relative to `root`, with `/`; undefined if it is not below `root`. Both are absolute paths of any system. */
export function belowPath(root: string, file: string): string | undefined {
  const base = withSlashes(root).replace(/\/+$/, '')
  const path = withSlashes(file)
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : undefined
}

/** Whether `file` is `root` itself or is below it. Both are absolute paths of any system. */
export function isAtOrBelow(root: string, file: string): boolean {
  return file === root || belowPath(root, file) !== undefined
}
