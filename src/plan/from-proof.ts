import type { Container } from '../model/container.ts'
import { isWithin } from '../model/path.ts'
import { volumeName } from '../model/volume-name.ts'
import type { PlannedMount, WritePath, WritePlan } from '../model/write-plan.ts'
import { coverOf } from './cover.ts'
import { mountNotes } from './plan-notes.ts'
import { isChecked, type ProvedPath, type ProvedService } from './proof.ts'

/** Whether a plan rests on all that can write: the program was read, a record knows the image, or its user may write nowhere else. */
export function isWholePlan({ unread, boundedByUser, knowledge }: WritePlan): boolean {
  return boundedByUser === true || (unread === undefined && knowledge !== undefined)
}

/**
 * The plan of a container that ran sealed. `other`, the plan without the proof, gives mounts and what is known about the image. A run that
 * nothing checked shows what a start writes: of a program that was not wholly read, use may write more, so the plan is only observed.
 */
export function planFromProof(
  proof: ProvedService,
  other: WritePlan,
  container: Container,
  volumeNames: ReadonlySet<string> = new Set(),
): WritePlan {
  const taken = new Set(volumeNames)
  const confidence = isChecked(proof) || isWholePlan(other) ? 'proved' : 'observed'
  const ran = `${proof.date} (${proof.checks.join(', ')})`
  const proved = proof.paths.map((path): WritePath => {
    const because = [{ evidence: 'proof', text: reasonOf(path, proof, confidence) }] as const
    const cover = coverOf(
      // It was proved with a mount of its own: a tmpfs above it is not enough.
      { path: path.path, kind: path.kind, because, confidence, mustExist: true },
      { container, mounts: container.mounts.items, volumes: [] },
    )
    const needs = path.mount.as === 'tmpfs' ? path.mount.options : {}
    const mount = cover && cover !== 'read-only' ? cover : plannedMount(path, container, taken)
    return {
      path: path.path,
      kind: path.kind,
      mount,
      because,
      confidence,
      needs: withoutSize(needs),
      ...(needs.exec ? { exec: true } : {}),
      ...(path.ships ? { shipsContent: true } : {}),
    }
  })
  const covered = other.paths.filter(
    ({ path, mount }) => mount.as === 'covered' && !proved.some((each) => each.path === path || isWithin(path, each.path)),
  )
  const settings = proof.environment
    .filter(({ name }) => !container.environment.items.some(({ value }) => value.name === name))
    .map((environment) => ({ environment, because: [{ evidence: 'proof', text: 'set in the sealed run' }] as const }))
  const changes = proved.some(({ mount }) => mount.as !== 'covered') || settings.length > 0
  return {
    ready: changes ? 'with-mounts' : 'yes',
    confidence,
    paths: [...proved, ...covered],
    settings,
    notes: [
      confidence === 'proved'
        ? `Proved by a sealed run on ${ran}`
        : `It ran sealed on ${ran}, but no check used it, and it may write more in use: \`dockseal prove --check\` proves it`,
      ...mountNotes(proved),
    ],
    ...(other.knowledge ? { knowledge: other.knowledge } : {}),
  }
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

function reasonOf({ example, method }: ProvedPath, { date }: ProvedService, confidence: 'proved' | 'observed'): string {
  const ran = confidence === 'proved' ? `proved on ${date}` : `ran sealed on ${date}`
  return example === undefined ? `${ran} (${method})` : `${example} (${method}, ${ran})`
}
