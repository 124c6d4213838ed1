import { readdirSync } from 'node:fs'

/** Sets the flags of V8. Node cannot use its own compiled modules afterwards, so this loads those that a run needs. Call it first. */
export function setV8Flags(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  process.getBuiltinModule('node:zlib')
  // A pattern that begins to backtrack goes on in V8's linear engine: the text is untrusted. `.ci/patterns.js` checks those that this engine
  // cannot take.
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
  setFlagsFromString('--regexp-backtracks-before-fallback=2000')
  // A run is over in seconds. V8 would spend a tenth of the processor time on optimising functions again in each of their callers, and in
  // Node 20 and 22 a third, in Node 24 a tenth on optimising code that hardly runs again.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=1')
  if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=500000')
  if (process.version.startsWith('v22.')) setFlagsFromString('--invocation-count-for-turbofan=12000')
  if (process.version.startsWith('v24.')) {
    setFlagsFromString('--invocation-count-for-maglev=4000')
    setFlagsFromString('--invocation-count-for-turbofan=20000')
  }
  // Node keeps only what is compiled when a file is loaded: all functions, if there will be a next run to take them from there.
  if (hasRunBefore()) setFlagsFromString('--no-lazy')
}

/** Whether an earlier run has left what Node compiled (`src/cli.ts`). A first run, as in CI, compiles only the functions that it calls. */
function hasRunBefore(): boolean {
  const { getCompileCacheDir } = process.getBuiltinModule('node:module') as { getCompileCacheDir?: () => string | undefined }
  const kept = getCompileCacheDir?.()
  return kept !== undefined && readdirSync(kept).length > 0
}
