import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fixText } from '../src/index.ts'
import { blocks } from './blocks.ts'

/** The lines that a fix removes and adds, other files that it changes, and what it refuses. */
function fixes(filename: string, written: string): string[] {
  const [text = '', ...more] = written.split(/^--- /m)
  const files = Object.fromEntries(
    more.map((each): [string, string] => [each.slice(0, each.indexOf('\n')), each.slice(each.indexOf('\n') + 1)]),
  )
  const { text: fixed, others, refused } = fixText(text, { filename, files, preset: 'strict', confidence: 'default', cwd: '/src' })
  return [
    ...changes(text, fixed),
    ...Object.entries(others).flatMap(([path, other]) => [`file ${path}`, ...changes(files[path.slice('/src/'.length)] ?? '', other)]),
    ...refused.map(({ why }) => `refused: ${why}`),
  ]
}

/** The lines of two texts that are in one of them only, in order; lines that only moved are not told. */
function changes(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const left = new Map<string, number>()
  for (const line of now) left.set(line, (left.get(line) ?? 0) + 1)
  const lines: string[] = []
  let at = 0
  for (const line of old) {
    const next = now.indexOf(line, at)
    if (next === -1) {
      lines.push(`-${line}`)
      continue
    }
    lines.push(...now.slice(at, next).map((added) => `+${added}`))
    at = next + 1
  }
  return [...lines, ...now.slice(at).map((added) => `+${added}`)]
}

for (const name of readdirSync('fixtures/fix')) {
  const file = `fixtures/fix/${name}`
  for (const block of blocks(readFileSync(file, 'utf8'), file)) test(`${file}: ${block.title}`, () => block.check(fixes(name, block.text)))
}
