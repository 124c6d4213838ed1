import { isScalar } from 'yaml'
import type { FoundBuild } from '../../engine-command/find.ts'
import { get, scalarValue, type YamlFile } from '../../text/yaml-tree.ts'

/** What a step with `uses: docker/build-push-action` builds (its README, "inputs"); undefined for another step. */
export function readBuildAction(yaml: YamlFile, step: unknown): FoundBuild | undefined {
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
  return (text ?? '')
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

function argumentOf(line: string): (readonly [string, string | null])[] {
  const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
  return name === undefined || value === undefined ? [] : [[name, value.includes('${{') ? null : value]]
}
