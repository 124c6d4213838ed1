import { baseName } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { sliceText } from '../../text/mapped-text.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'
import type { StartConvention } from './start-input.ts'

/** Programs that run the scripts in their own folders: patterns over paths of the image, in which a `*` in the middle is one directory. */
const FOLDERS: ReadonlyMap<string, readonly string[]> = new Map([
  // just-containers/s6-overlay README.md, "Usage": version 2 and 3; linuxserver's bases add the last one.
  [
    '/init',
    [
      '/etc/s6-overlay/s6-rc.d/*/up',
      '/etc/s6-overlay/s6-rc.d/*/run',
      '/etc/cont-init.d/*',
      '/etc/services.d/*/run',
      '/custom-cont-init.d/*',
    ],
  ],
  // phusion/baseimage-docker image/bin/my_init
  ['/sbin/my_init', ['/etc/my_init.d/*', '/etc/service/*/run', '/etc/rc.local']],
])

/** What decides whether an image runs the scripts in its folders. */
export interface StartupInput {
  /** Words of ENTRYPOINT and CMD, or the container's own; undefined if the base image's apply. `null`: a shell form. */
  readonly entrypoint: readonly string[] | null | undefined
  readonly command: readonly string[] | null | undefined
  /** What the start runs, as far as it was followed. */
  readonly commands: readonly ExecutedCommand[]
  readonly files: ImageFiles
  readonly convention?: StartConvention
}

/** Scripts in a folder that the image's entrypoint runs: they belong to the start, although no word of the Dockerfile calls them. */
export function startupScripts(input: StartupInput): readonly FoundScript[] {
  return foldersOf(input)
    .flatMap((pattern) => matches(pattern, input.files))
    .flatMap((path) => {
      const found = input.files.open(path)
      return found ? scriptOf(path, found) : []
    })
}

/** The folders of the program that starts, and those that the image's own entrypoint runs before its usual program. */
function foldersOf({ entrypoint, command, commands, convention }: StartupInput): readonly string[] {
  const { folders = [], command: [usual] = [] } = convention ?? {}
  // The program comes from its own words, or from a script that calls the entrypoint of the base image.
  const handsOver = commands.find(({ name }) => name === ENTRYPOINT)?.args[0]
  const isOwn = entrypoint === undefined || handsOver !== undefined || baseName(entrypoint?.[0] ?? '') === ENTRYPOINT
  const program = handsOver ?? entrypoint?.[1] ?? command?.[0]
  const isUsual = usual === undefined || (command !== null && baseName(program ?? usual) === usual)
  const own = isOwn && isUsual ? folders.flatMap((each) => FOLDERS.get(each) ?? [each]) : []
  return [...new Set([...own, ...[entrypoint?.[0], command?.[0]].flatMap((each) => FOLDERS.get(each ?? '') ?? [])])]
}

/** The name of the entrypoints of official images (docker-library), which scripts of derived images call. */
const ENTRYPOINT = 'docker-entrypoint.sh'

/** Paths that match a pattern; one directory in the middle may be any. */
function matches(pattern: string, files: ImageFiles): readonly string[] {
  const [head = '', tail] = pattern.split('/*/')
  if (tail !== undefined) return (files.glob(`${head}/*`) ?? []).map((directory) => `${directory}/${tail}`)
  return pattern.includes('*') ? (files.glob(pattern) ?? []) : [pattern]
}

/** A shell script, or an execline file that only calls a program. */
function scriptOf(path: string, found: ImageFile): readonly FoundScript[] {
  const { text } = found.text
  if (isShellScript(path, text)) return [{ file: found.file, script: parseShell(found.text) }]
  if (text.startsWith('#!') && !/^#!.*execline/.test(text)) return []
  const body = text.replace(/^#![^\n]*\n/, '')
  if (!/^\s*[\w/.-]+(?:[ \t]+[^\s{}$]+)*\s*$/.test(body)) return []
  return [{ file: found.file, script: parseShell(sliceText(found.text, [text.length - body.length, text.length])) }]
}
