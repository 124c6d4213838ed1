import type { BuildCommand } from '../../src/model/build.ts'
import { knownWords } from './stages.ts'

/** Whether commands of one RUN remove apt's package lists from its layer: by `rm`, by `find … -delete`, or by apt (since 2.9.11). */
export function removesAptLists(commands: readonly BuildCommand[]): boolean {
  return commands.some(
    (command) =>
      removesBelow(command, /\/var\/lib\/apt|\/var\/lib\/\*/) ||
      (/^apt(?:-get)?$/.test(command.name ?? '') && knownWords(command).some((word) => /^dist-?clean$/.test(word))),
  )
}

/** Whether a command removes files in a directory that matches a pattern. */
export function removesBelow({ name, args }: BuildCommand, path: RegExp): boolean {
  return (name === 'rm' || name === 'find') && args.some(({ text }) => path.test(text))
}
