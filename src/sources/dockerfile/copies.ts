import { stageNamed } from '../../model/build.ts'
import { remember } from '../../model/maps.ts'
import { absolutePath, baseName, cleanPath, isWithin, normaliseTarget, parentOf } from '../../model/path.ts'
import type { MappedText } from '../../text/mapped-text.ts'
import { matchesWildcard } from '../../text/wildcard.ts'
import { targetPath } from './build-writes.ts'
import { chainOf, type Stage, type Step } from './stages.ts'

/** The working directories of a stage, the last first. */
export function workingDirs(stage: Stage): readonly string[] {
  const states = [...chainOf(stage).flatMap(({ steps }) => steps.map(({ state }) => state)), stage.end]
  return [...new Set(states.flatMap(({ workingDir }) => workingDir?.value ?? []))].reverse()
}

/** Turborepo copies the packages that one needs below `out`, with `--docker` below `full` and `json` in it (turborepo.com, "prune"). */
const PRUNE = /\bturbo(?:@\S+)?\s+prune\b([^\n;&|]*)/

const prunings = new WeakMap<Stage, readonly { readonly root: string; readonly output: string; readonly isDocker: boolean }[]>()

/** The place in a stage of the file that `turbo prune` copied to a path; any other path as it is. */
export function beforePruning(path: string, stage: Stage): string {
  const known = remember(prunings, stage, () =>
    chainOf(stage).flatMap(({ steps }) =>
      steps.flatMap(({ instruction, state }) => {
        const words = instruction.name === 'RUN' ? PRUNE.exec(instruction.rest.text)?.[1] : undefined
        const root = state.workingDir?.value ?? '/'
        const output = words === undefined ? undefined : absolutePath(/--out-dir[= ](\S+)/.exec(words)?.[1] ?? 'out', root)
        return output === undefined ? [] : [{ root, output, isDocker: /--docker\b/.test(words ?? '') }]
      }),
    ),
  )
  const found = known.find(({ output }) => isWithin(path, output))
  if (!found) return path
  const rest = path.slice(found.output.length)
  return cleanPath(`${found.root}/${found.isDocker ? rest.replace(/^\/(?:full|json)(?=\/|$)/, '') : rest}`)
}

/** Directories of compiled code, beside `src` or what else it is compiled from. */
const COMPILED = /^(?:dist|build|out)$/

/**
 * Where a path of a stage was in the stages that it copies from. `COPY --from=build /src/dist /app/dist` shows that `/app` was `/src`; after
 * `COPY --from=build /src/dist /app` what is in `/app` may have been compiled from `/src/src` or `/src`.
 */
export function placesBefore(
  path: string,
  stage: Stage,
  stages: readonly Stage[],
): readonly { readonly path: string; readonly stage: Stage }[] {
  return stepsOf(stage).flatMap((step) => {
    const from = fromStage(step, stages)
    if (typeof from === 'string') return []
    return copies(step).flatMap(({ source, destination }) => {
      const [here, there] = [destination.split('/'), normaliseTarget(`/${source}`).split('/')]
      while (here.length > 1 && here.at(-1) === there.at(-1)) {
        here.pop()
        there.pop()
      }
      const directory = here.join('/')
      if (!path.startsWith(`${directory}/`)) return []
      const project = COMPILED.test(there.at(-1) ?? '') ? there.slice(0, -1) : undefined
      const places = project ? [there, [...project, 'src'], project] : [there]
      return places.map((place) => ({ path: place.join('/') + path.slice(directory.length), stage: from }))
    })
  })
}

const copyingSteps = new WeakMap<Stage, readonly Step[]>()

/** The copying instructions of a stage, through its FROM chain. Cached, because every path in an image asks for them. */
export function stepsOf(stage: Stage): readonly Step[] {
  return remember(copyingSteps, stage, () =>
    chainOf(stage).flatMap((each) => each.steps.filter(({ instruction: { name } }) => name === 'COPY' || name === 'ADD')),
  )
}

const fillings = new WeakMap<Stage, readonly Step[]>()

/** The instructions of a stage that may put files into it, through its FROM chain, the last first. */
export function fillingSteps(stage: Stage): readonly Step[] {
  return remember(fillings, stage, () =>
    chainOf(stage)
      .flatMap((each) => each.steps.filter(({ instruction: { name } }) => name === 'COPY' || name === 'ADD' || name === 'RUN'))
      .reverse(),
  )
}

