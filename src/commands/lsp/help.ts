import { dirname, isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CompletionItem, CompletionItemKind, type DocumentLink, type Hover, MarkupKind } from 'vscode-languageserver'
import { isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml'
import { rules } from '../../../rules/index.ts'
import { confidenceWords } from '../../model/confidence-words.ts'
import { tmpfsText } from '../../model/tmpfs.ts'
import type { WritePlan } from '../../model/write-plan.ts'
import { explainPlan } from '../../plan/explain.ts'
import { indexLines, positionAt } from '../../text/line-index.ts'
import { editorPosition } from './position.ts'
import { containersIn, type Seen, type View } from './workspace.ts'

/** The container whose definition contains an offset; the innermost of nested definitions. */
function containerAt(view: View, path: string, offset: number): Seen | undefined {
  const text = view.io.read(path)
  if (!text.ok) return undefined
  const begins = containersIn(view, path).flatMap((seen) =>
    seen.container.origin.kind === 'text' ? [{ seen, start: seen.container.origin.span[0] }] : [],
  )
  const before = begins.filter(({ start }) => start <= offset).sort((a, b) => b.start - a.start)
  return before[0]?.seen
}

/** Keys of a Compose file whose value a plan explains. */
const EXPLAINED = /^\s*(?:-\s|image\s*:|build\s*:|tmpfs\s*:|volumes\s*:|read_only\s*:)/

/** What the container at an offset must write, why, and how sure that is; on lines about this only. */
export function hoverAt(view: View, path: string, offset: number): Hover | undefined {
  const answer = view.io.read(path)
  if (!answer.ok) return undefined
  const { line } = positionAt(indexLines(answer.text), offset)
  const text = answer.text.split('\n')[line - 1] ?? ''
  const seen = containerAt(view, path, offset)
  if (!seen || !(EXPLAINED.test(text) || /\b(?:docker|podman|Image=)\b/.test(text))) return undefined
  const plan = seen.plan()
  const head = `**${seen.container.name}**: ${confidenceWords(plan.confidence, plan)}`
  return { contents: { kind: MarkupKind.Markdown, value: `${head}\n\n\`\`\`\n${explainPlan(plan, seen.container.name).trim()}\n\`\`\`` } }
}

/** Rule ids behind `dockseal-disable…`, and mounts of the plan in a list below `tmpfs:`. */
export function completionsAt(view: View, path: string, offset: number): readonly CompletionItem[] {
  const answer = view.io.read(path)
  if (!answer.ok) return []
  const before = answer.text.slice(0, offset)
  const line = before.slice(before.lastIndexOf('\n') + 1)
  if (/dockseal-disable[a-z-]*\s[^\n]*$/.test(line) && !line.includes(' -- ')) {
    return rules.map(({ id, meta }) => ({ label: id, kind: CompletionItemKind.EnumMember, detail: meta.title }))
  }
  if (!isInTmpfs(before.split('\n'))) return []
  const plan = containerAt(view, path, offset)?.plan()
  return plan ? tmpfsOf(plan) : []
}

function tmpfsOf(plan: WritePlan): readonly CompletionItem[] {
  return plan.paths.flatMap(({ path, mount, because }) =>
    mount.as === 'tmpfs' ? [{ label: tmpfsText(path, mount.options), kind: CompletionItemKind.Folder, detail: because[0].text }] : [],
  )
}

/** Whether the last line is an entry of the list below `tmpfs:`. */
function isInTmpfs(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? ''
  if (/^\s*tmpfs\s*:\s*\S*$/.test(last)) return true
  if (!/^\s*-\s*\S*$/.test(last)) return false
  const above = lines.slice(0, -1).findLast((line) => !/^\s*(?:-|#|$)/.test(line))
  return /^\s*tmpfs\s*:\s*$/.test(above ?? '')
}

/** Keys whose scalar values name a file. */
const LINKED = new Set(['include', 'env_file', 'file', 'dockerfile'])

/** Links to the files that `extends`, `include`, `env_file` and `build` of a Compose file name. */
export function linksIn(view: View, path: string): readonly DocumentLink[] {
  const answer = view.io.read(path)
  if (!answer.ok || !/\.ya?ml$/i.test(path)) return []
  const lines = indexLines(answer.text)
  const links: DocumentLink[] = []
  const add = (node: unknown, directory = dirname(path)) => {
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range || /[$\n]|^\w+:\/\//.test(node.value)) return
    const target = isAbsolute(node.value) ? node.value : join(directory, node.value)
    const file = [join(target, 'Dockerfile'), target].find((each) => view.io.read(each).ok)
    if (file === undefined) return
    const range = { start: editorPosition(lines, node.range[0]), end: editorPosition(lines, node.range[1]) }
    links.push({ range, target: pathToFileURL(file).href })
  }
  visit(parseDocument(answer.text, { logLevel: 'silent', uniqueKeys: false }), {
    Pair(_, { key, value }) {
      const name = isScalar(key) ? String(key.value) : ''
      if (name === 'build' && isScalar(value)) add(value)
      if (name === 'build' && isMap(value)) {
        const context = value.get('context')
        const directory = join(dirname(path), typeof context === 'string' ? context : '.')
        add(value.get('dockerfile', true), directory)
        if (!value.has('dockerfile')) add(value.get('context', true))
        return visit.SKIP
      }
      if (!LINKED.has(name)) return undefined
      for (const node of isSeq(value) ? value.items : [value]) add(node as Node)
      return undefined
    },
  })
  return links
}
