import type { Container } from '../model/container.ts'
import { UNSET } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import type { Image } from '../model/image.ts'
import type { BuildOptions } from '../sources/dockerfile/parse.ts'
import type { Document, Files } from '../sources/source.ts'
import { buildersByName, buildOf } from './built-by.ts'
import { builtImage } from './built-image.ts'
import type { Sources } from './sources.ts'

/** What the images of a document's containers may be learnt from. */
export interface ImageSources {
  readonly sources: Sources
  /** Directory above which nothing is read. */
  readonly root: string
  /** Whether the records know the image of a container: then nobody looks for a neighbour that builds it. */
  readonly isKnown: (container: Container) => boolean
  /** The image as an engine has it. */
  readonly inspected?: (container: Container) => Image | undefined
  /** How an image that is not built here starts what it is told to, by its name. */
  readonly conventionOf?: BuildOptions['conventionOf']
  /** Told of what is more than is read. */
  readonly note: (problem: Problem) => void
}

/**
 * The edge from a container to its image: what the Dockerfile of its build tells and what an engine does, together. Undefined where
 * neither is at hand.
 */
export function imagesOf(document: Document, io: Files, options: ImageSources): (container: Container) => Image | undefined {
  const { conventionOf } = options
  const images = new Map<Container, Image | undefined>()
  const build = buildOf(document, io, options.note)
  const builderOf = buildersByName(document)
  const bases = new Map<string, Image | undefined>()
  /** The base image of a Dockerfile, where a service of the same project builds it; without that service's own start. */
  const base = (name: string): Image | undefined => {
    const known = bases.get(name)
    if (known || bases.has(name)) return known
    // Images that are built on each other tell nothing.
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

/** A container as its image would start by itself. */
function withoutStart(container: Container): Container {
  const environment = { items: [], incomplete: { why: 'another container sets it' } }
  return { ...container, entrypoint: UNSET, command: UNSET, workingDir: UNSET, environment }
}

/**
 * An image of which both its Dockerfile and `docker image inspect` are at hand: the Dockerfile tells what the start writes and which image
 * it is built on, the engine what that image brings. Where both speak, the Dockerfile counts: it is what the next build makes.
 */
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
