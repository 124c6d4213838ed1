import type { TextOrigin } from '../../model/fact.ts'

/** A value with the place that set it. */
export interface Setting {
  readonly value: string | undefined
  readonly origin: TextOrigin
}

/** All versions of some settings: of each name its values, each with the number of the version that set it. */
interface History {
  readonly values: Map<string, { readonly at: number; readonly setting: Setting }[]>
  latest: number
}

/** Settings by name. Each instruction that adds some gives a new version, which shares what it can with those before. */
export class Settings implements Iterable<readonly [string, Setting]> {
  readonly #history: History
  readonly #version: number

  private constructor(history: History, version: number) {
    this.#history = history
    this.#version = version
  }

  static of(entries: Iterable<readonly [string, Setting]> = []): Settings {
    const values: History['values'] = new Map()
    for (const [name, setting] of entries) values.set(name, [{ at: 0, setting }])
    return new Settings({ values, latest: 0 }, 0)
  }

  get(name: string): Setting | undefined {
    const values = this.#history.values.get(name) ?? []
    let low = 0
    let high = values.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[middle]?.at ?? 0) <= this.#version) low = middle + 1
      else high = middle
    }
    return values[low - 1]?.setting
  }

  /** A version with more settings. Only the latest version shares its history. */
  with(entries: Iterable<readonly [string, Setting]>): Settings {
    if (this.#version !== this.#history.latest) return Settings.of(this).with(entries)
    const { values } = this.#history
    const at = ++this.#history.latest
    for (const [name, setting] of entries) {
      const known = values.get(name)
      if (known) known.push({ at, setting })
      else values.set(name, [{ at, setting }])
    }
    return new Settings(this.#history, at)
  }

  *[Symbol.iterator](): Generator<readonly [string, Setting]> {
    for (const name of this.#history.values.keys()) {
      const setting = this.get(name)
      if (setting) yield [name, setting]
    }
  }
}
