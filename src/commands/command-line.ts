import { METADATA, pluginMetadata, withoutPluginName } from './docker-plugin.ts'
import { parseOptions } from './options.ts'
import { version } from './package.ts'
import { writeOut } from './streams.ts'
import { texts } from './texts-table.js'
import { isUsageError } from './usage-error.ts'

/** Runs one command; gives the exit code: 0 clean, 1 findings, 2 could not run or could not read everything. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === METADATA) return print(pluginMetadata())
  const options = parseOptions(withoutPluginName(argv, [process.argv0, process.argv[1]]))
  if (options.version) return print(`${version()}\n`)
  if (options.help) return print(options.command === 'prove' ? texts['prove-help'] : texts.help)
  setV8Flags()
  // Loaded only now: --version and --help answer at once.
  const outcome = await (await import('./run.ts')).runCommand(options)
  return 'print' in outcome ? print(outcome.print) : outcome.exitCode
}

async function print(text: string): Promise<0> {
  await writeOut(text)
  return 0
}

function crash(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `dockseal hit an internal error; please report it at https://github.com/dockseal/dockseal/issues with this:\n${what}\n`
}

/** Runs what a command line asks for, and says on standard error what cannot be run. Gives the exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  try {
    return await main(argv)
  } catch (error) {
    process.stderr.write(isUsageError(error) ? `dockseal: ${error.message}\n` : crash(error))
    // Node exits with 1 after an uncaught error, which would mean findings.
    return 2
  }
}

/**
 * Sets the flags of V8. Neither Node's own compiled modules nor the kept work of `load-bundle.ts` is of use under other flags, so this loads the
 * modules that a run needs. Call it before anything is loaded on demand.
 */
function setV8Flags(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  process.getBuiltinModule('node:zlib')
  // A pattern that begins to backtrack goes on in V8's linear engine: the text is untrusted. `.ci/patterns.js` checks those that this engine
  // cannot take.
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks')
  setFlagsFromString('--regexp-backtracks-before-fallback=2000')
  // V8 interprets a pattern the first time only. To optimise it for that takes longer than to run it.
  setFlagsFromString('--no-regexp-peephole-optimization')
  // A run is over in seconds. V8 would spend a tenth of the processor time on optimising functions again in each of their callers, and in
  // Node 20 and 22 a third, in Node 24 a tenth on optimising code that hardly runs again.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=1')
  if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=500000')
  if (process.version.startsWith('v22.')) setFlagsFromString('--invocation-count-for-turbofan=12000')
  if (process.version.startsWith('v24.')) {
    setFlagsFromString('--invocation-count-for-maglev=4000')
    setFlagsFromString('--invocation-count-for-turbofan=20000')
  }
}
