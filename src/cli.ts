#!/usr/bin/env node
// Imports nothing statically: an old Node must get as far as the sentence below, and Node must be told to keep what it compiles first.
const { getBuiltinModule } = process

if (getBuiltinModule === undefined) {
  process.stderr.write(`dockseal needs Node 20.19 or newer, not ${process.version}\n`)
  process.exitCode = 2
} else {
  // From Node 22.1 on. Beside the bundle, where nobody can write who cannot change the bundle itself; where that fails, nothing is kept.
  const { enableCompileCache } = getBuiltinModule('node:module') as { enableCompileCache?: (directory: string) => unknown }
  enableCompileCache?.(getBuiltinModule('node:url').fileURLToPath(new URL('.compile-cache', import.meta.url)))
  await import('./commands/main.ts')
}

export {}
