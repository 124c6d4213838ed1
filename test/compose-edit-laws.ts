import assert from 'node:assert/strict'
import { basename, dirname } from 'node:path'
import { parse } from 'yaml'
import { checkedEdits } from '../src/lint/checked-edits.ts'
import { applyIntent, intentHolds } from '../src/model/apply-intent.ts'
import type { Container } from '../src/model/container.ts'
import type { Intent } from '../src/model/intent.ts'
import { type ComposeDocument, parseComposeProject } from '../src/sources/compose/parse.ts'
import { type ProjectSpec, projectOf } from '../src/sources/compose/project-spec.ts'
import type { ContainerChange, EditPlan, Files } from '../src/sources/source.ts'

/** Files that exist in memory only. */
export function memory(texts: ReadonlyMap<string, string>): Files {
  return {
    read: (path) => {
      const text = texts.get(path)
      return text === undefined ? { ok: false, why: 'no such file' } : { ok: true, text }
    },
    exists: (path) => texts.has(path),
    list: (directory) => [...texts.keys()].filter((path) => dirname(path) === directory).map((path) => basename(path)),
  }
}

/** Files in which some texts are replaced, or new. */
export function overlaid(files: Files, texts: ReadonlyMap<string, string>): Files {
  const own = memory(texts)
  return {
    read: (path) => (texts.has(path) ? own.read(path) : files.read(path)),
    exists: (path) => texts.has(path) || files.exists(path),
    list: (directory) => [...new Set([...files.list(directory), ...own.list(directory)])],
  }
}

/** The files of a project by name, or how it is found. */
type Project = readonly string[] | ((files: Files) => ProjectSpec)

export function read(files: Files, project: Project): ComposeDocument {
  return parseComposeProject(typeof project === 'function' ? project(files) : projectOf(project, 'a test', files), files)
}

/**
 * Plans the changes that `wanted` names, carries them out and checks the laws of an edit: the facts are what the intents make of
 * them, nothing else changes, every comment stays, and doing it again does nothing. Answers the plan and the new texts.
 */
export function checkLaws(
  files: Files,
  project: Project,
  wanted: (document: ComposeDocument) => readonly ContainerChange[],
): { readonly plan: EditPlan; readonly texts: ReadonlyMap<string, string>; readonly after: ComposeDocument } {
  const before = read(files, project)
  const changes = wanted(before)
  const plan = checkedEdits(before, changes, [], (texts) => read(overlaid(files, texts), project))
  const { texts } = plan
  const changed = overlaid(files, texts)
  const after = read(changed, project)
  const where = before.file

  assert.deepEqual(
    after.problems.map(({ message }) => message),
    before.problems.map(({ message }) => message),
    `${where}: other problems`,
  )
  assert.deepEqual(
    after.containers.map(({ name }) => name),
    before.containers.map(({ name }) => name),
    where,
  )
  const isRefused = (container: Container, intent: Intent) =>
    plan.refused.some((each) => each.container === container && each.intent === intent)
  before.containers.forEach((container, index) => {
    const intents = changes.filter((change) => change.container === container).flatMap((change) => change.intents)
    const expected = intents.filter((intent) => !isRefused(container, intent)).reduce(applyIntent, container)
    const now = after.containers[index] as Container
    assert.deepEqual(plainFacts(now), plainFacts(expected), `${where}: facts of ${container.name}`)
    for (const intent of intents)
      if (!isRefused(container, intent)) assert.ok(intentHolds(now, intent), `${where}: ${container.name} ${intent.do}`)
  })
  assert.deepEqual(comments(after), comments(before), `${where}: comments`)
  for (const [file, text] of texts) {
    const old = before.texts.get(file) ?? ''
    const named = new Set(changes.flatMap(({ intents }) => intents.flatMap((intent) => ('name' in intent ? [intent.name] : []))))
    assert.deepEqual(restOf(text, named), restOf(old, named), `${file}: something else changed`)
    assert.equal(text.endsWith('\n'), old.endsWith('\n') || old === '', `${file}: newline at the end`)
    if (!/[^\r]\n/.test(old) && old.includes('\r\n')) assert.doesNotMatch(text, /[^\r]\n/, `${file}: line ends`)
  }
  // What was refused may have become possible by what was done beside it.
  const again = after.edit(
    changes.map(({ container, intents }) => ({
      container: sameContainer(after, container),
      intents: intents.filter((intent) => !isRefused(container, intent)),
    })),
  )
  assert.deepEqual(again.edits, [], `${where}: a second run edits`)
  return { plan, texts, after }
}

function sameContainer(document: ComposeDocument, container: Container): Container {
  return document.containers.find(({ name }) => name === container.name) as Container
}

interface Items {
  items: { value: string | { target?: string; name?: string } }[]
}

function keyOf(value: string | { target?: string; name?: string }): string {
  return typeof value === 'string' ? value : (value.target ?? value.name ?? '')
}

/** Facts without the places they come from; lists whose order the engine does not mind are sorted. */
export function plainFacts(container: Container): unknown {
  const plain = JSON.parse(
    JSON.stringify(container, (key, value: unknown) => (['origin', 'form', 'writtenTarget', 'written'].includes(key) ? undefined : value)),
  ) as Record<'mounts' | 'environment', Items> & { security: Record<'capAdd' | 'capDrop' | 'options', Items> }
  const { capAdd, capDrop, options } = plain.security
  for (const list of [plain.mounts, plain.environment, capAdd, capDrop, options]) {
    list.items.sort((a, b) => (keyOf(a.value) < keyOf(b.value) ? -1 : 1))
  }
  return plain
}

function comments(document: ComposeDocument): string[] {
  return document.comments.map(({ text }) => text.trim()).sort()
}

/** A file's content without what an edit may touch: the keys of services that intents speak of, and new volumes. */
function restOf(text: string, named: ReadonlySet<string>): unknown {
  const content = parse(text, { merge: true, uniqueKeys: false, logLevel: 'silent', maxAliasCount: -1 }) as Record<string, unknown> | null
  const strip = (service: unknown, deep: boolean): unknown => {
    if (service === null || typeof service !== 'object') return service ?? {}
    if (Array.isArray(service)) return service
    const { read_only, tmpfs, volumes, environment, security_opt, cap_drop, cap_add, ...rest } = service as Record<string, unknown>
    void [read_only, tmpfs, volumes, environment, security_opt, cap_drop, cap_add]
    if (!deep) return rest
    const own = Object.entries(rest).filter(([key]) => !named.has(key))
    return Object.fromEntries(own.map(([key, value]) => [key, strip(value, true)]))
  }
  return Object.fromEntries(
    Object.entries(content ?? {})
      .map(([key, value]): [string, unknown] => {
        if (key === 'services')
          return [
            key,
            Object.fromEntries(
              Object.entries((value as object | null) ?? {})
                .map(([name, service]): [string, unknown] => [name, strip(service, false)])
                // A service of an override may have nothing else.
                .filter(([, service]) => JSON.stringify(service) !== '{}'),
            ),
          ]
        if (key === 'volumes')
          return [key, Object.fromEntries(Object.entries((value as object | null) ?? {}).filter(([name]) => !named.has(name)))]
        return [key, key.startsWith('x-') ? strip(value, true) : value]
      })
      .filter(([key, value]) => !((key === 'volumes' || key === 'services') && Object.keys(value as object).length === 0)),
  )
}
