import { baseName } from '../../model/path.ts'
import { parseShell } from '../../shell/parse.ts'
import { scriptOfWords } from '../../shell/script.ts'
import { literalWord } from '../../shell/words.ts'
import type { FoundScript } from '../../shell/world.ts'
import { isShell, shebangShell } from '../../shell/wrappers.ts'
import { concatTexts, type MappedText, plainText } from '../../text/mapped-text.ts'
import { memoryOf } from '../memory.ts'
import type { Files } from '../source.ts'
import type { Instruction } from './instructions.ts'

/** The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK; undefined if there are none, or for another interpreter. */
export function instructionScript(instruction: Instruction, shell: readonly string[], file: string): FoundScript | undefined {
  if (!['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(instruction.name)) return undefined
  if (instruction.name === 'HEALTHCHECK' && instruction.args[0]?.text.toUpperCase() !== 'CMD') return undefined
  if (instruction.json) {
    const args = instruction.name === 'HEALTHCHECK' ? instruction.args.slice(1) : instruction.args
    const words = args.map((arg) => literalWord(arg.text, arg.span))
    return words.length === 0 ? undefined : { file, script: scriptOfWords(words, instruction.span) }
  }
  const program = shell[0] ?? ''
  if (!isShell(program)) return undefined
  const text = shellText(instruction)
  if (text === undefined) return undefined
  const script = parseShell(text)
  return { file, script: { ...script, shebang: script.shebang ?? baseName(program) } }
}

/** What the shell gets: the text, then the heredocs; a heredoc alone is the script itself (Dockerfile reference: "Here-Documents"). */
function shellText(instruction: Instruction): MappedText | undefined {
  const known = shellTexts.get(instruction) ?? readShellText(instruction)
  if (known) shellTexts.set(instruction, known)
  return known
}

/** A text is parsed once as long as it is the same object. */
const shellTexts = new WeakMap<Instruction, MappedText>()

function readShellText(instruction: Instruction): MappedText | undefined {
  const { rest, heredocs } = instruction
  if (heredocs.length === 0) return rest
  const [first] = heredocs
  if (first && heredocs.length === 1 && rest.text.trim() === first.written) {
    return !first.body.text.startsWith('#!') || shebangShell(first.body.text) !== undefined ? first.body : undefined
  }
  const end = instruction.span[1]
  const inserted = (text: string) => ({ ...plainText(text), pieces: [{ at: 0, length: text.length, source: [end, end] as const }] })
  return concatTexts([rest, inserted('\n'), ...heredocs.flatMap((heredoc) => [heredoc.body, inserted(`${heredoc.name}\n`)])])
}

/** A text of the build context, always as the same object. */
export function contextText(file: string, text: string, io: Files): MappedText {
  return memoryOf(io).once('context', file, text, () => plainText(text))
}
