import type { Container } from '../model/container.ts'
import { UNSET } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import type { Image } from '../model/image.ts'
import type { BuildOptions } from '../sources/dockerfile/parse.ts'
import type { Document, Files } from '../sources/source.ts'
import { buildersByName, buildOf } from './built-by.ts'
import { builtImage } from './built-image.ts'
import type { Sources } from './sources.ts'

/** Where the images of a document's containers are read from. */
export interface ImageSources {
  readonly sources: Sources
  /** Directory above which nothing is read. */
  readonly root: string
  /** Whether the records know the image of a container: no neighbour that builds it is searched then. */
  readonly isKnown: (container: Container) => boolean
  /** The image as an engine has it. */
  readonly inspected?: (container: Container) => Image | undefined
  /** How an image that is not built here starts its command, by its name. */
  readonly conventionOf?: BuildOptions['conventionOf']
  /** Gets a problem for each limit of reading that is reached. */
  readonly note: (problem: Problem) => void
}

/** The edge from a container to its image: its Dockerfile and the engine's answer, joined. Undefined if there is neither. */
export function imagesOf(document: Document, io: Files, options: ImageSources): (container: Container) => Image | undefined {
  const { conventionOf } = options
  const images = new Map<Container, Image | undefined>()
  const build = buildOf(document, io, options.note)
  const builderOf = buildersByName(document)
  const bases = new Map<string, Image | undefined>()
  /** The base image of a Dockerfile, if a service of the same project builds it; without that service's own start. */
  const base = (name: string): Image | undefined => {
    const known = bases.get(name)
    if (known || bases.has(name)) return known
    // Images that are built on each other say nothing.
    bases.set(name, undefined)
    const builder = builderOf(name)
    const found =
      builder && builtImage(withoutStart(builder), builder.build, io, options.sources, options.root, { built: base, conventionOf })
    bases.set(name, found)
    return found
  }
  return (container) => {
    if (images.has(container)) return images.get(container)
    const built = builtImage(container, build(container, options.isKnown(container)), io, options.sources, options.root, {
      built: base,
      conventionOf,
    })
    const found = joinImage(built, options.inspected?.(container))
    images.set(container, found)
    return found
  }
}

/** A container as its image would start by default. */
function withoutStart(container: Container): Container {
  const environment = { items: [], incomplete: { why: 'another container sets it' } }
  return { ...container, entrypoint: UNSET, command: UNSET, workingDir: UNSET, environment }
}

/** Joins an image from its Dockerfile with `docker image inspect`. The Dockerfile counts first: the next build follows it. */
function joinImage(built: Image | undefined, inspected: Image | undefined): Image | undefined {
  if (!built || !inspected) return built ?? inspected
  const written = <K extends 'user' | 'workingDir' | 'entrypoint' | 'command' | 'healthcheck'>(key: K): Image[K] =>
    built[key].state === 'unset' ? inspected[key] : built[key]
  return {
    ...built,
    user: written('user'),
    workingDir: written('workingDir'),
    entrypoint: written('entrypoint'),
    command: written('command'),
    healthcheck: written('healthcheck'),
    // A later entry of a name replaces an earlier one.
    environment: { ...built.environment, items: [...inspected.environment.items, ...built.environment.items] },
    volumes: { ...built.volumes, items: [...inspected.volumes.items, ...built.volumes.items] },
  }
}
