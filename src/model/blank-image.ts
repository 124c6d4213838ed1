import { NONE, type Origin, UNSET } from './fact.ts'
import type { Image } from './image.ts'

/** An image with nothing set, to build upon. */
export function blankImage(origin: Origin): Image {
  return {
    origin,
    base: UNSET,
    user: UNSET,
    workingDir: UNSET,
    environment: NONE,
    volumes: NONE,
    entrypoint: UNSET,
    command: UNSET,
    healthcheck: UNSET,
    writes: [],
    users: [],
  }
}
