import { visit } from 'yaml'
import { isComposeName } from './file-names.ts'
import { parseText } from './text.ts'

/** What Compose would make of a YAML file. `why` is one line for a report. */
export type Classified = { readonly kind: 'compose' } | { readonly kind: 'v1' | 'fragment' | 'template' | 'other'; readonly why: string }

const TOP_KEYS = new Set(['version', 'name', 'include', 'services', 'volumes', 'networks', 'configs', 'secrets', 'models'])
/** Keys that only a service has; one of them below a top-level name shows Compose v1. */
const V1_KEY = /^ +(?:image|build|command|ports|volumes|environment|links|volumes_from|restart|container_name|env_file|expose|net): */m

/** Whether a text has `services:` or `include:` at the top. It reads lines, so other YAML of any size costs almost nothing. */
export function classify(file: string, text: string): Classified {
  const template = templateLanguage(text)
  if (template !== undefined) return { kind: 'template', why: `is a ${template} template, not YAML that Compose could read` }
  if (hasServices(text)) {
    return looksForeign(file, text) ? { kind: 'other', why: 'has `services:`, but belongs to another program' } : { kind: 'compose' }
  }
  if (isFlowMapping(text)) return { kind: 'compose' }
  const keys = topKeys(text)
  if (keys.length === 0) return { kind: 'other', why: 'has no mapping at its top' }
  if (keys.every((key) => TOP_KEYS.has(key) || key.startsWith('x-'))) {
    return { kind: 'fragment', why: `is a fragment without \`services:\` (it has ${keys.slice(0, 3).join(', ')})` }
  }
  if (V1_KEY.test(text) && looksLikeV1(text, keys)) {
    return { kind: 'v1', why: 'is in the Compose v1 format (services at the top, no `services:` key), which Compose no longer reads' }
  }
  return { kind: 'other', why: 'has no `services:` key, so it is not a Compose file' }
}

/** Keys that services have and that the `services:` of other programs (Symfony, Drupal, Kong) lack. */
const SERVICE_KEY = /^[ \t]+["']?(?:image|build|extends|<<)["']?[ \t]*:|[{,][ \t]*(?:image|build)[ \t]*:/m

/** Whether a text under a name that is not typical of Compose is a Compose file. */
export function looksLikeCompose(text: string): boolean {
  // Looks for one word first, because data in YAML can be long.
  return (hasServices(text) || isFlowMapping(text)) && SERVICE_KEY.test(text) && classify('', text).kind === 'compose'
}

function hasServices(text: string): boolean {
  return hasTopKey(text, 'services') || hasTopKey(text, 'include')
}

function isFlowMapping(text: string): boolean {
  return /^\s*\{[\s\S]*"services"\s*:/.test(text.slice(0, 2000))
}

function hasTopKey(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + 1)) {
    let start = at
    let end = at + key.length
    const quote = text[start - 1]
    if ((quote === '"' || quote === "'") && text[end] === quote) {
      start--
      end++
    }
    const before = start === 0 ? '\n' : text[start - 1]
    if (before !== '\n' && before !== '\ufeff' && !indentedTop(text, start)) continue
    while (text[end] === ' ') end++
    const after = text[end + 1]
    if (text[end] === ':' && (after === undefined || after === ' ' || after === '\n' || after === '\r' || after === '\t')) return true
  }
  return false
}

/** A whole document may be indented; its first key then has the column of this one. */
function indentedTop(text: string, start: number): boolean {
  const line = text.lastIndexOf('\n', start - 1) + 1
  if (start === line || text.slice(line, start).trim() !== '') return false
  const first = /^(?:[ \t\r]*(?:#[^\n]*)?\n|---[^\n]*\n|\ufeff)*( +)\S/.exec(text)
  return first?.[1] !== undefined && first[1].length === start - line
}

function topKeys(text: string): string[] {
  const keys: string[] = []
  for (const match of text.matchAll(/^\ufeff?(["']?)([A-Za-z0-9_][^\n:#"']{0,200}?)\1 *:(?=[ \t\r\n]|$)/gm)) {
    if (match[2] !== undefined) keys.push(match[2])
    if (keys.length >= 50) break
  }
  return keys
}

function looksLikeV1(text: string, keys: readonly string[]): boolean {
  let services = 0
  for (const key of keys) {
    const at = text.search(new RegExp(`^["']?${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}["']? *:[ \\t]*(?:#.*)?\\r?$`, 'm'))
    if (at === -1) continue
    const body =
      /\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*((?:[ \t]+[^\n]*\r?(?:\n|$)|[ \t]*(?:#[^\n]*)?\r?\n)+)/.exec(text.slice(at, at + 4000))?.[1] ?? ''
    const indent = /^[ \t]+/.exec(body)?.[0] ?? ''
    if (new RegExp(`^${indent}(?:image|build) *:`, 'm').test(body)) services++
  }
  return services * 2 >= keys.length
}

const TEMPLATES: readonly (readonly [language: string, sign: RegExp])[] = [
  ['Jinja', /^[ \t]*\{%-?[ \t]*(?:if|for|set|block|extends|include|macro|raw)\b/m],
  ['ERB', /^[ \t]*<%[=-]?[ \t]/m],
  ['Go (Helm)', /^[ \t]*\{\{-?[ \t]*(?:if|range|with|end|else|define|template|include|block|toYaml|\/\*|- )/m],
  ['Mustache', /^[ \t]*\{\{[#^/>]/m],
  // A lone `key: {{ x }}` is a flow mapping with a mapping as key, which nobody intends; with text after it, it is not YAML.
  ['Jinja or Go', /^[ \t]*(?:- )?(?:[\w.-]+: *)?\{\{[^\n]*\}\}/m],
]

function templateLanguage(text: string): string | undefined {
  if (!text.includes('{{') && !text.includes('{%') && !text.includes('<%')) return undefined
  for (const [language, sign] of TEMPLATES) {
    const match = sign.exec(text)
    if (match) return isInText(text, match.index + match[0].length) ? undefined : language
  }
  return undefined
}

/** Whether an offset is in a scalar of valid YAML: a template inside a Compose file, as the content of a config. */
function isInText(text: string, offset: number): boolean {
  const { parsed, problems } = parseText('', text)
  if (!parsed || problems.length > 0) return false
  let found = false
  for (const document of parsed.documents) {
    visit(document, {
      Scalar: (_, { range }) => {
        if (range && range[0] < offset && offset <= range[1]) found = true
        return found ? visit.BREAK : undefined
      },
    })
  }
  return found
}

/** Top-level keys of other programs' files with `services:`: GitHub, GitLab and other pipelines, Symfony, Kong. */
const FOREIGN_KEY =
  /^(?:jobs|stages|pipeline|script|before_script|after_script|steps|pool|_format_version|apiVersion|parameters|on|workflow|default):/m

/** A file with the name of a Compose file is read all the same: keys that do not belong there are reported as mistakes. */
function looksForeign(file: string, text: string): boolean {
  if (isComposeName(file)) return false
  return FOREIGN_KEY.test(text) || /^services:[ \t\r]*(?:\[|(?:#[^\n]*)?\n(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*- )/m.test(text)
}
