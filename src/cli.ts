#!/usr/bin/env node
import { HELP } from './commands/help.ts'
import { type Options, parseOptions, UsageError } from './commands/options.ts'
import { version } from './commands/package.ts'

/** Runs one command; gives the exit code: 0 clean, 1 findings, 2 could not run or could not read everything. */
async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv)
  if (options.version) return print(`${version()}\n`)
  if (options.help) return print(HELP)
  return run(options)
}

async function run(options: Options): Promise<number> {
  switch (options.command) {
    case 'lint':
      return (await import('./commands/lint.ts')).runLint(options)
    case 'rules': {
      const [{ rules }, { listRules }] = await Promise.all([import('../rules/index.ts'), import('./commands/rules.ts')])
      return print(listRules(rules, options.json))
    }
    case 'explain': {
      const [{ rules }, { explainRule }] = await Promise.all([import('../rules/index.ts'), import('./commands/explain.ts')])
      return print(explainRule(options.operands[0], rules))
    }
    case 'audit':
      return (await import('./commands/audit.ts')).runAudit(options)
    case 'show':
      return print(await (await import('./commands/show.ts')).showContainers(options))
    case 'explain-plan':
      return print(await (await import('./commands/show.ts')).explainPlans(options))
    case 'init': {
      const [{ initialise }, { resolve }] = await Promise.all([import('./commands/init.ts'), import('node:path')])
      return print(initialise(options.operands, resolve(options.cwd ?? '.')))
    }
    default:
      return options.command satisfies never
  }
}

function print(text: string): Promise<number> {
  return new Promise((done) => process.stdout.write(text, () => done(0)))
}

// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  throw error
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`dockseal: ${error.message}\n`)
  process.exitCode = 2
}
