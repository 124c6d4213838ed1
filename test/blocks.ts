import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { discoverProjects } from '../src/sources/compose/discover.ts'
import { parseComposeProject } from '../src/sources/compose/parse.ts'
import type { Document, Files } from '../src/sources/source.ts'
import { parseRunFile, recogniseRunFile } from './command-files.ts'

/** One text of a file with many, and what must be read from it. */
interface Block {
  readonly title: string
  readonly text: string
  readonly check: (answers: readonly string[]) => void
}

const MARK = '#> '

/** The texts of a file, one from the next by an empty line, each followed by its answers behind `#> `; `UPDATE=1` writes the answers. */
export function blocks(content: string, file: string): readonly Block[] {
  const all = content.trimEnd().split(/\n\n+/)
  return all.map((block, index) => {
    const lines = block.split('\n')
    const text = lines.filter((line) => !line.startsWith(MARK)).join('\n')
    const expected = lines.filter((line) => line.startsWith(MARK)).map((line) => line.slice(MARK.length))
    return {
      title: lines[0] ?? '',
      text: `${text}\n`,
      check: (answers) => {
        const actual = answers.map((line) => line.replaceAll('\n', '\\n'))
        if (process.env.UPDATE) {
          all[index] = [text, ...actual.map((line) => MARK + line)].join('\n')
          writeFileSync(file, `${all.join('\n\n')}\n`)
        } else assert.deepEqual(actual, expected)
      },
    }
  })
}

/** A text, and other files that follow it behind lines `--- path`. */
export function filesOf(written: string): { readonly text: string; readonly others: Readonly<Record<string, string>> } {
  const [text = '', ...more] = written.split(/^--- /m)
  const split = more.map((each): [string, string] => [each.slice(0, each.indexOf('\n')), each.slice(each.indexOf('\n') + 1)])
  return { text, others: Object.fromEntries(split) }
}

/** The same for a build: a Dockerfile that has no FROM gets the usual one. */
export function buildOf(written: string): ReturnType<typeof filesOf> {
  const { text, others } = filesOf(written)
  return { text: /^(?:#|ARG|FROM)/i.test(text) ? text : `FROM debian:13\nCOPY . /\nWORKDIR /app\n${text}`, others }
}

/** What a file is read as: commands, a unit, a CI file, else the Compose projects that it and the `beside` YAML files form. */
export function documents(path: string, text: string, io: Files, beside: readonly string[] = []): readonly Document[] {
  const kind = recogniseRunFile(path, text)
  if (kind !== undefined) return [parseRunFile(path, text, kind, io)]
  return discoverProjects([path, ...beside.filter((each) => /\.ya?ml$/.test(each))], io).map((spec) => parseComposeProject(spec, io))
}
