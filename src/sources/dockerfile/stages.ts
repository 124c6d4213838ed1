import { stageNamed } from '../../model/build.ts'
import { defined } from '../../model/defined.ts'
import type { TextOrigin } from '../../model/fact.ts'
import type { Image } from '../../model/image.ts'
import { baseDirectory } from '../../programs/base-image.ts'
import type { ValueOf } from '../../shell/words.ts'
import type { Instruction, Word } from './instructions.ts'
import type { EscapeSign } from './lines.ts'
import { type Setting, Settings } from './settings.ts'
import { substitute } from './substitute.ts'

/** The settings of a stage so far; each instruction sees what those before it left. */
export interface StageState {
  /** ENV by name; an undefined value is set, but unknown. */
  readonly environment: Settings
  /** ARG by name, in force only while the image is built. */
  readonly arguments: Settings
  readonly user: Setting | undefined
  /** Absolute; a value of undefined is set, but relative to something unknown. */
  readonly workingDir: Setting | undefined
  readonly shell: readonly string[]
}

/** An instruction of a stage with the state in which it runs. */
export interface Step {
  readonly instruction: Instruction
  readonly state: StageState
  /** The text with its variables replaced; undefined if one is unknown. */
  readonly resolve: (text: string) => string | undefined
}

/** A stage with its base resolved. */
export interface Stage {
  readonly index: number
  readonly name?: string
  readonly from: { readonly text: string; readonly value: string | undefined; readonly origin: TextOrigin }
  readonly fromStage?: Stage
  /** Its base image, if another Dockerfile of the project builds that. */
  readonly under?: Image
  readonly platform?: string
  readonly steps: readonly Step[]
  /** The state after its last instruction. */
  readonly end: StageState
  readonly origin: TextOrigin
}

export interface BuildInput {
  readonly file: string
  readonly escape: EscapeSign
  /** `--build-arg` or Compose's `build.args`; `null`: passed on from an unknown environment. */
  readonly args: Readonly<Record<string, string | null>>
  /** The image with a name that the project itself builds. */
  readonly built?: ((name: string) => Image | undefined) | undefined
}

/** Set by the builder for the platform it runs on and builds for; usable before the first FROM, and in a stage that declares them. */
const PLATFORM_ARGS = /^(?:BUILD|TARGET)(?:PLATFORM|OS|ARCH|VARIANT|STAGE)$/

const LINUX_SHELL = ['/bin/sh', '-c']

/** Groups instructions into stages and follows ARG, ENV, USER, WORKDIR and SHELL. What is before the first FROM is left out. */
export function readStages(instructions: readonly Instruction[], input: BuildInput): readonly Stage[] {
  const stages: Stage[] = []
  const globals = new Map<string, Setting>()
  let at = 0
  for (; at < instructions.length && instructions[at]?.name !== 'FROM'; at++) {
    const instruction = instructions[at]
    if (instruction?.name !== 'ARG') continue
    for (const { name, value, span } of instruction.pairs) {
      globals.set(name, declare(name, value, { kind: 'text', file: input.file, span }, globalLookup(globals), input))
    }
  }
  while (at < instructions.length) {
    const from = instructions[at]
    let end = at + 1
    while (end < instructions.length && instructions[end]?.name !== 'FROM') end++
    if (from) stages.push(readStage(from, instructions.slice(at + 1, end), stages, globals, input))
    at = end
  }
  return stages
}

/** The stage that ships: the target by name or number, else the last one. Undefined if it does not exist. */
export function shippedStage(stages: readonly Stage[], target: string | undefined): Stage | undefined {
  return target === undefined || target === '' ? stages.at(-1) : stageNamed(target, stages)
}

/** The shipped stage and those that it is built on, lowest first. */
export function chainOf(stage: Stage): readonly Stage[] {
  return stage.fromStage ? [...chainOf(stage.fromStage), stage] : [stage]
}

function readStage(
  from: Instruction,
  body: readonly Instruction[],
  before: readonly Stage[],
  globals: ReadonlyMap<string, Setting>,
  input: BuildInput,
): Stage {
  const origin: TextOrigin = { kind: 'text', file: input.file, span: from.span }
  const image = from.args[0]
  const lookup = globalLookup(globals)
  const value = image ? substitute(image.text, input.escape, lookup) : undefined
  const name = from.args[1]?.text.toUpperCase() === 'AS' ? from.args[2]?.text : undefined
  const fromStage = stageNamed(value ?? onUsualPlatform(image?.text ?? '', globals, input) ?? '', before)
  const platform = from.flags.find((flag) => flag.name === 'platform')?.value
  const platformValue = platform ? substitute(platform.text, input.escape, lookup) : undefined
  const under = fromStage || value === undefined ? undefined : input.built?.(value)
  const directory = baseDirectory(value)
  const start = fromStage?.end ?? {
    environment: Settings.of(),
    arguments: Settings.of(),
    user: undefined,
    workingDir: directory === undefined ? undefined : { value: directory, origin },
    shell: isWindows(value, platformValue, input.escape) ? ['cmd', '/S', '/C'] : LINUX_SHELL,
    ...(under ? inheritedFrom(under) : {}),
  }
  const { steps, end } = readSteps(body, start, globals, input)
  return {
    index: before.length,
    from: { text: image?.text ?? '', value, origin: image ? { ...origin, span: image.span } : origin },
    ...defined({ name, fromStage, under, platform: platformValue }),
    steps,
    end,
    origin,
  }
}

