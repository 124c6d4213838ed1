import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { parseShell } from '../../shell/parse.ts'
import type { FoundScript } from '../../shell/world.ts'
import { sliceText } from '../../text/mapped-text.ts'
import type { ImageFile, ImageFiles } from '../image-files.ts'
import { SUPERVISORS, serviceDirectory, servicesOf } from '../servers/supervision.ts'
import { supervisorConfigurations, supervisorIncludes } from '../servers/supervisord.ts'

/** What `supervisord` starts (`command=` of its programs), from the configuration that the build copies into the image. */
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
    return found ? commandsOf(found) : []
  })
}

function commandsOf({ file, text }: ImageFile): readonly FoundScript[] {
  return [...text.text.matchAll(/^[ \t]*command[ \t]*=[ \t]*(.+)$/gm)].map((match) => {
    const start = match.index + match[0].length - (match[1] ?? '').length
    return { file, script: parseShell(sliceText(text, [start, match.index + match[0].length])) }
  })
}

/** The scripts of the services that runit, s6 or daemontools keep running. */
export function serviceScripts(command: ExecutedCommand, { open, glob }: Pick<ImageFiles, 'open' | 'glob'>): readonly FoundScript[] {
  const directory = SUPERVISORS.has(command.name) ? serviceDirectory(command) : undefined
  if (directory === undefined) return []
  return servicesOf(directory, glob).flatMap((service) => {
    const found = open(`${service}/run`)
    return found && isShellScript(`${service}/run`, found.text.text) ? [{ file: found.file, script: parseShell(found.text) }] : []
  })
}
