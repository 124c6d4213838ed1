import type { WriteFact } from '../knowledge/record.ts'
import { defined, pick } from '../model/defined.ts'
import { directoryOf, type Image, type ImageWrite } from '../model/image.ts'
import { uniqueBy } from '../model/maps.ts'
import { baseName, isWithin, parentOf } from '../model/path.ts'
import { isSystemDirectory, isUsualDirectory, isWorldWritable } from '../model/system-directory.ts'
import { classifyPath, type WriteKind } from '../model/write-kind.ts'
import { buildWrites, placedWords, putBelow } from './build-content.ts'
import type { RecordKnowledge } from './matched-record.ts'
import type { Need, PlannedObstacle } from './need.ts'
import { holdsProgram, ownerOf, preparedNeeds } from './prepared-needs.ts'
import { type Ids, idsOf, type StartUser } from './user.ts'

export interface FromImage {
  readonly needs: readonly Need[]
  readonly obstacles: readonly PlannedObstacle[]
}

/**
 * What the start scripts and programs of a Dockerfile write, as far as they can be read. No mount goes over a directory that the build
 * filled: a tmpfs would hide its content, and a volume would keep the first image's content. `mounted`: paths where the container has
 * mounts already, and whether they are read-only. `recorded`: what the record says that it writes here.
 */
export function needsFromImage(
  image: Image,
  knowledge: RecordKnowledge | undefined,
  user: StartUser,
  mounted: ReadonlyMap<string, boolean> = new Map(),
  recorded: readonly Need[] = [],
): FromImage {
  const needs: Need[] = []
  const obstacles: PlannedObstacle[] = []
  const fixed: ImageWrite[] = []
  const known = [...mounted.keys(), ...recorded.map(({ path }) => path)]
  for (const given of image.writes) {
    const write = mounted.has(given.path) ? journalOf(given, mounted) : given
    if (write?.when !== 'start' || !write.path.startsWith('/')) continue
    // The record says what this setting writes, at the place that the setting names.
    if (write.setting !== undefined && knowledge?.record.writes.some(({ movedBy }) => movedBy?.includes(write.setting ?? ''))) continue
    const demand = demandOf(write, image, knowledge, known)
    if (demand.is === 'need') needs.push(demand.need)
    else if (demand.is === 'obstacle') obstacles.push(demand.obstacle)
    else if (demand.is === 'fixed') fixed.push(demand.write)
  }
  needs.push(...preparedNeeds(image, knowledge, user, needs))
  if (image.entrypoint.state === 'set' && image.entrypoint.value[0] === '/init') needs.push(S6)
  const served = [...needs.map(({ path }) => path), '/run', '/tmp']
  obstacles.push(...fixed.filter(({ path }) => !served.some((above) => isWithin(path, above))).map(fixedOwner))
  return { needs, obstacles: onePerPath(obstacles) }
}

/** The surest obstacle of each path. At the root they are about different things. */
function onePerPath(obstacles: readonly PlannedObstacle[]): readonly PlannedObstacle[] {
  const sorted = [...obstacles.filter(({ conditional }) => !conditional), ...obstacles.filter(({ conditional }) => conditional)]
  return uniqueBy(sorted, ({ path, why }) => (path === '/' ? why : path))
}

/** What a write asks for. `fixed`: it changes or removes what the image has, and the start ends if it cannot. */
type Demand =
  | { readonly is: 'need'; readonly need: Need }
  | { readonly is: 'obstacle'; readonly obstacle: PlannedObstacle }
  | { readonly is: 'fixed'; readonly write: ImageWrite }
  | { readonly is: 'nothing' }

const NO_DEMAND: Demand = { is: 'nothing' }

