import { baseName, isWithin, parentOf } from '../../../model/path.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { type ApplicationWrite, pathFrom } from '../../application.ts'
import type { Gap } from '../program-input.ts'
import type { ProgramFiles, Started } from '../started.ts'

/** A server that a framework generates at build time; it starts by its file, which no repository has. */
export interface GeneratedServer {
  /** The package that generates it. */
  readonly name: string
  /** The directory of its sources, which other packages of the project are around. */
  readonly root: string
  readonly files: ProgramFiles
  /** Where the server runs: in the directory of its file. */
  readonly cwd: string
}

interface Generator {
  readonly name: string
  /** The file that starts it. */
  readonly entry?: RegExp
  /** What the image copies, if the file's name says nothing. */
  readonly copied?: RegExp
}

const GENERATORS: readonly Generator[] = [
  // nextjs.org, "output"
  { name: 'next', copied: /\.next\/standalone/ },
  // nuxt.com, "Deployment", "Node.js Server"
  { name: 'nuxt', entry: /\/server\/index\.mjs$/ },
  // svelte.dev/docs/kit/adapter-node
  { name: '@sveltejs/adapter-node', entry: /\/build(?:\/index(?:\.js)?)?$/ },
  // docs.astro.build, "@astrojs/node"
  { name: '@astrojs/node', entry: /\/server\/entry\.mjs$/ },
]

/** The generated server that a file starts, if a project of the build has the package that generates it. */
export function generatedServer(entry: string, started: Started): GeneratedServer | undefined {
  for (const { name, entry: pattern, copied } of GENERATORS) {
    if (!(pattern?.test(entry) ?? (copied && started.copies(copied)))) continue
    const found = started.projects().find(({ open }) => open('package.json')?.text.text.includes(`"${name}"`))
    if (!found) continue
    const root = pathFrom('/', found.path)
    const up = root === '/' ? '' : '../'.repeat(root.split('/').length - 1)
    const below = (path: string) => (root !== '/' && isWithin(path, root) ? path.slice(root.length + 1) : `${up}${path.slice(1)}`)
    const list = (directory: string) => found.list(below(directory))
    const files = {
      open: (path: string) => found.open(below(path)),
      list,
      isThere: (path: string) => list(parentOf(path)).includes(baseName(path)),
    }
    return { name, root, files, cwd: parentOf(entry) }
  }
  return undefined
}

/** Next.js keeps optimised images and fetched data there (nextjs.org, "Caching"). */
export function generatedWrites({ name, cwd }: GeneratedServer, { origin, conditional }: ExecutedCommand): readonly ApplicationWrite[] {
  if (name !== 'next') return []
  const path = pathFrom(cwd, '.next/cache')
  return [
    { path, kind: 'cache', leaves: 'below', how: 'image and fetch cache of Next.js', origin, ...(conditional ? { conditional } : {}) },
  ]
}

/** Settings and packages of Nuxt that keep files or a database in `.data` (content.nuxt.com, hub.nuxt.com, nitro.build, "Storage", "Database"). */
const NUXT_STORES = /@nuxt\/content|@nuxthub\/core|\bdriver:\s?["']fs|\bdatabase:\s?true/

/** Nitro keeps what `useStorage('data')` and `useDatabase()` get in `.data` (seen on an engine). */
const STORES = /\buse(?:Storage|Database)\(/

/** What components use on the server, which are not read. */
const FILES = /["'](?:node:)?fs(?:\/promises)?["']/

/** Astro keeps sessions in files below node_modules (docs.astro.build, "Sessions"; seen on an engine). */
const SESSIONS = /\b(?:Astro|context|ctx)\.session\b|\bsession\??\.set\(/

/** What the reading of the sources does not see. */
export function generatedGaps({ name, root, files }: GeneratedServer, { origin }: ExecutedCommand): readonly Gap[] {
  const settings = ['package.json', 'nuxt.config.ts', 'nuxt.config.js', 'nuxt.config.mjs'].map(
    (file) => files.open(pathFrom(root, file))?.text.text ?? '',
  )
  if (
    name === 'nuxt' &&
    (settings.some((text) => NUXT_STORES.test(text)) || textsOf(/\.[cm]?[jt]s$/, files, root).some((text) => STORES.test(text)))
  )
    return [{ why: 'what Nuxt stores in its directory for data is not known', origin }]
  if (name === '@astrojs/node' && textsOf(/\.(?:astro|[cm]?[jt]s)$/, files, root).some((text) => SESSIONS.test(text)))
    return [{ why: 'where Astro keeps its sessions is not known', origin }]
  if (name === 'next' || !textsOf(/\.(?:astro|svelte|vue)$/, files, root).some((text) => FILES.test(text))) return []
  return [{ why: 'what its components write is not read', origin }]
}

const MAX_DEPTH = 6

/** The texts of the sources with names that match. */
function textsOf(names: RegExp, files: ProgramFiles, directory: string, depth = 0): readonly string[] {
  return files.list(directory).flatMap((name): readonly string[] => {
    const path = pathFrom(directory, name)
    if (names.test(name)) return [files.open(path)?.text.text ?? '']
    return depth === MAX_DEPTH || name.includes('.') || name === 'node_modules' ? [] : textsOf(names, files, path, depth + 1)
  })
}
