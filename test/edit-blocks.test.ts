import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Intent } from '../src/model/intent.ts'
import type { Mount } from '../src/model/mount.ts'
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

/** The lines that each edit removes and adds, in every file, and what is refused. */
function edits(name: string, written: string): string[] {
  const { text, others } = filesOf(written)
  const io = filesIn('/src', { ...others, [name]: text })
  const beside = Object.keys(others).map((other) => `/src/${other}`)
  return documents(`/src/${name}`, text, io, beside).flatMap((document) =>
    document.containers.flatMap((container) =>
      [ALL, ...container.mounts.items.flatMap(({ value }) => ofMount(value).map((intent) => [intent]))].flatMap((intents) => {
        const [only] = intents
        const plan = document.edit([{ container, intents }])
        const changed = plan.edits.flatMap(({ file, edits: own }) => {
          const before = document.texts.get(file) ?? ''
          const lines = changes(before, applyEdits(before, own))
          return file === `/src/${name}` ? lines : [`in ${file}`, ...lines]
        })
        const refused = plan.refused.map(({ intent, why }) => `refused ${intent.do}: ${why}`)
        const asked = intents === ALL || !only ? 'all' : `${only.do}${'path' in only ? ` ${only.path}` : ''}`
        return [`${container.name}: ${asked}`, ...changed, ...new Set(refused)]
      }),
    ),
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
