import { tmpfsText } from '../model/tmpfs.ts'
import type { WritePath, WritePlan } from '../model/write-plan.ts'
import { quoteWord } from '../text/shell-word.ts'

/** What a snippet contains, apart from the plan. */
export interface Described {
  /** A name for the container: letters, digits and dashes. */
  readonly name: string
  readonly image: string
  readonly user?: string
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  /** Paths where the user mounts something. */
  readonly mounts: readonly string[]
}

/** A plan to paste, in the syntax of each tool. */
export interface Snippets {
  readonly compose: string
  /** One command, over several lines. */
  readonly run: string
  /** Parts of a Pod: the container, and the Pod's volumes. */
  readonly kubernetes: string
}

/** A mount and its name: planned, or the user's own. */
interface Place {
  readonly path: string
  readonly name: string
  /** Absent: one of the user's mounts. */
  readonly planned?: WritePath
}

/** The container of a plan as a Compose service, as `docker run` and as a Pod; undefined if it must not be sealed. */
export function snippetsOf(plan: WritePlan, described: Described): Snippets | undefined {
  if (plan.ready === 'no') return undefined
  const environment = [...described.environment, ...plan.settings.flatMap((setting) => (setting.environment ? [setting.environment] : []))]
  const all = { ...described, environment }
  const places = placesOf(plan, described)
  return { compose: composeText(all, places), run: runText(all, places), kubernetes: kubernetesText(all, places) }
}

function placesOf({ paths }: WritePlan, { name, mounts }: Described): Place[] {
  const planned = paths.filter(({ mount }) => mount.as !== 'covered' || mount.by === 'image-volume')
  const taken = new Set<string>()
  const named = (path: string) => {
    const plain = `${name}-${path.split('/').filter(Boolean).at(-1) ?? 'data'}`.toLowerCase().replace(/[^a-z0-9-]+/g, '-')
    let free = plain
    for (let count = 2; taken.has(free); count++) free = `${plain}-${count}`
    taken.add(free)
    return free
  }
  const own = mounts.map((path): Place => ({ path, name: named(path) }))
  // A volume's name comes first and from its path alone, because its user sees it again.
  const volumes = planned.filter(({ mount }) => mount.as !== 'tmpfs')
  const names = new Map([...volumes, ...planned].map((each) => [each, '']))
  for (const each of names.keys()) names.set(each, named(each.path))
  return [...own, ...planned.map((each): Place => ({ path: each.path, name: names.get(each) ?? '', planned: each }))]
}

/** A place whose content is kept: a volume, also if the image would make an anonymous one. */
function isKept({ planned }: Place): boolean {
  return planned?.mount.as !== 'tmpfs'
}

function tmpfsOf({ planned, path }: Place): string {
  return tmpfsText(path, planned?.mount.as === 'tmpfs' ? planned.mount.options : {})
}

function composeText({ name, image, user, environment }: Described, places: readonly Place[]): string {
  const volumes = places.filter(isKept)
  const tmpfs = places.filter((place) => !isKept(place))
  // Compose reads a dollar sign as the start of a variable.
  const entry = (each: Described['environment'][number]) => `      ${each.name}: ${JSON.stringify(each.value.replaceAll('$', '$$$$'))}`
  return lines([
    'services:',
    `  ${name}:`,
    `    image: ${image}`,
    ...(user === undefined ? [] : [`    user: ${JSON.stringify(user)}`]),
    ...section('    environment:', environment, entry),
    '    read_only: true',
    ...section('    tmpfs:', tmpfs, (place) => `      - ${tmpfsOf(place)}`),
    ...section('    volumes:', volumes, (place) => `      - ${place.name}:${place.path}`),
    ...section('volumes:', volumes, (place) => `  ${place.name}:`),
  ])
}

function runText({ image, user, environment }: Described, places: readonly Place[]): string {
  const options = [
    ...(user === undefined ? [] : [`--user ${user}`]),
    ...environment.map((each) => `-e ${quoteWord(`${each.name}=${each.value}`)}`),
    '--read-only',
    ...places.map((place) => (isKept(place) ? `-v ${place.name}:${place.path}` : `--tmpfs ${tmpfsOf(place)}`)),
  ]
  return `docker run -d ${[...options, image].join(' \\\n  ')}\n`
}

function kubernetesText({ name, image, user, environment }: Described, places: readonly Place[]): string {
  const [uid, gid] = (user ?? '').split(':')
  const ids = [...(isNumber(uid) ? [`      runAsUser: ${uid}`] : []), ...(isNumber(gid) ? [`      runAsGroup: ${gid}`] : [])]
  return lines([
    'containers:',
    `  - name: ${name}`,
    `    image: ${image}`,
    ...section('    env:', environment, (each) => `      - { name: ${each.name}, value: ${JSON.stringify(each.value)} }`),
    '    securityContext:',
    '      readOnlyRootFilesystem: true',
    ...ids,
    ...section('    volumeMounts:', places, (place) => `      - { name: ${place.name}, mountPath: ${place.path} }`),
    ...section('volumes:', places, podVolume),
    ...section('securityContext:', groupOf(places), (line) => line),
  ])
}

function podVolume(place: Place): string[] {
  if (place.planned === undefined || place.planned.kind === 'data')
    return [`  - name: ${place.name}`, '    persistentVolumeClaim:', `      claimName: ${place.name}`]
  // An emptyDir is open to every user and executable, and it is empty.
  const hidden = place.planned?.shipsContent ? ' # empty: let an init container copy what the image has there' : ''
  return [`  - name: ${place.name}`, `    emptyDir: {}${hidden}`]
}

/** root owns a volume claim: `fsGroup` gives it to the user who writes. */
function groupOf(places: readonly Place[]): string[] {
  const gid = places.find(({ planned }) => planned?.kind === 'data' && planned.needs.gid !== undefined)?.planned?.needs.gid
  return gid === undefined || gid === 0 ? [] : [`  fsGroup: ${gid}`]
}

function section<T>(head: string, entries: readonly T[], line: (entry: T) => string | string[]): string[] {
  return entries.length === 0 ? [] : [head, ...entries.flatMap(line)]
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text)
}
