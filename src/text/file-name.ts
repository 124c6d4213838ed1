/** Last part of a path, whichever way its slashes lean: `a/b/compose.yaml` → `compose.yaml`. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
