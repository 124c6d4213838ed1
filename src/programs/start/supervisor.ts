import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { type MappedText, sliceText } from '../../text/mapped-text.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'
import { serviceDirectory, servicesOf, supervises } from '../servers/supervision.ts'
import { supervisorConfigurations, supervisorIncludes } from '../servers/supervisord.ts'

/** Settings of supervisord that name a file it writes. */
const WRITTEN = /^[ \t]*(?:logfile|pidfile|file|stdout_logfile|stderr_logfile)[ \t]*=[ \t]*([^\s;]+)/gm

/**
 * What `supervisord` starts (`command=` of its programs) and writes (log, pid and socket files), from the configuration that the
 * build copies into the image. A file it writes comes back as the redirection that would write it.
 */
export function supervisedCommands(command: ExecutedCommand, { open, glob }: Pick<ImageFiles, 'open' | 'glob'>): readonly FoundScript[] {
  if (command.name !== 'supervisord') return []
  const places = new Set(
    supervisorConfigurations(command).flatMap((place) => [
      place,
      ...supervisorIncludes(place, open(place)?.text.text).flatMap((pattern) => glob(pattern) ?? []),
    ]),
  )
  return [...places].flatMap((place) => {
    const found = open(place)
    return found ? [...commandsOf(found), ...writtenFiles(found)] : []
  })
}

function commandsOf({ file, text }: ImageFile): readonly FoundScript[] {
  return [...text.text.matchAll(/^[ \t]*command[ \t]*=[ \t]*(.+)$/gm)].map((match) => {
    const start = match.index + match[0].length - (match[1] ?? '').length
    return { file, script: parseShell(sliceText(text, [start, match.index + match[0].length])) }
  })
}

function writtenFiles({ file, text }: ImageFile): readonly FoundScript[] {
  return [...text.text.matchAll(WRITTEN)].flatMap((match): readonly FoundScript[] => {
    const path = match[1] ?? ''
    // `NONE`, `AUTO` and `syslog` are words of supervisord; `%(here)s` is a path that we do not follow.
    if (!path.startsWith('/') || path.includes('%')) return []
    const end = match.index + match[0].length
    return [{ file, script: redirectionTo(sliceText(text, [end - path.length, end])) }]
  })
}

function redirectionTo(path: MappedText): FoundScript['script'] {
  const source = path.pieces[0]?.source ?? [0, 0]
  const sign = { at: 0, length: 2, source: [source[0], source[0]] as const }
  return parseShell({ text: `> ${path.text}`, pieces: [sign, ...path.pieces.map((piece) => ({ ...piece, at: piece.at + 2 }))] })
}

/** The scripts of the services that runit, s6 or daemontools keep running. */
export function serviceScripts(command: ExecutedCommand, { open, glob }: Pick<ImageFiles, 'open' | 'glob'>): readonly FoundScript[] {
  const directory = supervises(command) ? serviceDirectory(command) : undefined
  if (directory === undefined) return []
  return servicesOf(directory, glob).flatMap((service) => {
    const found = open(`${service}/run`)
    return found && isShellScript(`${service}/run`, found.text.text) ? [{ file: found.file, script: parseShell(found.text) }] : []
  })
}
