import type { TextOrigin } from '../../model/fact.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { lineAt, pathFrom } from '../application.ts'
import type { ImageFile } from '../image-files.ts'
import type { JavaCommand } from '../languages/java/java-command.ts'
import type { JavaProject } from '../languages/java/java-project.ts'
import type { Gap } from '../languages/program-input.ts'
import type { Started } from '../languages/started.ts'
import { concat, joinTexts, knownText, maybe, sureText, UNKNOWN_VALUE, type Values } from '../languages/value.ts'
import { readDirectives } from '../servers/directives.ts'

/** The settings of a program, from its words, the environment and its files, in this order. */
export interface JavaSettings {
  /** As written; `null` if it is not set, undefined if that is unknown. */
  readonly raw: (key: string) => string | null | undefined
  /** With its places filled. */
  readonly values: (key: string) => Values
  /** What its files set, the one that counts of each key. */
  readonly written: readonly WrittenSetting[]
  /** The profiles that it starts with. */
  readonly profiles: readonly string[]
  readonly gaps: readonly Gap[]
}

export interface WrittenSetting {
  /** Lower case, without `-` and `_`: all spellings of a key are one (docs.spring.io, "Relaxed Binding"). */
  readonly key: string
  readonly value: string
  readonly origin: TextOrigin
}

/** One part of a file, and the profiles that it is for. */
interface Section {
  readonly profile: string | undefined
  readonly settings: readonly WrittenSetting[]
}

export function canonical(key: string): string {
  return key.toLowerCase().replace(/[-_]/g, '')
}

/** Names of the variables that set a key: Spring drops a dash, MicroProfile makes it an underscore. */
function variablesOf(key: string): readonly string[] {
  const upper = key.toUpperCase()
  return [...new Set([key, upper.replaceAll('-', '').replace(/\W/g, '_'), upper.replace(/\W/g, '_')])]
}

/** Most places that one text fills, with those in their values: no setting has more. */
const MAX_PLACES = 60

/** A text with `${key:fallback}` filled by what the keys have; unknown if a value leads back to itself. */
export function filled(text: string, raw: JavaSettings['raw'], left = { places: MAX_PLACES }): Values {
  if (text.startsWith('#{')) return UNKNOWN_VALUE
  const parts: Values[] = []
  let from = 0
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', from)) {
    const end = closing(text, at + 1)
    if (end === -1) break
    if (left.places-- <= 0) return UNKNOWN_VALUE
    if (at > from) parts.push(knownText(text.slice(from, at)))
    parts.push(valueOfPlace(text.slice(at + 2, end), raw, left))
    from = end + 1
  }
  if (from < text.length || parts.length === 0) parts.push(knownText(text.slice(from)))
  return parts.length === 1 && parts[0] ? parts[0] : joinTexts(parts, concat)
}

function valueOfPlace(place: string, raw: JavaSettings['raw'], left: { places: number }): Values {
  const [, key = '', fallback] = /^([^:]*)(?::-?([\s\S]*))?$/.exec(place) ?? []
  const given = raw(key)
  if (typeof given === 'string') return filled(given, raw, left)
  const usual = fallback === undefined ? UNKNOWN_VALUE : filled(fallback, raw, left)
  return given === null ? usual : maybe(usual)
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}

/** Where a framework looks for its settings below the resources, and in the working directory, where they count more. */
const NAMES = ['bootstrap', 'application', 'config/application', 'META-INF/microprofile-config']
const TYPES = ['yml', 'yaml', 'properties']

export function javaSettings(
  project: JavaProject,
  { properties }: Pick<JavaCommand, 'properties'>,
  command: ExecutedCommand,
  started: Started,
): JavaSettings {
  const gaps: Gap[] = []
  const environment = (key: string) => {
    for (const name of variablesOf(key)) {
      const value = started.environment(command, name)
      if (value !== null) return value
    }
    return null
  }
  const outside = (key: string) => {
    const given = [...properties].find(([name]) => canonical(name) === canonical(key))?.[1]
    return given ?? environment(key)
  }
  const sections = settingFiles(project, command, started, outside, gaps)
  const active = activeProfiles(sections, outside)
  const settings = new Map<string, WrittenSetting>()
  const ranked = [undefined, ...active]
  for (const profile of ranked)
    for (const section of sections)
      if (section.profile === undefined ? profile === undefined : profile !== undefined && isProfile(section.profile, profile))
        for (const setting of section.settings) settings.set(setting.key, setting)
  const raw: JavaSettings['raw'] = (key) => {
    const given = outside(key)
    return typeof given === 'string' ? given : (settings.get(canonical(key))?.value ?? given)
  }
  const values = (key: string): Values => {
    const given = raw(key)
    return typeof given === 'string' ? filled(given, raw) : given === null ? [{ is: 'nothing' }] : UNKNOWN_VALUE
  }
  return { raw, values, written: [...settings.values()], profiles: active, gaps }
}

/** Whether settings for an expression of profiles (`dev`, `dev | test`, `!prod`) may count for one that is active. */
function isProfile(expression: string, profile: string): boolean {
  if (/[&()!]/.test(expression)) return true
  return expression.split(/[|,]/).some((each) => each.trim() === profile)
}

