import { pick } from '../../model/defined.ts'
import { absolutePath, isWithin, normaliseTarget, parentOf } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isPlainBase } from '../base-image.ts'
import { withoutScheme } from '../languages/value.ts'
import { type Format, readDirectives, type ServerDirective, splitDirective } from './directives.ts'
import { askOf, matches, type ServerSetting, type ServerSettings } from './server-settings.ts'
import type { ServerOf, ServerReading, ServerSurroundings, ServerWrite } from './server-write.ts'

/** A distribution's default places for a server's settings; `more`: places that no setting moves. */
export interface Layout {
  /** Absent: any. */
  readonly packages?: RegExp
  /** A build command that takes the package from elsewhere than the distribution. */
  readonly source?: RegExp
  readonly system?: 'alpine' | 'debian' | 'redhat'
  /** Settings whose default in this package or program is these places. */
  readonly writes?: Readonly<Record<string, ServerWrite>>
  /** Directories that it creates for the account of the server, so that a volume there gets that owner. */
  readonly owns?: readonly string[]
}

/** A server: where its settings come from, and what they decide. */
export interface ConfiguredServer {
  readonly format: Format
  /** Options that name the configuration; `operand`: the first word does, unless it is an option, or the first that matches; `setting`: a variable or an inline directive. */
  readonly file?: { readonly options?: readonly string[]; readonly operand?: true | RegExp; readonly setting?: string }
  /** Default places of the configuration. All that exist are read. `*` in the last part. */
  readonly places?: readonly string[]
  /** Other places, among the server's own files: read if visible. */
  readonly ownPlaces?: readonly string[]
  /** Files that the configuration of the image or its package includes by default, if its own text is not visible. */
  readonly drops?: readonly string[]
  /** Directives that include other files. */
  readonly includes?: readonly string[]
  /** Options that stand for directives with another name; a long option has its own name. */
  readonly options?: Readonly<Record<string, string>>
  /** Options whose value is itself a directive (`-c name=value`, `-g 'pid /x;'`). */
  readonly inline?: readonly string[]
  /** Variables that stand for directives. */
  readonly variables?: Readonly<Record<string, string>>
  /** Variables that contain a whole configuration. */
  readonly texts?: readonly string[]
  readonly settings: readonly ServerSetting[]
  readonly layouts?: readonly Layout[]
}

/** Most directories and files read for one server: a real one has a dozen. */
const MAX_FILES = 60
/** Most paths that one setting names: a server of many sites has a log for each. */
const MAX_PLACES = 50

/** Reads one server as its command starts it. */
export function configuredServer(server: ConfiguredServer): ServerOf {
  return (command, around) => {
    const found = configurationOf(server, command, around)
    const inVariables = textsOf(server, command)
    const directives = [...found.directives, ...inVariables.directives, ...variablesOf(server, command), ...optionsOf(server, command)]
    const asked = askOf(directives, found.isRead)
    const layout = server.layouts?.find(
      ({ packages, source, system }) =>
        (system ?? around.system) === around.system &&
        (!packages || [...around.packages].some((name) => packages.test(name))) &&
        (!source || around.built(source)),
    )
    const byDefault = ({ id, how, usual, anyUser }: ServerSetting): ServerReading | [] => {
      const written = layout?.writes?.[id]
      if (written || !usual) return written ?? []
      const place = usual(command, around, asked)
      return place ? { ...place, ...shipsOf(place.path, layout), ...(anyUser ? { anyUser } : {}) } : { unread: how, default: id }
    }
    const settings = server.settings
      .flatMap((setting) => settingOf(setting, asked, command, layout) ?? byDefault(setting))
      .map((reading) => withOrigin(reading, asked, around))
    // No known package installed it, so its defaults are not known.
    const isUnknown = isPlainBase(around.base) && server.layouts && !layout && !found.isRead && !server.settings.some(({ usual }) => usual)
    const moved = found.replaced
      .filter(([from]) => settings.some((each) => 'path' in each && isNear(each.path, from)))
      .map(([, file]) => file)
    const unread = [...found.unread, ...inVariables.unread, ...moved, ...(isUnknown ? [`the configuration of ${command.name}`] : [])]
    return [...settings, ...unread.map((what): ServerReading => ({ unread: what }))]
  }
}

/** Whether one of two paths is within the other. */
const isNear = (path: string, other: string): boolean => isWithin(path, other) || isWithin(other, path)

