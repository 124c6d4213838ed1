import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { checkedEdits } from '../src/lint/checked-edits.ts'
import type { Container } from '../src/model/container.ts'
import type { Intent } from '../src/model/intent.ts'
import type { Mount } from '../src/model/mount.ts'
import type { ContainerChange, Files } from '../src/sources/source.ts'
import { overlayFiles } from '../src/sources/text-files.ts'
import { applyEdits } from '../src/text/edit.ts'
import { blocks, documents, filesOf } from './blocks.ts'
import { filesIn } from './files-in.ts'

/** What every container is asked for at once. */
const ALL: readonly Intent[] = [
  { do: 'set-read-only-root' },
  { do: 'add-tmpfs', path: '/new', options: { size: 1048576, mode: 0o700, exec: true } },
  { do: 'add-volume', path: '/keep', name: 'keep' },
  { do: 'set-environment', name: 'TMPDIR', value: '/tmp' },
  { do: 'set-environment', name: 'NOTE', value: 'a "b"' },
  { do: 'add-security-option', option: 'no-new-privileges:true' },
  { do: 'drop-capability', capability: 'ALL' },
  { do: 'add-capability', capability: 'CHOWN' },
]

/** What is asked of one mount, each alone. */
function ofMount({ type, target, implied }: Mount & { readonly implied?: unknown }): readonly Intent[] {
  if (implied) return []
  return type === 'tmpfs'
    ? [
        { do: 'set-tmpfs-options', path: target, options: { exec: true, size: 2097152, uid: 5 } },
        { do: 'tmpfs-to-volume', path: target, name: 'kept' },
      ]
    : [{ do: 'set-mount-read-only', path: target }]
}

/** What is asked in one edit, with what to call it: of each container alone, then of all, and of each container something else. */
function questions(containers: readonly Container[]): readonly { readonly asked: string; readonly changes: readonly ContainerChange[] }[] {
  const alone = containers.flatMap((container) => [
    { asked: `${container.name}: all`, changes: [{ container, intents: ALL }] },
    ...container.mounts.items
      .flatMap(({ value }) => ofMount(value))
      .map((intent) => ({
        asked: `${container.name}: ${intent.do}${'path' in intent ? ` ${intent.path}` : ''}`,
        changes: [{ container, intents: [intent] }],
      })),
  ])
  if (containers.length < 2) return alone
  const half = (rest: number) => ALL.filter((_, index) => index % 2 === rest)
  return [
    ...alone,
    { asked: 'together: all', changes: containers.map((container) => ({ container, intents: ALL })) },
    { asked: 'together: halves', changes: containers.map((container, index) => ({ container, intents: half(index % 2) })) },
  ]
}

/** The lines that each edit removes and adds, in every file, and what is refused. */
function edits(name: string, written: string): string[] {
  const { text, others } = filesOf(written)
  const io = filesIn('/src', { ...others, [name]: text })
  const beside = Object.keys(others).map((other) => `/src/${other}`)
  const read = (now: string, files: Files) => documents(`/src/${name}`, now, files, beside)
  return read(text, io).flatMap((document, index) =>
    questions(document.containers).flatMap(({ asked, changes: wanted }) => {
      const plan = checkedEdits(document, wanted, [], (texts) => {
        const again = read(texts.get(`/src/${name}`) ?? text, overlayFiles(io, texts))[index]
        return again ?? { ...document, containers: [] }
      })
      const changed = plan.edits.flatMap(({ file, edits: own }) => {
        const before = document.texts.get(file) ?? ''
        const lines = changes(before, applyEdits(before, own))
        return file === `/src/${name}` ? lines : [`in ${file}`, ...lines]
      })
      const refused = plan.refused.map(({ container, intent, why }) =>
        wanted.length > 1 ? `refused ${container.name} ${intent.do}: ${why}` : `refused ${intent.do}: ${why}`,
      )
      return [asked, ...changed, ...new Set(refused)]
    }),
  )
}

/** The lines that are in only one of two texts, in order. */
function changes(before: string, after: string): string[] {
  const now = after.split('\n')
  const lines: string[] = []
  let at = 0
  for (const line of before.split('\n')) {
    const next = now.indexOf(line, at)
    if (next === -1) lines.push(`-${line}`)
    else {
      lines.push(...now.slice(at, next).map((added) => `+${added}`))
      at = next + 1
    }
  }
  return [...lines, ...now.slice(at).map((added) => `+${added}`)]
}

for (const name of readdirSync('fixtures/edit')) {
  const file = `fixtures/edit/${name}`
  for (const block of blocks(readFileSync(file, 'utf8'), file)) test(`${file}: ${block.title}`, () => block.check(edits(name, block.text)))
}
