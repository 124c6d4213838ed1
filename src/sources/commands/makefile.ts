import type { FileContent } from '../../engine-command/file-content.ts'
import { type FoundCommand, findCommands } from '../../engine-command/find.ts'
import { mayHoldEngineCommand } from '../../engine-command/may-hold-command.ts'
import { partsOf } from '../../engine-command/rewrite.ts'
import type { SourceComment } from '../../text/comment.ts'
import { lineEnd, nextLine } from '../../text/line-index.ts'
import { joinText, type MappedText, plainText, sliceText, type TextPart } from '../../text/mapped-text.ts'
import { expandMake, type MakeVariables, shellCalls } from './make-expand.ts'

/**
 * The recipes of a Makefile (GNU make manual, "Writing Recipes"): every logical line is a script of its own, variables of the file are
 * replaced if they are assigned plainly, `$$` is the shell's `$`. Bodies of `define` and `$(shell …)` count as recipes, unless they are
 * exported: programs get such a body as a text in their environment.
 */
export function readMakefile(text: string): FileContent {
  const make = splitMakefile(text)
  const encode = (written: string): string => written.replaceAll('$', '$$$$')
  const commands: FoundCommand[] = []
  const search = (script: MappedText): void => {
    if (mayHoldEngineCommand(script.text)) commands.push(...findCommands({ text: script, encode }, text))
  }
  for (const recipe of make.recipes) {
    if (/\$|docker|podman|nerdctl/.test(recipe.text)) search(withoutPrefix(expandMake(recipe, make.variables)))
  }
  for (const line of make.others) for (const call of shellCalls(line)) search(expandMake(call, make.variables))
  return { commands, definitions: [], comments: make.comments }
}

interface MakeParts {
  /** Recipe lines without the leading tab. */
  readonly recipes: readonly MappedText[]
  readonly variables: MakeVariables
  /** Everything else that make itself reads. */
  readonly others: readonly MappedText[]
  readonly comments: readonly SourceComment[]
}

const ASSIGNMENT = /^\s*(?:(?:export|override|private)\s+)*([\w.\-/]+)\s*(\?=|:{0,3}=|\+=|!=)[ \t]*/

type Line =
  | { readonly is: 'recipe' | 'blank' | 'endef' | 'other' }
  | { readonly is: 'define'; readonly name: string; readonly exported: boolean }
  | { readonly is: 'condition'; readonly word: string }
  | { readonly is: 'assignment'; readonly match: RegExpExecArray }
  /** `head`: length of the targets with their colon. */
  | { readonly is: 'rule'; readonly head: number }

/** What a logical line is; `inRecipe`: after a rule, lines with the prefix belong to it; in a `define`, all lines do. */
function kindOf(line: string, inRecipe: boolean): Line {
  const [define, exported, name = ''] = /^\s*(export\s+)?define\b\s*([\w.\-/]*)/.exec(line) ?? []
  if (define !== undefined) return { is: 'define', name, exported: exported !== undefined }
  if (/^\s*endef\b/.test(line)) return { is: 'endef' }
  if (inRecipe) return { is: 'recipe' }
  if (/^\s*(?:#|$)/.test(line)) return { is: 'blank' }
  const word = /^\s*(ifn?eq|ifn?def|else|endif)\b/.exec(line)?.[1]
  if (word !== undefined) return { is: 'condition', word }
  const match = ASSIGNMENT.exec(line)
  if (match) return { is: 'assignment', match }
  const rule = /^(?:[^:=#]|:(?!=))*?::?(?!=)/.exec(line)
  return rule ? { is: 'rule', head: rule[0].length } : { is: 'other' }
}

function splitMakefile(text: string): MakeParts {
  const oneShell = /^\.ONESHELL\s*:/m.test(text)
  const prefix = /^\.RECIPEPREFIX\s*:?=\s*(\S)/m.exec(text)?.[1] ?? '\t'
  const exported = exportedNames(text)
  const recipes: MappedText[] = []
  const others: MappedText[] = []
  const comments: SourceComment[] = []
  const variables: Assigned = new Map()
  const conditions: string[] = []
  let inRule = false
  let define: 'none' | 'recipe' | 'text' = 'none'
  const joined: MappedText[] = []
  const recipe = (from: number, to: number) => (oneShell && define === 'none' ? joined : recipes).push(recipeText(text, from, to, prefix))
  const endRecipe = () => {
    if (joined.length > 0) recipes.push(joinLines(joined.splice(0)))
  }
  for (const { start, end } of logicalLines(text)) {
    const line = text.slice(start, end)
    comments.push(...commentIn(text, line, start))
    const found = kindOf(line, define !== 'none' || (inRule && line.startsWith(prefix)))
    if (found.is !== 'recipe' && found.is !== 'blank' && found.is !== 'endef') endRecipe()
    if (found.is === 'assignment' || found.is === 'rule' || found.is === 'other') others.push(plainText(line, start))
    switch (found.is) {
      case 'define':
        define = found.exported || exported.has(found.name) ? 'text' : 'recipe'
        break
      case 'endef':
        define = 'none'
        break
      case 'recipe':
        if (define !== 'text') recipe(start, end)
        break
      case 'condition':
        if (found.word === 'endif') conditions.pop()
        else if (found.word !== 'else') conditions.push(found.word)
        break
      case 'assignment':
        assign(variables, found.match, valueText(line.slice(found.match[0].length)), conditions)
        break
      case 'rule': {
        inRule = true
        const specific = ASSIGNMENT.exec(line.slice(found.head))
        const semicolon = line.indexOf(';', found.head)
        if (specific) open(variables, specific[1] ?? '')
        else if (semicolon !== -1) recipe(start + semicolon + 1, end)
        break
      }
    }
  }
  endRecipe()
  return { recipes, others, comments, variables: knownVariables(variables) }
}

function exportedNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^[ \t]*export[ \t]+([\w.\-/ \t]+)$/gm)].flatMap(([, names = '']) => names.trim().split(/[ \t]+/)))
}

