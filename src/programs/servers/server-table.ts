import { pick } from '../../model/defined.ts'
import { once } from '../../model/lazy.ts'
import { byNames } from '../../model/own.ts'
import { parentOf } from '../../model/path.ts'
import type { WriteKind } from '../../model/write-kind.ts'
import { CODED_PLACES, CODED_USUAL } from './coded-settings.ts'
import { type ConfiguredServer, configuredServer, type Layout } from './configured-server.ts'
import { absolute, type ServerSetting, type ServerSettings, type WrittenPlaces } from './server-settings.ts'
import { inDirectory, prepared, type ServerOf, type ServerWrite, write } from './server-write.ts'
import { servers } from './table.js'

type Names = string | readonly string[]

/** What differs from the setting; a path alone is enough. Relative paths start at the working directory. */
type UsualRow = string | { readonly path: string; readonly kind?: WriteKind; readonly what?: string }

/**
 * A setting of a server in `configured/*.yaml`. One of four fields has the directives that name a file, or a directory below which it
 * writes: `file` and `directory` take the last one's value, `files` and `directories` every one's. Without them `coded-settings.ts` knows.
 */
interface SettingRow extends Pick<ServerSetting, 'kind' | 'workingDirectory' | 'anyUser' | 'mustExist' | 'conditional'> {
  /** One short phrase: "pid file of nginx". */
  readonly what: string
  readonly file?: Names
  readonly files?: Names
  readonly directory?: Names
  readonly directories?: Names
  readonly leaves?: ServerSetting['leaves']
  /** Only absolute paths name files; others are devices and the like. */
  readonly absolute?: true
  /** The first group of this pattern is the path. */
  readonly pattern?: string
  /** The path is the word after this one: `stats socket /x`. */
  readonly after?: string
  /** What separates several paths. */
  readonly separator?: string
  /** Of directories inside each other, only the outermost count. */
  readonly outermost?: true
  /** Values that switch it off; an empty one does too. */
  readonly off?: string
  /** It is written only if the last directive with one of these names, or nothing, matches. */
  readonly where?: Readonly<Record<string, string>>
  /** The path without a directive. */
  readonly default?: string
  /** What it always writes without a setting, where no package of a distribution chose otherwise. */
  readonly usual?: UsualRow
  /** Without a setting the server writes at a place of its own, which only a record of its image knows. */
  readonly hasDefault?: true
  readonly base?: BaseRow
}

/** The base of relative paths: a directory, `beside` for that of the configuration, or what a setting says. */
type BaseRow = string | { readonly setting: string; readonly else?: string }

interface LayoutRow extends Pick<Layout, 'system' | 'owns'> {
  /** A pattern for the names of packages. */
  readonly packages?: string
  /** A pattern for a build command. */
  readonly source?: string
  /** By setting: what its row says holds, except where this says otherwise. `prepared`: the package creates it for its own account. */
  readonly writes?: Readonly<
    Record<string, Partial<ServerWrite> & { readonly path: string; readonly what?: string; readonly prepared?: true }>
  >
}

/** A server in `configured/*.yaml`, by the names of its programs. `{program}` in a place stands for the name. */
export interface ServerRow extends Omit<ConfiguredServer, 'file' | 'settings' | 'layouts'> {
  readonly file?: { readonly options?: readonly string[]; readonly operand?: true | string; readonly setting?: string }
  readonly settings: Readonly<Record<string, SettingRow>>
  readonly layouts?: readonly LayoutRow[]
  /** Sections of the file in which each directive may be. */
  readonly sections?: readonly string[]
  /** Texts in the configuration that stand for paths. */
  readonly constants?: Readonly<Record<string, string>>
  /** A directive may have `-` for `_`. */
  readonly dashed?: true
  /** For all settings. */
  readonly base?: BaseRow
  readonly anyUser?: true
}

const ROWS = new Map(byNames(servers))

/** The programs of the table, each with its server, which is read when it first starts. */
export const CONFIGURED: readonly (readonly [program: string, server: ServerOf])[] = [...ROWS.keys()].map((program) => {
  const read = once(() => configuredServer(tableServer(program)))
  return [program, (command, around) => read()(command, around)]
})

/** The server of a program in the table. Throws a RangeError if there is none. */
export function tableServer(program: string): ConfiguredServer {
  const row = ROWS.get(program)
  if (!row) throw new RangeError(`the table has no ${program}`)
  return serverOfRow(program, row)
}

/** Reads the row of a program. */
export function serverOfRow(program: string, row: ServerRow): ConfiguredServer {
  const { file, settings, layouts, places, ...rest } = row
  const operand = typeof file?.operand === 'string' ? new RegExp(file.operand) : file?.operand
  return {
    ...rest,
    ...(file ? { file: { ...pick(file, 'options', 'setting'), ...(operand ? { operand } : {}) } } : {}),
    ...(places ? { places: places.map((place) => place.replaceAll('{program}', program)) } : {}),
    settings: Object.entries(settings).map(([id, setting]) => settingOf(id, setting, row)),
    ...(layouts ? { layouts: layouts.map((layout) => layoutOf(layout, settings)) } : {}),
  }
}

