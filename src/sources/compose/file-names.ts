import { fileName } from '../../text/file-name.ts'

/** Names that Compose looks for, best first (compose-go `cli.DefaultFileNames`). */
export const BASE_NAMES: readonly string[] = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
/** Overrides beside any of them, best first (compose-go `cli.DefaultOverrideFileNames`). */
export const OVERRIDE_NAMES: readonly string[] = ['compose', 'docker-compose'].flatMap((name) =>
  ['yml', 'yaml'].map((kind) => `${name}.override.${kind}`),
)

/** Whether Compose reads a file of this name by default. */
export function isDefaultName(path: string): boolean {
  const name = fileName(path)
  return BASE_NAMES.includes(name) || OVERRIDE_NAMES.includes(name)
}

/** Names that Compose itself looks for, and their usual variants. */
export function isComposeName(path: string): boolean {
  return /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$|[.-]compose\.ya?ml$/.test(fileName(path))
}
