import { firstFound, remember } from '../../../model/maps.ts'
import { baseName } from '../../../model/path.ts'
import { object } from '../../../text/json.ts'
import { tomlObject } from '../../../text/toml.ts'
import { lineAt } from '../../application.ts'
import type { ImageFile } from '../../image-files.ts'
import type { CompiledProject } from '../../start/compiled-projects.ts'
import { childNamed, readXml, textIn, type XmlElement } from '../../xml.ts'
import type { Gap } from '../program-input.ts'

/** What a build of Maven or Gradle puts into a program. */
export interface JavaProject {
  readonly tree: CompiledProject
  /** Directories of its own modules, below or around that of the tree; the started one first. */
  readonly modules: readonly string[]
  /** Names of the libraries (artifact ids, without group and version). */
  readonly libraries: ReadonlySet<string>
  readonly gaps: readonly Gap[]
}

/** A module's build file as it is written. */
interface BuildFile {
  readonly found: ImageFile
  readonly libraries: readonly string[]
  /** Modules of the same build that it needs: directories that were found, and names that were not. */
  readonly own: readonly string[]
  readonly missing: readonly string[]
}

const GRADLE = ['build.gradle', 'build.gradle.kts']

/** The project of a directory; undefined if neither Maven nor Gradle builds it. */
export function javaProject(tree: CompiledProject): JavaProject | undefined {
  const modules = new Set([''])
  const libraries = new Set<string>()
  const gaps: Gap[] = []
  for (const module of modules) {
    const read = mavenFile(module, tree) ?? gradleFile(module, tree)
    if (!read) {
      if (module === '') return undefined
      gaps.push({ why: `the build file of ${baseName(module)}, which it needs, was not found` })
      continue
    }
    for (const each of read.libraries) libraries.add(each)
    for (const each of read.own) modules.add(each)
    for (const name of read.missing)
      gaps.push({
        why: `${name}, a module that it needs, was not found`,
        origin: lineAt(read.found, Math.max(read.found.text.text.indexOf(name), 0)),
      })
  }
  return { tree, modules: [...modules], libraries, gaps }
}

/** Joins relative directories; `..` at the beginning stays. */
function within(directory: string, path: string): string {
  const parts: string[] = []
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

interface Pom {
  readonly found: ImageFile
  readonly project: XmlElement
  readonly group: string
  readonly name: string
}

const poms = new WeakMap<ImageFile['text'], readonly XmlElement[]>()

function pomAt(directory: string, { open }: CompiledProject): Pom | undefined {
  const found = open(within(directory, 'pom.xml'))
  const project = found && remember(poms, found.text, () => readXml(found.text.text)).find(({ name }) => name === 'project')
  if (!found || !project) return undefined
  const group = textIn(project, 'groupId') ?? textIn(childNamed(project, 'parent'), 'groupId') ?? ''
  return { found, project, group, name: textIn(project, 'artifactId') ?? '' }
}

/** Most directories above a module that belong to its build. */
const MAX_UP = 5

/** A module of Maven, with what it inherits (maven.apache.org, "Introduction to the POM"). */
function mavenFile(module: string, tree: CompiledProject): BuildFile | undefined {
  const pom = pomAt(module, tree)
  if (!pom) return undefined
  const needed: Dependency[] = []
  let [at, each]: [string, Pom | undefined] = [module, pom]
  for (let up = 0; each && up < MAX_UP; up++) {
    needed.push(...dependenciesOf(each))
    const parent: XmlElement | undefined = childNamed(each.project, 'parent')
    const path: string = textIn(parent, 'relativePath') ?? '../pom.xml'
    at = within(at, path.replace(/(?:^|\/)pom\.xml$/, '/.'))
    const above: Pom | undefined = parent && path !== '' ? pomAt(at, tree) : undefined
    each = above?.name === textIn(parent, 'artifactId') ? above : undefined
  }
  const siblings = siblingsOf(module, tree)
  const directoryOf = ({ name, group }: Dependency): string | undefined => {
    const beside = within(module, `../${name}`)
    return siblings.get(name) ?? (isOwnGroup(group, pom.group) && pomAt(beside, tree)?.name === name ? beside : undefined)
  }
  const own = needed.flatMap((each) => directoryOf(each) ?? [])
  const others = needed.filter((each) => directoryOf(each) === undefined)
  const missing = others.filter(({ group }) => isOwnGroup(group, pom.group)).map(({ name }) => name)
  return { found: pom.found, libraries: others.map(({ name }) => name), own, missing }
}

interface Dependency {
  readonly name: string
  readonly group: string
}

/** Dependencies that are in the program: not those of tests. */
function dependenciesOf({ project, group }: Pom): readonly Dependency[] {
  return (childNamed(project, 'dependencies')?.children ?? []).flatMap((each) => {
    if (/^(?:test|import)$/.test(textIn(each, 'scope') ?? '') || textIn(each, 'type') === 'pom') return []
    const written = textIn(each, 'groupId') ?? ''
    return [{ name: textIn(each, 'artifactId') ?? '', group: /^\$\{(?:project\.)?(?:parent\.)?groupId\}$/.test(written) ? group : written }]
  })
}

/** Whether a group is that of a project, or above or below it. One word (`org`) says nothing. */
function isOwnGroup(group: string, own: string): boolean {
  if (!group.includes('.') || !own.includes('.')) return group === own && own !== ''
  return group === own || group.startsWith(`${own}.`) || own.startsWith(`${group}.`)
}

const builds = new WeakMap<CompiledProject, Map<string, ReadonlyMap<string, string>>>()

/** The modules of a build by artifact id: those of every build file above the module, whether it is the parent or not. */
function siblingsOf(module: string, tree: CompiledProject): ReadonlyMap<string, string> {
  let top = module
  for (let up = 0; up < MAX_UP && pomAt(within(top, '..'), tree); up++) top = within(top, '..')
  const known = remember(builds, tree, () => new Map<string, ReadonlyMap<string, string>>())
  return remember(known, top, () => modulesBelow(top, tree))
}

function modulesBelow(top: string, tree: CompiledProject): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const directories = new Set([top])
  for (const directory of directories) {
    const pom = pomAt(directory, tree)
    if (!pom) continue
    if (textIn(pom.project, 'packaging') !== 'pom') found.set(pom.name, directory)
    const listed = childNamed(pom.project, 'modules')?.children ?? []
    if (directories.size < MAX_MODULES) for (const { text } of listed) directories.add(within(directory, text.replace(/\/?pom\.xml$/, '')))
  }
  return found
}

