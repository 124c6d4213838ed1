import type { BaseImage } from './base-image.ts'

/** The rows of `base-images.yaml` by the names of images, which the build reads (`.ci/tables.js`). */
export declare const baseImages: Readonly<Record<string, BaseImage>>
