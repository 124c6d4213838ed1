import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import { describeContainer } from '../src/model/describe.ts'
import type { Sourced } from '../src/model/fact.ts'
import type { Mount } from '../src/model/mount.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'
import { blocks, documents, filesOf } from './blocks.ts'
import { filesIn } from './files-in.ts'

/** Files beside every text. */
const FILES = {
  Dockerfile: 'FROM nginx\n',
  'docker/app.Dockerfile': 'FROM nginx\n',
  'app/Containerfile': 'FROM nginx\n',
  'app.build': '[Build]\nImageTag=localhost/app:1\nFile=docker/app.Dockerfile\nTarget=last\nBuildArg=A=b=c\nBuildArg=wrong\n',
  'bare.build': '[Build]\nSetWorkingDirectory=file\nFile=app/Containerfile\n',
  'far.build': '[Build]\nSetWorkingDirectory=https://example.org/x.git\nImageTag=far\n',
  'app.env': 'A=1\n',
}

/** What the description of a mount leaves out. */
function mountMore({ value: mount }: Sourced<Mount>): readonly string[] {
  const { type: _, target, readOnly: __, implied, form, ...more } = mount
  const rest = Object.entries(more).filter(([name]) => !['source', 'name', 'options'].includes(name))
  const words = [...(form === 'long' ? ['long'] : []), ...rest.map(([name, value]) => (value === true ? name : `${name} ${value}`))]
  return implied || words.length === 0 ? [] : [`${target}: ${words.join(', ')}`]
}

/** Each setting that is written or unknown; a reason that several are unknown for is said once. */
function settings(container: Container): readonly string[] {
  const whys = new Set<string>()
  return describeContainer(container).flatMap(({ key, value, state }) => {
    if (state === 'default' || key === 'environment') return []
    if (state === 'set') return [`${key} ${value}`]
    const why = value.replace('possibly more: ', '')
    if (whys.has(why)) return []
    whys.add(why)
    return [`${key}? ${why}`]
  })
}

/** A container in one line: its name and line, what it is, and its settings. */
function line(container: Container, texts: ReadonlyMap<string, string>): string {
  const { name, origin, engine, swarm, oneOff, perhapsOneOff, leftWritable, build, environment, mounts } = container
  const text = origin.kind === 'text' ? texts.get(origin.file) : undefined
  const at = origin.kind === 'text' && text !== undefined ? positionAt(indexLines(text), origin.span[0]).line : 0
  return [
    `${name}:${at}`,
    ...(engine === 'docker' ? [] : [engine]),
    ...(swarm ? ['swarm'] : []),
    ...(oneOff ? ['tool'] : []),
    ...(perhapsOneOff ? ['perhaps a tool'] : []),
    ...(leftWritable ? [`left writable: ${leftWritable.value}`] : []),
    ...settings(container),
    ...environment.items.map(({ value: { name: variable, value, interpolated, written } }) =>
      [`env ${variable}=${value}`, ...(interpolated ? ['interpolated'] : []), ...(written === undefined ? [] : [`from ${written}`])].join(
        ' ',
      ),
    ),
    ...mounts.items.flatMap(mountMore),
    ...(build.state === 'set' ? [`args ${JSON.stringify(build.value.args)} in ${build.value.context}`] : []),
  ].join(' | ')
}

for (const entry of readdirSync('fixtures/read', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue
  const name = relative('fixtures/read', join(entry.parentPath, entry.name))
  const file = `fixtures/read/${name}`
  for (const block of blocks(readFileSync(file, 'utf8'), file)) {
    test(`${file}: ${block.title}`, () => {
      const path = `/src/${name}`
      const { text, others } = filesOf(block.text)
      const beside = Object.keys(others).map((other) => `/src/${other}`)
      const found = documents(path, text, filesIn('/src', { ...FILES, ...others, [name]: text }), beside)
      const notes = found.flatMap(({ problems }) => problems.map(({ level, message }) => `${level}: ${message}`))
      block.check([...found.flatMap(({ containers, texts }) => containers.map((container) => line(container, texts))), ...notes])
    })
  }
}
