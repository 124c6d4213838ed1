import type { DefinitionEdit } from '../../engine-command/file-content.ts'
import { mountAt } from '../../model/apply-intent.ts'
import type { Container } from '../../model/container.ts'
import type { Span } from '../../model/fact.ts'
import type { Intent } from '../../model/intent.ts'
import { pushTo } from '../../model/maps.ts'
import { normaliseTarget } from '../../model/path.ts'
import { conflictsWithSecurityOption } from '../../model/security-option.ts'
import type { RefusedIntent } from '../../model/together.ts'
import type { TextEdit } from '../../text/edit.ts'
import type { IniEntry } from '../../text/ini.ts'
import { QUADLET } from './dialect.ts'

/** A new key goes after the keys of its group. */
const NEIGHBOURS: readonly (readonly string[])[] = [
  ['ReadOnly', 'ReadOnlyTmpfs', 'Tmpfs', 'Mount', 'Volume'],
  ['Environment', 'EnvironmentFile'],
  ['DropCapability', 'AddCapability', 'NoNewPrivileges'],
]

/** Writes the intents as keys of `[Container]`: a contradicting key is changed, a new one goes to its group or to the end. */
export function editQuadlet(
  intents: readonly Intent[],
  container: Container,
  entries: readonly IniEntry[],
  header: Span,
  text: string,
): DefinitionEdit {
  const edits: TextEdit[] = []
  const refused: RefusedIntent[] = []
  const inserts = new Map<number, string[]>()
  for (const intent of intents) {
    const existing = entryFor(intent, entries)
    const line = lineFor(intent, container, existing)
    if (line === undefined) refused.push({ intent, why: 'no key of a quadlet can say that in place' })
    else if (existing) edits.push({ span: existing.span, text: line })
    else {
      const at = placeFor(line, entries, header)
      pushTo(inserts, at, line)
    }
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  for (const [at, lines] of inserts) edits.push({ span: [at, at], text: lines.map((line) => newline + line).join('') })
  return { edits, refused }
}

/** The key that an intent changes instead of adding one. */
function entryFor(intent: Intent, entries: readonly IniEntry[]): IniEntry | undefined {
  const last = (test: (entry: IniEntry) => boolean): IniEntry | undefined => entries.findLast(test)
  switch (intent.do) {
    case 'set-read-only-root':
      return last(({ key }) => key === 'ReadOnly')
    case 'set-mount-read-only':
      return last(
        ({ key, value }) => key === 'Volume' && normaliseTarget(value.text.trim().split(':')[1] ?? '') === normaliseTarget(intent.path),
      )
    case 'set-environment':
      return last(
        ({ key, value }) => key === 'Environment' && value.text.trim().startsWith(`${intent.name}=`) && !/\s/.test(value.text.trim()),
      )
    case 'add-security-option':
      return conflictsWithSecurityOption('no-new-privileges:false', intent.option)
        ? last(({ key }) => key === 'NoNewPrivileges')
        : undefined
    default:
      return undefined
  }
}

function lineFor(intent: Intent, container: Container, existing: IniEntry | undefined): string | undefined {
  switch (intent.do) {
    // Only podman's own tmpfs gives way to a new line; what the unit mounts is the user's to change.
    case 'set-tmpfs-options':
    case 'tmpfs-to-volume':
      return mountAt(container, intent.path)?.implied ? QUADLET.intent(intent) : undefined
    case 'set-mount-read-only':
      return existing && !/:[a-z,]+$/i.test(existing.value.text.trim()) ? `Volume=${existing.value.text.trim()}:ro` : undefined
    case 'set-environment':
      return /[\s"'\\%]/.test(intent.value) ? undefined : QUADLET.intent(intent)
    default:
      return QUADLET.intent(intent)
  }
}

/** End of the entry after which a new line goes. */
function placeFor(line: string, entries: readonly IniEntry[], header: Span): number {
  const key = line.slice(0, line.indexOf('='))
  const like = NEIGHBOURS.find((group) => group.includes(key)) ?? []
  const neighbour = entries.findLast((entry) => entry.key === key) ?? entries.findLast((entry) => like.includes(entry.key))
  const image = entries.find((entry) => entry.key === 'Image')
  return (neighbour ?? image ?? entries.at(-1))?.span[1] ?? header[1]
}
