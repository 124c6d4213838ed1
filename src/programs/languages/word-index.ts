import { pushTo } from '../../model/maps.ts'
import type { Code } from './code.ts'
import type { Module } from './module.ts'

/** Which code has a word. Programs of one run share most of their files, so they share one index. */
class WordIndex {
  readonly #codes = new Set<Code>()
  readonly #holders = new Map<string, Code[]>()
  #words = 0

  get isFull(): boolean {
    return this.#words > MAX_WORDS
  }

  add(code: Code): void {
    if (this.#codes.has(code)) return
    this.#codes.add(code)
    this.#words += code.words.size
    for (const word of code.words) pushTo(this.#holders, word, code)
  }

  holders(word: string): readonly Code[] {
    return this.#holders.get(word) ?? []
  }
}

/** Words after which the next program begins a new index. */
const MAX_WORDS = 3_000_000
let shared = new WordIndex()

/** Answers which of the modules have a word anywhere in their text, in their order. */
export function modulesWithWord(modules: readonly Module[]): (word: string) => readonly Module[] {
  if (shared.isFull) shared = new WordIndex()
  const index = shared
  const places = new Map<Code, number[]>()
  for (const [place, { code }] of modules.entries()) {
    index.add(code)
    pushTo(places, code, place)
  }
  return (word) => {
    const found = index.holders(word).flatMap((code) => places.get(code) ?? [])
    return found.sort((a, b) => a - b).flatMap((place) => modules[place] ?? [])
  }
}
