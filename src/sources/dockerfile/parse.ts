import { defined } from '../../model/defined.ts'
import type { Problem } from '../../model/finding.ts'
import type { Image } from '../../model/image.ts'
import type { ImageIntent } from '../../model/intent.ts'
import { parentOf } from '../../model/path.ts'
import { isShellScript } from '../../shell/is-script.ts'
import { parseShell } from '../../shell/parse.ts'
import type { TextEdit } from '../../text/edit.ts'
import { memoryOf } from '../memory.ts'
import type { Comment, Document, FileEdit, Files } from '../source.ts'
import { type ImageInput, readImage } from './image.ts'
import type { GivenStart } from './image-start.ts'
import { type Instruction, isInstruction, readInstruction } from './instructions.ts'
import { splitFile } from './lines.ts'
import { contextText, instructionScript } from './scripts.ts'
import { readStages, type Stage, shippedStage } from './stages.ts'

/** No real Dockerfile has so many: the rest is reported as unread, because reading it takes minutes. */
const MAX_INSTRUCTIONS = 5000

/** How a Dockerfile is built; without options, like `docker build` in its own directory. */
export interface BuildOptions {
  /** Stage to ship, by name or number; absent: the last one. */
  readonly target?: string
  /** `--build-arg`; `null`: passed on from an unknown environment. */
  readonly args?: Readonly<Record<string, string | null>>
  /** Directory of the build context, absolute. Absent: the nearest that has what it copies. `null`: a URL or standard input. */
  readonly context?: string | null
  /** What a container starts instead of the image's ENTRYPOINT and CMD; this decides what it writes at start. */
  readonly start?: GivenStart
  /** The image with a name that the project itself builds: a base image need not come from a registry. */
  readonly built?: (name: string) => Image | undefined
  /** How an image that is not built here starts its command, by its name. */
  readonly conventionOf?: ImageInput['conventionOf']
}

/**
 * Reads a Dockerfile as a document with one image, the stage that ships. `file` is absolute, `text` its content (or
 * `dockerfile_inline` of the Compose file `file`). Scripts that the build copies are read through `io`, only below the context.
 * Never throws; a file without a stage gives no image and a problem.
 */
export function parseDockerfile(file: string, text: string, io: Files, options: BuildOptions = {}): Document {
  const parsed = memoryOf(io).once('dockerfile', file, text, () => splitInstructions(text))
  const { split, instructions } = parsed
  const stages = stagesFor(parsed, file, options)
  const shipped = shippedStage(stages, options.target)
  const texts = new Map([[file, text]])
  const used = (each: string) => {
    const answer = texts.has(each) ? undefined : io.read(each)
    if (answer?.ok) texts.set(each, answer.text)
  }
  const context = options.context === null ? undefined : (options.context ?? guessContext(directoryOf(file), stages, io))
  const images = shipped
    ? [
        readImage({
          file,
          escape: split.escape,
          stages,
          shipped,
          context,
          io,
          used,
          ...defined({ start: options.start, conventionOf: options.conventionOf }),
        }),
      ]
    : []
  return {
    file,
    texts,
    containers: [],
    images,
    problems: [
      ...split.problems.map((problem) => ({ file, ...problem })),
      ...instructionProblems(file, instructions, split.lines.length),
      ...(shipped ? [] : [nothingShipped(file, stages, options.target)]),
    ],
    // Includes the scripts that were read so far.
    get comments() {
      return [...split.comments.map((comment): Comment => ({ file, ...comment })), ...shellComments(file, stages, texts, io)]
    },
    statements: split.lines.map(({ span, heredocs }) => ({
      file,
      span: [span[0], heredocs.at(-1)?.body.pieces.at(-1)?.source[1] ?? span[1]],
    })),
    edit: () => ({ edits: [], refused: [] }),
    editImages: (intents) => editDockerfile(file, text, intents),
  }
}

function splitInstructions(text: string) {
  const split = splitFile(text)
  const instructions = split.lines.slice(0, MAX_INSTRUCTIONS).map((line) => readInstruction(line, split.escape))
  const read: ReadStages[] = []
  return { split, instructions, read }
}

/** The stages of a Dockerfile, and what they depend on beside its text. */
interface ReadStages {
  readonly args: string
  readonly bases: ReadonlyMap<string, Image | undefined>
  readonly stages: readonly Stage[]
}

/** Most builds of one Dockerfile whose stages are kept. */
const MAX_BUILDS = 8

/** The stages for the arguments and base images of a build. They are kept, because many services may build one Dockerfile. */
function stagesFor(
  { split, instructions, read }: ReturnType<typeof splitInstructions>,
  file: string,
  options: BuildOptions,
): readonly Stage[] {
  const args = JSON.stringify(options.args)
  const known = read.find((each) => each.args === args && [...each.bases].every(([name, image]) => options.built?.(name) === image))
  if (known) return known.stages
  const bases = new Map<string, Image | undefined>()
  const built = (name: string): Image | undefined => {
    const image = options.built?.(name)
    bases.set(name, image)
    return image
  }
  const stages = readStages(instructions, { file, escape: split.escape, args: options.args ?? {}, built })
  if (read.push({ args, bases, stages }) > MAX_BUILDS) read.shift()
  return stages
}