function demandOf(write: ImageWrite, image: Image, knowledge: RecordKnowledge | undefined, known: readonly string[]): Demand {
  if (write.leaves === 'removed') return write.stops && isInImage(write, image, knowledge) ? { is: 'fixed', write } : NO_DEMAND
  const place = placeOf(write, image, knowledge, known)
  const { directory, kind, fact, hides } = place
  const isSystem = isSystemDirectory(directory)
  // The build has already set owner and mode of the image's files; a script that does it again may well ignore the error.
  if (write.leaves === 'ownership' && (isSystem || hides || isFile(write.path, image))) {
    const ends = write.stops && !fact && !isMadeAtStart(write.path, image)
    return ends ? { is: 'fixed', write: { ...write, path: directory } } : NO_DEMAND
  }
  // What is made from the image's own files is no data, and a volume would keep what the first image made.
  const isData = kind === 'data' && !write.edits && !holdsProgram(directory, image)
  if (!isSystem && write.ships !== 'program' && (!hides || isData)) return { is: 'need', need: needOf(write, place, image, knowledge) }
  // `mkdir -p` makes nothing where a directory is, and what goes into it is a write of its own.
  const isThere = write.how === 'mkdir' && !write.inProgram && (isUsualDirectory(write.path) || exists(write.path, image))
  return isThere ? NO_DEMAND : { is: 'obstacle', obstacle: obstacle(write, place) }
}

interface WrittenPlace {
  readonly directory: string
  readonly kind: WriteKind
  /** The write of the record that the directory belongs to. */
  readonly fact: WriteFact | undefined
  /** What the image has there. */
  readonly content: string | undefined
  /** A mount would hide something that the container needs. */
  readonly hides: boolean
}

function placeOf(write: ImageWrite, image: Image, knowledge: RecordKnowledge | undefined, known: readonly string[]): WrittenPlace {
  const directory = directoryOf(write)
  const fact = knowledge?.record.writes.find(({ path }) => path !== undefined && isWithin(directory, path))
  const kind = write.kind ?? fact?.kind ?? classifyPath(write.path)
  const isKnown = fact !== undefined || known.some((path) => isWithin(directory, path))
  const ofRecord = fact?.ships ?? shippedAt(directory, knowledge)
  const shipped = () => contentOfBuild(write, kind, image, fact) ?? ofRecord ?? (isKnown ? undefined : unreadContent(write, kind, image))
  const content = write.ships === 'skeleton' ? undefined : shipped()
  const isNeeded = !fact?.hidesNothingNeeded || putsOtherFiles(write, directory, image) || needsShipped(write, image)
  return { directory, kind, fact, content, hides: write.ships === 'program' || (content !== undefined && isNeeded) }
}

function needOf(write: ImageWrite, place: WrittenPlace, image: Image, knowledge: RecordKnowledge | undefined): Need {
  const { directory, kind, fact, content } = place
  const account = ownerOf(directory, image, knowledge)
  const owner = account.owner ?? (write.setting === undefined ? undefined : droppedTo(image, knowledge))
  const isAbsent = !(exists(directory, image) || fact || write.ships || write.holdsFiles)
  // Data below a directory that the record gives up at a restart needs a mount of its own.
  const isKept = kind === 'data' && fact !== undefined && fact.kind !== 'data'
  // The engine makes a missing mount point for root, with mode 755, and at a restart its tmpfs has that mode.
  const isHandedOver = image.dropsTo !== undefined && isAbsent && kind !== 'data'
  return {
    // A record's write that does not happen here widens nothing.
    path: write.mustExist || isKept || knowledge?.test(fact?.when) === 'no' ? directory : (fact?.path ?? directory),
    kind,
    because: [{ evidence: write.inProgram ? 'program' : 'entrypoint', text: write.how, origin: write.origin }],
    // The configuration was read, and the record knows the rest.
    confidence: write.setting !== undefined && knowledge ? knowledge.ceiling : 'inferred',
    ...(owner ? { owner } : write.anyUser || account.anyUser || isHandedOver ? { anyUser: true } : {}),
    ...(fact?.worldWritable || isWorldWritable(directory) ? { worldWritable: true } : {}),
    ...defined({ ships: content, hidesNothingNeeded: fact?.hidesNothingNeeded, mustExist: write.mustExist, closed: write.closed }),
    ...(write.exec ? { exec: true } : {}),
    ...(isAbsent ? { absent: true } : {}),
    ...(write.conditional ? { perhaps: true } : {}),
  }
}

