import { type Container, knownValue } from '../model/container.ts'
import { databaseFile } from '../model/database-file.ts'
import { normaliseTarget } from '../model/mount.ts'
import { parentOf } from '../model/path.ts'
import { isSystemDirectory } from '../model/system-directory.ts'
import type { Need } from './need.ts'

/** What the environment of a container says that its program writes, where nothing is known of its image: the files of databases. */
export function needsFromEnvironment({ environment }: Container): Need[] {
  return environment.items.flatMap(({ value, origin }): Need[] => {
    const text = knownValue(value)
    const file = text === undefined ? undefined : databaseFile(value.name, text)
    const directory = file?.startsWith('/') ? parentOf(normaliseTarget(file)) : undefined
    if (directory === undefined || isSystemDirectory(directory)) return []
    const reason = { evidence: 'default' as const, text: `database file of ${value.name}`, origin }
    return [{ path: directory, kind: 'data', because: [reason], confidence: 'default' }]
  })
}
