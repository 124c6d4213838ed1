import { isMap, isScalar, type Scalar, type YAMLMap, type Node as YamlNode } from 'yaml'
import type { Problem } from '../../model/finding.ts'
import type { Document, Files } from '../source.ts'
import { readContainer } from './container.ts'
import type { ProjectSpec } from './discover.ts'
import type { ComposeProject, ComposeText, ProjectService, ServiceSite } from './site.ts'
import { duplicateKey, parseText } from './text.ts'
import { keyText, NODE_BUDGET, type Reading, readTree } from './tree.ts'

export interface ParseOptions {
  /** The environment of the shell, where it is to count (`--env-from-shell`). */
  readonly env?: Readonly<Record<string, string>>
  /**
   * What a variable without value and default is: `unknown` (the default: the user's own environment will set it), or `empty` as
   * Compose has it, which is right where `env` is the environment that will start the project.
   */
  readonly unset?: 'unknown' | 'empty'
}

/** A Compose document knows its project, which the editor and `dockseal show` use. */
export interface ComposeDocument extends Document {
  readonly source: 'compose'
  readonly project: ComposeProject
}

/** Reads a Compose project: its files, what they name, and every service as a container. Never throws on input. */
export function parseComposeProject(spec: ProjectSpec, io: Files, options: ParseOptions = {}): ComposeDocument {
  const problems: Problem[] = []
  const documents = new Map<string, ComposeText>()
  const services = new Map<string, ProjectService>()
  const budget = { left: NODE_BUDGET }
  const file = spec.files[0] ?? ''
  for (const each of spec.files) {
    const read = io.read(each)
    if (!read.ok) {
      problems.push({
        level: 'error',
        file: each,
        message: `cannot be read: ${read.why}`,
      })
      continue
    }
    const { parsed, problems: found } = parseText(each, read.text)
    problems.push(...found)
    if (!parsed || found.length > 0) continue
    documents.set(each, parsed)
    const twice = duplicateKey(parsed.document)
    if (twice)
      problems.push({
        level: 'error',
        file: each,
        offset: twice.offset,
        message: `the key "${twice.name}" stands twice in one mapping`,
      })
    const reading: Reading = {
      file: each,
      document: parsed.document,
      lookup: (name) => options.env?.[name],
      unset: options.unset ?? 'unknown',
      onTemplateError: (message, offset) => problems.push({ level: 'error', file: each, offset, message }),
      budget,
    }
    const map = topLevel(parsed, 'services')
    if (!isMap(map)) continue
    for (const pair of map.items) {
      const name = keyText(pair)
      if (name === undefined || !isScalar(pair.key)) continue
      const value = pair.value as YamlNode | null
      const site: ServiceSite = {
        file: each,
        text: parsed.text,
        document: parsed.document,
        role: 'base',
        name,
        key: pair.key as Scalar<string>,
        value,
        own: isMap(value) ? value : undefined,
        services: map as YAMLMap,
      }
      const tree = readTree(value, reading)
      const container = readContainer(name, tree, {
        origin: {
          kind: 'text',
          file: each,
          span: [site.key.range?.[0] ?? 0, site.key.range?.[1] ?? 0],
        },
        directory: spec.directory,
      })
      services.set(name, { name, container, sites: [site] })
    }
  }
  const project: ComposeProject = {
    file,
    directory: spec.directory,
    documents,
    services,
    volumes: new Map(),
    swarm: false,
  }
  return {
    source: 'compose',
    file,
    texts: new Map([...documents].map(([path, { text }]) => [path, text])),
    containers: [...services.values()].map(({ container }) => container),
    images: [],
    problems,
    comments: [],
    project,
    edit: (changes) => ({
      edits: [],
      refused: changes.flatMap(({ container, intents }) =>
        intents.map((intent) => ({
          container,
          intent,
          why: 'editing Compose files is not there yet',
        })),
      ),
    }),
  }
}

function topLevel(text: ComposeText, key: string): YamlNode | undefined {
  const contents = text.document.contents
  if (!isMap(contents)) return undefined
  for (const pair of contents.items) if (keyText(pair) === key) return (pair.value as YamlNode | null) ?? undefined
  return undefined
}
