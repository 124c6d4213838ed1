import type { Origin, Sourced, TextOrigin } from '../../model/fact.ts'
import type { Image, ImageWrite } from '../../model/image.ts'
import { remember } from '../../model/maps.ts'
import { own } from '../../model/own.ts'
import { absolutePath, baseName, isWithin, normaliseTarget } from '../../model/path.ts'
import type { BuildEffects } from '../../programs/image-files.ts'
import { splitOwner } from '../../shell/effects.ts'
import { executeScript } from '../../shell/execute.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { hasOption, option, readOperands } from '../../shell/operands.ts'
import { writesOf } from '../../shell/writes.ts'
import { instructionScript } from './scripts.ts'
import { chainOf, type Stage, type Step } from './stages.ts'
import { buildVariables } from './view.ts'

type User = Image['users'][number]['value']

const effectsOf = new WeakMap<Stage, BuildEffects>()

/** What the instructions of the shipped stage and of those below it do; the same for every container of the image. */
export function buildEffects(shipped: Stage, file: string): BuildEffects {
  return remember(effectsOf, shipped, () => followBuild(chainOf(shipped), file))
}

function followBuild(chain: readonly Stage[], file: string): BuildEffects {
  let writes: ImageWrite[] = []
  const users = new Map<string, Sourced<User>>()
  const packages = new Set<string>()
  let system: BuildEffects['system']
  for (const step of chain.flatMap((stage) => stage.steps)) {
    if (step.instruction.onBuild) continue
    const origin: TextOrigin = { kind: 'text', file, span: step.instruction.span }
    switch (step.instruction.name) {
      case 'RUN':
        for (const command of runCommands(step, file)) {
          writes = withoutRemoved(writes, command)
          writes.push(...runWrites(command, step))
          for (const user of createdUsers(command)) {
            if (makesHome(command) && user.home !== undefined) writes.push(homeWrite(user.name, user.home, command.origin))
            users.set(user.name, { value: { ...users.get(user.name)?.value, ...user }, origin: command.origin })
          }
          for (const name of installedPackages(command)) packages.add(name)
          system = own(INSTALLERS, command.name)?.system ?? system
        }
        break
      case 'COPY':
      case 'ADD':
        writes.push(...copyWrites(step, origin))
        break
      case 'WORKDIR':
        writes.push(...workdirWrites(step, origin))
        break
      default:
    }
  }
  const steps = chain.flatMap((stage) => stage.steps)
  const usesS6 = steps.some(({ instruction }) => /s6-overlay/.test(instruction.rest.text))
  return { writes, users: [...users.values()], packages, usesS6, s6Version: s6Version(steps), ...(system ? { system } : {}) }
}

