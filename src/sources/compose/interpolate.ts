/** The result of an interpolation. */
export interface Interpolated {
  readonly text: string
  /** Variables with neither a value nor a default: Compose uses an empty string. */
  readonly missing: readonly string[]
  /** `bad`: not a valid template. `required`: a `${NAME:?message}` whose variable is not set. Compose refuses the file for both. */
  readonly error?: { readonly kind: 'bad' | 'required'; readonly message: string; readonly variable?: string }
}

/** Gives a variable's value: undefined if it is not set, null if its value is not known here. */
export type Lookup = (name: string) => string | null | undefined

/** Replaces `$NAME`, `${NAME}` and `:-` `-` `:?` `?` `:+` `+`, also nested; `$$` is a dollar sign (Compose: "Interpolation"). */
export function interpolate(template: string, lookup: Lookup): Interpolated {
  if (!template.includes('$')) return { text: template, missing: [] }
  const state: State = { lookup, missing: [], depth: 0 }
  const text = substitute(template, state)
  return state.error ? { text, missing: state.missing, error: state.error } : { text, missing: state.missing }
}

interface State {
  readonly lookup: Lookup
  readonly missing: string[]
  error?: NonNullable<Interpolated['error']>
  depth: number
}

const NAME = /[_a-z][_a-z0-9]*/iy
const OPERATOR = /:?[-+?]/y
const MAX_DEPTH = 50
/** Longest value, in UTF-16 units: no process gets a longer one (Linux: 128 KiB each), and variables made of variables grow without end. */
const MAX_VALUE = 1_000_000

function substitute(template: string, state: State): string {
  let result = ''
  let at = 0
  for (let dollar = template.indexOf('$'); dollar !== -1; dollar = template.indexOf('$', at)) {
    if (result.length > MAX_VALUE) {
      fail(state, { kind: 'bad', message: 'the value grows beyond 1 MB when its variables are put in' })
      return ''
    }
    result += template.slice(at, dollar)
    const next = template[dollar + 1]
    if (next === '$') {
      result += '$'
      at = dollar + 2
      continue
    }
    NAME.lastIndex = dollar + 1
    const plain = NAME.exec(template)
    if (plain) {
      result += variable(plain[0], state)
      at = dollar + 1 + plain[0].length
      continue
    }
    if (next !== '{') {
      result += '$'
      at = dollar + 1
      continue
    }
    const braced = readBraced(template, dollar, state)
    result += braced.text
    at = braced.end
  }
  return result + template.slice(at)
}

function variable(name: string, state: State): string {
  const value = state.lookup(name)
  if (value === undefined || value === null) state.missing.push(name)
  return value ?? ''
}

function fail(state: State, error: NonNullable<Interpolated['error']>): void {
  state.error ??= error
}

function readBraced(template: string, dollar: number, state: State): { text: string; end: number } {
  NAME.lastIndex = dollar + 2
  const name = NAME.exec(template)?.[0]
  const close = closingBrace(template, dollar + 1)
  const bad = (): { text: string; end: number } => {
    fail(state, {
      kind: 'bad',
      message: `invalid interpolation format: ${template.slice(dollar, Math.min(template.length, dollar + 40))}`,
    })
    return { text: '', end: close === -1 ? template.length : close + 1 }
  }
  if (name === undefined || close === -1 || state.depth >= MAX_DEPTH) return bad()
  const after = dollar + 2 + name.length
  if (after === close) return { text: variable(name, state), end: close + 1 }
  OPERATOR.lastIndex = after
  const operator = OPERATOR.exec(template)?.[0]
  if (operator === undefined) return bad()
  const argument = template.slice(after + operator.length, close)
  if (argument.includes('\n')) return bad()
  const value = state.lookup(name)
  if (value === null) state.missing.push(name)
  const present = value !== undefined && value !== null && (operator.length === 1 || value !== '')
  const expand = (): string => {
    state.depth++
    const text = substitute(argument, state)
    state.depth--
    return text
  }
  const end = close + 1
  switch (operator.at(-1)) {
    case '-':
      return { text: present ? value : expand(), end }
    case '+':
      return { text: present ? expand() : (value ?? ''), end }
    default: {
      if (present) return { text: value, end }
      const reason = expand()
      fail(state, {
        kind: 'required',
        variable: name,
        message: `required variable ${name} is missing a value${reason ? `: ${reason}` : ''}`,
      })
      return { text: '', end }
    }
  }
}

/** Offset of the brace that closes the one at `open`; -1 if there is none. Braces nest, with or without a `$` before them. */
function closingBrace(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}
