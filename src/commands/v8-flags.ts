/**
 * Sets the flags of V8 for a run, before the linter is loaded and anybody's text is read. Node compiles its own modules again that are loaded
 * after a flag is set, so those that a run needs are loaded first.
 */
export function setV8Flags(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  process.getBuiltinModule('node:zlib')
  // A pattern that begins to backtrack goes on in V8's linear engine: what is linted is anybody's text. `.ci/patterns.js` looks after those
  // that this engine cannot take.
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
  setFlagsFromString('--regexp-backtracks-before-fallback=2000')
  // A run is over in seconds. Node 20 would spend a third of the processor's time on optimising code that is hardly used any more.
  if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=200000')
}
