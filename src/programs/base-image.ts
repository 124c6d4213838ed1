import { parseImageReference } from '../model/image.ts'
import { byNames, own } from '../model/own.ts'
import { baseImages } from './base-images-table.js'

/** An image that others build on: a row of `base-images.yaml`. */
export interface BaseImage {
  /** Its WORKDIR. */
  readonly directory?: string
  /** The WORKDIR of tags with a word. */
  readonly variants?: Readonly<Record<string, string>>
  /** It brings no server of its own. */
  readonly plain?: boolean
  /** It starts as root. */
  readonly root?: boolean
  /** Home directories of other accounts, by name and number. */
  readonly homes?: Readonly<Record<string, string>>
}

const IMAGES = new Map(byNames(baseImages))

/** Whether a base image brings no server of its own. */
export function isPlainBase(image: string): boolean {
  return baseImage(image).plain === true
}

/** The directory in which a Dockerfile with a well-known base image starts; undefined if unknown. */
export function baseDirectory(image: string | undefined): string | undefined {
  const { directory, variants = {}, tag } = baseImage(image)
  return Object.entries(variants).find(([word]) => tag.includes(word))?.[1] ?? directory
}

/** The home directory of a user of a Dockerfile's base image; undefined if unknown. */
export function baseHome(image: string | undefined, user: string): string | undefined {
  const { root, homes } = baseImage(image)
  return user === 'root' && root ? '/root' : own(homes, user)
}

function baseImage(image: string | undefined): BaseImage & { readonly tag: string } {
  const reference = image === undefined ? undefined : parseImageReference(image)
  // Mirrors of Docker Hub keep its names after their own (`public.ecr.aws/docker/library/php`).
  return { ...IMAGES.get(reference?.name.replace(/^(?:docker\/)?library\//, '') ?? ''), tag: reference?.tag ?? '' }
}