/** A file with a mount of its own needs nothing from its directory, but a database puts its journal there. */
function journalOf(write: ImageWrite, mounted: ReadonlyMap<string, boolean>): ImageWrite | undefined {
  if (!write.journal || write.leaves !== 'file' || mounted.get(write.path)) return undefined
  return { ...write, path: `${write.path}-journal`, how: 'journal of a database of which only the file is mounted' }
}

/** Whether a path is a file, by its name or by what writes it: a mount is for a directory. */
function isFile(path: string, image: Image): boolean {
  return /[^/]\.\w+$/.test(path) || isMadeAtStart(path, image)
}

function isMadeAtStart(path: string, image: Image): boolean {
  return image.writes.some((write) => write.when === 'start' && write.leaves === 'file' && write.path === path)
}

/** Whether the image itself has what its start removes: the build shows it, or the start relies on it. */
function isInImage({ path, how, conditional }: ImageWrite, image: Image, knowledge: RecordKnowledge | undefined): boolean {
  if (isMadeAtStart(path, image)) return false
  if (putBelow(path, image) !== undefined || shippedAt(path, knowledge) !== undefined) return true
  const directory = parentOf(path)
  if (knowledge?.record.writes.some((fact) => fact.path === directory && fact.ships?.split(/,? /).includes(baseName(path)))) return true
  return how === 'rm' && !conditional && knowledge === undefined
}

/** What the image itself has in a directory, by its record. */
function shippedAt(directory: string, knowledge: RecordKnowledge | undefined): string | undefined {
  return knowledge?.record.ships?.find(({ path }) => path === directory)?.what
}

/** s6-overlay is the first process of images that start with /init. */
const S6: Need = {
  path: '/run',
  kind: 'runtime',
  because: [
    {
      evidence: 'entrypoint',
      text: 's6-overlay copies its services to /run and runs them there',
      references: ['just-containers/s6-overlay README.md "Read-Only Root Filesystem" @ 9658b23'],
    },
  ],
  confidence: 'inferred',
  exec: true,
}

/** What the build leaves in the directory of a write, in words; undefined if the Dockerfile shows nothing. */
function contentOfBuild(written: ImageWrite, kind: WriteKind, image: Image, fact: WriteFact | undefined): string | undefined {
  const directory = directoryOf(written)
  if (fact) return putBelow(directory, image)
  // A directory for caches, logs and the like in a copied tree holds at most a file that keeps it in git, unless its files are known.
  const isDisposable = kind === 'scratch' || kind === 'runtime' || kind === 'cache' || kind === 'log'
  const isBelowTree = isDisposable ? written.holdsFiles === true : kind !== 'data' || written.holdsFiles !== false
  const put = buildWrites(image).find(
    (write) =>
      (write.leaves === 'content' || write.leaves === 'file' || write.leaves === 'link') &&
      !isLeftover(write, directory) &&
      // An empty file is created for its owner and mode, which a tmpfs sets itself.
      !(isDisposable && write.how === 'touch') &&
      (isWithin(write.path, directory) ||
        (isBelowTree && write.leaves === 'content' && isWithin(directory, write.path) && write.path !== '/')),
  )
  if (put) return placedWords(put)
  // Packages fill /etc; only a directory that the build itself creates is empty there.
  const isMade = buildWrites(image).some(({ leaves, path }) => leaves === 'directory' && path === directory)
  return directory.startsWith('/etc/') && !isMade ? 'configuration of packages' : undefined
}

const UNREAD = 'files that were not read'

