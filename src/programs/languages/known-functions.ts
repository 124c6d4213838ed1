import type { KnownMethod } from './language.ts'
import { UNKNOWN } from './value.ts'

/** A function that answers what it is given first (`str`, `String`). */
export const first: KnownMethod = ({ args: [value = UNKNOWN] }) => value

/** A method that answers what it is called on (`resolve` of a path). */
export const itself: KnownMethod = ({ receiver }) => receiver
