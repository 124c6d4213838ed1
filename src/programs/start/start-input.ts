import { type Container, type Healthcheck, type Hook, knownValue } from '../../model/container.ts'
import { fileOf, type Origin, type Sourced, type Span, type TextOrigin } from '../../model/fact.ts'
import { baseName } from '../../model/path.ts'
import { literalWord, type ShellWord } from '../../shell/words.ts'
import type { FoundScript } from '../../shell/world.ts'
import type { BuildEffects, ImageFiles, StartState } from '../image-files.ts'

/** ENTRYPOINT and CMD at the start of the container. Words have their places; a shell form is one script. */
export interface StartCommand {
  readonly entrypoint: StartPart | undefined
  readonly command: StartPart | undefined
}

export type StartPart =
  | { readonly form: 'exec'; readonly words: readonly ShellWord[] }
  | { readonly form: 'shell'; readonly found: FoundScript }

/** A command that runs in the started container, with the file of its first words. */
export interface LaterPart {
  readonly part: StartPart
  readonly file: string
  readonly span?: Span
  /** A health check only asks; a hook is a part of the start. */
  readonly what: 'health check' | 'post_start hook' | 'pre_stop hook'
  readonly workingDir?: string
  /** Variables that it gets in addition to those of the container. */
  readonly variables?: ReadonlyMap<string, string | undefined>
}

/** Variables that a container sets; an undefined value is set but unknown. */
export interface GivenEnvironment {
  readonly variables: ReadonlyMap<string, Sourced<string | undefined>>
  /** Variables with the value that is written, which no variable of the project can change. */
  readonly fixed?: ReadonlySet<string>
  /** No other variables are set, except those of the image. */
  readonly complete: boolean
}

/** The environment that a container gives its start; a value that nothing here resolves is unknown. */
export function givenEnvironment({ environment: { items }, origin: from }: Container, complete: boolean): GivenEnvironment {
  // An env file may have other values where the container runs.
  const isHere = (origin: Origin) => fileOf(origin) === fileOf(from) || /\.ya?ml$/i.test(fileOf(origin) ?? '')
  return {
    variables: new Map(items.map(({ value, origin }) => [value.name, { value: knownValue(value), origin }])),
    fixed: new Set(items.flatMap(({ value: { name, written }, origin }) => (written === undefined && isHere(origin) ? [name] : []))),
    complete,
  }
}

/** Everything that the start of an image depends on. */
export interface StartInput {
  readonly file: string
  readonly start: StartCommand
  readonly state: StartState
  /** For the started container, if there is one. */
  readonly environment: GivenEnvironment | undefined
  readonly effects: BuildEffects
  readonly files: ImageFiles
  /** The base image of the build, as written if it depends on a variable. */
  readonly base: string
  readonly later: readonly LaterPart[]
  /** How the base image starts its command, if it has a record. */
  readonly convention?: StartConvention
  /** The text of each RUN of the shipped stages. */
  readonly runs: readonly string[]
  /** Of these, the ones that run as the user of the start. */
  readonly ownRuns: readonly string[]
  /** The text of each RUN of every stage. */
  readonly allRuns: readonly string[]
  /** The directory of the build context; absent if it is not known, or nothing is built. */
  readonly context?: string
  /** The current text of a file; absent if nothing is built. */
  readonly textOf?: (file: string) => string | undefined
  /** Nothing is built: what is not mounted is in the image. */
  readonly isOfBase?: true
  /** Home directory of the user that the container starts as, if known. */
  readonly home: string | undefined
  /** Number of that user, if known. */
  readonly uid: string | undefined
  /** Called for every file of the context whose text affects the result. */
  readonly used: (file: string) => void
}

/** A shell form of ENTRYPOINT or CMD as a start part. */
export function shellPart(found: FoundScript): StartPart {
  return { form: 'shell', found }
}

/** An exec form as a start part; `words` with their places in the Dockerfile. */
export function execPart(words: readonly { readonly text: string; readonly span: TextOrigin['span'] }[]): StartPart {
  return { form: 'exec', words: words.map((word) => literalWord(word.text, word.span)) }
}

/** A health check that a container sets, as a start part. Text for the shell runs in `/bin/sh` (Compose Specification, "healthcheck"). */
export function givenCheck({ value, origin }: Sourced<Healthcheck>): LaterPart | undefined {
  if (value.disabled || origin.kind !== 'text') return undefined
  const [kind, ...words] = value.test
  const run = kind === 'CMD-SHELL' ? ['/bin/sh', '-c', words.join(' ')] : kind === 'CMD' ? words : []
  return run.length === 0
    ? undefined
    : { part: execPart(run.map((text) => ({ text, span: origin.span }))), file: origin.file, what: 'health check' }
}

/** The hooks of a container as start parts; one with an unknown command has no words. */
export function givenHooks(hooks: readonly Hook[] = []): readonly LaterPart[] {
  return hooks.flatMap(({ when, command, workingDir, environment }): readonly LaterPart[] => {
    if (command.state === 'unset' || command.origin?.kind !== 'text') return []
    const { span, file } = command.origin
    const part = execPart((command.state === 'set' ? command.value : []).map((text) => ({ text, span })))
    const variables = new Map(environment.items.map(({ value }) => [value.name, knownValue(value)]))
    return [{ part, file, span, what: `${when} hook`, ...(workingDir.state === 'set' ? { workingDir: workingDir.value } : {}), variables }]
  })
}

/** How an image starts its command, according to its record. */
export interface StartConvention {
  readonly command?: readonly string[]
  readonly subcommands?: string
  readonly folders?: readonly string[]
  /** The record says what the program writes by default. */
  readonly isKnown: boolean
  /** Variables that name places which the image writes, for the scripts of its folders (`$PGDATA`). */
  readonly places?: Readonly<Record<string, string>>
}

/** The program whose default writes are in its record. */
export function knownProgram({ convention }: StartInput): string | undefined {
  return convention?.isKnown && convention.command ? baseName(convention.command[0] ?? '') : undefined
}

/** The words that an image's own entrypoint runs: its usual ones, or given ones with its program before options and subcommands. */
export function usualWords(convention: StartConvention | undefined, given: readonly string[] | undefined): readonly string[] | undefined {
  const usual = convention?.command
  if (!given || !usual?.[0]) return given ?? usual
  const [first = ''] = given
  const isOwn = first.startsWith('-') || (convention?.subcommands !== undefined && new RegExp(convention.subcommands).test(first))
  return isOwn ? [usual[0], ...given] : given
}

/** The image's variables, overridden by those of the container. */
export function environmentOf({ state, environment }: StartInput): ReadonlyMap<string, Sourced<string | undefined>> {
  if (!environment) return state.environment
  return state.environment.size === 0 ? environment.variables : new Map([...state.environment, ...environment.variables])
}
