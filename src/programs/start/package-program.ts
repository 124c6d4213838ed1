import { baseName } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { VALUES } from '../languages/javascript/node-options.ts'
import { firstOf } from '../languages/words.ts'

/** Programs that run a file of JavaScript. */
const RUNTIMES = /^(?:node|nodejs|ts-node|tsx|bun)$/

/** A file of a package: its scope, the package, and the rest. */
const PACKAGE_FILE = /(?:^|\/)node_modules\/(?:@[\w.-]+\/)?([\w.-]+)\/(.+)$/

/** File names that say nothing about the program: `typeorm/cli.js`, `prisma/build/index.js`. */
const PLAIN = /^(?:cli|index|main|bin|run)(?:[-.]|$)/

/** Names that Debian gives to uwsgi with a plugin for one version of Python (packages.debian.org/uwsgi-plugin-python3). */
const UWSGI = /^uwsgi_python3\d*$/

/** `node node_modules/.bin/next start` and `node node_modules/typeorm/cli.js migration:run` are the programs of these packages. */
export function packageProgram(command: ExecutedCommand): ExecutedCommand {
  const { name, args } = command
  if (UWSGI.test(name)) return { ...command, name: 'uwsgi' }
  if (!RUNTIMES.test(name)) return command
  const at = firstOf(args, /^[^-]/, VALUES)
  const file = args[at]
  const [, owner, rest] = PACKAGE_FILE.exec(file ?? '') ?? []
  if (file === undefined || owner === undefined || rest === undefined) return command
  const stem = baseName(rest).replace(/\.[cm]?js$/, '')
  return { ...command, name: PLAIN.test(stem) && owner !== '.bin' ? owner : stem, program: file, args: args.slice(at + 1) }
}
