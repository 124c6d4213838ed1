import { type ExecutedCommand, wordsOfVariable } from '../../../shell/executed-command.ts'

/** The words of a `java` command (docs.oracle.com, "java" of the tools). */
export interface JavaCommand {
  /** Options of the JVM, those of the environment too. */
  readonly options: readonly string[]
  /** The archive of `-jar`. */
  readonly jar?: string
  /** The class that starts, without `-jar`. */
  readonly main?: string
  /** `-Dname=value`, and `--name=value` for the program, which comes first (docs.spring.io, "Externalized Configuration"). */
  readonly properties: ReadonlyMap<string, string>
}

/** Options with a value in the next word. */
const VALUES =
  /^(?:-cp|-classpath|--class-path|-p|--module-path|--upgrade-module-path|--add-modules|--add-opens|--add-exports|--add-reads|--enable-native-access)$/

/** Variables with more options, which the JVM itself reads. */
const VARIABLES = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS']

export function javaCommand(command: ExecutedCommand): JavaCommand {
  const options = VARIABLES.flatMap((name) => wordsOfVariable(command, name))
  const words = command.args.flatMap((arg) => arg ?? [])
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '-jar' || !word.startsWith('-')) break
    options.push(word)
    if (VALUES.test(word)) at++
  }
  const isJar = words[at] === '-jar'
  const started = words[at + (isJar ? 1 : 0)]
  const given = words.slice(at + (isJar ? 2 : 1))
  const named = (list: readonly string[], pattern: RegExp) =>
    list.flatMap((word): [string, string][] => {
      const [, name, value = ''] = pattern.exec(word) ?? []
      return name === undefined ? [] : [[name, value]]
    })
  const properties = new Map([...named(options, /^-D([^=]+)(?:=(.*))?$/), ...named(given, /^--?([A-Za-z][\w.-]*)=(.*)$/)])
  return { options, properties, ...(started === undefined ? {} : isJar ? { jar: started } : { main: started }) }
}
