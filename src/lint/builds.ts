import type { Build, Container } from '../model/container.ts'
import type { Origin } from '../model/fact.ts'
import type { Image } from '../model/image.ts'
import type { BuildOptions } from '../sources/dockerfile/parse.ts'
import type { GivenEnvironment } from '../sources/dockerfile/start-writes.ts'
import type { Document, Files, Unit } from '../sources/source.ts'
import type { Sources } from './sources.ts'

type ParseDockerfile = NonNullable<Sources['parseDockerfile']>

/** A service that builds a Dockerfile: it decides the stage that ships, the arguments and the context. */
export interface KnownBuild {
  readonly service: string
  readonly origin: Origin
  readonly build: Build
}

/** The builds of Compose services by the Dockerfile's absolute path; several services may build one file. */
export function buildsOf(documents: readonly Document[]): Map<string, KnownBuild[]> {
  const builds = new Map<string, KnownBuild[]>()
  for (const { name, origin, build } of documents.flatMap(({ containers }) => containers)) {
    if (build.state !== 'set' || build.value.dockerfile === undefined) continue
    for (const path of spellings(build.value.dockerfile)) {
      const list = builds.get(path) ?? []
      list.push({ service: name, origin, build: build.value })
      builds.set(path, list)
    }
  }
  return builds
}

/** A `Dockerfile` that is not there is looked for as `dockerfile` (moby/moby#10858). */
function spellings(dockerfile: string): readonly string[] {
  return /(?:^|[\\/])Dockerfile$/.test(dockerfile) ? [dockerfile, `${dockerfile.slice(0, -'Dockerfile'.length)}dockerfile`] : [dockerfile]
}

/** A Dockerfile as its services build it; where they do not agree on the stage, or nobody builds it, its last stage ships. */
export function dockerfileUnit(path: string, builds: readonly KnownBuild[], parseDockerfile: ParseDockerfile): Unit {
  const [first] = builds
  const agreed = first && builds.every(({ build }) => build.target === first.build.target) ? optionsOf(first.build) : {}
  return {
    file: path,
    parse: (io) => {
      const answer = io.read(path)
      return parseDockerfile(path, answer.ok ? answer.text : '', io, agreed)
    },
  }
}

/** Dockerfiles as units, built as the services of the other units build them. */
export function dockerfileUnits(
  paths: readonly string[],
  others: readonly Unit[],
  io: Files,
  { parseDockerfile }: Sources,
): readonly Unit[] {
  if (!parseDockerfile || paths.length === 0) return []
  const builds = buildsOf(others.map((unit) => unit.parse(io)))
  return paths.map((path) => dockerfileUnit(path, builds.get(path) ?? [], parseDockerfile))
}

/**
 * A container that names an image which another service of its project builds, as if it had that `build:` itself: a worker beside the web
 * application that it shares its image with. Where several services build the name in different ways, nobody can tell which one it gets.
 */
export function asBuilt(container: Container, neighbours: readonly Container[]): Container {
  const name = imageName(container)
  if (container.build.state !== 'unset' || name === undefined) return container
  const builds = neighbours.flatMap((other) => (other.build.state === 'set' && imageName(other) === name ? [other.build] : []))
  const [first, ...others] = builds
  const isSame = ({ value }: (typeof builds)[number]) => first !== undefined && JSON.stringify(value) === JSON.stringify(first.value)
  return first && others.every(isSame) ? { ...container, build: first } : container
}

/** An image's name as it is written, with the tag that is meant where there is none. */
function imageName({ image }: Container): string | undefined {
  const name = image.state === 'set' ? image.value : image.state === 'unknown' ? image.written : undefined
  return name === undefined || /[:@][^/]*$/.test(name) ? name : `${name}:latest`
}

/** The image that a container's `build:` makes, where its Dockerfile can be read; its start is the one that the container asks for. */
export function builtImage(container: Container, io: Files, { parseDockerfile }: Sources): Image | undefined {
  if (container.build.state !== 'set' || !parseDockerfile) return undefined
  const build = container.build.value
  const { entrypoint, command } = container
  const start = {
    ...(entrypoint.state === 'set' ? { entrypoint } : {}),
    ...(command.state === 'set' ? { command } : {}),
    environment: givenEnvironment(container),
  }
  if (build.inline !== undefined) {
    const file = container.build.origin.kind === 'text' ? container.build.origin.file : container.name
    return parseDockerfile(`${file}#${container.name}`, build.inline, io, { ...optionsOf(build), start }).images[0]
  }
  if (build.dockerfile === undefined) return undefined
  for (const path of spellings(build.dockerfile)) {
    const answer = io.read(path)
    if (answer.ok) return parseDockerfile(path, answer.text, io, { ...optionsOf(build), start }).images[0]
  }
  return undefined
}

/** The variables of a container; a value that nothing in sight resolves is unknown. */
function givenEnvironment({ environment }: Container): GivenEnvironment {
  const variables = environment.items.map(({ value: { name, value, interpolated }, origin }) => {
    const isKnown = value !== null && !value.includes('${') && !(interpolated && value === '')
    return [name, { value: isKnown ? value : undefined, origin }] as const
  })
  return { variables: new Map(variables), complete: environment.incomplete === undefined }
}

function optionsOf(build: Build): BuildOptions {
  return {
    args: build.args,
    context: build.context.startsWith('/') || /^[A-Za-z]:[\\/]/.test(build.context) ? build.context : null,
    ...(build.target === undefined ? {} : { target: build.target }),
  }
}
