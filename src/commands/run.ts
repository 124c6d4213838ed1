import { resolve } from 'node:path'
import { rules } from '../../rules/index.ts'
import { runLint } from './lint.ts'
import { refuseMisused } from './misused-options.ts'
import type { CommandOptions } from './options.ts'

/** The result of a command: text to print, or the exit code if it has printed already. */
export type Outcome = { readonly print: string } | { readonly exitCode: 0 | 1 | 2 }

const onDemand = () => import('./on-demand.ts')

/** Runs one command. */
export async function runCommand(options: CommandOptions): Promise<Outcome> {
  refuseMisused(options)
  switch (options.command) {
    case 'lint':
      return { exitCode: await runLint(options) }
    case 'audit':
      return { exitCode: await (await import('./audit/audit.ts')).runAudit(options) }
    case 'prove':
      return { exitCode: await (await import('./prove/prove.ts')).runProve(options) }
    case 'rules': {
      const { listCisCoverage, listRules } = await onDemand()
      return { print: options.cis === undefined ? listRules(rules, options.json) : listCisCoverage(options.cis, rules, options.json) }
    }
    case 'explain':
      return { print: (await onDemand()).explainRule(options.operands[0], rules) }
    case 'show':
      return { print: await (await onDemand()).showContainers(options) }
    case 'explain-plan':
      return { print: await (await onDemand()).explainPlans(options) }
    case 'plan':
      return { print: await (await onDemand()).planCommand(options) }
    case 'init':
      return { print: (await onDemand()).initialise(options.operands, resolve(options.cwd ?? '.')) }
    case 'lsp':
      return { exitCode: await (await import('./lsp/server.ts')).serve() }
    default:
      return options.command satisfies never
  }
}
