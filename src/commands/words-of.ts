import { UsageError } from './usage-error.ts'

/** The parts of a command line, in order (`util.parseArgs` with `tokens`). */
export type Tokens = readonly (
  | { readonly kind: 'option'; readonly name: string; readonly value?: string | undefined }
  | { readonly kind: 'positional'; readonly value: string }
  | { readonly kind: 'option-terminator' }
)[]

/** One report: the name of a formatter (absent: the default), and the file to write (absent: standard output). */
export interface Output {
  readonly format?: string
  readonly file?: string
}

const COMMANDS = ['lint', 'audit', 'prove', 'show', 'explain', 'explain-plan', 'plan', 'rules', 'init', 'lsp'] as const

export type Command = (typeof COMMANDS)[number]

/** The first word, if it names a command. After `--` every word is an operand, so a folder named "audit" can be linted. */
export function commandOf(tokens: Tokens): Command | undefined {
  const first = tokens.find((token) => token.kind !== 'option')
  return first?.kind === 'positional' ? COMMANDS.find((name) => name === first.value) : undefined
}

/** The words other than options, the name of the command, and the command after `--check-in SERVICE`. */
export function operandsOf(tokens: Tokens, hasCommand: boolean): string[] {
  const words = tokens.flatMap((token, at) => {
    const before = tokens[at - 1]
    const isCheck = before?.kind === 'option' && before.name === 'check-in'
    return token.kind === 'positional' && !isCheck ? [token.value] : []
  })
  return hasCommand ? words.slice(1) : words
}

/** Pairs each `--check-in SERVICE` with the next word, which is the command to run. */
export function pairChecks(tokens: Tokens): { service: string; command: string }[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'option' || token.name !== 'check-in' || token.value === undefined) return []
    const next = tokens[at + 1]
    if (next?.kind !== 'positional')
      throw new UsageError(`--check-in takes a service and a command: --check-in ${token.value} 'wget -qO- localhost'`)
    return [{ service: token.value, command: next.value }]
  })
}

/**
 * Pairs each `--output-file` with the `--format` before it. A `-f` that names a YAML file is a Compose file, as with `docker compose -f`:
 * no formatter ends in .yml. A single format and a single file belong together in either order, as with ESLint.
 */
export function pairOutputs(tokens: Tokens): { outputs: Output[]; composeFiles: string[] } {
  const outputs: { format?: string; file?: string }[] = []
  const composeFiles: string[] = []
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue
    if (token.name === 'format') {
      if (/\.ya?ml$/i.test(token.value)) composeFiles.push(token.value)
      else outputs.push({ format: token.value })
    } else if (token.name === 'output-file') {
      const last = outputs.at(-1)
      if (last && last.file === undefined) last.file = token.value
      else outputs.push({ file: token.value })
    }
  }
  const [one, two, ...others] = outputs
  if (one && two && others.length === 0 && one.format === undefined && two.file === undefined) outputs.splice(0, 2, { ...one, ...two })
  const toTerminal = outputs.filter(({ file }) => file === undefined)
  if (toTerminal.length > 1) {
    throw new UsageError(
      `two formats (${toTerminal.map(({ format }) => format).join(', ')}) would go to the terminal; give all but one an --output-file`,
    )
  }
  return { outputs: outputs.length === 0 ? [{}] : outputs, composeFiles }
}
