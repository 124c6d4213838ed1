import { isMap, isScalar, type Scalar } from 'yaml'
import { valueField } from '../../engine-command/definition.ts'
import type { FileContent } from '../../engine-command/file-content.ts'
import { type FoundBuild, type FoundCommand, findCommands } from '../../engine-command/find.ts'
import { partsOf, rewriteText, unknownText } from '../../engine-command/rewrite.ts'
import { branchOff, createState, lookUp, type State } from '../../shell/state.ts'
import { UNKNOWN } from '../../shell/value.ts'
import { joinText, type MappedText, type TextPart } from '../../text/mapped-text.ts'
import { MAX_NAME, upTo } from '../../text/up-to.ts'
import { encodeScalar, scalarText } from '../../text/yaml-scalar.ts'
import { EXPRESSION, entriesOfMap, get, items, openYaml, scalars, scalarValue, type YamlFile } from '../../text/yaml-tree.ts'
import { readJobContainer } from './job-container.ts'

/** `run:` steps, `container:` and `services:` of a GitHub workflow (GitHub docs, "Workflow syntax"), and steps of a composite action. */
export function readGithubWorkflow(text: string): FileContent {
  const { yaml, root, comments, folded } = openYaml(text)
  const content = { commands: [] as FoundCommand[], definitions: [] as FileContent['definitions'][number][], comments, statements: folded }
  if (!root) return content
  const outer = readEnvironment(yaml, get(yaml, root, 'env'))
  const readSteps = (steps: unknown, state: State, shell: string | undefined): void => {
    for (const step of items(yaml, steps)) {
      const build = readBuildAction(yaml, step)
      if (build) content.commands.push(build)
      const remote = remoteScript(yaml, step)
      if (remote) content.commands.push(...runScripts(yaml, [remote], createState()))
      const run = yaml.resolve(isMap(step) ? step.get('run', true) : undefined)
      if (!isMap(step) || !isScalar(run)) continue
      const wanted = scalarValue(yaml, get(yaml, step, 'shell')) ?? shell
      if (wanted !== undefined && !/^(?:ba|da|z)?sh\b/.test(wanted)) continue
      const local = readEnvironment(yaml, get(yaml, step, 'env'), state)
      content.commands.push(...runScripts(yaml, [run], local))
    }
  }
  for (const job of entriesOfMap(yaml, get(yaml, root, 'jobs'))) {
    const body = yaml.resolve(job.value)
    if (!isMap(body)) continue
    const state = readEnvironment(yaml, get(yaml, body, 'env'), outer)
    const container = get(yaml, body, 'container')
    if (container) content.definitions.push(...readJobContainer(yaml, container, 'container'))
    for (const service of entriesOfMap(yaml, get(yaml, body, 'services'))) {
      const definition = yaml.resolve(service.value)
      if (definition) content.definitions.push(...readJobContainer(yaml, definition, 'service', scalarValue(yaml, service.key)))
    }
    readSteps(get(yaml, body, 'steps'), state, defaultShell(yaml, body) ?? defaultShell(yaml, root) ?? runnerShell(yaml, body))
  }
  readSteps(get(yaml, get(yaml, root, 'runs'), 'steps'), outer, undefined)
  return content
}

/** `script:` and similar keys of GitLab's `.gitlab-ci.yml`; the lines of one job run in one shell. */
export function readGitlabCi(text: string): FileContent {
  const { yaml, root, comments, folded } = openYaml(text)
  const commands: FoundCommand[] = []
  const outer = readEnvironment(yaml, get(yaml, root, 'variables'))
  for (const job of entriesOfMap(yaml, root)) {
    const body = yaml.resolve(job.value)
    if (!isMap(body)) continue
    const state = readEnvironment(yaml, get(yaml, body, 'variables'), outer)
    const lines = (key: string): readonly Scalar[] => scalars(yaml, get(yaml, body, key))
    commands.push(...runScripts(yaml, [...lines('before_script'), ...lines('script')], state))
    commands.push(...runScripts(yaml, lines('after_script'), state))
  }
  for (const key of ['before_script', 'script', 'after_script'])
    commands.push(...runScripts(yaml, scalars(yaml, get(yaml, root, key)), outer))
  return { commands, definitions: [], comments, statements: folded }
}

/** What a step runs on another machine: `script` or `command` of an action with SSH in its name (`appleboy/ssh-action`). */
function remoteScript(yaml: YamlFile, step: unknown): Scalar | undefined {
  if (!/^[\w.-]+\/[\w.-]*ssh[\w.-]*(?:@|$)/i.test(upTo(MAX_NAME, scalarValue(yaml, get(yaml, step, 'uses')) ?? ''))) return undefined
  const inputs = get(yaml, step, 'with')
  return [get(yaml, inputs, 'script'), get(yaml, inputs, 'command')].find((input) => isScalar(input))
}

