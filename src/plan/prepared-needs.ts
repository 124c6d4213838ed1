import type { Image, ImageWrite } from '../model/image.ts'
import { baseName, isWithin } from '../model/path.ts'
import { isSystemDirectory } from '../model/system-directory.ts'
import { classifyPath } from '../model/write-kind.ts'
import type { Reason } from '../model/write-plan.ts'
import { buildWrites, putBelow } from './build-content.ts'
import type { RecordKnowledge } from './matched-record.ts'
import type { Need } from './need.ts'
import { type Ids, idsOf, type StartUser } from './user.ts'

/** Directories that a build creates below these are for writes at run time only (Filesystem Hierarchy Standard 3.0, 3.15, 5.5 and 5.10). */
const PREPARED = /^\/(?:run|var\/(?:log|cache))\/(?!(?:secrets|lock|apt)(?:\/|$))./

/** A tmpfs over these hides what the build made below them. */
const TEMPORARY = /^\/(?:var\/)?tmp\/./

/** Directory names of a program's parts, or of what a build installs. */
const PROGRAM =
  /\/(?:node_modules|vendor|dist|build|target|bin|obj|lib|src|\.?venv|env|site-packages|\.ssh|\.gnupg)(?:\/|$)|\/(?:static[\w-]*|public[\w-]*|assets|scripts|www|html|htdocs)$/

/** In a program's own tree, only these names show that a directory is not part of the program. */
const DATA =
  /^(?:data|db|databases?|storage|uploads?|media|files|backups?|state|var|persist(?:ent)?|downloads|sessions|recordings|output|results)$/

/** Directories that a build makes without a purpose of their own: the working directory, the home of an account. */
const NOT_FOR_WRITES: ReadonlySet<string> = new Set(['WORKDIR', 'home directory'])

/** Build commands that put nothing into the directories that they name. */
const QUIET: ReadonlySet<string | undefined> = new Set(
  'mkdir chown chmod chgrp install ln rm rmdir touch cd ls test [ useradd adduser usermod echo find setfacl'.split(' '),
)

/** Directories that the build makes for the program's account, or opens to all, and leaves empty: in any language for writes. */
export function preparedNeeds(image: Image, knowledge: RecordKnowledge | undefined, user: StartUser, written: readonly Need[]): Need[] {
  return buildWrites(image).flatMap((write): Need[] => {
    const { leaves, how, path, origin } = write
    if (leaves !== 'directory' || NOT_FOR_WRITES.has(how) || putBelow(path, image)) return []
    const account = ownerOf(path, image, knowledge)
    const isGiven = isForRuntime(givenTo(path, image), account.owner, user) || isOpen(path, image)
    const isFor = TEMPORARY.test(path) ? isGiven || isWrittenBelow(path, image) : isGiven && isOwnPlace(path, image)
    if (!PREPARED.test(path) && !(isFor && !isFilled(path, image))) return []
    const text = isGiven ? 'directory that the build makes ready for its user' : 'directory that the build makes ready'
    const reason: Reason = { evidence: 'dockerfile', text, origin }
    // An observed write says more than the name.
    const kind = written.find((need) => need.path === path)?.kind ?? classifyPath(path)
    return [{ path, kind, because: [reason], confidence: 'inferred', mustExist: true, ...account }]
  })
}

/** Whether an account may be the one that runs the program. If root starts, it may hand over to any account. */
function isForRuntime(account: string | undefined, ids: Ids | undefined, user: StartUser): boolean {
  if (account === undefined || /^(?:root|0)$/.test(account)) return false
  return !user.known || user.root || user.ids === undefined || ids === undefined || user.ids.uid === ids.uid
}

/** Whether the start writes below a directory: it relies on the build to make it. */
function isWrittenBelow(directory: string, image: Image): boolean {
  return image.writes.some(({ when, path }) => when === 'start' && path !== directory && isWithin(path, directory))
}

/** The account that the build gives a directory to, as written. */
function givenTo(directory: string, image: Image): string | undefined {
  return buildWrites(image).findLast((write) => write.owner !== undefined && reaches(write, directory))?.owner
}

/** Whether the build opens a directory to everybody (`chmod 777`, `install -m 1777`). */
function isOpen(path: string, image: Image): boolean {
  const given = buildWrites(image).findLast((write) => reaches(write, path) && (write.mode !== undefined || /^chmod /.test(write.how)))
  if (!given) return false
  return given.mode === undefined ? /^chmod (?:[au]*o?[ao][ugoa]*|)\+[rx]*w/.test(given.how) : (given.mode & 0o002) !== 0
}

function reaches({ path, recursive }: ImageWrite, directory: string): boolean {
  return path === directory || (recursive === true && isWithin(directory, path))
}

/** Whether a directory is outside the system's and, in the program's tree, has a name that sets it apart. */
function isOwnPlace(path: string, image: Image): boolean {
  if (isSystemDirectory(path) || PROGRAM.test(path.replace(/^\/var\/(?:lib|opt)\//, '/'))) return false
  const homes = image.users.flatMap(({ value }) => value.home ?? [])
  if (homes.includes(path) || holdsProgram(path, image)) return false
  const trees = image.workingDir.state === 'set' ? [image.workingDir.value] : []
  const isInTree = trees.some((tree) => tree !== '/' && isWithin(path, tree)) || homes.some((home) => isWithin(path, home))
  return !isInTree || classifyPath(path) !== 'data' || DATA.test(baseName(path))
}

/** Whether a build command without known effects may put something there (`git clone`, a download, an installer). */
function isFilled(path: string, image: Image): boolean {
  return (image.build?.stages ?? []).some(
    ({ shipped, instructions }) =>
      shipped &&
      instructions.some(
        ({ name, commands }) =>
          name === 'RUN' &&
          commands.some(
            (command) =>
              !QUIET.has(command.name) &&
              command.args.some(({ value }) => value !== undefined && isWithin(value.replace(/^.*=/, ''), path)),
          ),
      ),
  )
}

/** Whether the program itself is below a directory: its working directory, or the file that is started. */
export function holdsProgram(directory: string, image: Image): boolean {
  const words = [image.entrypoint, image.command].flatMap((fact) =>
    fact.state === 'set' ? fact.value.filter((word) => word.startsWith('/')) : [],
  )
  const places = [...(image.workingDir.state === 'set' ? [image.workingDir.value] : []), ...words]
  return places.some((place) => isWithin(place, directory))
}

/** The account that the build gives a directory to, if it is not root: the program drops to it. Any user, if its number is not known. */
export function ownerOf(directory: string, image: Image, knowledge: RecordKnowledge | undefined): Pick<Need, 'owner' | 'anyUser'> {
  const test = knowledge?.test ?? (() => 'unknown' as const)
  const given = givenTo(directory, image)
  if (given === undefined || given.startsWith(':')) return {}
  const ids = idsOf(given, image, knowledge?.record, test)
  if (!ids) return { anyUser: true }
  return ids.uid === 0 ? {} : { owner: ids }
}
