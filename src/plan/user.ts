import type { Condition, ImageRecord } from '../knowledge/record.ts'
import type { Truth } from '../knowledge/truth.ts'
import type { Container } from '../model/container.ts'
import type { Image } from '../model/image.ts'
import { own } from '../model/own.ts'
import { choose } from './cases.ts'

/** Numeric ids of an account; `gid` is absent if only the user is known. */
export interface Ids {
  readonly uid: number
  readonly gid?: number
}

/** The user that the first process runs as. `known: false`: the files do not say. */
export type StartUser =
  | { readonly known: false }
  | { readonly known: true; readonly root: true }
  /** `ids` are absent for a name that cannot be looked up. */
  | { readonly known: true; readonly root: false; readonly ids?: Ids }

type Test = (condition: Condition | undefined) => Truth

/** Who starts: the container's `user`, else the Dockerfile's USER, the record's, or root. Without the two last, USER is unknown. */
export function startUser(container: Container, image: Image | undefined, record: ImageRecord | undefined, test: Test): StartUser {
  if (container.user.state === 'unknown') return { known: false }
  if (container.user.state === 'set' && container.user.value !== '') return parseUser(container.user.value, image, record, test)
  if (image?.user.state === 'unknown') return { known: false }
  if (image?.user.state === 'set') return parseUser(image.user.value, image, record, test)
  if (!record) return image && hasKnownUser(image) ? { known: true, root: true } : { known: false }
  const chosen = choose(record.user, test)
  return chosen === undefined ? { known: true, root: true } : parseUser(chosen, image, record, test)
}

/** Ids of an account or a `uid:gid` text: the image's own users first, then the record's accounts. */
export function idsOf(user: string, image: Image | undefined, record: ImageRecord | undefined, test: Test): Ids | undefined {
  const [name = '', group] = user.split(':')
  const gid = group !== undefined && /^\d+$/.test(group) ? Number(group) : undefined
  if (/^\d+$/.test(name)) return gid === undefined ? { uid: Number(name) } : { uid: Number(name), gid }
  if (name === 'root') return { uid: 0, gid: 0 }
  const built = image?.users.find(({ value }) => value.name === name)?.value
  if (built?.uid !== undefined) return { uid: built.uid, ...withGid(gid ?? built.gid) }
  const account = choose(own(record?.accounts, name), test)
  const ids = account !== undefined && /^\d+(:\d+)?$/.test(account) ? idsOf(account, undefined, undefined, test) : undefined
  return ids && { uid: ids.uid, ...withGid(gid ?? ids.gid) }
}

function withGid(gid: number | undefined): { readonly gid?: number } {
  return gid === undefined ? {} : { gid }
}

function parseUser(user: string, image: Image | undefined, record: ImageRecord | undefined, test: Test): StartUser {
  if (user.includes('$')) return { known: false }
  const ids = idsOf(user, image, record, test)
  if (ids?.uid === 0) return { known: true, root: true }
  return ids ? { known: true, root: false, ids } : { known: true, root: false }
}

/** Whether no USER means root: an engine describes the whole image, and `FROM scratch` has no base. */
function hasKnownUser(image: Image): boolean {
  return image.origin.kind === 'live' || image.base.state === 'unset' || (image.base.state === 'set' && image.base.value === 'scratch')
}
