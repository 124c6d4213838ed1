import type { EnvironmentVariable } from '../../src/model/container.ts'
import { tokenSpans } from '../../src/text/credentials.ts'
import { urlPasswords } from '../../src/text/url-password.ts'

/** What a setting with a credential-shaped name holds. */
export type SecretKind =
  /** A value that works as it is. */
  | 'literal'
  /** The default of a variable reference (`${DB_PASSWORD:-app}`): it works if nobody sets the variable. */
  | 'default'
  /** A text that asks to be replaced (`changeme`, `<your token>`). */
  | 'placeholder'

/** What a variable holds, by its value and, with references, its spelling. `live`: from an engine, where a dollar starts no reference. */
export function judgeSecret(variable: EnvironmentVariable, live: boolean): SecretKind | undefined {
  return judge(textOf(variable, live))
}

/** Judges a token that is known by its form, whatever its variable is called. */
export function judgeToken(variable: EnvironmentVariable, live: boolean): SecretKind | undefined {
  const { text } = textOf(variable, live)
  return tokenSpans(text).length > 0 ? 'literal' : undefined
}

/** Judges a text in a command or a label that is in the place of a secret. */
export function judgeText(text: string): SecretKind | undefined {
  return judge({ text, references: /\$[{A-Za-z_]/.test(text) })
}

/** Judges the password in the user part of URLs (`postgres://app:secret@db/app`), also in a default. */
export function judgeUrlPassword(variable: EnvironmentVariable, live: boolean): SecretKind | undefined {
  const { text, references } = textOf(variable, live)
  if (!text.includes('://')) return undefined
  const fallback = references ? parseReferences(text)?.fallback : undefined
  for (const [start, end] of urlPasswords(fallback ?? text)) {
    const kind = judge({ text: (fallback ?? text).slice(start, end), references })
    if (kind) return kind === 'literal' && fallback !== undefined ? 'default' : kind
  }
  return undefined
}

interface Written {
  readonly text: string
  /** Whether `$` in the text starts a reference. */
  readonly references: boolean
}

function textOf({ value, written, interpolated }: EnvironmentVariable, live: boolean): Written {
  if (written !== undefined) return { text: written, references: true }
  // The value consists only of references, and the source does not give their spelling: the secret is elsewhere.
  if (interpolated || value === null) return { text: '', references: false }
  // An unresolved reference stays in the value as it is.
  return { text: value, references: !live && /\$[{A-Za-z_]/.test(value) }
}

function judge({ text, references }: Written): SecretKind | undefined {
  const reference = references ? parseReferences(text) : undefined
  if (reference) {
    if (reference.fallback === undefined || !isCredential(reference.fallback)) return undefined
    return isPlaceholder(reference.fallback) ? 'placeholder' : 'default'
  }
  if (!isCredential(text)) return undefined
  return isPlaceholder(text) ? 'placeholder' : 'literal'
}

/** The references of a text; undefined if it has none. `fallback`: the default of a text that is one reference; it may hold references. */
function parseReferences(text: string): { readonly fallback?: string } | undefined {
  const escaped = text.replaceAll('$$', '\u0000')
  if (!escaped.includes('$')) return undefined
  const whole = /^\s*\$\{[A-Za-z_]\w*:?-([\s\S]*)\}\s*$/.exec(escaped)
  if (!whole) return {}
  const fallback = whole[1] ?? ''
  return parseReferences(fallback) ?? { fallback: fallback.trim() }
}

/** Removes the quotes that a list item of `environment:` keeps. */
function unquote(text: string): string {
  return text
    .trim()
    .replace(/^(['"])(.*)\1$/s, '$2')
    .trim()
}

const SWITCH =
  /^(?:true|false|yes|no|on|off|[01]|none|null|nil|undefined|enabled?|disabled?|required|optional|auto|random|generated?|empty|unset|n\/a|-)$/i

/** References to a file, a secret store or a template, and addresses: the secret itself is elsewhere. */
const REFERENCE =
  /^(?:(?:https?|file|vault|op|ssm|arn|aws|awssm|gcp|azurekeyvault|secretsmanager|bws|doppler|infisical|ref|env|sops|ejson|kms)(?::|\+\w+:)|\{\{.*\}\}$|\$\(|`|%\w+%$|<%.*%>$|ENC\[)/is

const PATH = /^(?:\/|\.\.?\/|~\/|[A-Za-z]:\\)[\w./\\~ -]*$/

/** Texts in place of a value that cannot work as one: `<password>`, `**None**`, `xxx`, `****`. */
const BLANK = /^(?:<.*>|\[.*\]|\{.*\}|%.*%|\*\*.*\*\*|x{3,}|\*+|\.{3,}|…|-+|_+|#+|\?+)$/is

function isCredential(text: string): boolean {
  const value = unquote(text)
  return value !== '' && !SWITCH.test(value) && !REFERENCE.test(value) && !PATH.test(value) && !BLANK.test(value)
}

const PLACEHOLDERS: readonly RegExp[] = [
  /^(?:todo|fixme|tbd|foo|bar|foobar|user[-_ ]provided)$/i,
  /change[-_ ]?(?:me|it|this|that|in[-_ ]prod|pass(?:word)?|secret)|replace[-_ ]?(?:me|this|with)|^(?:to[-_ ]?)?(?:change|replace)(?:[-_ ]|d?$)/i,
  /^(?:please[-_ ])?(?:insert|enter|put|set|fill|add|use|generate|paste|provide)[-_ ](?:me|it|this|your?|you|an?|the|in|here|with|strong|secure|random|own|at|to)(?:[-_ ]|$)/i,
  /^your?[-_ ]|[-_ ](?:goes[-_ ])?here$/i,
  // In capitals these name what belongs there; people do use `password` in small letters.
  /^(?:PASSWORD|PASSWD|PASS|SECRET|TOKEN|KEY|(?:API|SECRET|PRIVATE|ACCESS|AUTH)[-_ ]?(?:KEY|TOKEN|SECRET))$/,
  /random[-_ a-z]{0,40}(?:string|value|characters|secret|password|key)|(?:string|secret|password)[-_ a-z]{0,40}random/i,
  /^example|[-_ ]example$|placeholder|(?:^|[-_.])x{3,}(?:$|[-_.])|^(?:fake|dummy)[-_]/i,
]

/** Texts that obviously are not a working credential and must be replaced before use. */
function isPlaceholder(text: string): boolean {
  const value = unquote(text).replace(/[!.]+$/, '')
  return PLACEHOLDERS.some((pattern) => pattern.test(value))
}