/** The commands of scalars that one shell runs in order. */
export function runScripts(yaml: YamlFile, lines: readonly Scalar[], state: State): readonly FoundCommand[] {
  const parts: TextPart[] = []
  for (const line of lines) {
    parts.push(...partsOf(withoutExpressions(scalarText(yaml.text, line), state)))
    const end = line.range?.[1] ?? 0
    parts.push({ text: '\n', source: [end, end] })
  }
  const first = lines[0]
  if (!first) return []
  // How a text is spelled in a scalar depends on the scalar's style alone.
  const styles = [...new Map(lines.map((line) => [line.type, line])).values()]
  const encode = (text: string): string | undefined => {
    const answers = new Set(styles.map((line) => encodeScalar(line, text)))
    return answers.size === 1 ? [...answers][0] : undefined
  }
  return findCommands({ text: joinText(parts), encode }, yaml.text, state)
}

/** `${{ env.NAME }}` becomes the variable, any other expression an unknown. */
function withoutExpressions(script: MappedText, state: State): MappedText {
  return rewriteText(script, EXPRESSION, (match, source) => {
    const name = /^\$\{\{\s*env\.(\w+)\s*\}\}$/.exec(match[0])?.[1]
    const known = name !== undefined && lookUp(state, name)?.kind === 'text'
    return [{ text: known ? `\${${name}}` : unknownText(match[0].slice(3, -2)), source }]
  })
}

function readEnvironment(yaml: YamlFile, node: unknown, outer: State = createState()): State {
  const state = branchOff(outer)
  for (const { key, value } of entriesOfMap(yaml, node)) {
    const name = scalarValue(yaml, key)
    const scalar = yaml.resolve(value)
    // GitLab: a variable may be a map with `value` and `description`.
    const content = isMap(scalar) ? get(yaml, scalar, 'value') : scalar
    if (name === undefined) continue
    if (!isScalar(content)) {
      state.own.set(name, UNKNOWN)
      continue
    }
    const text = scalarText(yaml.text, content)
    const pieces = valueField(text, yaml.text, [content.range?.[0] ?? 0, content.range?.[1] ?? 0], /\$\{\{[\s\S]*?\}\}|\$\{?\w+\}?/g).pieces
    state.own.set(name, { kind: 'text', pieces })
  }
  return state
}

function defaultShell(yaml: YamlFile, node: unknown): string | undefined {
  return scalarValue(yaml, get(yaml, get(yaml, get(yaml, node, 'defaults'), 'run'), 'shell'))
}

/** Windows runners start PowerShell by default. */
function runnerShell(yaml: YamlFile, job: unknown): string | undefined {
  return /^windows/.test(scalarValue(yaml, get(yaml, job, 'runs-on')) ?? '') ? 'pwsh' : undefined
}

/** What a step with `uses: docker/build-push-action` builds (its README, "inputs"); undefined for another step. */
function readBuildAction(yaml: YamlFile, step: unknown): FoundBuild | undefined {
  const uses = get(yaml, step, 'uses')
  if (!isScalar(uses) || !/^docker\/build-push-action(?:@|$)/.test(String(uses.value))) return undefined
  const inputs = get(yaml, step, 'with')
  const input = (name: string): string | undefined => scalarValue(yaml, get(yaml, inputs, name))?.trim()
  const path = (text: string | undefined): string | undefined => (text === undefined || /\$\{\{|:\/\//.test(text) ? undefined : text)
  const file = input('file')
  const target = input('target')
  const [start = 0, end = start] = uses.range ?? []
  return {
    kind: 'build',
    command: {
      tags: listOf(input('tags')),
      // Without a context the action takes the repository itself.
      context: input('context') === undefined ? '.' : path(input('context')),
      file: file === undefined ? undefined : (path(file) ?? 'hidden'),
      target: target !== undefined && !target.includes('${{') ? target : undefined,
      directory: '.',
      quiet: false,
      args: Object.fromEntries(listOf(input('build-args')).flatMap((line) => argumentOf(line))),
      span: [start, end],
    },
  }
}

/** An input that is a list, separated by lines or commas. */
function listOf(text: string | undefined): string[] {
  return (text ?? '').split(/[\n,]/).flatMap((each) => each.trim() || [])
}

function argumentOf(line: string): (readonly [string, string | null])[] {
  const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
  return name === undefined || value === undefined ? [] : [[name, value.includes('${{') ? null : value]]
}