function settingOf(id: string, row: SettingRow, server: ServerRow): ServerSetting {
  const usual = CODED_USUAL[id] ?? usualOf(row)
  const base = row.base ?? server.base
  return {
    id,
    how: row.what,
    leaves: row.leaves ?? (row.file || row.files ? 'file' : 'below'),
    places: CODED_PLACES[id] ?? placesOf(row, server),
    ...(usual ? { usual } : {}),
    ...(base === undefined ? {} : { base: baseOf(base, server) }),
    ...pick({ ...pick(server, 'anyUser'), ...row }, 'kind', 'workingDirectory', 'anyUser', 'mustExist', 'conditional'),
  }
}

function baseOf(base: BaseRow, server: ServerRow): NonNullable<ServerSetting['base']> {
  if (base === 'beside') return ({ directives }) => directives.flatMap(({ path }) => (path === undefined ? [] : parentOf(path))).at(-1)
  return typeof base === 'string' ? base : ({ last }: ServerSettings) => last(...spellings(base.setting, server)) ?? base.else
}

function usualOf({ usual, hasDefault, kind, what }: SettingRow): ServerSetting['usual'] {
  if (usual === undefined) return hasDefault && (() => undefined)
  const { path, ...own } = typeof usual === 'string' ? { path: usual } : usual
  return (command) => inDirectory(path, command, own.kind ?? kind, own.what ?? what)
}

/** The names of a directive in a configuration: with its sections, and with `-` for `_`. */
function spellings(names: Names, { sections = [], dashed }: ServerRow): readonly string[] {
  const own = [names].flat().flatMap((name) => (dashed ? [name, name.replaceAll('_', '-')] : [name]))
  return own.flatMap((name) => [name, ...sections.map((section) => `${section}.${name}`)])
}

function placesOf(row: SettingRow, server: ServerRow): ServerSetting['places'] {
  const every = row.files ?? row.directories
  const names = spellings(every ?? row.file ?? row.directory ?? [], server)
  const pathsIn = pathsOf(row, every !== undefined)
  const constants = Object.entries(server.constants ?? {})
  const filled = (word: string) => constants.reduce((text, [name, path]) => text.replace(name, path), word)
  const conditions = Object.entries(row.where ?? {}).map(
    ([of, pattern]) => [spellings(of.split(' '), server), new RegExp(pattern, 'i')] as const,
  )
  return (asked) => {
    // A name without a value is a switch: it is on.
    const state = (of: readonly string[]) => asked.last(...of) ?? (asked.has(...of) ? 'true' : '')
    if (!conditions.every(([of, pattern]) => pattern.test(state(of)))) return 'off'
    const given = asked.all(...names)
    const found = (every === undefined ? given.slice(-1) : given).flatMap((words) => pathsIn(words.map(filled)))
    if (found.length === 0) return row.default === undefined ? undefined : [row.default]
    const paths = found.filter((path) => path !== '')
    return paths.length === 0 ? 'off' : row.outermost ? outermost(paths) : paths
  }
}

/** The paths in the words of a directive; an empty one: it switches the setting off. */
function pathsOf(row: SettingRow, isEvery: boolean): (words: readonly string[]) => readonly string[] {
  const pattern = row.pattern === undefined ? undefined : new RegExp(row.pattern, 's')
  const off = row.off === undefined ? undefined : new RegExp(row.off)
  return ([first, second]) => {
    const word = row.after === undefined ? first : first === row.after ? second : undefined
    if (word === undefined || (word === '' && isEvery && !row.absolute)) return []
    if (off?.test(word)) return ['']
    if (pattern) return [...(pattern.exec(word) ?? [])].slice(1, 2)
    const paths = row.separator === undefined ? [word] : word.split(row.separator).map((path) => path.trim())
    return row.absolute ? paths.map(absolute) : paths
  }
}

/** Of directories inside each other, the outermost; undefined if none is absolute. */
function outermost(paths: readonly string[]): WrittenPlaces {
  const own = paths.filter((path) => path.startsWith('/')).map((path) => path.replace(/(.)\/+$/, '$1'))
  const outer = own.filter((path) => !own.some((other) => other !== path && path.startsWith(`${other}/`)))
  return outer.length === 0 ? undefined : [...new Set(outer)]
}

function layoutOf({ packages, source, writes, ...rest }: LayoutRow, settings: ServerRow['settings']): Layout {
  const written = Object.entries(writes ?? {}).map(([id, { path, what, prepared: isPrepared, ...more }]) => {
    const setting = settings[id]
    const [kind, how] = [more.kind ?? setting?.kind ?? 'data', what ?? setting?.what ?? id]
    return [id, { ...(isPrepared ? prepared(path, kind, how) : write(path, kind, how)), ...more }] as const
  })
  const patterns = { ...(packages ? { packages: new RegExp(packages) } : {}), ...(source ? { source: new RegExp(source) } : {}) }
  return { ...rest, ...patterns, ...(writes ? { writes: Object.fromEntries(written) } : {}) }
}
