import type { ShellWord } from './words.ts'

/** `"$@"` and `$*` as the words they stand for; one word that nobody knows where the arguments are not known. */
export function expandPositional(words: readonly ShellWord[], positional: readonly ShellWord[] | undefined): readonly ShellWord[] {
  if (!words.some((word) => word.parts.some((part) => part.kind === 'variable' && isPositional(part.name)))) return words
  return words.flatMap((word): readonly ShellWord[] => {
    const only = word.parts.length === 1 ? word.parts[0] : undefined
    if (only?.kind === 'variable' && (only.name === '@' || only.name === '*') && only.operator === undefined && positional)
      return positional
    if (!positional || !word.parts.some((part) => part.kind === 'variable' && isPositional(part.name))) return [word]
    const parts = word.parts.flatMap((part) => {
      if (part.kind !== 'variable' || !/^[1-9]$/.test(part.name)) return [part]
      const value = positional[Number(part.name) - 1]
      if (value && part.operator === undefined) return value.parts
      if (!value && (part.operator === ':-' || part.operator === '-')) return part.operand?.parts ?? []
      return [part]
    })
    const value = parts.every((part) => part.kind === 'text')
      ? parts.map((part) => (part.kind === 'text' ? part.value : '')).join('')
      : undefined
    return [{ ...word, parts, value }]
  })
}

function isPositional(name: string): boolean {
  return name === '@' || name === '*' || /^[1-9]$/.test(name)
}