const stageOf = new WeakMap<Step, Stage | 'elsewhere' | 'context'>()

/** What an instruction copies from: a stage, the context, or `elsewhere` for an image or a named context. */
export function fromStage(step: Step, stages: readonly Stage[]): Stage | 'elsewhere' | 'context' {
  return remember(stageOf, step, () => readFrom(step, stages))
}

function readFrom(step: Step, stages: readonly Stage[]): Stage | 'elsewhere' | 'context' {
  const flag = step.instruction.flags.find((each) => each.name === 'from')
  if (!flag) return 'context'
  const name = flag.value ? step.resolve(flag.value.text) : undefined
  return (name === undefined ? undefined : stageNamed(name, stages)) ?? 'elsewhere'
}

/** One source of a COPY or ADD. */
export interface Copy {
  readonly source: string
  /** Without a trailing slash. */
  readonly destination: string
  /** The destination is the file's own path. */
  readonly single: boolean
}

const copiesOf = new WeakMap<Step, readonly Copy[]>()

/** What an instruction copies where. Cached, because every path in an image asks for it. */
export function copies(step: Step): readonly Copy[] {
  return remember(copiesOf, step, () => readCopies(step))
}

function readCopies(step: Step): readonly Copy[] {
  const written = step.resolve(step.instruction.args.at(-1)?.text ?? '')
  const destination = written === undefined ? undefined : targetPath(written, step)
  if (written === undefined || destination === undefined) return []
  const sources = copySources(step)
  // WORKDIR has created its directory and those above it.
  const isThere = isWithin(normaliseTarget(step.state.workingDir?.value ?? '/'), destination)
  const single = !(written.endsWith('/') || isThere || step.instruction.args.length > 2)
  return sources.map((source) => ({ source, destination, single }))
}

/** What a COPY or ADD takes, without downloads and heredocs. */
export function copySources(step: Step): readonly string[] {
  const { name, args, heredocs, onBuild } = step.instruction
  if ((name !== 'COPY' && name !== 'ADD') || onBuild) return []
  return args.slice(0, -1).flatMap((arg) => {
    const source = step.resolve(arg.text)
    if (source === undefined || /^[a-z]+:\/\//i.test(source) || heredocs.some((heredoc) => heredoc.written === source)) return []
    return [source]
  })
}

/** The files that a COPY or ADD takes from the Dockerfile itself (docs.docker.com, "Dockerfile reference", "Here-Documents"). */
export function heredocFiles(step: Step): readonly { readonly path: string; readonly body: MappedText }[] {
  const { name, args, heredocs } = step.instruction
  if ((name !== 'COPY' && name !== 'ADD') || heredocs.length === 0) return []
  const written = step.resolve(args.at(-1)?.text ?? '')
  const destination = written === undefined ? undefined : targetPath(written, step)
  if (destination === undefined || written === undefined) return []
  if (!written.endsWith('/')) return heredocs.slice(0, 1).map(({ body }) => ({ path: destination, body }))
  return heredocs.map(({ name: own, body }) => ({ path: `${destination === '/' ? '' : destination}/${own}`, body }))
}

/** The places in the source of a COPY that may be the file at `path`, most likely first. */
export function copiedFrom(step: Step, path: string, context: string | undefined): readonly string[] {
  return copies(step).flatMap(({ source, destination, single }): readonly string[] => {
    const clean = source.replace(/\/$/, '')
    const name = baseName(clean)
    const candidates: string[] = []
    if (single && destination === path) candidates.push(clean)
    if (isWithin(path, destination) && path !== destination) {
      const rest = path.slice(destination === '/' ? 1 : destination.length + 1)
      if (/[*?[]/.test(name)) {
        const [first = '', ...deeper] = rest.split('/')
        if (matchesWildcard(name, first) && context !== undefined)
          candidates.push([parentOf(clean).replace(/^\/$/, ''), first, ...deeper].filter((part) => part !== '').join('/'))
      } else {
        if (rest === name) candidates.push(clean)
        candidates.push(clean === '.' || clean === '' ? rest : `${clean}/${rest}`)
      }
    }
    return candidates
  })
}
