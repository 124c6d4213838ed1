import { type Container, knownValue } from '../../model/container.ts'
import { type Fact, fileOf, type Sourced } from '../../model/fact.ts'
import type { ImageStart } from '../../model/image.ts'
import type { MountedFiles } from '../../sources/mounted-files.ts'
import { baseDirectory, baseHome } from '../base-image.ts'
import { withMounted } from '../image-files.ts'
import { mountsEntrypoint } from './start-commands.ts'
import {
  execPart,
  givenCheck,
  givenEnvironment,
  givenHooks,
  type StartConvention,
  type StartInput,
  type StartPart,
  usualWords,
} from './start-input.ts'
import { readStart } from './start-writes.ts'

/** A container whose image is not built here. */
export interface ContainerStartInput {
  readonly container: Container
  readonly image: string
  readonly convention?: StartConvention
  /** The account that it starts as; undefined if unknown. */
  readonly user?: string
  readonly mounted: MountedFiles
}

/** What the start of a container does by its own text, for any image: command, entrypoint, mounted scripts. Undefined without these. */
export function readContainerStart(input: ContainerStartInput): ImageStart | undefined {
  const { container, image, convention, mounted } = input
  const { origin } = container
  if (origin.kind !== 'text') return undefined
  const words = startWords(container, convention)
  const check = container.healthcheck.state === 'set' ? givenCheck(container.healthcheck) : undefined
  const hooks = givenHooks(container.hooks)
  if (!words && !convention && !mountsEntrypoint(mounted) && hooks.length === 0) return undefined
  const uid = numberOf(input.user)
  const at = words?.command ?? words?.entrypoint
  const workingDir = container.workingDir.state === 'set' ? container.workingDir.value : baseDirectory(image)
  const start: StartInput = {
    file: (at && fileOf(at.origin)) ?? origin.file,
    start: { entrypoint: partOf(words?.entrypoint), command: partOf(words?.command) },
    state: {
      environment: new Map(),
      user: undefined,
      workingDir: workingDir === undefined ? undefined : { value: workingDir, origin },
      shell: ['/bin/sh', '-c'],
    },
    // The image sets more.
    environment: givenEnvironment(container, false),
    effects: { writes: [], users: [], packages: new Set(), usesS6: false },
    files: withMounted(NO_FILES, mounted),
    base: image,
    ...(convention ? { convention } : {}),
    later: [...(check ? [check] : []), ...hooks],
    runs: [],
    ownRuns: [],
    allRuns: [],
    isOfBase: true,
    home: homeVariable(container) ?? (uid === '0' ? '/root' : input.user === undefined ? undefined : baseHome(image, input.user)),
    uid,
    used: () => {},
  }
  return readStart(start)
}

const NO_FILES: StartInput['files'] = {
  open: () => undefined,
  glob: () => undefined,
  changes: () => [],
  built: { open: () => undefined, glob: () => undefined },
  copied: () => [],
}

interface StartWords {
  readonly entrypoint?: Sourced<readonly string[]>
  readonly command?: Sourced<readonly string[]>
}

/** The words that are run. An entrypoint drops the image's command (Docker docs, "Understand how CMD and ENTRYPOINT interact"). */
function startWords({ entrypoint, command, origin }: Container, convention: StartConvention | undefined): StartWords | undefined {
  const given = givenWords(entrypoint)
  const words = givenWords(command)
  if ((entrypoint.state === 'unknown' && !given) || (command.state === 'unknown' && !words)) return undefined
  if (given) return { entrypoint: given, ...(words ? { command: words } : {}) }
  const own = usualWords(convention, words?.value)
  return own && { command: { value: own, origin: words?.origin ?? origin } }
}

/** The words of a fact, those with a variable that has no value as they are written. A script for a shell has them as variables too. */
function givenWords(fact: Fact<readonly string[]>): Sourced<readonly string[]> | undefined {
  if (fact.state === 'set') return fact.value.length > 0 ? fact : undefined
  return fact.state === 'unset' || !fact.written?.length || !fact.origin ? undefined : { value: fact.written, origin: fact.origin }
}

function partOf(words: Sourced<readonly string[]> | undefined): StartPart | undefined {
  if (words?.origin.kind !== 'text') return undefined
  const { span } = words.origin
  return execPart(words.value.map((text) => ({ text, span })))
}

function numberOf(user: string | undefined): string | undefined {
  const name = user?.split(':')[0]
  return name === 'root' ? '0' : name !== undefined && /^\d+$/.test(name) ? name : undefined
}

function homeVariable({ environment }: Container): string | undefined {
  const set = environment.items.findLast(({ value }) => value.name === 'HOME')
  return set && knownValue(set.value)
}
