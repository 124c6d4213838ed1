import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import posix from 'path-browserify'
import { type Paths, usePaths } from '../text/path.ts'
import { useSha256 } from '../text/sha256.ts'

/** Path functions by POSIX rules, below `/`. */
const PATHS: Paths = {
  ...posix,
  resolve: (...paths) => posix.resolve('/', ...paths),
  win32: { isAbsolute: (path) => /^(?:[A-Za-z]:)?[\\/]/.test(path) },
}

/** Gives a browser what elsewhere comes from Node. Its own SHA-256 is asynchronous, and not available on every page. */
export function withoutNode(): void {
  if (globalThis.process?.getBuiltinModule !== undefined) return
  usePaths(PATHS)
  useSha256((text) => bytesToHex(sha256(utf8ToBytes(text))))
}
