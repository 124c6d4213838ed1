import type { Healthcheck, Hook } from '../../model/container.ts'
import type { Sourced } from '../../model/fact.ts'
import {
  execPart,
  type GivenEnvironment,
  givenCheck,
  givenHooks,
  type LaterPart,
  type StartCommand,
  type StartConvention,
  type StartPart,
  shellPart,
  usualWords,
} from '../../programs/start/start-input.ts'
import type { MountedFiles } from '../mounted-files.ts'
import { instructionScript } from './scripts.ts'
import type { Stage, StageState, Step } from './stages.ts'

/** What a container sets for its start, with the file that sets it; the rest is the image's. */
export interface GivenStart {
  readonly entrypoint?: Sourced<readonly string[]>
  readonly command?: Sourced<readonly string[]>
  readonly workingDir?: Sourced<string>
  readonly healthcheck?: Sourced<Healthcheck>
  readonly hooks?: readonly Hook[]
  readonly environment?: GivenEnvironment
  readonly mounted?: MountedFiles
  /** `user:`; its value is undefined if it is unknown. */
  readonly user?: Sourced<string | undefined>
}

/** An ENTRYPOINT removes the CMD of an earlier stage or the base image (BuildKit, dispatchEntrypoint). */
export function commandDropped(chain: readonly Stage[]): boolean {
  const named = (stage: Stage, name: string) => stage.steps.some((step) => step.instruction.name === name && !step.instruction.onBuild)
  const entry = chain.findLastIndex((stage) => named(stage, 'ENTRYPOINT'))
  const command = chain.findLastIndex((stage) => named(stage, 'CMD'))
  return entry > command
}

/** The start that the Dockerfile defines. */
export function startCommand(chain: readonly Stage[], file: string): StartCommand {
  const steps = chain.flatMap((stage) => stage.steps).filter((step) => !step.instruction.onBuild)
  const part = (name: string): StartPart | undefined => {
    const step = steps.findLast((each) => each.instruction.name === name)
    return step ? toPart(step, file) : undefined
  }
  return { entrypoint: part('ENTRYPOINT'), command: commandDropped(chain) ? undefined : part('CMD') }
}

/** The start with a container's own entrypoint and command, and the file of its first words. An entrypoint drops the image's CMD. */
export function givenStart(
  image: StartCommand,
  { file, start }: { readonly file: string; readonly start?: GivenStart },
): { readonly start: StartCommand; readonly from: string } {
  const part = (given: Sourced<readonly string[]> | undefined): { readonly part: StartPart; readonly from: string } | undefined => {
    if (given?.origin.kind !== 'text' || given.value.length === 0) return undefined
    const { span, file: from } = given.origin
    return { part: execPart(given.value.map((text) => ({ text, span }))), from }
  }
  const entrypoint = part(start?.entrypoint)
  const command = part(start?.command)
  if (entrypoint) return { start: { entrypoint: entrypoint.part, command: command?.part }, from: entrypoint.from }
  if (!command) return { start: image, from: file }
  return { start: { entrypoint: image.entrypoint, command: command.part }, from: image.entrypoint ? file : command.from }
}

/** Without another entrypoint, the base image's own starts its usual program. */
export function withConvention<T extends { readonly start: StartCommand; readonly from: string }>(
  given: T,
  convention: StartConvention | undefined,
  shipped: Stage,
): T {
  const { entrypoint, command } = given.start
  if (!convention || entrypoint || command?.form === 'shell') return given
  const { span } = shipped.origin
  const words = usualWords(
    convention,
    command?.words.map(({ text, value }) => value ?? text),
  )
  if (!words || words.length === command?.words.length) return given
  const before = words.slice(0, words.length - (command?.words.length ?? 0)).map((text) => ({ text, span }))
  const own = execPart(before)
  return {
    ...given,
    start: { entrypoint, command: command && own.form === 'exec' ? { form: 'exec', words: [...own.words, ...command.words] } : own },
  }
}

/** The health check that runs: the container's, if it sets or disables one, else the last HEALTHCHECK of the Dockerfile. */
function healthCheck(steps: readonly Step[], file: string, { healthcheck }: GivenStart): LaterPart | undefined {
  if (healthcheck && (healthcheck.value.disabled || healthcheck.value.test.length > 0)) return givenCheck(healthcheck)
  const step = steps.findLast(({ instruction }) => instruction.name === 'HEALTHCHECK')
  const found = step && instructionScript(step.instruction, step.state.shell, file)
  return found && { part: shellPart(found), file, what: 'health check' }
}

/** What runs in the started container: its health check and the hooks. */
export function laterParts(steps: readonly Step[], file: string, given: GivenStart = {}): readonly LaterPart[] {
  const check = healthCheck(steps, file, given)
  return [...(check ? [check] : []), ...givenHooks(given.hooks)]
}

/** The working directory of the start: the container's, if it sets one. */
export function givenState(image: StageState, { workingDir }: GivenStart = {}): StageState {
  return workingDir?.origin.kind === 'text' ? { ...image, workingDir: { value: workingDir.value, origin: workingDir.origin } } : image
}

function toPart(step: Step, file: string): StartPart | undefined {
  const { instruction } = step
  if (instruction.json) return instruction.args.length === 0 ? undefined : execPart(instruction.args)
  const found = instructionScript(instruction, step.state.shell, file)
  return found ? shellPart(found) : undefined
}