/** A comment that is the whole line, or that is for dockseal. */
function commentIn(text: string, line: string, start: number): readonly SourceComment[] {
  const comment = /(?:^|\s)(#)\s*dockseal|^\s*(#)/.exec(line)
  if (!comment) return []
  const sign = start + line.indexOf('#', comment.index)
  const stop = lineEnd(text, sign)
  return [{ span: [sign, stop], text: text.slice(sign + 1, stop).trim() }]
}

type Assigned = Map<string, { values: string[]; may: string[]; open: boolean; assigned: number }>

function assign(variables: Assigned, match: RegExpExecArray, value: string, conditions: readonly string[]): void {
  const [, name = '', operator] = match
  const known = variables.get(name) ?? { values: [], may: [], open: false, assigned: 0 }
  const conditional = conditions.some((condition) => condition !== 'ifndef')
  if (operator === '!=' || (conditional && operator !== '+=')) known.open = true
  else if (operator === '+=') {
    if (conditional) known.may.push(value)
    else known.values.push(value)
  } else known.values = [value]
  if (operator !== '+=') known.assigned++
  variables.set(name, known)
}

/** Notes that a variable may have any value. */
function open(variables: Assigned, name: string): void {
  variables.set(name, { values: [], may: [], open: true, assigned: 2 })
}

/** What is known about each variable: it is assigned once and only appended to after that. */
function knownVariables(variables: Assigned): MakeVariables {
  const known = new Map<string, { readonly value: string; readonly open: boolean; readonly may: readonly string[] }>()
  for (const [name, { values, may, open: more, assigned }] of variables) {
    if (assigned > 1 || values.length === 0) continue
    known.set(name, { value: values.join(' '), open: more, may })
  }
  return known
}

/** Joins lines that run in one shell. */
function joinLines(lines: readonly MappedText[]): MappedText {
  return joinText(
    lines.flatMap((line) => {
      const end = line.pieces.at(-1)?.source[1] ?? 0
      return [...partsOf(line), { text: '\n', source: [end, end] as const }]
    }),
  )
}

/** Lines with their continuation lines; `end` is before the line break. */
function* logicalLines(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let start = 0
  while (start < text.length) {
    let end = start
    for (;;) {
      const newline = text.indexOf('\n', end)
      const stop = newline === -1 ? text.length : newline
      const line = text.slice(end, stop).replace(/\r$/, '')
      if (newline === -1 || !/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) {
        end = stop
        break
      }
      end = newline + 1
    }
    yield { start, end: end > start && text[end - 1] === '\r' ? end - 1 : end }
    start = end + 1
  }
}

/** A recipe line for the shell: the prefix of each physical line belongs to make; the backslashes stay. */
function recipeText(text: string, start: number, end: number, prefix: string): MappedText {
  const parts: TextPart[] = []
  for (let at = start; at < end; ) {
    const stop = Math.min(end, nextLine(text, at))
    const from = text.startsWith(prefix, at) ? at + prefix.length : at
    parts.push({ text: text.slice(from, stop), source: [from, stop] })
    at = stop
  }
  return joinText(parts)
}

/** A variable's value: without comment, continuation lines joined with one space. */
function valueText(written: string): string {
  const comment = /(?:^|[^\\])#/.exec(written)
  return written
    .slice(0, comment ? comment.index + comment[0].length - 1 : undefined)
    .trimEnd()
    .replace(/[ \t]*\\\r?\n[ \t]*/g, ' ')
}

/** Removes `@`, `-`, `+`, and a variable that stands for one of them (`$(Q)docker`). */
function withoutPrefix(line: MappedText): MappedText {
  const prefix = /^\s*(?:[@+-]|\$\(\w+\)(?=[\w/$]))*\s*/.exec(line.text)?.[0].length ?? 0
  return sliceText(line, [prefix, line.text.length])
}
