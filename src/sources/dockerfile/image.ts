import { type Fact, type FactList, type Sourced, set, type TextOrigin, UNSET, unknown } from '../../model/fact.ts'
import type { Image } from '../../model/image.ts'
import { lazily, once } from '../../model/lazy.ts'
import { normaliseTarget } from '../../model/path.ts'
import { baseHome } from '../../programs/base-image.ts'
import { type BuildEffects, withMounted } from '../../programs/image-files.ts'
import type { StartConvention } from '../../programs/start/start-input.ts'
import { readStart } from '../../programs/start/start-writes.ts'
import type { Files } from '../source.ts'
import { buildEffects } from './build-writes.ts'
import { imageFiles } from './context.ts'
import { commandDropped, type GivenStart, givenStart, givenState, laterParts, startCommand, withConvention } from './image-start.ts'
import type { EscapeSign } from './lines.ts'
import type { Setting } from './settings.ts'
import { chainOf, isWindows, type Stage, type Step } from './stages.ts'
import { stageView } from './view.ts'

/** What is needed to read the image of one stage. */
export interface ImageInput {
  readonly file: string
  readonly escape: EscapeSign
  readonly stages: readonly Stage[]
  readonly shipped: Stage
  /** Directory of the build context; absent if it is not a readable directory. */
  readonly context: string | undefined
  readonly io: Files
  /** Called for every file of the context whose text affects the result. */
  readonly used: (file: string) => void
  readonly start?: GivenStart
  /** How an image that is not built here starts its command, by its name. */
  readonly conventionOf?: (image: string) => StartConvention | undefined
}

/** The image that a stage ships: its settings through the FROM chain, what its build prepares, and what its start writes. */
export function readImage(input: ImageInput): Image {
  const chain = chainOf(input.shipped)
  const base = chain[0] ?? input.shipped
  const steps = chain.flatMap((stage) => stage.steps).filter((step) => !step.instruction.onBuild)
  const built: Built = { chain, base, steps, effects: withBaseEffects(base.under, buildEffects(input.shipped, input.file)) }
  const image = settingsOf(input, built)
  const read = (): StartFacts => startOf(input, built, image.build?.os === 'windows')
  const { under } = base
  if (!under) return withStart(image, read)
  const { entrypoint, command } = input.start ?? {}
  const isOwn = image.entrypoint.state !== 'unset' || image.command.state !== 'unset' || !!entrypoint || !!command
  return withStart(withBaseSettings(under, image, isOwn), () => withBaseStart(under, read(), isOwn))
}

/** The shipped stage with those that it is built on. */
interface Built {
  readonly chain: readonly Stage[]
  /** The lowest stage of the chain. */
  readonly base: Stage
  /** All instructions of the chain that run in this build. */
  readonly steps: readonly Step[]
  readonly effects: BuildEffects
}

type ImageSettings = Omit<Image, keyof StartFacts>

function settingsOf(input: ImageInput, { chain, base, steps, effects }: Built): ImageSettings {
  const last = (name: string) => steps.findLast((step) => step.instruction.name === name)
  const { file, shipped, stages } = input
  const { value, text, origin } = base.from
  return {
    origin: shipped.origin,
    base: value === undefined ? unknown(`the image "${text}" depends on a build argument without a default`, origin) : set(value, origin),
    user: settingFact(shipped.end.user, 'the user depends on a build argument without a default'),
    workingDir: settingFact(shipped.end.workingDir, 'the directory depends on a build argument or on the base image'),
    environment: environmentOf(shipped, base),
    volumes: volumesOf(steps, file, base),
    entrypoint: commandFact(last('ENTRYPOINT'), file),
    command: commandDropped(chain) ? UNSET : commandFact(last('CMD'), file),
    healthcheck: healthcheckOf(last('HEALTHCHECK'), file),
    users: effects.users,
    build: {
      os: isWindows(value, base.platform, input.escape) ? 'windows' : 'linux',
      stages: stages.map((stage) => stageView(stage, chain.includes(stage), file)),
    },
  }
}

