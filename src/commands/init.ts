import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CONFIG_NAMES } from '../config/load.ts'
import { writeNew } from '../discover/write.ts'
import { placePlugin } from './docker-plugin.ts'
import { version } from './package.ts'
import { texts } from './texts-table.js'
import { UsageError } from './usage-error.ts'

/** What to write into the project; `docker` goes beside Docker's own settings, and only on request. */
const PARTS = ['config', 'hook', 'workflow'] as const
type Part = (typeof PARTS)[number]

/**
 * `dockseal init [config|hook|workflow|all|docker]`: writes the configuration (without operands), and on request the pre-commit hook, the
 * GitHub workflow, or Docker's plug-in. Never changes an existing file: prints the text for the user to copy. Gives what to print.
 */
export function initialise(operands: readonly string[], cwd: string): string {
  if (operands.length === 1 && operands[0] === 'docker') return `${placePlugin()}\n`
  const parts = chooseParts(operands)
  const lines = parts.map((part) => writePart(part, cwd))
  const offered = PARTS.filter((part) => !parts.includes(part))
  if (offered.length > 0) lines.push(`Also there: ${offered.map((part) => `\`dockseal init ${part}\` (${PURPOSE[part]})`).join(', ')}.`)
  lines.push('Next: `dockseal` to see the findings, `dockseal --fix-dry-run` to see the fixes.')
  return `${lines.join('\n')}\n`
}

const PURPOSE: Readonly<Record<Part, string>> = {
  config: 'a commented configuration',
  hook: 'a pre-commit hook',
  workflow: 'a GitHub workflow with code-scanning alerts',
}

function chooseParts(operands: readonly string[]): readonly Part[] {
  if (operands.length === 0) return ['config']
  return operands.flatMap((operand) => {
    if (operand === 'all') return PARTS
    const part = PARTS.find((each) => each === operand)
    if (!part) throw new UsageError(`init takes ${PARTS.join(', ')}, all or docker, not "${operand}"`)
    return [part]
  })
}

function writePart(part: Part, cwd: string): string {
  const { file, text } = templates()[part]
  const existing =
    part === 'config' ? CONFIG_NAMES.find((name) => existsSync(join(cwd, name))) : existsSync(join(cwd, file)) ? file : undefined
  if (existing !== undefined)
    return `${existing} exists and is left as it is. To add by hand:\n\n${text.replace(/^/gm, '    ').trimEnd()}\n`
  const path = resolve(cwd, file)
  mkdirSync(dirname(path), { recursive: true })
  const why = writeNew(path, text)
  if (why !== undefined) throw new UsageError(`${file} ${why}`)
  return `Wrote ${file}: ${PURPOSE[part]}.`
}

function templates(): Readonly<Record<Part, { file: string; text: string }>> {
  const release = `v${version()}`
  return {
    config: { file: '.docksealrc.yml', text: texts.docksealrc },
    hook: {
      file: '.pre-commit-config.yaml',
      text: `repos:
  - repo: https://github.com/dockseal/dockseal-pre-commit
    rev: ${release}
    hooks:
      - id: dockseal
      # - id: dockseal-fix   # applies what is proved, observed or known
`,
    },
    workflow: { file: '.github/workflows/dockseal.yml', text: workflow(release.split('.')[0] ?? release) },
  }
}

function workflow(release: string): string {
  return `name: dockseal
on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read
  security-events: write # to upload the code-scanning alerts

jobs:
  dockseal:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: dockseal/dockseal@${release}
`
}
