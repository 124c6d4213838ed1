import type { Declared } from './language.ts'
import type { NamedModule } from './syntax.ts'

const TOKEN = /[\s;]+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|"[^"\n]*"|`[^`]*`|[\w.]+|[()]/y

/** The packages that a file of Go imports: that comes before all else (The Go Programming Language Specification, "Source file organization"). */
export function goModules(text: string): readonly NamedModule[] | undefined {
  const found: NamedModule[] = []
  let isList = false
  let before = ''
  let alias: number | undefined
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) return before === '' ? undefined : found
    if (/^[\s;/]/.test(token)) continue
    if (/^["`]/.test(token)) found.push({ module: token.slice(1, -1), at: alias ?? at })
    else if (token === '(') isList = true
    else if (token === ')') isList = false
    else if (!isList && !/^(?:package|import)$/.test(token) && !/^(?:package|import)$/.test(before)) return found
    alias = /^[\w.]/.test(token) && token !== 'import' ? at : undefined
    before = token
  }
  return found
}

/** The names of package level of a text of Go: what a line begins with, but for calls and variables of functions. */
export function goDeclared(text: string): Declared {
  const found = new Set<string>()
  const values = new Set<string>()
  for (const line of text.split(/[\n;]/)) {
    const [, keyword, names = ''] = /^\s*(?:(func|var|const|type)\b[\s(]*)?((?:\w|,|[ \t])*)/.exec(line) ?? []
    const isMethod = keyword === 'func' && /^func\s*\(/.test(line)
    const listed = isMethod ? line.slice(line.indexOf(')') + 1, line.indexOf(')') + MAX_NAME) : names
    const next = line.slice(line.indexOf(names) + names.length)
    if (keyword === undefined && (next.startsWith(':=') || (/^[.(]/.test(next) && !/\w\s+\w/.test(names)))) continue
    for (const each of listed.split(',')) {
      const name = /^\s*(\w*)/.exec(each)?.[1] ?? ''
      found.add(name)
      if (keyword !== 'func') values.add(name)
    }
  }
  return { all: found, values }
}

/** More no name of a method has. */
const MAX_NAME = 100

/** The names that something is assigned to, and the keys of literals. */
export function goAssigned(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/\b(\w+)(?:["`]\])?[ \t]*(?::(?!=)|[-+*/%&|^]?=(?!=))/g), ([, name = '']) => name))
}