/** Shell comments: in heredocs of RUN, after its commands, and in the scripts of the context that were read. */
function shellComments(file: string, stages: readonly Stage[], texts: ReadonlyMap<string, string>, io: Files): readonly Comment[] {
  const scripts = stages.flatMap(({ steps }) =>
    steps.flatMap(({ instruction, state }) => instructionScript(instruction, state.shell, file) ?? []),
  )
  for (const [path, text] of texts)
    if (path !== file && isShellScript(path, text)) scripts.push({ file: path, script: parseShell(contextText(path, text, io)) })
  return scripts.flatMap((found) => found.script.comments.map((comment): Comment => ({ file: found.file, ...comment })))
}

function directoryOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'))) || '/'
}

function instructionProblems(file: string, instructions: readonly Instruction[], written: number): Problem[] {
  const problems = instructions.flatMap(({ name, span }): Problem[] => {
    if (isInstruction(name)) return []
    const message = `"${name.slice(0, 40)}" is no instruction of a Dockerfile`
    return [{ level: 'note', file, offset: span[0], message, hint: 'it was left out' }]
  })
  if (written <= MAX_INSTRUCTIONS) return problems
  const message = `has more than ${MAX_INSTRUCTIONS} instructions`
  return [...problems, { level: 'error', file, message, hint: 'the rest was not read' }]
}

function nothingShipped(file: string, stages: readonly Stage[], target: string | undefined): Problem {
  return stages.length === 0
    ? { level: 'error', file, message: 'has no FROM, so it builds no image', hint: 'is it a Dockerfile?' }
    : { level: 'error', file, message: `has no stage "${target}"`, hint: 'check the target of the build' }
}

/** The edits that carry out image intents in a Dockerfile: each changes one keyword and nothing else. Idempotent. */
function editDockerfile(file: string, text: string, intents: readonly ImageIntent[]): readonly FileEdit[] {
  const edits = new Map<number, TextEdit>()
  for (const { do: change, at } of intents) {
    if (at.kind !== 'text' || at.file !== file) continue
    switch (change) {
      case 'copy-instead-of-add': {
        const start = at.span[0]
        const keyword = text.slice(start, start + 3)
        if (/^add$/i.test(keyword)) edits.set(start, { span: [start, start + 3], text: keyword === 'ADD' ? 'COPY' : 'copy' })
        break
      }
      default:
        change satisfies never
    }
  }
  return edits.size === 0 ? [] : [{ file, edits: [...edits.values()] }]
}

/** How many directories above the Dockerfile's own may be the context; deeper trees are rare. */
const MAX_UP = 4

/**
 * The directory in which a Dockerfile is most likely built, if nothing says so (`docker build -f docker/Dockerfile .`): its own, or the
 * nearest one above it that has everything that COPY and ADD name. If none has (programs are built first), and the own directory has none
 * of it, the nearest with at least half of it, among that a path of more than one part. Stops at the root of the repository.
 */
function guessContext(directory: string, stages: readonly Stage[], io: Files): string {
  const sources = namedSources(stages)
  if (sources.length === 0) return directory
  let half: string | undefined
  let candidate = directory
  for (let up = 0; up <= MAX_UP; up++) {
    const base = candidate === '/' ? '' : candidate
    const found = sources.filter((source) => io.exists(`${base}/${source}`))
    if (found.length === sources.length) return candidate
    if (up === 0 && found.length > 0) half = directory
    if (found.length * 2 >= sources.length && found.some((source) => source.includes('/'))) half ??= candidate
    if (candidate === '/' || io.exists(`${base}/.git`)) break
    candidate = parentOf(candidate)
  }
  return half ?? directory
}

/** Sources that name one place, or the directory of a pattern: no variables, addresses, files of other stages, nor the context itself. */
function namedSources(stages: readonly Stage[]): readonly string[] {
  const sources = stages.flatMap(({ steps }) =>
    steps.flatMap(({ instruction, resolve }) => {
      const { name, flags, args, heredocs, onBuild } = instruction
      if ((name !== 'COPY' && name !== 'ADD') || onBuild || heredocs.length > 0 || flags.some((flag) => flag.name === 'from')) return []
      return args.slice(0, -1).map((arg) => resolve(arg.text))
    }),
  )
  return sources.flatMap((source) => {
    const clean = source
      ?.replace(/^(?:\.?\/)+/, '')
      .replace(/(?:^|\/)[^/]*[*?[][^/]*$/, '')
      .replace(/\/+$/, '')
    if (clean === undefined || clean === '' || clean === '.' || /[*?[\]:]|(?:^|\/)\.\.(?:\/|$)/.test(clean)) return []
    return [clean]
  })
}
