import type { ProgramSurroundings } from './program.ts'
import type { ProgramInput, ProgramReading } from './program-input.ts'

/** Results of this run with everything that they depend on except the files: many services start the same program. */
const readings = new Map<string, Remembered[]>()

interface Remembered {
  readonly reading: ProgramReading
  readonly home: string | undefined
  readonly asked: ReadonlyMap<string, string | null | undefined>
  readonly opened: ReadonlyMap<string, string | undefined>
}

/** An earlier result for the same program and the same environment, else a new one. */
export function remembered(input: ProgramInput, read: (input: ProgramInput) => ProgramReading): ProgramReading {
  const { tree, textOf } = input
  if (!tree || !textOf) return read(input)
  const paths = input.entries.map(({ path }) => path)
  const key = [tree, input.language.id, input.cwd, input.base, input.script?.path, JSON.stringify(input.args), ...paths].join('\n')
  const list = readings.get(key) ?? []
  const known = list.find(({ reading, home, asked, opened }) => {
    if (home !== input.home || reading.modules.some(({ found }) => textOf(found.file) !== found.text.text)) return false
    if ([...opened].some(([path, text]) => input.open?.(path) !== text)) return false
    const variable = input.variableOf?.(reading.modules) ?? input.variable
    return [...asked].every(([name, value]) => variable(name) === value)
  })
  if (known) return known.reading
  const asked = new Map<string, string | null | undefined>()
  const noted =
    (variable: ProgramSurroundings['variable']): ProgramSurroundings['variable'] =>
    (name) => {
      const value = variable(name)
      asked.set(name, value)
      return value
    }
  const opened = new Map<string, string | undefined>()
  const { variable, variableOf, open } = input
  const reading = read({
    ...input,
    variable: noted(variable),
    ...(open
      ? {
          open: (path) => {
            const text = open(path)
            opened.set(path, text)
            return text
          },
        }
      : {}),
    ...(variableOf ? { variableOf: (modules) => noted(variableOf(modules)) } : {}),
  })
  readings.set(key, [...list.slice(-MAX_REMEMBERED), { reading, home: input.home, asked, opened }])
  return reading
}

/** Most environments of one program that are remembered. */
const MAX_REMEMBERED = 8
