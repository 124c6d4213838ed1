import { baseName } from '../../../model/path.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { type ApplicationWrite, lineAt, pathFrom } from '../../application.ts'
import {
  CODE_SIGNS,
  DATABASE,
  JAVA_LIBRARIES,
  PLACE_SETTINGS,
  type PlaceSetting,
  SETTINGS_SERVERS,
} from '../../frameworks/java-libraries.ts'
import { type JavaWrites, LOGGING, loggingGap, pathsOf } from '../../frameworks/java-logging.ts'
import { canonical, filled, type JavaSettings, javaSettings } from '../../frameworks/java-settings.ts'
import type { ImageFile } from '../../image-files.ts'
import type { Gap } from '../program-input.ts'
import { type CommandReading, projectsIn, type Started } from '../started.ts'
import { mapText, sureText, type Values } from '../value.ts'
import { type JavaCommand, javaCommand } from './java-command.ts'
import { javaFiles, startsElsewhere } from './java-files.ts'
import { type JavaProject, javaProject } from './java-project.ts'

/** What a `java` command runs that a build of Maven or Gradle in the repository makes; undefined for anything else. */
export function javaReading(command: ExecutedCommand, started: Started): CommandReading | undefined {
  if (command.name !== 'java') return undefined
  const words = javaCommand(command)
  const isKnown = words.jar !== undefined || words.main !== undefined
  if (!isKnown || words.options.some((option) => /^-?-version$/.test(option)) || !isBuilt(words, command, started)) return undefined
  const project = startedProject(words, command, started)
  if (!project) return undefined
  const files = javaFiles(project)
  if (files.sources.length === 0 && files.gaps.length === 0) return undefined
  if (startsElsewhere(words, files)) return undefined
  const settings = javaSettings(project, words, command, started)
  const cwd = command.cwd ?? '/'
  const around: JavaAround = { settings, cwd, home: started.home, command }
  const parts = [libraryWrites(project, around), settingWrites(project, around), loggingWrites(project, around), agents(words, around)]
  const writes = parts.flatMap((part) => part.writes)
  // These drivers have no database but in files.
  const driver = [...project.libraries].find((name) => /^(?:sqlite-jdbc|duckdb_jdbc)$/.test(name))
  const isLost = driver !== undefined && !writes.some(({ how }) => how === 'database file')
  return {
    writes,
    gaps: [
      ...(isLost ? [{ why: `where its database is, is not known (${driver})`, origin: command.origin }] : []),
      ...project.gaps,
      ...files.gaps,
      ...files.sources.flatMap(unfollowed),
      ...settings.gaps,
      ...parts.flatMap(({ gaps }) => gaps),
    ],
  }
}

/** What the code of a file does that is not followed. */
function unfollowed(found: ImageFile): readonly Gap[] {
  return CODE_SIGNS.flatMap(({ sign, why }) => {
    const at = found.text.text.search(sign)
    return at === -1 ? [] : [{ why, origin: lineAt(found, at) }]
  })
}

interface JavaAround {
  readonly settings: JavaSettings
  readonly cwd: string
  readonly home: string | undefined
  readonly command: ExecutedCommand
}

/** Where builds put their results, below the directory of a module. */
const OUTPUT = /(?:^|\/)(?:target|build)\/.*$/

/** Whether the build of the image or of its repository makes what starts, so that it is no archive from elsewhere. */
function isBuilt({ jar }: JavaCommand, command: ExecutedCommand, started: Started): boolean {
  if (jar === undefined) return true
  return (
    started.makes(baseName(jar)) ||
    OUTPUT.test(jar) ||
    started.runs.some((text) => text.includes(baseName(jar))) ||
    command.cwd === undefined
  )
}

/** The project of the archive: the one of its name if the image has several. */
function startedProject({ jar }: JavaCommand, { cwd = '/' }: ExecutedCommand, started: Started): JavaProject | undefined {
  const own = jar !== undefined && OUTPUT.test(jar) ? [pathFrom(cwd, jar).replace(OUTPUT, '')] : []
  const trees = [...projectsIn([...own, cwd], started.files), ...started.projects()].filter((tree) => tree.list('src/main').length > 0)
  const name = baseName(jar ?? '')
  const chosen = trees.find(({ path }) => baseName(path).length > 2 && name.startsWith(baseName(path))) ?? trees[0]
  return chosen && javaProject(chosen)
}

function libraryWrites({ libraries }: JavaProject, { settings, home, command: { origin } }: JavaAround): JavaWrites {
  const writes: ApplicationWrite[] = []
  const gaps: Gap[] = []
  const temporary = sureText(settings.values('java.io.tmpdir')) ?? '/tmp'
  for (const name of libraries) {
    const isOff = settings.raw('spring.cloud.config.enabled') === 'false' && name.endsWith('-config')
    if (SETTINGS_SERVERS.test(name) && !isOff) gaps.push({ why: `what its settings on a server say is not known (${name})`, origin })
    for (const { path, kind = 'scratch', how, exec } of JAVA_LIBRARIES.filter((each) => each.names.test(name))) {
      if (path === undefined || (path !== 'tmp' && home === undefined))
        gaps.push({ why: `where it writes is not known (${how.replace('%', name)})`, origin })
      else {
        const absolute = path === 'tmp' ? temporary : pathFrom(home ?? '/', `.${path.slice(1)}`)
        writes.push({ path: absolute, kind, how, leaves: 'below', origin, ...(exec ? { exec } : {}) })
      }
    }
  }
  return { writes, gaps }
}

