import type { FileContent } from '../../engine-command/file-content.ts'
import { type FoundCommand, findCommands } from '../../engine-command/find.ts'
import { rewriteText, unknownText } from '../../engine-command/rewrite.ts'
import type { Span } from '../../model/fact.ts'
import type { SourceComment } from '../../text/comment.ts'
import { type MappedText, plainText } from '../../text/mapped-text.ts'

/** The recipes of a Justfile (just manual): each line is a script, unless the recipe starts with a shell's shebang. */
export function readJustfile(text: string): FileContent {
  const variables = new Map<string, string>()
  for (const match of text.matchAll(/^(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(['"])(.*?)\2\s*(?:#.*)?$/gm)) {
    variables.set(match[1] ?? '', match[3] ?? '')
  }
  const commands: FoundCommand[] = []
  const encode = (written: string): string => written.replaceAll('{{', '{{{{')
  for (const recipe of recipes(text)) {
    const lines = recipe.shebang ? [[recipe.lines[0]?.[0] ?? 0, recipe.lines.at(-1)?.[1] ?? 0]] : recipe.lines
    if (recipe.shebang !== undefined && !/\b(?:ba|da|k|z)?sh\b/.test(recipe.shebang)) continue
    for (const [start, end] of lines) {
      commands.push(...findCommands({ text: lineText(text, [start, end], variables, recipe.shebang === undefined), encode }, text))
    }
  }
  const comments = [...text.matchAll(/^[ \t]*#(?!!)(.*)$/gm)].map((match): SourceComment => {
    const sign = match.index + match[0].indexOf('#')
    return { span: [sign, match.index + match[0].length], text: (match[1] ?? '').trim() }
  })
  return { commands, definitions: [], comments }
}

interface Recipe {
  readonly lines: readonly Span[]
  readonly shebang: string | undefined
}

/** Bodies of recipes: indented lines below a header `name args: deps`, with continuation lines joined. */
function* recipes(text: string): Generator<Recipe> {
  let lines: Span[] = []
  let shebang: string | undefined
  let inRecipe = false
  let continued = false
  for (const match of text.matchAll(/^.*$/gm)) {
    const line = match[0].replace(/\r$/, '')
    const span: Span = [match.index, match.index + line.length]
    if (/^\S/.test(line)) {
      if (inRecipe && lines.length > 0) yield { lines, shebang }
      lines = []
      shebang = undefined
      continued = false
      inRecipe = /^@?[A-Za-z_][\w-]*(?:\s[^:]*)?:(?!=)/.test(line.replace(/'[^']*'|"[^"]*"/g, ''))
      continue
    }
    if (!inRecipe || line.trim() === '') continue
    if (lines.length === 0 && /^\s+#!/.test(line)) shebang = line
    const last = lines.at(-1)
    if (continued && last) lines[lines.length - 1] = [last[0], span[1]]
    else lines.push(span)
    continued = line.endsWith('\\')
  }
  if (inRecipe && lines.length > 0) yield { lines, shebang }
}

/** Replaces `{{name}}` if the file gives its value, else leaves an unknown; `@` and `-` before a line are just's own. */
function lineText(text: string, [start, end]: Span, variables: ReadonlyMap<string, string>, prefixed: boolean): MappedText {
  const from = prefixed ? start + (/^\s*[@-]*/.exec(text.slice(start, end))?.[0].length ?? 0) : start
  return rewriteText(plainText(text.slice(from, end), from), /\{\{\{\{|\{\{(.*?)\}\}/g, (match, source) => {
    if (match[1] === undefined) return [{ text: '{{', source }]
    const known = variables.get(match[1].trim())
    return [{ text: known ?? unknownText(match[1]), source }]
  })
}