/** The release of the s6 overlay that the build downloads, from the address of its archive. */
function s6Version(steps: readonly Step[]): string | undefined {
  for (const { instruction, state } of steps) {
    const [, literal, variable] = /\/s6-overlay\/releases\/download\/(?:v?([\d.]+)|v?\$\{?(\w+))/.exec(instruction.rest.text) ?? []
    const version = variable === undefined ? literal : buildVariables(state).get(variable)
    if (version !== undefined) return version.replace(/^v/, '')
  }
  return undefined
}

const commandsOf = new WeakMap<Step, readonly ExecutedCommand[]>()

/** The commands of a RUN, as its shell runs them. Cached: its writes and the files that it makes ask for them. */
export function runCommands(step: Step, file: string): readonly ExecutedCommand[] {
  return remember(commandsOf, step, () => executeRun(step, file))
}

function executeRun(step: Step, file: string): readonly ExecutedCommand[] {
  const found = instructionScript(step.instruction, step.state.shell, file)
  if (!found) return []
  const cwd = step.state.workingDir?.value
  return executeScript(found, { variables: buildVariables(step.state), ...(cwd === undefined ? {} : { cwd }), positional: [] })
}

function runWrites(command: ExecutedCommand, step: Step): readonly ImageWrite[] {
  return writesOf(command).flatMap((write): readonly ImageWrite[] => {
    if (write.path === '/' || write.leaves === 'below' || write.leaves === 'removed') return []
    const runner = command.user ?? step.state.user?.value
    const owned = write.owner === undefined && (write.leaves === 'directory' || write.leaves === 'file') && runner !== undefined
    return [{ ...write, ...(owned ? splitOwner(runner) : {}), when: 'build' }]
  })
}

/** Leaves out what a later `rm` removes: the context of a build step, downloads. */
function withoutRemoved(writes: ImageWrite[], { name, args, cwd, conditional }: ExecutedCommand): ImageWrite[] {
  if (name !== 'rm' || conditional) return writes
  const removed = readOperands(args, []).operands.flatMap((path) => (path === undefined ? [] : (absolutePath(path, cwd) ?? [])))
  return writes.filter(({ path }) =>
    removed.every(
      (each) =>
        !isWithin(path, normaliseTarget(each.replace(/\/\*$/, ''))) || (each.endsWith('/*') && path === normaliseTarget(each.slice(0, -2))),
    ),
  )
}

/** Where COPY puts its sources, and who owns them (Dockerfile reference: "COPY"); without --chown root owns them, whatever USER says. */
function copyWrites(step: Step, origin: Origin): readonly ImageWrite[] {
  const { instruction, resolve } = step
  const destination = instruction.args.at(-1)
  const target = destination ? resolve(destination.text) : undefined
  const path = target === undefined ? undefined : targetPath(target, step)
  if (path === undefined) return []
  const flag = (name: string) => instruction.flags.find((each) => each.name === name)?.value
  const chown = flag('chown')
  const owner = chown ? resolve(chown.text) : undefined
  const mode = flag('chmod')?.text
  const isDownload = instruction.args.slice(0, -1).every((arg) => /^(?:https?|ftp|git):\/\//.test(arg.text))
  return placesOf(step, path).map((place) => ({
    path: place,
    when: 'build',
    how: isDownload ? 'download' : instruction.name,
    leaves: 'content',
    recursive: true,
    ...splitOwner(owner),
    ...(mode !== undefined && /^[0-7]{3,4}$/.test(mode) ? { mode: Number.parseInt(mode, 8) } : {}),
    origin,
  }))
}

/** What a COPY fills. A single file goes beside what is there; what may be a directory fills the destination. */
function placesOf(step: Step, destination: string): readonly string[] {
  const words = step.instruction.args.map((arg) => step.resolve(arg.text))
  const sources = words.slice(0, -1)
  const asDirectory = sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(words.at(-1) ?? '')
  const isFile = (source: string | undefined): source is string =>
    source !== undefined && /[^/.*?[\]]\.(?!d$)\w{1,5}$/.test(source) && !/[*?[\]]/.test(source) && !source.includes('://')
  if (!asDirectory || !sources.every(isFile)) return [destination]
  return sources.map((source) => `${destination === '/' ? '' : destination}/${baseName(source)}`)
}

/** A destination from the root of the image; undefined if it is relative to an unknown directory. */
export function targetPath(target: string, step: Step): string | undefined {
  if (target.startsWith('/')) return normaliseTarget(target)
  const base = step.state.workingDir?.value
  return base?.startsWith('/') ? normaliseTarget(`${base}/${target}`) : undefined
}

/** WORKDIR creates its directory, owned by the current user (BuildKit, dispatchWorkdir). */
function workdirWrites(step: Step, origin: Origin): readonly ImageWrite[] {
  const word = step.instruction.args[0]
  const value = word ? step.resolve(word.text) : undefined
  const path = value === undefined ? undefined : targetPath(value, step)
  if (path === undefined || path === '/') return []
  const user = step.state.user?.value
  return [{ path, when: 'build', how: 'WORKDIR', leaves: 'directory', ...splitOwner(user), origin }]
}

const USERADD_VALUES = '-u -g -G -d -s -c -b -e -f -k -K -p -r -R -P -Z -N -h -x -z -t'.split(' ')
const LONG_VALUES =
  '--uid --gid --home --home-dir --shell --comment --gecos --ingroup --groups --base-dir --password --firstuid --lastuid'.split(' ')

/** Users of `useradd` (shadow), `adduser` (Debian and busybox), and lines written to /etc/passwd. */
function createdUsers(command: ExecutedCommand): readonly User[] {
  if (command.name === 'useradd' || command.name === 'adduser') return addedUser(command)
  if (command.redirections.some((redirection) => redirection.target === '/etc/passwd')) return passwdLine(command)
  if (command.name === 'usermod') {
    const read = readOperands(command.args, ['-u', '-g', '-d', '-l', '-s', '-G', '-c', ...LONG_VALUES])
    const [name] = read.operands
    const home = option(read, '-d', '--home')
    const ids = numbers(option(read, '-u', '--uid'), option(read, '-g', '--gid'))
    return name === undefined ? [] : [{ name, ...ids, ...(home === undefined ? {} : { home }) }]
  }
  return []
}

function addedUser(command: ExecutedCommand): readonly User[] {
  const isUseradd = command.name === 'useradd'
  // In useradd -r, -N and -M are switches, in busybox's adduser -S, -D and -H are; -h and -d set the home directory.
  const values = USERADD_VALUES.filter((name) =>
    isUseradd ? !['-r', '-N', '-h'].includes(name) : !['-N', '-r', '-d', '-p'].includes(name),
  )
  const read = readOperands(command.args, [...values, ...LONG_VALUES])
  const name = read.operands[0]
  if (name === undefined || !/^[\w.-]+$/.test(name)) return []
  // Debian's `adduser user group` adds to an existing group.
  if (!isUseradd && read.operands.length > 1 && read.options.size === 0) return []
  const homeless = isUseradd
    ? hasOption(read, '-M', '--no-create-home') || (hasOption(read, '-r', '--system') && !hasOption(read, '-m', '--create-home'))
    : hasOption(read, '-H', '--no-create-home')
  const home = option(read, '-d', '-h', '--home', '--home-dir') ?? (homeless ? undefined : `/home/${name}`)
  return [{ name, ...numbers(option(read, '-u', '--uid'), option(read, '-g', '--gid')), ...(home === undefined ? {} : { home }) }]
}

/** useradd makes the home directory with `-m`, and usermod moves it there; adduser makes it, in Debian unless it adds a user of the system. */
function makesHome({ name, args }: ExecutedCommand): boolean {
  const read = readOperands(args, [])
  if (name === 'useradd' || name === 'usermod') return args.some((arg) => /^--(?:create|move)-home$|^-[a-zA-Z]*m/.test(arg ?? ''))
  return name === 'adduser' && !hasOption(read, '--system')
}

/** An empty directory that belongs to the account, but for the files of a login shell. */
function homeWrite(name: string, home: string, origin: Origin): ImageWrite {
  return { path: normaliseTarget(home), when: 'build', how: 'home directory', leaves: 'directory', owner: name, origin }
}

function passwdLine(command: ExecutedCommand): readonly User[] {
  return command.args.flatMap((arg): readonly User[] => {
    const match = arg === undefined ? null : /^([\w.-]+):[^:]*:(\d+):(\d+):[^:]*:([^:]*):/.exec(arg)
    if (!match) return []
    const [, name = '', uid, gid, home = ''] = match
    return [{ name, ...numbers(uid, gid), ...(home === '' ? {} : { home }) }]
  })
}

function numbers(uid: string | undefined, gid: string | undefined): { uid?: number; gid?: number } {
  const number = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined)
  const [user, group] = [number(uid), number(gid)]
  return { ...(user === undefined ? {} : { uid: user }), ...(group === undefined ? {} : { gid: group }) }
}

/** Tools that install packages: their verbs, and the system whose packages they are. */
const INSTALLERS: Readonly<Record<string, { readonly verbs: readonly string[]; readonly system?: BuildEffects['system'] }>> = {
  'apt-get': { verbs: ['install'], system: 'debian' },
  apt: { verbs: ['install'], system: 'debian' },
  aptitude: { verbs: ['install'] },
  apk: { verbs: ['add'], system: 'alpine' },
  yum: { verbs: ['install'], system: 'redhat' },
  dnf: { verbs: ['install'], system: 'redhat' },
  microdnf: { verbs: ['install'], system: 'redhat' },
  zypper: { verbs: ['install', 'in'] },
}

function installedPackages({ name, args }: ExecutedCommand): readonly string[] {
  const verbs = own(INSTALLERS, name)?.verbs
  if (!verbs) return []
  const read = readOperands(args, ['-t', '-o', '-c', '-X', '--repository', '--virtual', '--target-release'])
  const [verb, ...packages] = read.operands
  if (verb === undefined || !verbs.includes(verb)) return []
  return packages.flatMap((each) => (each === undefined ? [] : [each.replace(/[=<>~@:].*$/, '')]))
}
