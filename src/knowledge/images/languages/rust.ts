import { defineImage } from '../../record.ts'
import { golang } from './go.ts'

/** Like Go: what is compiled at start needs caches, a compiled program nothing. */
export const rust = defineImage({ ...golang, names: ['rust'] })
