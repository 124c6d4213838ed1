import { type Environment, parseDotEnv } from './dotenv.ts'
import type { Loading } from './layer.ts'

/** Adds env files to an environment: `outer` wins, later files override earlier ones (compose-go `dotenv.GetEnvFromFile`). */
export function withEnvFiles(loading: Loading, outer: Environment, files: readonly string[]): Environment {
  const inner = new Map<string, string | null>()
  for (const file of files) {
    const read = loading.io.read(file)
    if (!read.ok) {
      loading.problems.push({ level: 'note', file, message: `the env file cannot be read: ${read.why}` })
      continue
    }
    const find = (name: string): string | null | undefined => {
      const value = outer.get(name)
      return value === undefined ? inner.get(name) : value
    }
    const { variables, error } = parseDotEnv(read.text, find, loading.unset)
    for (const [name, value] of variables) inner.set(name, value)
    if (error) loading.problems.push({ level: 'note', file, offset: error.offset, message: `not a valid env file: ${error.message}` })
  }
  if (inner.size === 0) return outer
  return new Map([...inner, ...outer])
}
