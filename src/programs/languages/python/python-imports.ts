import type { SyntaxNode } from '@lezer/common'
import { lineEnd } from '../../../text/line-index.ts'
import { childrenOf, splitByComma, type Walk } from '../collect.ts'
import type { NamedModule } from '../syntax.ts'

/** Functions that load a module, or something in one, by its name (Python, Flask, Werkzeug, Django). */
export const LOADS_BY_NAME = /\b(?:import_module|__import__|from_object|import_string)\b/

/** The modules that a text of Python imports; undefined where its statements do not look as they mostly do. */
export function pythonModules(text: string): readonly NamedModule[] | undefined {
  const code = LOADS_BY_NAME.test(text) ? undefined : withoutStrings(text)
  if (code === undefined) return undefined
  const found: NamedModule[] = []
  for (const { index } of code.matchAll(/\bimport\b/g)) {
    const line = code.slice(Math.max(0, index - MAX_LINE), index)
    const start = Math.max(line.lastIndexOf('\n'), line.lastIndexOf(';'), line.lastIndexOf(':')) + 1
    const before = /^([ \t]*)(?:from[ \t]+([.\w][.\w \t]*))?$/.exec(line.slice(start))
    const names = namesBehind(code, index + 'import'.length)
    const isContinued = /\\\r?\n$/.test(line.slice(0, start))
    if (!before || !names || isContinued || (start === 0 && index > MAX_LINE)) return undefined
    const [, space = '', from] = before
    const at = index - line.length + start + space.length
    if (from === undefined) found.push(...names.map((module): NamedModule => ({ module, at, isWeak: 'unknown' })))
    else {
      const module = from.replaceAll(/[ \t]/g, '')
      const inner = names.filter((name) => name !== '*').map((name) => (module.endsWith('.') ? module + name : `${module}.${name}`))
      found.push({ module, at, isWeak: 'unknown' }, ...inner.map((each) => ({ module: each, at, isWeak: true })))
    }
  }
  return found
}

/** More no statement has in front of its word `import`. */
const MAX_LINE = 300

/** `a, b.c as d` up to the end of the line, or in brackets. */
function namesBehind(code: string, from: number): readonly string[] | undefined {
  const isList = /^[ \t]{0,8}\(/.test(code.slice(from, from + 10))
  const start = isList ? code.indexOf('(', from) + 1 : from
  const end = isList ? code.indexOf(')', start) : endOf(code, start)
  if (end === -1) return undefined
  const names = code.slice(start, end).split(',')
  if (isList && names.at(-1)?.trim() === '') names.pop()
  const read = names.map((name) => /^\s*([\w.]+|\*)(?:\s+as\s+\w+)?\s*$/.exec(name)?.[1])
  return read.every((name) => name !== undefined) ? read : undefined
}

function endOf(code: string, from: number): number {
  const length = code.slice(from).search(/[\n;]/)
  return length === -1 ? code.length : from + length
}

/** Code with spaces for its strings and comments; undefined where one has no end. */
function withoutStrings(text: string): string | undefined {
  const sign = /[#"']/g
  let code = ''
  for (let at = 0; ; ) {
    sign.lastIndex = at
    const start = sign.exec(text)?.index
    if (start === undefined) return code + text.slice(at)
    const end = text[start] === '#' ? lineEnd(text, start) : stringEnd(text, start)
    if (end === undefined) return undefined
    code += text.slice(at, start) + ' '.repeat(end - start)
    at = end
  }
}

function stringEnd(text: string, start: number): number | undefined {
  const quote = text[start] ?? ''
  const isLong = text.startsWith(quote.repeat(3), start)
  const end = isLong ? quote.repeat(3) : quote
  for (let at = start + end.length; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith(end, at)) return at + end.length
    else if (!isLong && text[at] === '\n') return undefined
  }
  return undefined
}

/** `import a.b as c`, `from .a import b as c`, `from a import *`. */
export function pythonImports(node: SyntaxNode, walk: Walk): boolean {
  const parts = childrenOf(node)
  const from = parts[0]?.name === 'from'
  const word = parts.findIndex(({ name }) => name === 'import')
  const isType = walk.isGuarded || walk.conditions.some(({ test }) => test?.is === 'name' && test.name === 'TYPE_CHECKING')
  const dotted = (nodes: readonly SyntaxNode[]) => nodes.map((each) => walk.text(each)).join('')
  const groups = splitByComma(node)
  const add = (module: string, isWeak = isType) => walk.modules.push({ module, at: node.from, ...(isWeak ? { isWeak } : {}) })
  if (from) {
    const module = dotted(parts.slice(1, word))
    add(module)
    const taken = groups.flatMap((group, index) => {
      const own = index === 0 ? group.slice(group.findIndex(({ name }) => name === 'import') + 1) : group
      const [name, , alias] = own
      return name ? [{ name: walk.text(name), alias: walk.text(alias ?? name) }] : []
    })
    for (const { name, alias } of taken) {
      if (name === '*') walk.stars.push(module)
      else {
        walk.imports.set(alias, { module, name })
        add(module.endsWith('.') ? `${module}${name}` : `${module}.${name}`, true)
      }
    }
    return true
  }
  for (const [index, group] of groups.entries()) {
    const own = index === 0 ? group.slice(1) : group
    const as = own.findIndex(({ name }) => name === 'as')
    const module = dotted(as === -1 ? own : own.slice(0, as))
    const alias = as === -1 ? undefined : own[as + 1]
    add(module)
    if (alias) walk.imports.set(walk.text(alias), { module, name: '*' })
    else walk.imports.set(module.split('.')[0] ?? module, { module: module.split('.')[0] ?? module, name: '*' })
  }
  return true
}
