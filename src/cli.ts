#!/usr/bin/env node
// Imports nothing statically: an old Node must get as far as the sentence below, and Node must be told to keep what it compiles first.
const { getBuiltinModule } = process

if (getBuiltinModule === undefined) {
  process.stderr.write(`dockseal needs Node 20.19 or newer, not ${process.version}\n`)
  process.exitCode = 2
} else {
  const { setFlagsFromString } = getBuiltinModule('node:v8')
  // A pattern that begins to backtrack goes on in V8's linear engine: what is linted is anybody's text. `.ci/patterns.js` looks after those
  // that this engine cannot take.
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
  setFlagsFromString('--regexp-backtracks-before-fallback=2000')
  // From Node 22.1 on. Beside the bundle, where nobody can write who cannot change the bundle itself; where that fails, nothing is kept.
  const { enableCompileCache } = getBuiltinModule('node:module') as { enableCompileCache?: (directory: string) => unknown }
  enableCompileCache?.(getBuiltinModule('node:url').fileURLToPath(new URL('.compile-cache', import.meta.url)))
  // A run is over in seconds. Node 20 would spend a third of the processor's time on optimising code that is hardly used any more.
  if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=200000')
  await import('./commands/main.ts')
}

export {}
