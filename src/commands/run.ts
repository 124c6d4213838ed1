import { resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import { listCisCoverage } from './cis-coverage.ts'
import { explainRule } from './explain.ts'
import { initialise } from './init.ts'
import { runLint } from './lint.ts'
import { refuseMisused } from './misused-options.ts'
import type { CommandOptions } from './options.ts'
import { planCommand } from './plan.ts'
import { listRules } from './rules.ts'
import { explainPlans, showContainers } from './show.ts'

/** The result of a command: text to print, or the exit code if it has printed already. */
export type Outcome = { readonly print: string } | { readonly exitCode: 0 | 1 | 2 }

/** Runs one command. All but `audit` share most of their code, so they are loaded together: a file costs more than its bytes. */
export async function runCommand(options: CommandOptions): Promise<Outcome> {
  refuseMisused(options)
  switch (options.command) {
    case 'lint':
      return { exitCode: await runLint(options) }
    case 'audit':
      return { exitCode: await (await import('./audit.ts')).runAudit(options) }
    case 'prove':
      return { exitCode: await (await import('./prove.ts')).runProve(options) }
    case 'rules':
      return { print: options.cis === undefined ? listRules(rules, options.json) : listCisCoverage(options.cis, rules, options.json) }
    case 'explain':
      return { print: explainRule(options.operands[0], rules) }
    case 'show':
      return { print: await showContainers(options) }
    case 'explain-plan':
      return { print: await explainPlans(options) }
    case 'plan':
      return { print: await planCommand(options) }
    case 'init':
      return { print: initialise(options.operands, resolve(options.cwd ?? '.')) }
    case 'lsp':
      return { exitCode: await (await import('./lsp/server.ts')).serve() }
    default:
      return options.command satisfies never
  }
}