const MAX_MODULES = 300

/** What Gradle puts into a program, by the names of its own configurations (docs.gradle.org, "The Java Library Plugin"). */
const CONFIGURATIONS = /^[ \t]*(?:api|implementation|runtimeOnly|compile|runtime|developmentOnly)\b[ \t(]+(?:\r?\n[ \t]*)?(.*)$/gm

function gradleFile(module: string, tree: CompiledProject): BuildFile | undefined {
  const found = GRADLE.flatMap((name) => tree.open(within(module, name)) ?? [])[0]
  if (!found) return undefined
  const roots = rootsOf(module, tree)
  const root = roots.at(-1)
  const shared = root === undefined || root === module ? undefined : GRADLE.flatMap((name) => tree.open(within(root, name)) ?? [])[0]
  const lines = [found, shared].flatMap((each) => [...(each?.text.text.matchAll(CONFIGURATIONS) ?? [])].map(([, rest = '']) => rest))
  const catalog = catalogOf(root === undefined ? undefined : tree.open(within(root, 'gradle/libs.versions.toml')))
  const needed = lines.flatMap((line): readonly Dependency[] => {
    const [, group = '', name] =
      /["']([\w.-]+):([\w.-]+)/.exec(line) ?? /\bgroup\s*[:=]\s*["']([\w.-]+)["'].*\bname\s*[:=]\s*["']([\w.-]+)/.exec(line) ?? []
    const alias = /\blibs\.([\w.]+)/.exec(line)?.[1]
    if (name !== undefined) return [{ group, name }]
    return alias === undefined ? [] : (catalog.get(alias) ?? [{ group: '', name: alias.replaceAll('.', '-') }])
  })
  const libraries = needed.map(({ name }) => name)
  const group =
    [found, shared].flatMap((each) => /^[ \t]*group[ \t]*=?[ \t]*["']([\w.-]+)/m.exec(each?.text.text ?? '')?.[1] ?? [])[0] ?? ''
  const own: string[] = []
  const missing = needed.flatMap((each) => (isOwnGroup(each.group, group) ? [each.name] : []))
  for (const line of lines) {
    const path = /\bproject\s*\(?\s*(?:path\s*[:=]\s*)?["']:?([^"']+)["']/.exec(line)?.[1]
    const name = path ?? /\bprojects\.([\w.]+)/.exec(line)?.[1]?.replaceAll('.', ':')
    if (name === undefined) continue
    const directory = firstFound(roots, (each) => moduleOf(name, each, tree))
    if (directory === undefined) missing.push(name)
    else own.push(directory)
  }
  return { found, libraries, own, missing }
}

/** The libraries of a version catalog by the names that build files use (docs.gradle.org, "Version Catalogs"); a bundle has several. */
function catalogOf(found: ImageFile | undefined): ReadonlyMap<string, readonly Dependency[]> {
  const alias = (name: string) => name.replace(/[-_]/g, '.')
  const toml = tomlObject(found?.text.text)
  const libraries = Object.entries(object(toml?.libraries)).map(([name, value]): [string, readonly Dependency[]] => {
    const { module, group, name: own } = object(value)
    const [first = '', second = ''] = String(typeof value === 'string' ? value : (module ?? `${group}:${own}`)).split(':')
    return [alias(name), [{ group: first, name: second }]]
  })
  const byName = new Map(libraries)
  for (const [name, list] of Object.entries(object(toml?.bundles)))
    byName.set(
      `bundles.${alias(name)}`,
      (Array.isArray(list) ? list : []).flatMap((each) => byName.get(alias(String(each))) ?? []),
    )
  return byName
}

/** The directories at and above a module that have settings of a build; a module may have its own and not use them. */
function rootsOf(module: string, { open }: CompiledProject): readonly string[] {
  const found: string[] = []
  for (let at = module, up = 0; up <= MAX_UP; up++, at = within(at, '..'))
    if (open(within(at, 'settings.gradle')) ?? open(within(at, 'settings.gradle.kts'))) found.push(at)
  return found
}

/** The directory of a module by its path (`a:b`). */
function moduleOf(name: string, root: string, { open }: CompiledProject): string | undefined {
  const directory = within(root, name.replaceAll(':', '/'))
  return GRADLE.some((each) => open(within(directory, each))) ? directory : undefined
}
