import type { Rule } from '../src/lint/rule.ts'
import { readOnlyRootFilesystem } from './read-only-root-filesystem.ts'

/** Every rule, in the order in which `dockseal rules` lists them. A test compares this list with the folder. */
export const rules: readonly Rule[] = [readOnlyRootFilesystem]