/** Content of a directory of an image that is not built here: the directory is there before the start if nothing of the start makes it. */
function unreadContent(written: ImageWrite, kind: WriteKind, image: Image): string | undefined {
  const { leaves, setting, inProgram } = written
  const directory = directoryOf(written)
  if (image.build || kind !== 'config' || leaves !== 'file' || setting !== undefined || inProgram) return undefined
  const isMade = image.writes.some(({ when, how, path }) => when === 'start' && how === 'mkdir' && isWithin(path, directory))
  return isMade || isSystemDirectory(directory) ? undefined : UNREAD
}

/** Whether the build puts files into the directory of a write in addition to the image's own, which its record knows. */
function putsOtherFiles(write: ImageWrite, directory: string, image: Image): boolean {
  return buildWrites(image).some(
    ({ leaves, path }) =>
      (leaves === 'content' || leaves === 'file' || leaves === 'link') && isWithin(path, directory) && (path !== write.path || write.edits),
  )
}

/** A change of a file that the image ships and that no command of the start creates first: a tmpfs would hide it. */
function needsShipped({ path, edits }: ImageWrite, image: Image): boolean {
  if (!edits) return false
  return !image.writes.some((write) => write.when === 'start' && write.path === path && write.leaves !== 'removed' && !write.edits)
}

/** Files of a RUN in a directory for temporary files, and downloads there, were for the build; a COPY may be for the start. */
function isLeftover({ how }: ImageWrite, directory: string): boolean {
  return /^\/(?:var\/)?tmp$/.test(directory) && how !== 'COPY' && how !== 'ADD'
}

/** Data beside files that the build puts there (Grafana's dashboards): a volume takes them over and keeps them. */
export function withContentOfBuild(need: Need, image: Image | undefined): Need {
  const put = need.kind === 'data' && need.ships === undefined && image?.build ? putBelow(need.path, image) : undefined
  return put === undefined ? need : { ...need, ships: put }
}

/** The account to which the start of the server drops. */
function droppedTo(image: Image, knowledge: RecordKnowledge | undefined): Ids | undefined {
  const name = knowledge?.record.dropsTo
  return name === undefined || image.build ? undefined : idsOf(name, image, knowledge?.record, knowledge?.test ?? (() => 'unknown'))
}

/** Whether an image has a directory, by its Dockerfile; every image has those of the system. */
export function exists(directory: string, image: Image | undefined): boolean {
  if (/^\/(tmp|run|var\/tmp|var\/lock|run\/lock)$/.test(directory)) return true
  if (!image) return false
  return buildWrites(image).some(({ path }) => isWithin(path, directory))
}

/** A read-only filesystem allows no removal and no chown or chmod, not even to the same owner or mode (chown(2), EROFS). */
function fixedOwner(write: ImageWrite): PlannedObstacle {
  const does = write.leaves === 'removed' ? 'removes' : 'changes the owner or mode of'
  return {
    path: write.path,
    why: `its start ${does} ${write.path}, which belongs to the image (${write.how}), and ends if it cannot`,
    instead: 'do it at build time, or let the script go on (`|| true`)',
    ...pick(write, 'conditional'),
  }
}

function obstacle(write: ImageWrite, { directory, content, hides }: WrittenPlace): PlannedObstacle {
  const target = write.path === directory ? 'into' : `${write.path}, into`
  if (write.path === '/')
    return {
      path: '/',
      why: `its start writes into the system of the image (${write.how})`,
      instead: 'do it in a Dockerfile',
      ...pick(write, 'conditional', 'inProgram'),
    }
  const isUnread = content === UNREAD && write.ships !== 'program'
  const has = isUnread ? 'where the image may have files that a mount would hide' : 'which holds content of the image'
  const place = hides ? `${target} ${directory}, ${has}` : `${write.path}, in a directory of the system`
  return {
    path: write.path,
    why: `its start writes ${place} (${write.how})`,
    instead:
      write.instead ??
      (write.kind === 'log' && write.setting !== undefined
        ? 'let it log to /dev/stdout, or into a directory of its own'
        : 'write it at build time, or into a directory of its own that a mount can serve'),
    ...pick(write, 'conditional', 'inProgram'),
  }
}
