import { databaseFile } from '../../model/database-file.ts'
import type { WriteKind } from '../../model/write-plan.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom, settingOf } from '../application.ts'
import type { ImageFile } from '../image-files.ts'
import { readSettings, type Setting } from '../settings-file.ts'
import type { CompiledProject } from '../start/compiled-projects.ts'

/** What a setting of Spring Boot or Quarkus makes a program write (docs.spring.io, "Common Application Properties"; quarkus.io, "All configuration options"). */
interface Use {
  readonly key: RegExp
  readonly how: string
  readonly kind?: WriteKind
  readonly leaves: ApplicationWrite['leaves']
  /** Someone has to upload or ask for something first. */
  readonly perhaps?: true
}

const USES: readonly Use[] = [
  { key: /^logging\.file(?:\.name)?$/, how: 'log file of Spring Boot', kind: 'log', leaves: 'file' },
  { key: /^logging\.(?:file\.)?path$/, how: 'log of Spring Boot', kind: 'log', leaves: 'below' },
  { key: /^server\.tomcat\.basedir$/, how: 'work directory of Tomcat', kind: 'scratch', leaves: 'below' },
  { key: /^server\.undertow\.accesslog\.dir$/, how: 'access log of Undertow', kind: 'log', leaves: 'below' },
  { key: /^(?:spring\.servlet|spring\.http)\.multipart\.location$/, how: 'uploads on their way', kind: 'scratch', leaves: 'below' },
  {
    key: /(?:(?:upload|storage)s?[-.]?path|(?:upload|storage|file|image|media)s?[-.]?(?:dir|directory|location|root|folder))$/i,
    how: 'uploads',
    kind: 'data',
    leaves: 'below',
    perhaps: true,
  },
]

/** A JVM program: log files, uploads and embedded databases that its own settings name. */
export function jvm(place: Place): readonly ApplicationWrite[] {
  const command = place.commands.find(({ name }) => name === 'java')
  if (!command) return []
  const cwd = command.cwd ?? '/'
  const profiles = (settingOf(place, 'SPRING_PROFILES_ACTIVE') ?? option(command.args, 'spring.profiles.active') ?? '').split(',')
  for (const project of place.projects()) {
    const files = settingsFiles(project, profiles)
    if (files.length > 0) return [...settingWrites(files, cwd, command.args, place), ...loggers(project, cwd, place)]
  }
  return []
}

/** The value of `-Dname=value` or `--name=value`. */
function option(args: readonly (string | undefined)[], name: string): string | undefined {
  const found = args.find((arg) => arg?.startsWith(`-D${name}=`) || arg?.startsWith(`--${name}=`))
  return found?.slice(found.indexOf('=') + 1)
}

const RESOURCES = 'src/main/resources'

/** The files of settings, those of the active profiles first: what they say goes before. */
function settingsFiles({ open }: CompiledProject, profiles: readonly string[]): readonly ImageFile[] {
  const names = [...profiles.filter((profile) => /^[\w-]+$/.test(profile)).map((profile) => `application-${profile.trim()}`), 'application']
  return names.flatMap((name) => ['properties', 'yml', 'yaml'].flatMap((suffix) => open(`${RESOURCES}/${name}.${suffix}`) ?? []))
}

function settingWrites(
  files: readonly ImageFile[],
  cwd: string,
  args: readonly (string | undefined)[],
  place: Place,
): readonly ApplicationWrite[] {
  const seen = new Set<string>()
  const settings = files.flatMap((found) => readSettings(found).map((setting) => ({ found, setting })))
  return settings.flatMap(({ found, setting }): ApplicationWrite[] => {
    if (seen.has(setting.key)) return []
    seen.add(setting.key)
    const use = useOf(setting)
    const variable = variableOf(setting.key)
    const given = option(args, setting.key) ?? settingOf(place, variable)
    const value = resolved(typeof given === 'string' ? given : setting.value, place)
    const path = value && (use?.how === undefined ? databaseFile(setting.key, value.text) : pathLike(value.text))
    if (!value || path === undefined || !use) return []
    const maybe = value.maybe || given === undefined || setting.maybe || use.perhaps
    return [
      {
        path: pathFrom(cwd, path),
        kind: use.kind ?? 'data',
        leaves: use.leaves,
        how: use.how ?? 'embedded database',
        variable,
        ...(maybe ? { conditional: true } : {}),
        origin: lineAt(found, setting.offset),
      },
    ]
  })
}

