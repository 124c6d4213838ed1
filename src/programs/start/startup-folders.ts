import { parseImageReference } from '../../model/image.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { sliceText } from '../../text/mapped-text.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'

/*
 * Scripts that an image's entrypoint runs by default: patterns over paths of the image, in which a `*` in the middle is one directory.
 */

/** nginx/docker-nginx entrypoint/docker-entrypoint.sh: they run if the command is nginx; files that are not executable are skipped. */
const NGINX = ['/docker-entrypoint.d/*.envsh', '/docker-entrypoint.d/*.sh']

/** just-containers/s6-overlay README.md, "Usage": version 2 and 3. */
const S6 = [
  '/etc/s6-overlay/s6-rc.d/*/up',
  '/etc/s6-overlay/s6-rc.d/*/run',
  '/etc/cont-init.d/*',
  '/etc/services.d/*/run',
  '/custom-cont-init.d/*',
]

/** jlesage/docker-baseimage README.md, "Adding an Application"; its services and initialization scripts are in the folders of s6. */
const JLESAGE = '/startapp.sh'

/** phusion/baseimage-docker image/bin/my_init. */
const MY_INIT = ['/etc/my_init.d/*', '/etc/service/*/run', '/etc/rc.local']

/** serversideup/docker-php src/common/usr/local/bin/docker-php-serversideup-entrypoint. */
const SERVERSIDEUP = '/etc/entrypoint.d/*.sh'

/** What decides whether an image runs the scripts in its folders. */
export interface StartupInput {
  /** The base image of the build, as written. */
  readonly base: string
  /** Words of ENTRYPOINT and CMD, or the container's own; undefined if the base image's apply. `null`: a shell form. */
  readonly entrypoint: readonly string[] | null | undefined
  readonly command: readonly string[] | null | undefined
  /** What the start runs, as far as it was followed. */
  readonly commands: readonly ExecutedCommand[]
  readonly files: ImageFiles
  /** Patterns from a record; absent: those of the images that are known here. */
  readonly folders?: readonly string[]
}

/** Scripts in a folder that the image's entrypoint runs: they belong to the start, although no word of the Dockerfile calls them. */
export function startupScripts(input: StartupInput): readonly FoundScript[] {
  return (input.folders ?? foldersOf(input))
    .flatMap((pattern) => matches(pattern, input.files))
    .flatMap((path) => {
      const found = input.files.open(path)
      return found ? scriptOf(path, found) : []
    })
}

function foldersOf({ base, entrypoint, command, commands }: StartupInput): readonly string[] {
  const name = parseImageReference(base.replace(/[:@].*\$.*$/, ''))?.name ?? ''
  const folders: string[] = []
  // The program comes from its own words, or from a script that calls the entrypoint of the base image.
  const first = entrypoint === undefined ? command?.[0] : undefined
  const handsOver = commands.find((each) => each.name === 'docker-entrypoint.sh')?.args[0]
  const starts = entrypoint === undefined && command === undefined ? 'nginx' : (first ?? handsOver ?? entrypoint?.[1])
  const isOwn = entrypoint === undefined || entrypoint?.[0] === '/docker-entrypoint.sh' || handsOver !== undefined
  if (/^(?:(?:docker\/)?library\/|nginx(?:inc)?\/)?nginx(?:-unprivileged)?$/.test(name) && isOwn && /^nginx(?:-debug)?$/.test(starts ?? ''))
    folders.push(...NGINX)
  const program = entrypoint === undefined ? undefined : entrypoint?.[0]
  const isBare = entrypoint === undefined
  if (program === '/init' || (isBare && command?.[0] === '/init') || (isBare && /^(?:linuxserver|jlesage|hotio|serversideup)\//.test(name)))
    folders.push(...S6)
  if (isBare && /^jlesage\//.test(name)) folders.push(JLESAGE)
  const runsMyInit = [program, command?.[0]].includes('/sbin/my_init') || (isBare && command === undefined && /^phusion\//.test(name))
  if (runsMyInit) folders.push(...MY_INIT)
  if (isBare && /^serversideup\/php$/.test(name)) folders.push(SERVERSIDEUP)
  return folders
}

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
