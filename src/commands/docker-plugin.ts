import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describeSystemError } from '../discover/system-error.ts'
import { IS_EXECUTABLE, version } from './package.ts'
import { UsageError } from './usage-error.ts'

/** `docker seal`: Docker finds the plug-in by the name of its file. */
const NAME = 'seal'
const FILE = `docker-${NAME}`

/** The argument with which Docker asks a plug-in for its description (docker/cli, package cli-plugins/metadata). */
export const METADATA = 'docker-cli-plugin-metadata'

/** That description. */
export function pluginMetadata(): string {
  const metadata = {
    SchemaVersion: '0.1.0',
    Vendor: 'dockseal',
    Version: version(),
    ShortDescription: 'Find containers with a writable root filesystem, and seal them',
    URL: 'https://github.com/dockseal/dockseal',
  }
  return `${JSON.stringify(metadata)}\n`
}

/** The arguments without the plug-in's name, which Docker passes too. `invokedAs`: the names that this program may have. */
export function withoutPluginName(argv: readonly string[], invokedAs: readonly (string | undefined)[]): readonly string[] {
  const isPlugin = invokedAs.some((path) => path !== undefined && basename(path).replace(/\.exe$/, '') === FILE)
  const at = isPlugin ? argv.indexOf(NAME) : -1
  return argv.filter((_, index) => index !== at)
}

/** Puts this program where Docker looks for plug-ins; does not replace an existing one. Gives what to print. */
export function placePlugin(): string {
  const windows = process.platform === 'win32'
  const program = IS_EXECUTABLE ? process.execPath : realpathSync(process.argv[1] ?? '')
  if (!IS_EXECUTABLE && (windows || program.includes('_npx')))
    throw new UsageError(
      `${program} cannot stay Docker's plug-in: install ${windows ? 'the binary' : 'dockseal (npm install --global)'} first`,
    )
  const target = join(
    process.env.DOCKER_CONFIG || join(process.getBuiltinModule('node:os').homedir(), '.docker'),
    'cli-plugins',
    windows ? `${FILE}.exe` : FILE,
  )
  if (existsSync(target)) return `${target} exists and is left as it is.`
  try {
    mkdirSync(dirname(target), { recursive: true })
    if (windows) copyFileSync(program, target)
    else symlinkSync(program, target)
  } catch (error) {
    throw new UsageError(`${target} ${describeSystemError(error, 'written')}`)
  }
  return `Wrote ${target}: \`docker ${NAME}\` runs dockseal.`
}
