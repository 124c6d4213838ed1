import { elementsIn, readXml, textIn, type XmlElement } from '../../text/xml.ts'
import { type ApplicationWrite, lineAt, pathFrom } from '../application.ts'
import type { ImageFile } from '../image-files.ts'
import type { Gap } from '../languages/program-input.ts'
import { mapText, type Values } from '../languages/value.ts'
import { filled, isProfile, type JavaSettings } from './java-settings.ts'

/** What a logger of Java finds. */
interface Logging {
  readonly settings: JavaSettings
  readonly cwd: string
  readonly home: string | undefined
}

/** What is written, and what of it is not known. */
export interface JavaWrites {
  readonly writes: readonly ApplicationWrite[]
  readonly gaps: readonly Gap[]
}

/** Configurations of Logback by their names in the resources (docs.spring.io, "Custom Log Configuration"). */
export const LOGBACK = /^logback(?:-access)?(?:-spring)?\.xml$/
/** Configurations that are not read here. */
export const OTHER_LOGGING = /^(?:log4j2?(?:-spring)?\.(?:xml|ya?ml|jsn|json|properties)|logback(?:-spring)?\.groovy)$/

/** Files that a configuration of Logback sends messages to. */
export function loggedFiles(found: ImageFile, logging: Logging): JavaWrites {
  const elements = [...elementsIn(activeIn(readXml(found.text.text), logging.settings.profiles))]
  const references = new Set(elements.flatMap((each) => (each.name === 'appender-ref' ? (each.attributes.get('ref') ?? []) : [])))
  const raw = placesOf(elements, logging)
  const writes: ApplicationWrite[] = []
  const gaps: Gap[] = []
  // An appender in another one (`<sift>`) has no reference of its own.
  const appenders = elements.filter((each) => references.has(each.attributes.get('name') ?? ''))
  const inner = appenders.flatMap((each) => [...elementsIn(each.children)].filter(({ name }) => name === 'appender'))
  const included = elements.find(
    ({ name, attributes }) => name === 'include' && !/^org\/springframework\//.test(attributes.get('resource') ?? ''),
  )
  if (included) gaps.push({ why: 'more settings of its loggers are not read', origin: lineAt(found, included.at) })
  for (const appender of [...appenders, ...inner]) {
    for (const text of placesIn(appender)) {
      const origin = lineAt(found, appender.at)
      const paths = pathsOf(filled(text, raw), logging)
      if (paths.some((path) => path === undefined)) gaps.push({ why: 'where it logs is not known', origin })
      for (const path of paths) if (path) writes.push({ ...path, kind: 'log', how: 'log file', origin })
    }
  }
  return { writes, gaps }
}

/** Elements without those for other profiles. */
function activeIn(elements: readonly XmlElement[], profiles: readonly string[]): readonly XmlElement[] {
  return elements.flatMap((each): readonly XmlElement[] => {
    const asked = /^springProfile$/i.test(each.name) ? each.attributes.get('name') : undefined
    if (asked !== undefined && !profiles.some((profile) => isProfile(asked, profile))) return []
    return [{ ...each, children: activeIn(each.children, profiles) }]
  })
}

/** The texts that name the files of an appender. */
function placesIn(appender: XmlElement): readonly string[] {
  if (!appender.attributes.get('class')?.includes('File')) return []
  const inner = [...elementsIn(appender.children)]
  const patterns = inner.flatMap((each) => (/^fileNamePattern$/i.test(each.name) ? [each.text] : []))
  return [textIn(appender, 'file') ?? textIn(appender, 'File') ?? '', ...patterns].filter((text) => text !== '')
}

/** The values of the names that a configuration uses: its own, then those of the program. */
function placesOf(elements: readonly XmlElement[], { settings }: Logging): JavaSettings['raw'] {
  const own = new Map<string, string>()
  for (const { name, attributes, text } of elements) {
    const key = attributes.get('name')
    if (key === undefined) continue
    if (/^(?:property|variable)$/i.test(name)) own.set(key, attributes.get('value') ?? text)
    if (name === 'springProperty') own.set(key, `\${${attributes.get('source') ?? ''}:${attributes.get('defaultValue') ?? ''}}`)
  }
  return (key) => {
    const given = own.get(key)
    // A name with its own value in it (`${LOG_PATH:-${LOG_PATH:-logs}}`) means that of the program.
    if (given !== undefined && !given.includes(`\${${key}`)) return given
    const known = key === 'LOG_PATH' ? settings.raw('logging.file.path') : key === 'LOG_FILE' ? settings.raw('logging.file.name') : null
    return known ?? settings.raw(key) ?? (given === undefined ? null : /:-([^{}]*)\}/.exec(given)?.[1])
  }
}

/** Paths of a text: what comes after a pattern or an unknown part is some file of the directory. Undefined: unknown. */
export function pathsOf(values: Values, { cwd, home }: Pick<Logging, 'cwd' | 'home'>) {
  const cut = mapText(values, (found) => {
    const at = found.text.search(/%[\w{]/)
    return at === -1 ? found : { ...found, text: found.text.slice(0, at), open: true }
  })
  return cut.map((value): Pick<ApplicationWrite, 'path' | 'leaves' | 'conditional'> | undefined => {
    if (value.is !== 'text') return undefined
    const written = value.text.trim().replace(/^file:(?:\/\/(?=\/))?/, '')
    const text = value.open ? written.slice(0, written.lastIndexOf('/') + 1) : written
    if (text === '' && !value.open) return undefined
    if (text.startsWith('~') && home === undefined) return undefined
    const path = text.startsWith('~') ? pathFrom(home ?? '/', `.${text.slice(1)}`) : pathFrom(cwd, text)
    return { path, leaves: value.open ? 'below' : 'file', ...(value.maybe ? { conditional: true } : {}) }
  })
}
