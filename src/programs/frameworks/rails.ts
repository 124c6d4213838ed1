import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { hasOption, option, readOperands } from '../../shell/operands.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom, shippedIn } from '../application.ts'
import type { ImageFile } from '../image-files.ts'

/** Programs that load a Rails application, by name. */
const STARTS =
  /^(?:rails|rake|puma|pumactl|unicorn(?:_rails)?|passenger|falcon|thin|sidekiq|resque|good_job|delayed_job|jobs|clockwork|iodine)$/

/** Rails: `tmp`, `log`, and uploads of Active Storage (guides.rubyonrails.org). Its sign is its files, or `rails server`. */
export function rails(place: Place): readonly ApplicationWrite[] {
  const application = place.open('bin/rails') && place.open('config/application.rb')
  // Its programs have options for the directory; without its files, their working directory is the application.
  const commands = place.commands.filter((each) => (application ? STARTS.test(each.name) : isServer(each) && each.cwd === place.root))
  const [start] = commands
  if (!start) return []
  const environment = environmentOf(start)
  return [
    {
      path: pathFrom(place.root, 'tmp'),
      kind: 'scratch',
      leaves: 'below',
      ships: 'skeleton',
      how: 'cache and process ids of Rails',
      origin: start.origin,
    },
    ...commands.flatMap((command) => processFiles(command, place)),
    ...logs(start, environment, place),
    ...(application ? uploads(environment, place) : []),
  ]
}

function isServer({ name, args }: ExecutedCommand): boolean {
  return name === 'rails' && (args.includes('s') || args.includes('server'))
}

/** The environment that the application runs in; undefined if it is unknown. */
function environmentOf(command: ExecutedCommand): string | undefined {
  const read = readOperands(command.args, ['-e', '--environment', '-p', '-b', '-C', '-q', '-c', '-t'])
  if (hasOption(read, '-e', '--environment')) return option(read, '-e', '--environment')
  const chosen = command.variable('RAILS_ENV')
  return chosen === null ? (command.variable('RACK_ENV') ?? 'development') : chosen
}

/** Files that the configuration of puma names; only `rails server` creates a missing directory for them. */
function processFiles(command: ExecutedCommand, place: Place): readonly ApplicationWrite[] {
  const found = command.name === 'puma' ? place.open('config/puma.rb') : undefined
  if (!found) return []
  return [
    ...found.text.text.matchAll(
      /^[ \t]*(?:pidfile|state_path|bind|stdout_redirect)\b[^\n#]*?["'](?:unix:\/\/)?((?:\/|tmp\/|log\/)[^"'#{}]+)["']/gm,
    ),
  ].map(
    ({ 1: path = '', index }): ApplicationWrite => ({
      path: pathFrom(place.root, path),
      kind: path.startsWith('log/') ? 'log' : 'runtime',
      leaves: 'file',
      how: 'process files of puma',
      mustExist: true,
      origin: lineAt(found, index),
    }),
  )
}

/** Rails logs to `log`, unless it is set to log to standard output, as new applications are in production. */
function logs(start: ExecutedCommand, environment: string | undefined, place: Place): readonly ApplicationWrite[] {
  const toOutput = start.variable('RAILS_LOG_TO_STDOUT')
  if (toOutput !== null && toOutput !== undefined && toOutput !== '') return []
  const settings = environment === undefined ? undefined : place.open(`config/environments/${environment}.rb`)
  const output = settings && /^[ \t]*(?:config\.logger\s*=|logger\s*=)[^\n]*STDOUT/m.exec(settings.text.text)
  if (settings && output && !isGuarded(settings.text.text, output.index)) return []
  return [{ path: pathFrom(place.root, 'log'), kind: 'log', leaves: 'below', ships: 'skeleton', how: 'log of Rails', origin: start.origin }]
}

/** `if ENV["RAILS_LOG_TO_STDOUT"].present?` is on a line before what it guards. */
function isGuarded(text: string, index: number): boolean {
  return /\bif ENV\[[^\n]*\n[^\n]*$/.test(text.slice(0, index)) || /\n[ \t]*if ENV[^\n]*\n(?:[^\n]*\n){0,2}$/.test(text.slice(0, index))
}

/** Active Storage on the container's disk; an application may configure it and attach nothing. */
function uploads(environment: string | undefined, place: Place): readonly ApplicationWrite[] {
  const settings = place.open(`config/environments/${environment ?? 'production'}.rb`)
  const chosen = settings && /^[ \t]*config\.active_storage\.service\s*=\s*:?["']?(\w+)[^\n]*/m.exec(settings.text.text)
  const services = place.open('config/storage.yml')
  const name = chosen?.[1]
  if (!settings || !chosen || !services || name === undefined || chosen[0].includes('ENV')) {
    return settings && chosen && services ? disk(services, 'local', place) : []
  }
  return disk(services, name, place)
}

function disk(services: ImageFile, name: string, place: Place): readonly ApplicationWrite[] {
  const block = new RegExp(`^${name}:[^\\n]*\\n(?:[ \\t]+[^\\n]*\\n?|\\n)*`, 'm').exec(services.text.text)
  if (!block || !/^[ \t]+service:[ \t]*["']?Disk/m.test(block[0])) return []
  const root = /^[ \t]+root:[ \t]*(.+)$/m.exec(block[0])
  const strings = [...(root?.[1] ?? '').matchAll(/["']([^"']+)["']/g)].map(([, text = '']) => text)
  const written = root?.[1] !== undefined && /ENV/.test(root[1]) ? undefined : strings.join('/') || root?.[1]?.trim()
  const directory = written !== undefined && /^[\w./-]+$/.test(written) ? written : 'storage'
  const path = pathFrom(place.root, directory)
  // This application does not keep its files in a directory that the image lacks.
  if (!shippedIn(place, directory).ships) return []
  return [
    {
      path,
      kind: 'data',
      leaves: 'below',
      how: 'uploads of Active Storage',
      ships: 'skeleton',
      conditional: true,
      origin: lineAt(services, block.index),
    },
  ]
}
