import type { Image } from '../model/image.ts'

/**
 * An image of which both its Dockerfile and `docker image inspect` are at hand: the Dockerfile tells what the start writes and which image
 * it stands on, the engine what that image brings. Where both speak, the Dockerfile counts: it is what the next build makes.
 */
export function joinImage(built: Image | undefined, inspected: Image | undefined): Image | undefined {
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
