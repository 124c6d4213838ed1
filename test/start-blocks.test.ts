import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { blocks } from './blocks.ts'
import { started } from './dockerfile-context.ts'
import { filesIn } from './files-in.ts'

/** What stands before a Dockerfile without FROM. */
const USUAL = 'FROM debian:13\nCOPY . /\nWORKDIR /app\n'

/** What an image writes when it starts, and what of its start was not read. The text is a Dockerfile, then files behind lines `--- path`. */
function starts(text: string): string[] {
  const [dockerfile = '', ...more] = text.split(/^--- /m)
  const files = Object.fromEntries(
    more.map((each): [string, string] => [each.slice(0, each.indexOf('\n')), each.slice(each.indexOf('\n') + 1)]),
  )
  const { images, problems } = parseDockerfile(
    '/ctx/Dockerfile',
    /^(?:ARG|FROM) /.test(dockerfile) ? dockerfile : USUAL + dockerfile,
    filesIn('/ctx', files),
    started(),
  )
  const said = problems.map(({ message }) => `problem: ${message}`)
  const image = images[0]
  if (!image) return said
  const { writes, program, start } = image
  const lines = writes.flatMap(({ when, origin, kind, leaves, path, how, conditional, ...other }) => {
    if (when !== 'start') return []
    const words = Object.entries(other).map(([name, value]) => (value === true ? name : `${name} ${JSON.stringify(value)}`))
    const file = origin.kind === 'text' && origin.file !== '/ctx/Dockerfile' ? [`in ${origin.file.slice('/ctx/'.length)}`] : []
    return [[`${conditional ? '? ' : ''}${kind} ${path}`, leaves, how, ...file, ...words].join(', ')]
  })
  const read = program === undefined ? [] : program.read === 'wholly' ? ['read wholly'] : [`read ${program.read}: ${program.why}`]
  const settings = [...(start?.settings ?? [])].map((each) => `setting ${JSON.stringify(each)}`)
  return [...said, ...lines, ...settings, ...(start?.unread ?? []).map((each) => `unread: ${JSON.stringify(each)}`), ...read]
}

for (const name of readdirSync('fixtures/start')) {
  const file = `fixtures/start/${name}`
  for (const block of blocks(readFileSync(file, 'utf8'), file)) test(`${file}: ${block.title}`, () => block.check(starts(block.text)))
}
