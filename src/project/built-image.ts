import type { Build, Container } from '../model/container.ts'
import { type Fact, fileOf, type Origin } from '../model/fact.ts'
import type { Image } from '../model/image.ts'
import { givenEnvironment } from '../programs/start/start-input.ts'
import type { BuildOptions } from '../sources/dockerfile/parse.ts'
import { memoryOf } from '../sources/memory.ts'
import { mountedFiles } from '../sources/mounted-files.ts'
import type { Files } from '../sources/source.ts'
import type { Sources } from './sources.ts'

/** A service that builds a Dockerfile and decides the shipped stage, the arguments and the context. */
export interface BuildingService {
  readonly service: string
  readonly origin: Origin
  readonly build: Build
}

/** The image that a container's `build:` makes, if its Dockerfile can be read; its start is the container's. */
export function builtImage(
  container: Container,
  build: Fact<Build>,
  io: Files,
  { parseDockerfile }: Sources,
  root: string,
  known: Pick<BuildOptions, 'built' | 'conventionOf'> = {},
): Image | undefined {
  if (build.state !== 'set' || !parseDockerfile) return undefined
  const { entrypoint, command, workingDir, user, healthcheck, hooks } = container
  const start = {
    ...(entrypoint.state === 'set' ? { entrypoint } : {}),
    ...(command.state === 'set' ? { command } : {}),
    ...(workingDir.state === 'set' ? { workingDir } : {}),
    ...(healthcheck.state === 'set' ? { healthcheck } : {}),
    ...(hooks ? { hooks } : {}),
    environment: givenEnvironment(container, container.environment.incomplete === undefined),
    ...(user.state === 'unset'
      ? {}
      : { user: { value: user.state === 'set' ? user.value : undefined, origin: user.origin ?? container.origin } }),
  }
  const options = optionsOf(build.value)
  const inline = build.value.inline
  const file = inline === undefined ? dockerfileOf(build.value, io) : `${fileOf(build.origin) ?? container.name}#${container.name}`
  if (file === undefined) return undefined
  const read = (files: Files): BuiltImage => {
    const bases = new Map<string, Image | undefined>()
    const base = (name: string): Image | undefined => {
      const found = known.built?.(name)
      bases.set(name, found)
      return found
    }
    const text = inline ?? textOf(file, files)
    const mounted = mountedFiles(container, root, files)
    const given = { ...options, ...known, start: { ...start, mounted }, built: base }
    const image = text === undefined ? undefined : parseDockerfile(file, text, files, given).images[0]
    return { image, bases }
  }
  const key = JSON.stringify([
    file,
    inline,
    root,
    container.mounts.items,
    container.injected.items,
    options.target,
    options.args,
    options.context,
    { ...start, environment: [...start.environment.variables, ...(start.environment.fixed ?? []), start.environment.complete] },
  ])
  const remembered = memoryOf(io).tracked(IMAGES, key, io, read)
  // The base image may differ in another project.
  const holds = [...remembered.bases].every(([name, image]) => known.built?.(name) === image)
  return (holds ? remembered : read(io)).image
}

const IMAGES = {}

interface BuiltImage {
  readonly image: Image | undefined
  /** The images that it stands on, by name; undefined for one that the project does not build. */
  readonly bases: ReadonlyMap<string, Image | undefined>
}

function textOf(file: string, io: Files): string | undefined {
  const answer = io.read(file)
  return answer.ok ? answer.text : undefined
}

/** If there is no `Dockerfile`, a `dockerfile` will do (https://github.com/moby/moby/pull/10858, and BuildKit after it). */
export function dockerfileOf({ dockerfile }: Build, io: Files): string | undefined {
  const lower = dockerfile?.replace(/(?<=[\\/])Dockerfile$/, 'dockerfile')
  return lower === undefined || io.exists(dockerfile ?? '') || !io.exists(lower) ? dockerfile : lower
}

/** How a `build:` builds its Dockerfile. */
export function optionsOf(build: Build): BuildOptions {
  return {
    args: build.args,
    context: build.context.startsWith('/') || /^[A-Za-z]:[\\/]/.test(build.context) ? build.context : null,
    ...(build.target === undefined ? {} : { target: build.target }),
  }
}