/** What the start of the image writes, with what its build does. */
function startOf(input: ImageInput, { chain, base, steps, effects }: Built, windows: boolean): StartFacts {
  const { file, shipped, stages, context, io, used, conventionOf } = input
  const { mounted, environment } = input.start ?? {}
  const convention = conventionOf?.(base.from.value ?? base.from.text)
  const { start, from } = withConvention(givenStart(startCommand(chain, file), input), base.under ? undefined : convention, shipped)
  const files = imageFiles(shipped, stages, context, file, io, linksOf(effects))
  const given = givenState(shipped.end, input.start)
  const user = input.start?.user ?? shipped.end.user
  const { settings, unread, dropsTo, program, writes } = readStart({
    file: from,
    start,
    later: laterParts(steps, file, input.start),
    state: { ...given, environment: new Map(given.environment) },
    environment,
    effects,
    files: mounted ? withMounted(files, mounted) : files,
    base: base.from.value ?? base.from.text,
    ...(context === undefined ? {} : { context }),
    textOf: (path) => {
      const answer = io.read(path)
      return answer.ok ? answer.text : undefined
    },
    runs: runTexts(steps),
    ownRuns: runTexts(steps.filter((step) => step.state.user?.value === user?.value)),
    allRuns: runTexts(stages.flatMap((stage) => stage.steps)),
    home: homeOf(user, base, effects, environment?.variables.get('HOME') ?? shipped.end.environment.get('HOME')),
    uid: uidOf(user, effects),
    ...(convention ? { convention } : {}),
    used,
  })
  if (windows) return { writes: [], dropsTo, start: { settings, unread } }
  return { writes: [...effects.writes, ...writes], dropsTo, start: { settings, unread }, program }
}

type StartFacts = Pick<Image, 'writes' | 'dropsTo' | 'start' | 'program'>

/** The start is read on demand: most rules do not ask, and it takes the most work. */
function withStart(image: ImageSettings, read: () => StartFacts): Image {
  const start = once(read)
  const whole = { ...image } as Image
  for (const key of ['writes', 'dropsTo', 'start', 'program'] as const) lazily(whole, key, () => start()[key])
  return whole
}

/** Adds the effects of a build to those of the image below it. */
function withBaseEffects(under: Image | undefined, effects: BuildEffects): BuildEffects {
  if (!under) return effects
  return {
    ...effects,
    writes: [...under.writes.filter(({ when }) => when === 'build'), ...effects.writes],
    users: [...under.users, ...effects.users],
  }
}

/** Takes the settings that an image does not set from the one below it. `isOwn`: the image, or its container, sets a start. */
function withBaseSettings(under: Image, image: ImageSettings, isOwn: boolean): ImageSettings {
  return {
    ...image,
    base: under.base,
    volumes: { ...image.volumes, items: [...under.volumes.items, ...image.volumes.items] },
    entrypoint: image.entrypoint.state === 'unset' ? under.entrypoint : image.entrypoint,
    command: isOwn ? image.command : under.command,
    healthcheck: image.healthcheck.state === 'unset' ? under.healthcheck : image.healthcheck,
  }
}

/** Without a start of its own, it starts like the image below it. */
function withBaseStart(under: Image, own: StartFacts, isOwn: boolean): StartFacts {
  if (isOwn) return own
  return {
    writes: [...own.writes, ...under.writes.filter(({ when }) => when === 'start')],
    dropsTo: own.dropsTo ?? under.dropsTo,
    start: under.start ?? own.start,
    program: under.program,
  }
}

function runTexts(steps: readonly Step[]): readonly string[] {
  const runs = steps.flatMap(({ instruction }) => (instruction.name === 'RUN' ? [instruction] : []))
  return runs.map(({ rest, heredocs }) => [rest.text, ...heredocs.map(({ body }) => body.text)].join('\n'))
}

