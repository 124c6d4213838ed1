import { defineRule } from '../src/lint/rule.ts'
import type { BuildCommand, BuildInstruction, BuildStage } from '../src/model/build.ts'
import type { Image } from '../src/model/image.ts'
import { removesAptLists, removesBelow } from './shared/apt-lists.ts'
import { builtInstructions, builtStages } from './shared/stages.ts'

/** A package manager with a package list: the words that fetch the list, and the words that use it. */
interface Manager {
  readonly names: readonly string[]
  readonly update: readonly string[]
  /** The first one installs. */
  readonly use: readonly [string, ...string[]]
}

const MANAGERS: readonly Manager[] = [
  {
    names: ['apt-get', 'apt', 'aptitude', 'apt-fast', 'nala'],
    update: ['update'],
    use: ['install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade', 'build-dep', 'download', 'source', 'satisfy', 'reinstall'],
  },
  { names: ['apk'], update: ['update'], use: ['add', 'upgrade', 'fetch'] },
  {
    names: ['yum', 'dnf', 'microdnf', 'tdnf'],
    update: ['makecache', 'check-update'],
    use: ['install', 'update', 'upgrade', 'groupinstall', 'localinstall', 'builddep', 'reinstall', 'download'],
  },
  { names: ['zypper'], update: ['refresh', 'ref'], use: ['install', 'in', 'update', 'up', 'patch', 'dup', 'dist-upgrade'] },
]

export const updateInstructionAlone = defineRule({
  id: 'update-instruction-alone',
  meta: {
    title: 'The package list is updated in the instruction that installs from it',
    why: 'The build cache keeps this layer, so later installations use an old package list without its security fixes.',
    category: 'supply-chain',
    cis: { upTo15: '4.7', from16: '4.7' },
    severity: 'warning',
    securitySeverity: '4.0',
    presets: ['cis', 'strict'],
    messages: {
      alone:
        'This layer only updates the package list, and later instructions install from it. Join them: RUN {{command}} && {{name}} {{verb}} ….',
      unused: 'This layer updates a package list from which nothing is installed. Remove {{command}}, or remove the list in the same RUN.',
    },
  },
  image(image, report) {
    for (const placed of builtInstructions(image)) {
      const { commands } = placed.instruction
      if (placed.instruction.name !== 'RUN' || mayInstallUnseen(commands) || keepsListInCache(placed.instruction)) continue
      for (const manager of MANAGERS) {
        const fetches = fetchOf(commands, manager)
        if (!fetches || uses(commands, manager) || leavesNoList(commands, fetches)) continue
        const name = fetches.name ?? ''
        const data = { command: `${name} ${verbOf(fetches)}`, name, verb: manager.use[0] }
        if (isInstalledFrom(image, placed, manager)) report({ messageId: 'alone', at: fetches.origin, data })
        else report({ messageId: 'unused', at: fetches.origin, data, severity: 'info' })
      }
    }
  },
})

function fetchOf(commands: readonly BuildCommand[], { names, update }: Manager): BuildCommand | undefined {
  return commands.find((command) => names.includes(command.name ?? '') && update.includes(verbOf(command) ?? ''))
}

function uses(commands: readonly BuildCommand[], { names, use }: Manager): boolean {
  return commands.some((command) => names.includes(command.name ?? '') && use.includes(verbOf(command) ?? ''))
}

/** Whether a command reads the list that is there: `apk add` with one of these options fetches its own (apk-add(8), apk(8)). */
function takesList({ name, args }: BuildCommand): boolean {
  return name !== 'apk' || !args.some(({ text }) => /^(?:-[a-z]*U[a-z]*|--update(?:-cache)?|--no-cache)$/.test(text))
}

/** Whether the list is gone when the RUN ends, so that no layer keeps it. */
function leavesNoList(commands: readonly BuildCommand[], fetches: BuildCommand): boolean {
  const later = commands.slice(commands.lastIndexOf(fetches) + 1)
  return fetches.name === 'apk' ? later.some((each) => removesBelow(each, /\/var\/cache\/(?:apk|\*)/)) : removesAptLists(later)
}

/** Whether a later instruction, in this stage or one built on it, installs without fetching its own list. */
function isInstalledFrom(
  image: Image,
  { instruction, stage }: { instruction: BuildInstruction; stage: BuildStage },
  manager: Manager,
): boolean {
  const own = stage.instructions.slice(stage.instructions.indexOf(instruction) + 1)
  const stages = image.build?.stages ?? []
  const dependents = builtStages(image).filter((each) => each !== stage && isBuiltOn(each, stage, stages))
  return [...own, ...dependents.flatMap(({ instructions }) => instructions)].some(
    ({ name, commands }) =>
      name === 'RUN' &&
      (mayInstallUnseen(commands) || (uses(commands.filter(takesList), manager) && fetchOf(commands, manager) === undefined)),
  )
}

function isBuiltOn(stage: BuildStage, below: BuildStage, stages: readonly BuildStage[]): boolean {
  const from = stage.fromStage === undefined ? undefined : stages[stage.fromStage]
  return from !== undefined && (from === below || isBuiltOn(from, below, stages))
}

/** First word that is not an option; undefined if it is unknown. */
function verbOf({ args }: BuildCommand): string | undefined {
  const words = args.filter(({ text }) => !text.startsWith('-'))
  return words[0]?.value
}

/** Programs that call a package manager themselves. */
const INSTALLERS = new Set(['xargs', 'make', 'ansible-playbook', 'playwright', 'mk-build-deps', 'rosdep', 'tasksel'])

/** The author's own script, something piped into a shell, or unknown words may install. */
function mayInstallUnseen(commands: readonly BuildCommand[]): boolean {
  return commands.some(({ name, args, pipeline, environment, redirections }) => {
    // Without a name a command only assigns or redirects, or its name is a variable.
    if (name === undefined) return environment.length === 0 && redirections.length === 0
    if (/\.(?:sh|bash|py|pl|rb)$|[-_]install|install[-_]/.test(name) || INSTALLERS.has(name)) return true
    const holdsScript = args.some(({ text }) => /^-[a-z]*c$/.test(text))
    return /^(?:ba|da|a|z)?sh$/.test(name) && ((pipeline?.index ?? 0) > 0 || !holdsScript)
  })
}

/** A cache mounted over the package list outlives the layer, and other instructions mount it too. */
function keepsListInCache({ flags }: BuildInstruction): boolean {
  return flags.some(
    ({ name, value }) =>
      name === 'mount' && /type=cache/.test(value?.text ?? '') && /\/var\/(?:lib|cache)\/(?:apt|apk|dnf|yum)/.test(value?.text ?? ''),
  )
}