function settingOf(
  setting: ServerSetting,
  asked: ServerSettings,
  command: ExecutedCommand,
  layout: Layout | undefined,
): readonly ServerReading[] | undefined {
  const { id, kind, leaves, how } = setting
  const places = setting.places(asked)
  if (places === undefined) return undefined
  if (places === 'off') return [{ setting: id, off: true }]
  const base = typeof setting.base === 'function' ? setting.base(asked) : (setting.base ?? command.cwd ?? setting.workingDirectory)
  const more: readonly ServerReading[] = places.length > MAX_PLACES ? [{ unread: `${how} (more than ${MAX_PLACES} paths)` }] : []
  const readings = places.slice(0, MAX_PLACES).flatMap((written): readonly ServerReading[] => {
    if (/[$%]|\{\{/.test(written)) return [{ unread: `${how} (${written})` }]
    const path = absolutePath(written, base)
    if (path === undefined) return [{ unread: `${how} (${written})` }]
    const clean = normaliseTarget(path.replace(/(.)\/$/, '$1'))
    if (/^\/(?:dev|proc)\//.test(clean)) return [{ setting: id, off: true }]
    return [
      { path: clean, kind, leaves, how, setting: id, ...shipsOf(clean, layout), ...pick(setting, 'anyUser', 'mustExist', 'conditional') },
    ]
  })
  return [...readings, ...more]
}

/** A volume in a directory of the package gets the owner of that directory. */
function shipsOf(path: string, layout: Layout | undefined): Pick<ServerWrite, 'ships'> {
  return layout?.owns?.some((directory) => isWithin(path, directory)) ? { ships: 'skeleton' } : {}
}

/** A path with the line that names it, if that is in a configuration file. */
function withOrigin(reading: ServerReading, { directives }: ServerSettings, around: ServerSurroundings): ServerReading {
  if (!('path' in reading) || reading.setting === undefined) return reading
  const { path } = reading
  const from = directives.findLast(({ words }) => words.some((word) => word !== '' && path.endsWith(word.replace(/^\.?\/|\/$/g, ''))))
  const origin = from?.path === undefined ? undefined : around.lineOf(from.path, from.words.at(-1) ?? '')
  return origin ? { ...reading, origin } : reading
}

interface Configuration {
  readonly directives: readonly ServerDirective[]
  /** Files that affect the result but could not be read. */
  readonly unread: readonly string[]
  readonly isRead: boolean
  /** Paths that the build replaces in a file, each with that file. */
  readonly replaced: readonly (readonly [from: string, file: string])[]
}

function configurationOf(server: ConfiguredServer, command: ExecutedCommand, around: ServerSurroundings): Configuration {
  const directives: ServerDirective[] = []
  const unread: string[] = []
  const replaced: [string, string][] = []
  let isRead = false
  const seen = new Set<string>()
  const read = (path: string, isNamed = false) => {
    if (seen.has(path)) return
    if (seen.size >= MAX_FILES) {
      if (seen.size === MAX_FILES) unread.push(path)
      seen.add(path)
      return
    }
    seen.add(path)
    if (!path.startsWith('/') || path.includes('$') || around.unseen(path)) unread.push(path)
    const text = around.configuration(path)
    if (text === undefined) {
      readChanges(path)
      const files = around.glob(`${path}/*`).filter((file) => around.configuration(file) !== undefined)
      for (const file of files) read(file)
      // The program needs the file that its start names: it is made before the start, and not committed.
      if (isNamed && files.length === 0 && around.isHidden(path)) unread.push(path)
      return
    }
    const found = readDirectives(text, formatOf(path, formatOfText(text, server.format)))
    if (!found) unread.push(path)
    else isRead = true
    for (const directive of found ?? []) {
      directives.push({ ...directive, path })
      if (!server.includes?.some((name) => matches(name, directive.name))) continue
      for (const word of directive.words) for (const file of filesOf(word, parentOf(path), around)) read(file)
    }
    readChanges(path)
  }
  const readChanges = (path: string) => {
    for (const change of around.changes(path)) {
      if (!change) unread.push(path)
      else if ('replaces' in change) replaced.push([change.replaces, path])
      else directives.push(...(readDirectives(change.text, formatOf(path, server.format)) ?? []).map((each) => ({ ...each, path })))
    }
  }
  const given = givenFiles(server, command)
  for (const path of given) read(path, true)
  if (given.length === 0) {
    for (const place of server.ownPlaces ?? []) if (around.configuration(place) !== undefined) read(place)
    for (const place of server.places ?? []) for (const path of filesOf(place, '/', around)) read(path)
    const isOwn = (server.places ?? []).some((place) => seen.has(place) && around.configuration(place) !== undefined)
    if (!isOwn) for (const pattern of server.drops ?? []) for (const path of filesOf(pattern, '/', around)) read(path)
  }
  return { directives, unread, isRead, replaced }
}

/** A server with several formats recognises them by the name of the file. */
function formatOf(path: string, usual: Format): Format {
  if (/\.(?:ya?ml|json)$/.test(path)) return 'yaml'
  if (/\.xml$/.test(path)) return 'xml'
  return /\.toml$/.test(path) ? 'toml' : usual
}

/** The files that a path or pattern names, ordered by name. */
function filesOf(written: string, directory: string, around: ServerSurroundings): readonly string[] {
  const path = absolutePath(written, directory)
  if (path === undefined || /[$%]/.test(path)) return []
  const clean = normaliseTarget(path)
  if (!/[*?[]/.test(clean)) return [clean]
  const found = around.glob(clean)
  if (found.length === 0 && around.unseen(parentOf(clean))) return [parentOf(clean)]
  return found
}

/** The files that its options name: a path, else what is written (an address, a variable without value). */
function givenFiles(server: ConfiguredServer, command: ExecutedCommand): readonly string[] {
  const { file } = server
  const { args } = command
  const named = args.flatMap((arg, at): readonly string[] => {
    for (const option of file?.options ?? []) {
      const value = arg === option ? args[at + 1] : arg?.startsWith(`${option}=`) ? arg.slice(option.length + 1) : undefined
      if (value !== undefined) return value.split(',')
    }
    return []
  })
  const operand = operandOf(file?.operand, args)
  const inline =
    file?.setting === undefined ? undefined : askOf([...variablesOf(server, command), ...optionsOf(server, command)]).last(file.setting)
  return [...named, ...(operand === undefined ? [] : [operand]), ...(inline ? [inline] : [])].map((path) => {
    const file = withoutScheme(path)
    const absolute = /^[a-z]+:|^\$/.test(file) ? undefined : absolutePath(file, command.cwd)
    return absolute === undefined ? path : normaliseTarget(absolute)
  })
}

function operandOf(operand: true | RegExp | undefined, args: ExecutedCommand['args']): string | undefined {
  if (operand === true) return args[0]?.startsWith('-') === false ? args[0] : undefined
  return operand && args.find((arg) => arg?.startsWith('-') === false && operand.test(arg))
}

/** Configurations that variables contain. */
function textsOf({ texts = [], format }: ConfiguredServer, command: ExecutedCommand): Pick<Configuration, 'directives' | 'unread'> {
  const found = texts.flatMap((name) => {
    const value = command.variable(name)
    return value === null
      ? []
      : [{ name, directives: value === undefined ? undefined : readDirectives(value, formatOfText(value, format)) }]
  })
  return {
    directives: found.flatMap(({ directives }) => directives ?? []),
    unread: found.flatMap(({ name, directives }) => (directives ? [] : [name])),
  }
}

/** A text in braces is JSON, in which a server with blocks takes its configuration too. */
const formatOfText = (text: string, usual: Format): Format => (usual === 'blocks' && text.trimStart().startsWith('{') ? 'yaml' : usual)

function variablesOf({ variables = {} }: ConfiguredServer, command: ExecutedCommand): readonly ServerDirective[] {
  return Object.entries(variables).flatMap(([variable, name]) => {
    const value = command.variable(variable)
    return value === null ? [] : [{ name, words: [value ?? '$'] }]
  })
}

/** `--name value`, `--name=value`, short options by the server's table, and the directives that some options take. */
function optionsOf({ options = {}, inline = [], format }: ConfiguredServer, { args }: ExecutedCommand): readonly ServerDirective[] {
  return args.flatMap((arg, at): readonly ServerDirective[] => {
    if (arg === undefined || !arg.startsWith('-')) return []
    const [, written = arg, joined] = /^(-[^=]*)=(.*)$/s.exec(arg) ?? []
    const next = args[at + 1]
    const value = joined ?? (at + 1 >= args.length ? '' : (next ?? '$'))
    if (inline.includes(written)) return readDirectives(value, format === 'braces' ? 'braces' : 'equals') ?? []
    const short = Object.keys(options).find(
      (option) => option.length === 2 && arg.length > 2 && arg.startsWith(option) && !arg.startsWith('--'),
    )
    if (short !== undefined && options[arg] === undefined) return [{ name: options[short] ?? '', words: [arg.slice(2)] }]
    const name = options[written] ?? (/^--?[a-z]/i.test(written) ? written.replace(/^-+/, '').toLowerCase() : undefined)
    if (name === undefined) return []
    const isSwitch = joined === undefined && (at + 1 >= args.length || (value.startsWith('-') && value.length > 1))
    return [
      {
        name,
        words: isSwitch ? [] : joined === undefined ? [value] : splitDirective(joined).length > 1 ? splitDirective(joined) : [joined],
      },
    ]
  })
}
