import { lastName } from './full-name.ts'
import type { Program } from './program.ts'
import type { Comparison, Expression } from './syntax.ts'
import { type Around, sureText, type Values } from './value.ts'

/** Whether a condition holds when the program runs; undefined if unknown. */
export function truth(test: Expression, around: Around, program: Program): boolean | undefined {
  switch (test.is) {
    case 'not': {
      const inner = truth(test.of, around, program)
      return inner === undefined ? undefined : !inner
    }
    case 'both':
    case 'either': {
      const sides = [truth(test.left, around, program), truth(test.right, around, program)]
      const decides = test.is === 'either'
      if (sides.includes(decides)) return decides
      return sides.includes(undefined) ? undefined : !decides
    }
    case 'same': {
      const [left, right] = [single(program.value(test.left, around)), single(program.value(test.right, around))]
      return left === undefined || right === undefined ? undefined : left === right
    }
    default: {
      const found = single(program.value(test, around))
      return found === undefined ? undefined : found !== '' && found !== null && !/^(?:false|0)$/.test(found)
    }
  }
}

function single(values: Values): string | null | undefined {
  return values.length === 1 && values[0]?.is === 'nothing' ? null : sureText(values)
}

/** Whether all conditions of a place hold; undefined if unknown. */
export function conditionsHold(conditions: readonly Comparison[], around: Around, program: Program): boolean | undefined {
  let sure: boolean | undefined = true
  for (const { test, holds } of conditions) {
    const answer = test && truth(test, around, program)
    if (answer !== undefined && answer !== holds) return false
    if (answer === undefined) sure = undefined
  }
  return sure
}

/** `if (!existsSync(path))` and similar tests. */
export function asksForExistence(test: Comparison['test']): boolean {
  if (test?.is === 'not') return asksForExistence(test.of)
  if (test?.is === 'both' || test?.is === 'either') return asksForExistence(test.left) && asksForExistence(test.right)
  return (
    test?.is === 'call' &&
    /^(?:exists(?:Sync)?|isdir|is_dir|isfile|is_file|file_exists|access(?:Sync)?|pathExists(?:Sync)?)$/.test(lastName(test.callee) ?? '')
  )
}
