import { capabilityName } from '../model/capability.ts'
import type { Container } from '../model/container.ts'
import type { Image, ImageWrite } from '../model/image.ts'
import { isWithin, normaliseTarget } from '../model/path.ts'
import type { WritePath } from '../model/write-plan.ts'
import { buildWrites } from './build-content.ts'
import { isCovered } from './cover.ts'
import type { RecordKnowledge } from './matched-record.ts'
import type { MountContext } from './mount-context.ts'
import { idsOf, type StartUser } from './user.ts'

/** Directories that everybody can write in every image; programs use only the first by default. */
const TEMPORARY = ['/tmp', '/var/tmp', '/run/lock', '/dev/shm', '/proc', '/sys']

/** Capabilities that let a process bypass the owners and modes of files (capabilities(7)). */
const AROUND_MODES = new Set(['ALL', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'SYS_ADMIN', 'SETFCAP'])

/**
 * Whether the plan and the mounts serve every directory that the container's user may write: a program in any language cannot write more
 * (path_resolution(7)). Known only for an image that is built here on a base whose own directories are known, that starts as another user
 * than root and has no way to become root.
 */
export function isBoundedByUser(
  image: Image | undefined,
  knowledge: RecordKnowledge | undefined,
  paths: readonly WritePath[],
  mountContext: MountContext,
): boolean {
  const { user, container } = mountContext
  if (!image?.build || image.build.os === 'windows' || !user.known || user.root) return false
  const owned = image.base.state === 'set' && image.base.value === 'scratch' ? {} : knowledge?.record.owned
  if (!owned || canGainRights(image, container)) return false
  const account = accountOf(image, container)
  // Nothing shows what a package gives to an account of its own.
  if (account === undefined || !isAccountKnown(account, image, owned)) return false
  const own = Object.entries(owned).flatMap(([name, directories]) =>
    name === '*' || isUser(name, account, user, image, knowledge) ? directories : [],
  )
  const given = buildWrites(image).flatMap((write) => (mayWrite(write, account, user, image, knowledge) ? [write.path] : []))
  const homes = image.users.flatMap(({ value }) =>
    value.home !== undefined && isUser(value.name, account, user, image, knowledge) ? [value.home] : [],
  )
  const serves = (path: string) => isCovered(path, mountContext) || paths.some((planned) => isWithin(path, planned.path))
  const writable = [...own, ...given, ...homes].map(normaliseTarget).filter((path) => !TEMPORARY.some((each) => isWithin(path, each)))
  return serves('/tmp') && writable.every(serves)
}

/** Whether all that belongs to an account is known: the build creates it, it is a number, or the base knows it. */
function isAccountKnown(account: string, image: Image, owned: Readonly<Record<string, readonly string[]>>): boolean {
  return /^\d+$|^nobody$/.test(account) || account in owned || image.users.some(({ value }) => value.name === account)
}

function accountOf(image: Image, { user }: Container): string | undefined {
  const written = user.state === 'set' && user.value !== '' ? user.value : image.user.state === 'set' ? image.user.value : undefined
  return written?.split(':')[0]
}

/** Whether an account, by its name or number, is the user. An account with an unknown number may be. */
function isUser(name: string, account: string | undefined, user: StartUser, image: Image, knowledge: RecordKnowledge | undefined): boolean {
  if (/^(?:root|0)$/.test(name)) return false
  if (name === account) return true
  const ids = idsOf(name, image, knowledge?.record, knowledge?.test ?? (() => 'unknown'))
  const own = user.known && !user.root ? user.ids : undefined
  if (ids !== undefined && own !== undefined) return ids.uid === own.uid
  // A number may be that of any account known only by name; two names are two accounts.
  return account === undefined || /^\d+$/.test(account) !== /^\d+$/.test(name)
}

/** Whether the user may write what the build leaves at a path: as its owner, by a group, or because anybody may. */
function mayWrite(
  write: ImageWrite,
  account: string | undefined,
  user: StartUser,
  image: Image,
  knowledge: RecordKnowledge | undefined,
): boolean {
  if (write.owner !== undefined && isUser(write.owner, account, user, image, knowledge)) return true
  if (write.mode !== undefined && (write.mode & 0o022) !== 0) return true
  return /^chmod (?:.*,)?(?:u*[goa][ugoa]*)?[+=][rxXst]*[wu]/.test(write.how)
}

/** Whether something in the image or in the container's settings lets a process become root, or write like root. */
function canGainRights(image: Image, { security, hooks }: Container): boolean {
  if (hooks?.some(({ user }) => user.state !== 'unset')) return true
  const { capAdd, privileged } = security
  if (privileged.state !== 'unset' && !(privileged.state === 'set' && !privileged.value)) return true
  if (capAdd.incomplete || capAdd.items.some(({ value }) => AROUND_MODES.has(capabilityName(value)))) return true
  const commands = (image.build?.stages ?? []).flatMap(({ shipped, instructions }) =>
    shipped ? instructions.flatMap((each) => each.commands) : [],
  )
  return commands.some(({ name, args }) => {
    const words = args.map(({ value, text }) => value ?? text)
    if (name === 'setfacl' || name === 'visudo') return true
    if (name === 'setcap') return !words.some((word) => /^cap_net_\w+[+=]/.test(word))
    if (name === 'chmod') return words.some((word) => /^[2467]\d{3}$|^[ugoa]*\+[rwx]*s/.test(word))
    return words.some((word) => /^(?:sudo|doas|fakeroot|super)(?:[=:~].*)?$/.test(word))
  })
}
