import type { TmpfsOptions } from '../../../model/mount.ts'
import { sizeText } from '../../../model/wording.ts'
import { type NewEntry, word } from './render.ts'

/** What the long form cannot say (Compose Specification, "volumes", long syntax: `tmpfs` has only size and mode); undefined where it can. */
export function unsayableInLongForm(options: TmpfsOptions, swarm: boolean): string | undefined {
  const words = [
    options.uid === undefined ? undefined : 'uid',
    options.gid === undefined ? undefined : 'gid',
    options.exec ? 'exec' : undefined,
    options.suid ? 'suid' : undefined,
    options.dev ? 'dev' : undefined,
    ...(options.other ?? []),
    // Swarm drops the mode, and mounts with 1777.
    swarm && options.mode !== undefined && options.mode !== 0o1777 ? `mode=${options.mode.toString(8)}` : undefined,
  ].filter((each) => each !== undefined)
  return words.length === 0 ? undefined : words.join(', ')
}

/** The entries of a long form's `tmpfs:`. */
export function longTmpfsFields(options: TmpfsOptions, swarm: boolean): NewEntry[] {
  const fields: NewEntry[] = []
  // Swarm's schema takes a number of bytes only.
  if (options.size !== undefined) fields.push({ key: 'size', value: word(swarm ? String(options.size) : sizeText(options.size)) })
  if (options.mode !== undefined && !swarm) fields.push({ key: 'mode', value: word(`0${options.mode.toString(8)}`) })
  return fields
}