function settingFact(setting: Setting | undefined, why: string): Fact<string> {
  if (!setting) return UNSET
  return setting.value === undefined ? unknown(why, setting.origin) : set(setting.value, setting.origin)
}

function environmentOf(shipped: Stage, base: Stage): Image['environment'] {
  const items: Sourced<{ name: string; value: string }>[] = []
  let open: TextOrigin | undefined
  for (const [name, { value, origin }] of shipped.end.environment) {
    if (value === undefined) open ??= origin
    else items.push({ value: { name, value }, origin })
  }
  if (open) return { items, incomplete: { why: 'a value depends on a build argument or on the base image', origin: open } }
  return base.from.value === 'scratch' ? { items } : { items, incomplete: { why: 'the base image may set more', origin: base.from.origin } }
}

function volumesOf(steps: readonly Step[], file: string, base: Stage): FactList<string> {
  const items: Sourced<string>[] = []
  let open: TextOrigin | undefined
  for (const step of steps) {
    if (step.instruction.name !== 'VOLUME') continue
    for (const arg of step.instruction.args) {
      const value = step.resolve(arg.text)
      const origin: TextOrigin = { kind: 'text', file, span: arg.span }
      if (value === undefined) open ??= origin
      // The engine refuses a relative path and does not resolve it against WORKDIR.
      else if (value.startsWith('/')) items.push({ value: normaliseTarget(value), origin })
    }
  }
  if (open) return { items, incomplete: { why: 'a path depends on a build argument or on the base image', origin: open } }
  return base.from.value === 'scratch'
    ? { items }
    : { items, incomplete: { why: 'the base image may declare more', origin: base.from.origin } }
}

/** A shell form becomes what the engine makes of it: the words of SHELL and the text (Dockerfile reference: "Shell form"). */
function commandFact(step: Step | undefined, file: string): Fact<readonly string[]> {
  if (!step) return UNSET
  const { instruction, state } = step
  const origin: TextOrigin = { kind: 'text', file, span: instruction.span }
  if (instruction.json)
    return set(
      instruction.args.map((arg) => arg.text),
      origin,
    )
  return set([...state.shell, instruction.rest.text], origin)
}

function healthcheckOf(step: Step | undefined, file: string): Image['healthcheck'] {
  if (!step) return UNSET
  return set({ disabled: step.instruction.args[0]?.text.toUpperCase() === 'NONE' }, { kind: 'text', file, span: step.instruction.span })
}

function linksOf(effects: BuildEffects): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  for (const { leaves, path, linkTo } of effects.writes) {
    if (leaves === 'link' && linkTo !== undefined && normaliseTarget(linkTo) !== path) links.set(path, linkTo)
  }
  return links
}

/** Without USER, root starts; a base with another user usually has its own start script. */
function uidOf(user: { readonly value: string | undefined } | undefined, effects: BuildEffects): string | undefined {
  const name = user ? user.value?.split(':')[0] : 'root'
  if (name === undefined || /^\d+$/.test(name)) return name
  const known = effects.users.find(({ value }) => value.name === name)?.value.uid
  return name === 'root' ? '0' : known === undefined ? undefined : `${known}`
}

/** Home directory of the starting user: from HOME, else from the build or the base; unknown if the base image may set another user. */
function homeOf(
  user: { readonly value: string | undefined } | undefined,
  base: Stage,
  effects: BuildEffects,
  given: { readonly value: string | undefined } | undefined,
): string | undefined {
  if (given) return given.value
  if (user && user.value === undefined) return undefined
  const name = user?.value?.split(':')[0]
  if (name === undefined) return base.from.value === 'scratch' ? '/' : baseHome(base.from.value, 'root')
  if (name === 'root' || name === '0') return '/root'
  const known = effects.users.find(({ value }) => value.name === name || `${value.uid}` === name)
  return known?.value.home ?? baseHome(base.from.value, name)
}
