import { builtInRecords } from '../src/knowledge/index.ts'
import type { Container } from '../src/model/container.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { planWrites } from '../src/plan/plan.ts'
import { container, fact } from './container-fixture.ts'

/** The plan of a service that runs an image, by the records that come with the program. */
export function plan(image: string, given: Partial<Container> = {}): WritePlan {
  return planWrites({ container: container({ image: fact(image), ...given }), records: builtInRecords })
}

/** How each path of a plan is met: `/data: volume`, `/tmp: tmpfs exec`. */
export function ways({ paths }: WritePlan): string[] {
  return paths.map(({ path, mount }) => `${path}: ${mount.as}${mount.as === 'tmpfs' && mount.options.exec ? ' exec' : ''}`).sort()
}