function useOf({ key, value }: Setting): (Omit<Use, 'key' | 'how'> & { readonly how?: string }) | undefined {
  const use = USES.find((each) => each.key.test(key))
  if (use) return use
  return /url$/i.test(key) && /jdbc:(?:h2:file|sqlite)/.test(value) ? { leaves: 'file' } : undefined
}

/** What looks like a path of the file system; `classpath:` and the like lie in the program. */
function pathLike(text: string): string | undefined {
  const path = text.replace(/^file:(?:\/\/(?=\/))?/, '')
  return /^[\w./-]+$/.test(path) && path !== '/' && !/^(?:true|false|\d+)$/.test(path) ? path : undefined
}

/** The variable that replaces a key (docs.spring.io, "Binding from Environment Variables"). */
function variableOf(key: string): string {
  return key.replaceAll('.', '_').replaceAll('-', '').toUpperCase()
}

/** A value with its `${NAME:default}` put in. */
function resolved(text: string, place: Place, depth = 0): { readonly text: string; readonly maybe: boolean } | undefined {
  const match = /\$\{([\w.-]+)(?::-?((?:[^{}$]|\$\{[^{}]*\})*))?\}/.exec(text)
  if (!match || depth > 5) return match ? undefined : { text, maybe: false }
  const [whole, name = '', fallback] = match
  const given = name === 'user.dir' ? '.' : name === 'java.io.tmpdir' ? '/tmp' : settingOf(place, variableOf(name))
  const value = typeof given === 'string' ? given : fallback
  const rest =
    value === undefined
      ? undefined
      : resolved(
          text.replace(whole, () => value),
          place,
          depth + 1,
        )
  return rest && { text: rest.text, maybe: rest.maybe || given === undefined }
}

/** Files of Logback's own configuration (logback.qos.ch, "FileAppender"); Spring Boot does not start where one cannot be opened. */
function loggers({ open }: CompiledProject, cwd: string, place: Place): readonly ApplicationWrite[] {
  const found = open(`${RESOURCES}/logback-spring.xml`) ?? open(`${RESOURCES}/logback.xml`)
  if (!found) return []
  const text = found.text.text.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
  const properties = new Map(
    [...text.matchAll(/<(?:property|variable)\s+name="([\w.-]+)"\s+value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const put = (value: string, depth = 0): string =>
    depth > 5
      ? value
      : value
          .replaceAll(/\$\{([\w.-]+)(?=[:}])/g, (whole, name: string) =>
            properties.has(name) ? `${whole}:-${put(properties.get(name) ?? '', depth + 1)}` : whole,
          )
          .replaceAll(/(\$\{[\w.-]+:-[^{}]*):-[^{}]*\}/g, '$1}')
  return [...text.matchAll(/<file>\s*([^<]+?)\s*<\/file>/g)].flatMap(({ 1: written = '', index }): ApplicationWrite[] => {
    const value = resolved(put(written), place)
    const path = value && pathLike(value.text)
    if (!value || path === undefined) return []
    const inProfile = text.lastIndexOf('<springProfile', index) > text.lastIndexOf('</springProfile', index)
    const maybe = value.maybe || inProfile
    return [
      {
        path: pathFrom(cwd, path),
        kind: 'log',
        leaves: 'file',
        how: 'log file of Logback',
        ...(maybe ? { conditional: true } : {}),
        origin: lineAt(found, index),
      },
    ]
  })
}
