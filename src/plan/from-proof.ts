import type { Container } from '../model/container.ts'
import { isWithin } from '../model/mount.ts'
import { volumeName } from '../model/volume-name.ts'
import type { PlannedMount, WritePath, WritePlan } from '../model/write-plan.ts'
import { coverOf } from './cover.ts'
import type { ProvedPath, ProvedService } from './proof.ts'

/** Whether a plan rests on all that can write: the program was read, a record knows the image, or its user may write nowhere else. */
export function isWholePlan({ unread, boundedByUser, knowledge }: WritePlan): boolean {
  return boundedByUser === true || (unread === undefined && knowledge !== undefined)
}

/** The plan of a container that ran sealed. `other`, the plan without the proof, gives mounts and what is known about the image. */
export function planFromProof(
  proof: ProvedService,
  other: WritePlan,
  container: Container,
  volumeNames: ReadonlySet<string> = new Set(),
): WritePlan {
  const taken = new Set(volumeNames)
  const proved = proof.paths.map((path): WritePath => {
    const because = [{ evidence: 'proof', text: reasonOf(path, proof) }] as const
    const cover = coverOf(
      // It was proved with a mount of its own: a tmpfs above it is not enough.
      { path: path.path, kind: path.kind, because, confidence: 'proved', mustExist: true },
      { container, mounts: container.mounts.items, volumes: [] },
    )
    const needs = path.mount.as === 'tmpfs' ? path.mount.options : {}
    const mount = cover && cover !== 'read-only' ? cover : plannedMount(path, container, taken)
    return {
      path: path.path,
      kind: path.kind,
      mount,
      because,
      confidence: 'proved',
      needs: withoutSize(needs),
      ...(needs.exec ? { exec: true } : {}),
    }
  })
  const covered = other.paths.filter(
    ({ path, mount }) => mount.as === 'covered' && !proved.some((each) => each.path === path || isWithin(path, each.path)),
  )
  const paths = [...proved, ...covered]
  const settings = proof.environment
    .filter(({ name }) => !container.environment.items.some(({ value }) => value.name === name))
    .map((environment) => ({ environment, because: [{ evidence: 'proof', text: 'set in the sealed run' }] as const }))
  if (!proof.isChecked && !isWholePlan(other)) return uncheckedPlan(proof, other, { paths, settings })
  const changes = proved.some(({ mount }) => mount.as !== 'covered') || settings.length > 0
  return {
    ready: changes ? 'with-mounts' : 'yes',
    confidence: 'proved',
    paths,
    settings,
    notes: [`Proved by a sealed run on ${proof.date} (${proof.checks.join(', ')})`],
    ...(other.knowledge ? { knowledge: other.knowledge } : {}),
  }
}

/** A sealed run that no check used shows what a start writes, and not what use does: it only makes a guess better. */
function uncheckedPlan({ date, checks }: ProvedService, other: WritePlan, shown: Pick<WritePlan, 'paths' | 'settings'>): WritePlan {
  const notes = [
    ...other.notes,
    `It ran sealed on ${date} (${checks.join(', ')}), but no check used it: \`dockseal prove --check\` proves it`,
  ]
  if (other.ready !== 'unknown') return { ...other, notes }
  const unread = other.unread ?? { read: 'not at all', why: 'nothing is known of its image' }
  return { ...other, paths: shown.paths.map((path) => ({ ...path, confidence: 'default' })), settings: shown.settings, unread, notes }
}

/** The size is a limit that a user's own mount need not have. */
function withoutSize<T extends { readonly size?: number }>({ size: _, ...needs }: T): Omit<T, 'size'> {
  return needs
}

function plannedMount({ path, kind, mount }: ProvedPath, container: Container, taken: Set<string>): PlannedMount {
  if (mount.as === 'tmpfs') return mount
  const name = volumeName(container.name, path, kind, taken)
  taken.add(name)
  return { as: 'volume', name }
}

function reasonOf({ example, method }: ProvedPath, { date, isChecked }: ProvedService): string {
  const ran = isChecked ? `proved on ${date}` : `ran sealed on ${date}`
  return example === undefined ? `${ran} (${method})` : `${example} (${method}, ${ran})`
}
