import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { texts as written } from '../src/commands/texts-table.js'
import { RUN } from '../src/model/dialect.ts'

/** Words that the glossary in CONTRIBUTING replaces, and old words that send readers to a dictionary. */
const REPLACED =
  /\b(?:remarks?|heirs?|lest|mend(?:s|ed|ing)?|hangs on|hang on|stands in|for ever|anew|workshops?|bears? (?:it|this|that)|kin|strangers?|dear(?:er|ly)|whereof|thereof|silent)\b/i

/** Sentences of more words than this are read twice. */
const MAX_WORDS = 45

/** Turns of phrase that hide who does what: "Of a place that is taken, nobody can tell …", "undefined where it is none". */
const RIDDLES =
  /\bnobody (?:can (?:tell|say)|knows|tells|says)\b|\bcan(?:not)? be told\b(?! apart)|\b(?:is|are) told\b|\bno person's\b|(?<!there )\b(?:is|are) none\b(?! of)|^Of (?:an?|the|one|what|several)\b/

const pages = readdirSync('rules').flatMap((name) => (name.endsWith('.md') ? [`rules/${name}`] : []))

/** Prose of a page: without code, tables, front matter and the glossary, which names the words that it replaces. */
function prose(markdown: string): string {
  return markdown
    .replace(/\n## Voice and terms[\s\S]*/, '')
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/^\|.*$/gm, '')
    .replace(/`[^`\n]*`/g, 'code')
}

function sentences(text: string): string[] {
  return text
    .split(/\n\s*\n|\n(?=[-#\d])|(?<=[.!?:])\s+(?=[A-Z]|code|\[)|;\s/)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '')
}

for (const file of ['README.md', '.github/SECURITY.md', '.github/CONTRIBUTING.md', ...pages]) {
  test(`${file} is in plain words and short sentences`, () => {
    const text = prose(readFileSync(file, 'utf8'))
    assert.deepEqual(
      text.split('\n').filter((line) => REPLACED.test(line)),
      [],
    )
    assert.deepEqual(
      sentences(text).filter((sentence) => sentence.split(' ').length > MAX_WORDS),
      [],
    )
  })
}

test('messages and help are in plain words', () => {
  const texts = rules.flatMap(({ meta }) => [meta.title, meta.why, ...Object.values(meta.messages)])
  assert.deepEqual(
    [...texts, ...written.help.split('\n')].filter((text) => REPLACED.test(text)),
    [],
  )
  const settings = texts.flatMap((text) => [...text.matchAll(/\{\{setting:([^}]*)\}\}/g)].map(([, name = '']) => name))
  assert.ok(settings.length > 10)
  assert.deepEqual(
    settings.filter((name) => !Object.hasOwn(RUN.settings, name)),
    [],
  )
})

test('comments say who does what', () => {
  const files = ['src', 'rules', 'site'].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).flatMap((name) => (String(name).endsWith('.ts') ? [`${folder}/${name}`] : [])),
  )
  const comments = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const text = /^\s*(?:\/\/|\/?\*+)\s*(.*)$/.exec(line)?.[1]
        return text === undefined ? [] : [{ place: `${file}:${index + 1}`, text }]
      }),
  )
  assert.ok(comments.length > 1000)
  assert.deepEqual(
    comments.filter(({ text }) => RIDDLES.test(text) || REPLACED.test(text)),
    [],
  )
})
