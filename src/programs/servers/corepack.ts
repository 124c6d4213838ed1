import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { inDirectory, type ServerSurroundings, type ServerWrite, userHome } from './server-write.ts'

/**
 * Package managers that `corepack enable` replaces by commands that fetch the real one (nodejs/corepack README.md), each with the build
 * commands that fetch it.
 */
const MANAGERS = [
  [
    'pnpm',
    /\bcorepack[\s\\]+(?:install|use|up|prepare(?:[\s\\]+[\w@.+-]{1,60}){0,3}?[\s\\]+pnpm)\b|(?:^|[;&|(]|\b(?:then|do|exec)\b)[ \t]*pnpm\b/m,
  ],
  [
    'yarn',
    /\bcorepack[\s\\]+(?:install|use|up|prepare(?:[\s\\]+[\w@.+-]{1,60}){0,3}?[\s\\]+yarn)\b|(?:^|[;&|(]|\b(?:then|do|exec)\b)[ \t]*yarn\b/m,
  ],
] as const

/**
 * The first call of a package manager fetches it into a cache of the user, unless the build has called it as the same user or has prepared
 * it. Without a cache that it can write, it stops (nodejs/corepack sources/folderUtils.ts, sources/corepackUtils.ts `installVersion`).
 */
export function corepack(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const [manager, prepares] = MANAGERS.find(([name]) => name === command.name || command.wrappers.includes(name)) ?? []
  if (manager === undefined || !around.built(/\bcorepack\s+enable\b/)) return []
  const [chosen, caches] = [command.variable('COREPACK_HOME'), command.variable('XDG_CACHE_HOME')]
  if (chosen === null ? around.builtByUser(prepares) : around.built(prepares)) return []
  const home = userHome(around)
  const cache = caches === null ? home && `${home}/.cache` : caches
  return [inDirectory(chosen === null ? cache && `${cache}/node/corepack` : chosen, command, 'cache', `${manager}, which corepack fetches`)]
}
