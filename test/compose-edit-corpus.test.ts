import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import type { Intent } from '../src/model/intent.ts'
import type { EditPlan } from '../src/sources/source.ts'
import { checkLaws } from './compose-edit-laws.ts'
import { disk, walk } from './compose-oracle.ts'
import { sampleOf } from './sample.ts'

const CORPUS = join(process.env.DOCKSEAL_SHARED ?? resolve('../shared'), 'corpus/compose')
const skip = existsSync(CORPUS) ? false : `SKIPPED: no corpus at ${CORPUS}`

const SEAL: readonly Intent[] = [
  { do: 'set-read-only-root' },
  { do: 'add-tmpfs', path: '/tmp', options: {} },
  { do: 'add-tmpfs', path: '/run', options: { uid: 1000, gid: 1000, mode: 0o1777, size: 2 ** 26, exec: true } },
]

/** Every kind of intent; the volume of each service is its own, as the write plan has it. */
function everything(container: Container): Intent[] {
  const mounts = container.mounts.items.map(({ value }) => value)
  const bind = mounts.find((mount) => mount.type === 'bind' && !mount.readOnly)
  const tmpfs = mounts.filter((mount) => mount.type === 'tmpfs')
  return [
    ...SEAL.slice(0, 2),
    { do: 'add-volume', path: '/var/lib/dockseal', name: `${container.name}-dockseal` },
    { do: 'set-environment', name: 'DOCKSEAL', value: 'cost: $5 "quoted"' },
    { do: 'add-security-option', option: 'no-new-privileges:true' },
    { do: 'drop-capability', capability: 'ALL' },
    { do: 'add-capability', capability: 'CHOWN' },
    ...(bind ? [{ do: 'set-mount-read-only', path: bind.target } as const] : []),
    ...(tmpfs[0] ? [{ do: 'set-tmpfs-options', path: tmpfs[0].target, options: { size: 2 ** 20 } } as const] : []),
    ...(tmpfs[1] ? [{ do: 'tmpfs-to-volume', path: tmpfs[1].target, name: `${container.name}-kept` } as const] : []),
  ]
}

/** The plan for a file whose laws were checked; a broken one is put on the list. */
function planOf(file: string, intentsOf: (container: Container) => readonly Intent[], failures: string[]): EditPlan | undefined {
  try {
    return checkLaws(disk, [file], (document) => document.containers.map((container) => ({ container, intents: intentsOf(container) })))
      .plan
  } catch (error) {
    failures.push(`${file}: ${(error instanceof Error ? error.message : String(error)).slice(0, 1500)}`)
    return undefined
  }
}

for (const [title, intentsOf, step] of [
  ['sealing every file', () => SEAL, 1],
  ['every intent in each third file', everything, 3],
] as const) {
  test(`corpus: the laws of an edit hold for ${title}`, { skip }, (t) => {
    let edited = 0
    const failures: string[] = []
    const refused = new Map<string, number>()
    const files = sampleOf(walk(CORPUS).filter((each) => /\.ya?ml$/.test(each)))
    for (const file of files.filter((_, index) => index % step === 0)) {
      const plan = planOf(file, intentsOf, failures)
      if (!plan) continue
      if (plan.edits.length > 0) edited++
      for (const { why } of plan.refused) refused.set(why, (refused.get(why) ?? 0) + 1)
    }
    t.diagnostic(`${edited} files edited; refused: ${JSON.stringify([...refused], undefined, 1)}`)
    assert.deepEqual(failures, [])
    assert.ok(edited > (files.length / step) * 0.98, `${edited} files edited`)
  })
}