const USUAL_PLATFORM: Readonly<Record<string, string>> = { PLATFORM: 'linux/amd64', OS: 'linux', ARCH: 'amd64', VARIANT: '' }

/** Resolves a stage name that depends on the platform: there is one stage per platform, and they all write the same. */
function onUsualPlatform(text: string, globals: ReadonlyMap<string, Setting>, input: BuildInput): string | undefined {
  const lookup = globalLookup(globals)
  return substitute(text, input.escape, (name) => lookup(name) ?? USUAL_PLATFORM[/^(?:BUILD|TARGET)(\w+)$/.exec(name)?.[1] ?? ''])
}

/** The settings that an image built elsewhere passes on to a stage built on it. */
function inheritedFrom({ environment, user, workingDir }: Image): Partial<StageState> {
  const setting = <T extends Image['user']>(fact: T): { readonly value: string | undefined; readonly origin: TextOrigin } | undefined => {
    if (fact.state === 'unset' || fact.origin?.kind !== 'text') return undefined
    return { value: fact.state === 'set' ? fact.value : undefined, origin: fact.origin }
  }
  const variables = environment.items.flatMap(({ value: { name, value }, origin }) =>
    origin.kind === 'text' ? [[name, { value, origin }] as const] : [],
  )
  const directory = setting(workingDir)
  return { environment: Settings.of(variables), user: setting(user), ...(directory ? { workingDir: directory } : {}) }
}

/** Whether the stage builds for Windows, with its other shell and file system. */
export function isWindows(image: string | undefined, platform: string | undefined, escapeSign: EscapeSign): boolean {
  return escapeSign === '`' || /^windows/i.test(platform ?? '') || /windows|nanoserver|servercore/i.test(image ?? '')
}

function readSteps(
  body: readonly Instruction[],
  start: StageState,
  globals: ReadonlyMap<string, Setting>,
  input: BuildInput,
): { readonly steps: readonly Step[]; readonly end: StageState } {
  const steps: Step[] = []
  let state = start
  for (const instruction of body) {
    const lookup = stageLookup(state)
    const resolve = (text: string) => substitute(text, input.escape, lookup)
    steps.push({ instruction, state, resolve })
    if (!instruction.onBuild) state = after(instruction, state, resolve, globals, input)
  }
  return { steps, end: state }
}

function after(
  instruction: Instruction,
  state: StageState,
  resolve: (text: string) => string | undefined,
  globals: ReadonlyMap<string, Setting>,
  input: BuildInput,
): StageState {
  const originOf = (word: Word | Instruction): TextOrigin => ({ kind: 'text', file: input.file, span: word.span })
  const first = instruction.args[0]
  switch (instruction.name) {
    case 'ENV': {
      const added = instruction.pairs.map(({ name, value, span }): [string, Setting] => [
        name,
        { value: value ? resolve(value.text) : undefined, origin: { kind: 'text', file: input.file, span } },
      ])
      return { ...state, environment: state.environment.with(added) }
    }
    case 'ARG': {
      const added = instruction.pairs.map(({ name, value, span }): [string, Setting] => {
        const origin: TextOrigin = { kind: 'text', file: input.file, span }
        const inherited = value === undefined ? globals.get(name) : undefined
        return [name, inherited ?? declare(name, value, origin, stageLookup(state), input)]
      })
      return { ...state, arguments: state.arguments.with(added) }
    }
    case 'USER':
      return first ? { ...state, user: { value: resolve(first.text), origin: originOf(first) } } : state
    case 'WORKDIR':
      return first ? { ...state, workingDir: { value: joinPath(state.workingDir, resolve(first.text)), origin: originOf(first) } } : state
    case 'SHELL':
      return instruction.json ? { ...state, shell: instruction.args.map((arg) => arg.text) } : state
    default:
      return state
  }
}

function joinPath(base: Setting | undefined, path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  if (/^(?:\/|[A-Za-z]:|\\)/.test(path)) return path
  return base?.value === undefined ? undefined : `${base.value.replace(/\/$/, '')}/${path}`
}

/** An ARG: a value from outside replaces its default. */
function declare(name: string, value: Word | undefined, origin: TextOrigin, lookup: ValueOf, input: BuildInput): Setting {
  const given = Object.hasOwn(input.args, name) ? input.args[name] : undefined
  if (given === null) return { value: undefined, origin }
  if (given !== undefined) return { value: given, origin }
  return { value: value ? substitute(value.text, input.escape, lookup) : undefined, origin }
}

/** Before the first stage there is no base image whose ENV may apply: what no ARG declares is empty. */
function globalLookup(globals: ReadonlyMap<string, Setting>): ValueOf {
  return (name) => (globals.has(name) ? globals.get(name)?.value : PLATFORM_ARGS.test(name) ? undefined : '')
}

/** ENV overrides an ARG of the same name. Any other name may still be an ENV of the base image, so it is unknown, not empty. */
function stageLookup(state: StageState): ValueOf {
  return (name) => {
    const setting = state.environment.get(name) ?? state.arguments.get(name)
    return setting ? setting.value : null
  }
}
