#!/usr/bin/env node
import { HELP } from './commands/help.ts'
import { parseOptions, UsageError } from './commands/options.ts'
import { version } from './commands/package.ts'
import { writeOut } from './commands/streams.ts'
import { optimiseLate } from './start/late-optimisation.ts'

/** Runs one command; gives the exit code: 0 clean, 1 findings, 2 could not run or could not read everything. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv)
  if (options.version) return print(`${version()}\n`)
  if (options.help) return print(HELP)
  optimiseLate()
  // Loaded only now: --version and --help answer at once.
  const outcome = await (await import('./commands/run.ts')).runCommand(options)
  return 'print' in outcome ? print(outcome.print) : outcome.exitCode
}

async function print(text: string): Promise<0> {
  await writeOut(text)
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`dockseal: ${error.message}\n`)
  process.exitCode = 2
}