/** The profiles by which a program is started, the last of which counts most. */
function activeProfiles(sections: readonly Section[], outside: JavaSettings['raw']): readonly string[] {
  const base = sections.filter(({ profile }) => profile === undefined).flatMap(({ settings }) => settings)
  const get = (key: string) => outside(key) ?? base.findLast((each) => each.key === canonical(key))?.value
  const listed = (key: string) => (get(key) ?? '').split(',').flatMap((each) => each.trim() || [])
  const chosen = [...listed('spring.profiles.active'), ...listed('micronaut.environments')]
  const usual = get('spring.profiles.default') ?? 'default'
  const names = [...listed('spring.profiles.include'), ...(chosen.length > 0 ? chosen : [usual])]
  return names.flatMap((name) => [name, ...listed(`spring.profiles.group.${name}`)])
}

function settingFiles(
  { tree, modules }: JavaProject,
  command: ExecutedCommand,
  started: Started,
  outside: JavaSettings['raw'],
  gaps: Gap[],
): readonly Section[] {
  const sections: Section[] = []
  const add = (found: ImageFile | undefined, profile?: string, type?: string) => {
    const read = found && sectionsOf(found, profile, type)
    if (found && !read) gaps.push({ why: 'its settings could not be read', origin: lineAt(found, 0) })
    sections.push(...(read ?? []))
  }
  const within = (list: (directory: string) => readonly string[], open: (path: string) => ImageFile | undefined, base: string) => {
    for (const name of NAMES) {
      const path = `${base}${name}`
      const [directory, stem] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)]
      for (const each of list(directory)) {
        const [, profile, type = ''] = new RegExp(`^${stem}(?:-([\\w.-]+))?\\.(\\w+)$`).exec(each) ?? []
        if (TYPES.includes(type)) add(open(`${directory}/${each}`), profile)
      }
    }
  }
  for (const module of modules.toReversed()) within(tree.list, tree.open, resource(module, ''))
  const cwd = command.cwd ?? '/'
  if (cwd !== '/') within(started.files.list, started.files.open, `${cwd}/`)
  for (const { place, origin } of furtherPlaces(sections, command, outside)) {
    const [, optional, scheme, path = '', type] = PLACE.exec(place) ?? []
    const isOwn = scheme === 'classpath'
    const found = isOwn ? modules.map((module) => tree.open(resource(module, path))) : [started.files.open(pathFrom(cwd, path))]
    const [server] = /^[\w-]+:/.exec(path) ?? []
    if (server !== undefined) gaps.push({ why: `what its settings on a server say is not known (${server})`, origin })
    else if (isOwn || optional !== undefined || found.some(Boolean)) for (const each of found) add(each, undefined, type)
    else gaps.push({ why: `its settings (${place}) are not read`, origin })
  }
  return sections
}

const resource = (module: string, path: string) => `${module === '' ? '' : `${module}/`}src/main/resources/${path}`

/** `optional:file:./.env[.properties]`, `classpath:more.yml` (docs.spring.io, "Externalized Configuration"). */
const PLACE = /^(optional:)?(?:(file|classpath):)?(.*?)(?:\[(\.\w+)\])?$/

/** Settings that name further files: of the words and the environment alone, and of those and files. */
const LOCATIONS = ['spring.config.location', 'spring.config.additional-location', 'micronaut.config.files', 'quarkus.config.locations']
const IMPORT = 'spring.config.import'

/** Where further settings are, and what says so. What an unknown environment alone may say is taken not to be said. */
function furtherPlaces(sections: readonly Section[], { origin }: ExecutedCommand, outside: JavaSettings['raw']) {
  const given = [...LOCATIONS, IMPORT].flatMap((key) => ({ value: outside(key) ?? '', origin }))
  const written = sections.flatMap(({ settings }) => settings.filter(({ key }) => key === canonical(IMPORT)))
  return [...given, ...written].flatMap((each) =>
    (sureText(filled(each.value, outside)) ?? each.value)
      .split(',')
      .flatMap((part) => (part.trim() === '' ? [] : { place: part.trim(), origin: each.origin })),
  )
}

/** The sections of a file; undefined if it is not of its format. */
function sectionsOf(found: ImageFile, profile: string | undefined, type = found.file): readonly Section[] | undefined {
  const { text } = found.text
  const isYaml = !type.endsWith('.properties')
  const parts = text.split(isYaml ? /^---.*$/m : /^#---.*$/m)
  let offset = 0
  const sections: Section[] = []
  for (const part of parts) {
    const start = offset
    offset += part.length
    // Maven fills `@name@`, which YAML cannot begin a value with.
    const pairs = isYaml ? readDirectives(part.replace(/@[\w.-]+@/g, '0'), 'yaml') : propertiesOf(part)
    if (!pairs) return undefined
    const settings = pairs.flatMap(({ name, words: [value] }): WrittenSetting[] => {
      if (value === undefined) return []
      const at = text.indexOf(value, start)
      return [{ key: canonical(name), value, origin: lineAt(found, at === -1 ? start : at) }]
    })
    const own = settings.find(({ key }) => /^spring\.(?:config\.activate\.onprofile|profiles)$/.test(key))?.value
    sections.push({ profile: own ?? profile, settings })
  }
  return sections
}

/** `name = value`, `name: value`; a backslash joins lines (java.util.Properties, "load"). */
function propertiesOf(text: string): readonly { readonly name: string; readonly words: readonly string[] }[] {
  return text
    .replace(/\\\r?\n[ \t]*/g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, name, value = ''] = /^\s*([^\s#!=:][^\s=:]*)\s*[=:]?\s*(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [{ name: name.toLowerCase(), words: [value.replace(/\\([:=\\])/g, '$1').trim()] }]
    })
}
