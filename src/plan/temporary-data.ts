import type { Image } from '../model/image.ts'
import { isWithin } from '../model/path.ts'
import { isCovered } from './cover.ts'
import type { MountContext } from './mount-context.ts'
import { leastSure, type Need } from './need.ts'

/**
 * Data below /tmp of a user who is not root: root would own a volume on a path that the image lacks, but one at /tmp takes the mode of
 * the image's directory, in which everybody may write. So that is where the volume goes, and /tmp needs no tmpfs.
 */
export function withTemporaryData(needs: readonly Need[], image: Image | undefined, context: MountContext): readonly Need[] {
  const hasNone = image?.base.state === 'set' && image.base.value === 'scratch'
  if (!context.user.known || context.user.root || hasNone) return needs
  const isMoved = ({ path, kind, absent }: Need) =>
    kind === 'data' && absent === true && isWithin(path, '/tmp') && !isCovered(path, context)
  const [first, ...more] = needs.filter(isMoved)
  if (!first) return needs
  const same = needs.find(({ path }) => path === '/tmp')
  const others = [...more, ...(same ? [same] : [])]
  const volume: Need = {
    path: '/tmp',
    kind: 'data',
    because: [...first.because, ...others.flatMap(({ because }) => because)],
    confidence: leastSure(first.confidence, ...others.map(({ confidence }) => confidence)),
    worldWritable: true,
  }
  return [...needs.filter((need) => need !== same && !isMoved(need)), volume]
}
