import type { ImageFile } from '../sources/dockerfile/context.ts'

/** One value of a file of settings, by its full name. */
export interface Setting {
  readonly key: string
  readonly value: string
  readonly offset: number
  /** It stands in a part that only some environments take. */
  readonly maybe: boolean
}

/** The plain values of a `.properties` or YAML file of settings, nested names joined by dots. Lists and blocks are left out. */
export function readSettings({ file, text: { text } }: ImageFile): readonly Setting[] {
  return file.endsWith('.properties') ? readProperties(text) : readYaml(text)
}

function readProperties(text: string): readonly Setting[] {
  return [...text.matchAll(/^[ \t]*([\w.[\]-]+)[ \t]*[=:][ \t]*(.*)$/gm)].map(({ 1: key = '', 2: value = '', index }) => {
    // Quarkus marks what a profile has by `%dev.`.
    return { key: key.replace(/^%\w+\./, ''), value: value.trim(), offset: index, maybe: /^[ \t]*%/.test(key) }
  })
}

function readYaml(text: string): readonly Setting[] {
  const settings: Setting[] = []
  const path: { readonly indent: number; readonly name: string }[] = []
  let documents = 0
  for (const { 0: line, index } of text.matchAll(/^.*$/gm)) {
    if (/^---\s*$/.test(line) && settings.length > 0) documents++
    const match = /^([ \t]*)(["']?)([\w.-]+)\2[ \t]*:(?:[ \t]+(.*))?$/.exec(line)
    if (!match) continue
    const [, indent = '', , name = '', written = ''] = match
    while (path.length > 0 && (path.at(-1)?.indent ?? 0) >= indent.length) path.pop()
    const quoted = /^(["'])(.*)\1\s*$/.exec(written.trim())
    const value = quoted?.[2] ?? written.replace(/(?:^|\s)#.*$/, '').trim()
    if (value === '') path.push({ indent: indent.length, name })
    else if (!/^[|>[{&*!]/.test(value))
      settings.push({ key: [...path.map((each) => each.name), name].join('.'), value, offset: index, maybe: documents > 0 })
  }
  return settings
}
