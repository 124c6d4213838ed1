import { type Build, type Container, knownValue } from '../model/container.ts'
import type { Fact, Origin } from '../model/fact.ts'
import type { Image } from '../model/image.ts'
import type { GivenEnvironment } from '../programs/start/start-commands.ts'
import type { BuildOptions } from '../sources/dockerfile/parse.ts'
import { mountedFiles } from '../sources/mounted-files.ts'
import type { Document, Files, Unit } from '../sources/source.ts'
import { isolated } from './isolate.ts'
import type { Sources } from './sources.ts'

type ParseDockerfile = NonNullable<Sources['parseDockerfile']>

/** A service that builds a Dockerfile: it decides the stage that ships, the arguments and the context. */
export interface KnownBuild {
  readonly service: string
  readonly origin: Origin
  readonly build: Build
}

/** The builds of Compose services by the Dockerfile's absolute path; several services may build one file. */
export function buildsOf(documents: readonly Document[], io: Files): Map<string, KnownBuild[]> {
  const builds = new Map<string, KnownBuild[]>()
  const services = documents.flatMap(({ source, containers }) => (source === 'compose' ? containers : []))
  for (const { name, origin, build } of services) {
    const dockerfile = build.state === 'set' ? dockerfileOf(build.value, io) : undefined
    if (build.state !== 'set' || dockerfile === undefined) continue
    const list = builds.get(dockerfile) ?? []
    list.push({ service: name, origin, build: build.value })
    builds.set(dockerfile, list)
  }
  return builds
}

/** A Dockerfile as its services build it; where they do not agree on the stage, or nobody builds it, its last stage ships. */
export function dockerfileUnit(path: string, builds: readonly KnownBuild[], parseDockerfile: ParseDockerfile): Unit {
  const [first] = builds
  const agreed = first && builds.every(({ build }) => build.target === first.build.target) ? optionsOf(first.build) : {}
  return isolated({
    file: path,
    parse: (io) => {
      const answer = io.read(path)
      return parseDockerfile(path, answer.ok ? answer.text : '', io, agreed)
    },
  })
}

/** Dockerfiles as units, built as the services of the other units build them. */
export function dockerfileUnits(
  paths: readonly string[],
  others: readonly Unit[],
  io: Files,
  { parseDockerfile }: Sources,
): readonly Unit[] {
  if (!parseDockerfile || paths.length === 0) return []
  const documents = others.map((unit) => unit.parse(io))
  const builds = buildsOf(documents, io)
  return paths.map((path) => dockerfileUnit(path, builds.get(path) ?? [], parseDockerfile))
}

/** The image that a container's `build:` makes, where its Dockerfile can be read; its start is the one that the container asks for. */
export function builtImage(
  container: Container,
  build: Fact<Build>,
  io: Files,
  { parseDockerfile }: Sources,
  root: string,
  built?: BuildOptions['built'],
): Image | undefined {
  if (build.state !== 'set' || !parseDockerfile) return undefined
  const { entrypoint, command, workingDir, user } = container
  const start = {
    ...(entrypoint.state === 'set' ? { entrypoint } : {}),
    ...(command.state === 'set' ? { command } : {}),
    ...(workingDir.state === 'set' ? { workingDir } : {}),
    environment: givenEnvironment(container),
    mounted: mountedFiles(container, root, io),
    ...(user.state === 'unset'
      ? {}
      : { user: { value: user.state === 'set' ? user.value : undefined, origin: user.origin ?? container.origin } }),
  }
  const options = { ...optionsOf(build.value), start, ...(built ? { built } : {}) }
  if (build.value.inline !== undefined) {
    const file = build.origin.kind === 'text' ? build.origin.file : container.name
    return parseDockerfile(`${file}#${container.name}`, build.value.inline, io, options).images[0]
  }
  const dockerfile = dockerfileOf(build.value, io)
  if (dockerfile === undefined) return undefined
  const answer = io.read(dockerfile)
  return answer.ok ? parseDockerfile(dockerfile, answer.text, io, options).images[0] : undefined
}

/** Where no `Dockerfile` lies, a `dockerfile` will do (https://github.com/moby/moby/pull/10858, and BuildKit after it). */
function dockerfileOf({ dockerfile }: Build, io: Files): string | undefined {
  const lower = dockerfile?.replace(/(?<=[\\/])Dockerfile$/, 'dockerfile')
  return lower === undefined || io.exists(dockerfile ?? '') || !io.exists(lower) ? dockerfile : lower
}

/** The variables of a container; a value that nothing in sight resolves is unknown. */
function givenEnvironment({ environment }: Container): GivenEnvironment {
  const variables = environment.items.map(({ value, origin }) => [value.name, { value: knownValue(value), origin }] as const)
  return { variables: new Map(variables), complete: environment.incomplete === undefined }
}

function optionsOf(build: Build): BuildOptions {
  return {
    args: build.args,
    context: build.context.startsWith('/') || /^[A-Za-z]:[\\/]/.test(build.context) ? build.context : null,
    ...(build.target === undefined ? {} : { target: build.target }),
  }
}
