import { type Paths, usePaths } from '../text/path.ts'

/** The functions of `node:path` that are used here, for absolute POSIX paths below `/`. */
export function posixPath(): Paths {
  const normal = (path: string): string => {
    const parts: string[] = []
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue
      if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
      else if (part !== '..' || !path.startsWith('/')) parts.push(part)
    }
    const inside = parts.join('/')
    return path.startsWith('/') ? `/${inside}` : inside || '.'
  }
  const isAbsolute = (path: string) => path.startsWith('/')
  const resolve = (...paths: readonly string[]) => {
    const from = paths.findLastIndex(isAbsolute)
    return normal(`/${paths.slice(Math.max(0, from)).join('/')}`)
  }
  const trimmed = (path: string) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
  return {
    sep: '/',
    win32: { isAbsolute: (path: string) => /^(?:[A-Za-z]:)?[\\/]/.test(path) },
    isAbsolute,
    resolve,
    join: (...paths: readonly string[]) => {
      const joined = paths.filter((path) => path !== '').join('/')
      if (joined === '') return '.'
      const path = normal(joined)
      return joined.endsWith('/') && path !== '/' ? `${path}/` : path
    },
    dirname: (path: string) => {
      const at = trimmed(path).lastIndexOf('/')
      return at === -1 ? '.' : at === 0 ? '/' : path.slice(0, at)
    },
    basename: (path: string) => trimmed(path).slice(trimmed(path).lastIndexOf('/') + 1),
    relative: (from: string, to: string) => {
      const [a, b] = [from, to].map((path) => resolve(path).split('/').filter(Boolean)) as [string[], string[]]
      const same = a.findIndex((part, index) => part !== b[index])
      const shared = same === -1 ? a.length : same
      return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/')
    },
  }
}

/** Makes path functions use POSIX rules in a browser, which has no Node. */
export function usePosixPaths(): void {
  if (globalThis.process?.getBuiltinModule === undefined) usePaths(posixPath())
}