/** Keys of a database, which the environment alone may set. */
const DATABASE_KEYS = ['spring.datasource.url', 'spring.r2dbc.url', 'quarkus.datasource.jdbc.url', 'datasources.default.url']

/** Drivers of databases that may be files. */
const FILE_DRIVERS = /^(?:h2|hsqldb|derby|sqlite-jdbc|duckdb_jdbc|r2dbc-h2|quarkus-jdbc-(?:h2|derby))$/

/** What settings name: places of frameworks, and databases that are files, by any key. */
function settingWrites({ libraries }: JavaProject, around: JavaAround): JavaWrites {
  const { settings, command } = around
  const places = PLACE_SETTINGS.flatMap((place) => placeWrites(place, around))
  const hasDriver = [...libraries].some((name) => FILE_DRIVERS.test(name))
  const origins = new Map([
    ...DATABASE_KEYS.map((key) => [canonical(key), command.origin] as const),
    ...settings.written.map(({ key, origin }) => [key, origin] as const),
  ])
  const databases = [...origins].flatMap(([key, origin]): JavaWrites[] => {
    const values = settings.values(key)
    if (hasDriver && DATABASE_KEYS.some((each) => canonical(each) === key) && values.some(({ is }) => is === 'unknown'))
      return [{ writes: [], gaps: [{ why: 'where its database is, is not known', origin }] }]
    if (!values.some((value) => value.is === 'text' && DATABASE.accepts.test(value.text))) return []
    const paths = mapText(values, (found) => ({ ...found, text: DATABASE.strips.exec(found.text)?.[1] ?? '' }))
    return [at(paths, { kind: 'data', how: 'database file', journal: true }, origin, around)]
  })
  const all = [...places, ...databases]
  return { writes: all.flatMap(({ writes }) => writes), gaps: all.flatMap(({ gaps }) => gaps) }
}

function placeWrites({ keys, when, fallback, base, kind, leaves, how }: PlaceSetting, around: JavaAround): readonly JavaWrites[] {
  const { settings, command, cwd } = around
  if (when !== undefined && sureText(settings.values(when))?.toLowerCase() !== 'true') return []
  const key = keys.find((each) => settings.raw(each) !== null)
  if (key === undefined && fallback === undefined) return []
  const below = base === undefined ? undefined : (pathsOf(settings.values(base), around)[0]?.path ?? '/tmp')
  const values = key === undefined ? filled(fallback ?? '', settings.raw) : settings.values(key)
  // The environment is unknown, and nothing else sets it.
  if (key !== undefined && settings.raw(key) === undefined) return []
  const origin = settings.written.find((each) => key !== undefined && each.key === canonical(key))?.origin ?? command.origin
  return [at(values, { kind, how, leaves }, origin, { ...around, cwd: below ?? cwd })]
}

function at(
  values: Values,
  write: Pick<ApplicationWrite, 'kind' | 'how'> & Partial<Pick<ApplicationWrite, 'leaves' | 'journal'>>,
  origin: ApplicationWrite['origin'],
  around: Pick<JavaAround, 'cwd' | 'home'>,
): JavaWrites {
  const paths = pathsOf(values, around)
  return {
    writes: paths.flatMap((path) =>
      path ? [{ ...path, ...write, leaves: path.leaves === 'below' ? path.leaves : (write.leaves ?? 'file'), origin }] : [],
    ),
    gaps: paths.some((path) => path === undefined) ? [{ why: `where it writes is not known (${write.how})`, origin }] : [],
  }
}

/** What the configurations of its loggers write. */
function loggingWrites({ tree, modules }: JavaProject, { settings, command }: JavaAround): JavaWrites {
  const chosen = sureText(settings.values('logging.config'))?.replace(/^classpath:\/?/, '')
  const files = modules.flatMap((module) => {
    const directory = `${module === '' ? '' : `${module}/`}src/main/resources`
    const names = chosen === undefined ? tree.list(directory).filter((name) => LOGGING.test(name)) : [chosen]
    return names.flatMap((name) => tree.open(`${directory}/${name}`) ?? [])
  })
  const isLost = chosen !== undefined && files.length === 0
  const lost = { why: `its log settings (${chosen}) are not read`, origin: command.origin }
  return { writes: [], gaps: [...(isLost ? [lost] : []), ...files.flatMap((file) => loggingGap(file) ?? [])] }
}

/** Agents that are known to write nothing of their own. */
const SILENT_AGENTS = /opentelemetry|jmx_prometheus|jmx-prometheus|pyroscope|dd-java-agent/

function agents({ options }: JavaCommand, { command: { origin } }: JavaAround): JavaWrites {
  const unknown = options.filter((option) => /^-(?:javaagent|agentpath):/.test(option) && !SILENT_AGENTS.test(option))
  return {
    writes: [],
    gaps: unknown.map((option) => ({ why: `what the agent of ${option.split('=')[0] ?? ''} writes is not known`, origin })),
  }
}
