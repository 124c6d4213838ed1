import { type ApplicationWrite, lineAt, pathFrom } from '../application.ts'
import type { ImageFile } from '../image-files.ts'
import type { Gap } from '../languages/program-input.ts'
import { mapText, type Values, withoutScheme } from '../languages/value.ts'
import { elementsIn, readXml } from '../xml.ts'

/** What is written, and what of it is not known. */
export interface JavaWrites {
  readonly writes: readonly ApplicationWrite[]
  readonly gaps: readonly Gap[]
}

/**
 * Configurations of Logback and Log4j by their names in the resources (docs.spring.io, "Custom Log Configuration"; logging.apache.org/log4j,
 * "Configuration file").
 */
export const LOGGING = /^(?:logback(?:-access)?(?:-spring)?\.(?:xml|groovy)|log4j2?(?:-spring)?\.(?:xml|ya?ml|jsn|json|properties))$/

/** What a configuration of a logger writes is not read; one without appenders to files writes nothing. */
export function loggingGap(found: ImageFile): Gap | undefined {
  const isSilent = found.file.endsWith('.xml') ? !xmlNamesFiles(found.text.text) : !linesNameFiles(found.text.text)
  return isSilent ? undefined : { why: 'its log settings are not read', origin: lineAt(found, 0) }
}

/** Whether a configuration in properties, YAML or JSON names a file, or an appender to files, outside comments. */
function linesNameFiles(text: string): boolean {
  return text.split('\n').some((line) => line.includes('File') && !/^[#!]/.test(line.trimStart()))
}

/**
 * Whether a configuration has an appender to files, or includes more than what Spring logs to its console or, by `base.xml`, to
 * the temporary directory (spring-boot core/spring-boot/src/main/resources/org/springframework/boot/logging/logback).
 */
function xmlNamesFiles(text: string): boolean {
  const elements = [...elementsIn(readXml(text))]
  return (
    elements.length === 0 ||
    elements.some(
      ({ name, attributes }) =>
        /File/.test(`${name} ${attributes.get('class')} ${attributes.get('type')}`) ||
        (name === 'property' && /^LOG_(?:FILE|PATH)$/.test(attributes.get('name') ?? '')) ||
        (/^(?:xi:)?include$/.test(name) && !/^org\/springframework\/(?!.*\bfile-appender)/.test(attributes.get('resource') ?? '')),
    )
  )
}

/** Paths of a text: what comes after a pattern or an unknown part is some file of the directory. Undefined: unknown. */
export function pathsOf(values: Values, { cwd, home }: { readonly cwd: string; readonly home: string | undefined }) {
  const cut = mapText(values, (found) => {
    const at = found.text.search(/%[\w{]/)
    return at === -1 ? found : { ...found, text: found.text.slice(0, at), open: true }
  })
  return cut.map((value): Pick<ApplicationWrite, 'path' | 'leaves' | 'conditional'> | undefined => {
    if (value.is !== 'text') return undefined
    const written = withoutScheme(value.text.trim())
    const text = value.open ? written.slice(0, written.lastIndexOf('/') + 1) : written
    if (text === '' && !value.open) return undefined
    if (text.startsWith('~') && home === undefined) return undefined
    const path = text.startsWith('~') ? pathFrom(home ?? '/', `.${text.slice(1)}`) : pathFrom(cwd, text)
    return { path, leaves: value.open ? 'below' : 'file', ...(value.maybe ? { conditional: true } : {}) }
  })
}
