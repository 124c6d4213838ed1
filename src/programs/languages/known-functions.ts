import type { KnownMethod } from './language.ts'
import { UNKNOWN } from './value.ts'

/** A function that returns its first argument (`str`, `String`). */
export const first: KnownMethod = ({ args: [value = UNKNOWN] }) => value

/** A method that returns its receiver (`resolve` of a path). */
export const itself: KnownMethod = ({ receiver }) => receiver
