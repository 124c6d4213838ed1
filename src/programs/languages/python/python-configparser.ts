import { dataOf } from '../data-files.ts'
import { importedName } from '../full-name.ts'
import type { KnownFunction } from '../language.ts'
import { UNKNOWN_VALUE } from '../value.ts'

const PARSER = /^configparser\.(?:Raw)?ConfigParser\(\)$/

const settings = dataOf('ini', 'path')

/** Settings in a file that configparser reads, if the program has it read one (docs.python.org, "configparser"). */
export const parsedSettings: KnownFunction = ({ program, module }) => {
  const reads = program.callers('read').filter(({ call, scope, module: from }) => {
    const owner = call.callee.is === 'member' ? importedName(call.callee.of, { scope, module: from }, program) : undefined
    return owner !== undefined && PARSER.test(owner)
  })
  const [only, ...others] = reads
  const path = only?.call.args[0]
  if (!path || others.length > 0) return UNKNOWN_VALUE
  return settings({ args: [program.value(path.value, only)], named: new Map(), receiver: UNKNOWN_VALUE, program, module })
}
