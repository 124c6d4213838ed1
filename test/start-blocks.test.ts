import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Fact, FactList } from '../src/model/fact.ts'
import { type BuildOptions, parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { blocks, buildOf } from './blocks.ts'
import { conventionOf, started } from './dockerfile-context.ts'
import { filesIn } from './files-in.ts'

/** Reads a Dockerfile, which is followed by files behind lines `--- path`. */
function imageOf(text: string, options: BuildOptions) {
  const { text: dockerfile, others } = buildOf(text)
  const { images, problems } = parseDockerfile('/ctx/Dockerfile', dockerfile, filesIn('/ctx', others), options)
  return { image: images[0], said: problems.map(({ level, message }) => `${level}: ${message}`) }
}

/** What an image writes when it starts, and what of its start was not read. */
function starts(text: string): string[] {
  const { image, said } = imageOf(text, { ...started(), conventionOf })
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
  const unread = (start?.unread ?? []).map(
    (each) => `unread: ${JSON.stringify(each.what)}${each.default ? `, unless a record knows ${each.default}` : ''}`,
  )
  return [...said, ...lines, ...settings, ...unread, ...read]
}

/** The settings of an image and what its build leaves. */
function settings(text: string): string[] {
  const { image, said } = imageOf(text, { args: { GIVEN: 'gag', UNSET: null } })
  if (!image) return said
  const { base, user, workingDir, environment, volumes, entrypoint, command, healthcheck, writes, users, dropsTo } = image
  const say = (name: string, fact: Fact<unknown>) =>
    fact.state === 'unset' ? [] : [`${name} ${fact.state === 'set' ? JSON.stringify(fact.value) : `? ${fact.why}`}`]
  const list = <T>(name: string, { items, incomplete }: FactList<T>, print: (value: T) => string) => [
    ...items.map(({ value }) => `${name} ${print(value)}`),
    ...(incomplete ? [`${name}? ${incomplete.why}`] : []),
  ]
  return [
    ...said,
    ...say('base', base),
    ...say('user', user),
    ...say('in', workingDir),
    ...say('entrypoint', entrypoint),
    ...say('command', command),
    ...say('healthcheck', healthcheck),
    ...list('env', environment, ({ name, value }) => `${name}=${value}`),
    ...list('volume', volumes, String),
    ...users.map(({ value }) => `has ${Object.values(value).join(' ')}`),
    ...(dropsTo ? [`drops to ${dropsTo.value}`] : []),
    ...writes.map(({ when, path, how, leaves, mode, origin: _, conditional, ...more }) =>
      [
        `${conditional ? '? ' : ''}${when} ${leaves} ${path}`,
        how,
        ...(mode === undefined ? [] : [`mode ${mode.toString(8)}`]),
        ...Object.entries(more).map(([name, value]) => `${name} ${value}`),
      ].join(', '),
    ),
  ]
}

for (const [folder, answer] of [
  ['start', starts],
  ['image', settings],
] as const)
  for (const name of readdirSync(`fixtures/${folder}`)) {
    const file = `fixtures/${folder}/${name}`
    for (const block of blocks(readFileSync(file, 'utf8'), file)) test(`${file}: ${block.title}`, () => block.check(answer(block.text)))
  }
