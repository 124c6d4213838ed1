import type { Effect } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { option, readOperands } from './operands.ts'

/** Blanks, a text (one that is not closed, too), a comment, a name, a number, a line break or a sign of a program of awk. */
const TOKEN = /[ \t\r]+|\\\n|"(?:[^"\\\n]|\\[\s\S])*"?|#[^\n]*|[A-Za-z_]\w*|[\d.]+|>>|\|\||&&|[\s\S]/gy

/** A regular expression after its first slash, closed or not. */
const PATTERN = /(?:[^/\\\n]|\\[\s\S])*\/?/y

/** Commands that a pipe of awk starts and that write nothing. */
const PRINTS = /^(?:cat|cut|date|head|hostname|id|sort|tail|tr|uname|uniq|wc)\b[^>;|&`$]*$/

/** The tokens that count: strings with their quotes, regular expressions as `/`. */
function tokensOf(program: string): readonly string[] {
  const tokens: string[] = []
  for (let at = 0; at < program.length; ) {
    TOKEN.lastIndex = at
    const [token = ''] = TOKEN.exec(program) ?? []
    at += token.length
    if (token === '' || /^[ \t\r#\\]/.test(token)) continue
    tokens.push(token)
    // After a value a slash divides.
    if (token !== '/' || /^(?!return$|print$|printf$|in$)[\w")\]$]/.test(tokens.at(-2) ?? '')) continue
    PATTERN.lastIndex = at
    at += PATTERN.exec(program)?.[0].length ?? 0
  }
  return tokens
}

function textOf(token: string | undefined): string | undefined {
  return token !== undefined && /^"[^"\\]*"$/.test(token) ? token.slice(1, -1) : undefined
}

/** Where `print … > TARGET` writes; for a name in parts, the directory of the first one. */
function target(token: string | undefined, after: string | undefined): Effect {
  const how = 'output of awk'
  const text = textOf(token)
  if (text === undefined || after === undefined || /^[;}\n]$/.test(after)) return { path: text, leaves: 'file', how }
  return { path: text.includes('/') ? text.slice(0, text.lastIndexOf('/')) || '/' : undefined, leaves: 'below', how }
}

/**
 * What a program of awk writes (POSIX, awk, "Output Statements"). `>` of a print outside parentheses redirects, anywhere else it compares.
 * `system()` and pipes run any command.
 */
function effectsOfProgram(program: string): readonly Effect[] {
  const tokens = tokensOf(program)
  let isPrint = false
  let depth = 0
  return tokens.flatMap((token, at): readonly Effect[] => {
    const next = tokens[at + 1]
    if (/^printf?$/.test(token)) [isPrint, depth] = [true, 0]
    else if (token === '(') depth++
    else if (token === ')') depth--
    else if (/^[;\n}]$/.test(token)) isPrint = false
    else if (/^>>?$/.test(token) && isPrint && depth === 0) return [target(next, tokens[at + 2])]
    const command = token === 'system' ? tokens[at + 2] : token === '|' ? (next === 'getline' ? tokens[at - 1] : next) : null
    return command === null || PRINTS.test(textOf(command) ?? '') ? [] : [{ path: undefined, leaves: 'file', how: 'command of awk' }]
  })
}

/** awk(1), gawk(1), mawk(1). A program in a file is not read. */
export function effectsOfAwk({ args }: ExecutedCommand): readonly Effect[] {
  const read = readOperands(args, '-F -v -f -e -i -l -W --field-separator --assign --file --source --include'.split(' '))
  const sources = read.given.flatMap(([name, value]) => (/^(?:-e|--source)$/.test(name) ? [value] : []))
  const programs = sources.length > 0 ? sources : read.options.has('-f') || option(read, '--file') ? [undefined] : read.operands.slice(0, 1)
  return programs.flatMap((program) =>
    program === undefined ? [{ path: undefined, leaves: 'file' as const, how: 'program of awk' }] : effectsOfProgram(program),
  )
}
