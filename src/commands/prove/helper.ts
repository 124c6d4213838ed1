import type { LiveContainer } from '../../live/inspect.ts'
import type { ReadUpper } from '../../live/observe.ts'
import { type Contents, readContents } from '../../live/trial/contents.ts'
import { OWNER_LABEL, TRIAL_LABEL } from '../../live/trial/project.ts'
import { readUpper, STAT_FORMAT, upperOfMountinfo } from '../../live/upper.ts'
import type { OrWhy } from '../../model/or-why.ts'
import { parentOf } from '../../model/path.ts'
import { list, object, stringIn, strings } from '../../text/json.ts'
import type { TrialEngine } from './engine.ts'
import { ownerText } from './owner.ts'
import { lastLine } from './wait.ts'

/** Starts small containers that read what the API does not show. */
export interface Helper {
  /** Why none can be started, for the user; undefined if an image with the tools is present. */
  readonly missing: string | undefined
  /** Runs a program of the image without network: its output, or the last line of the engine or of the program. */
  readonly run: (flags: readonly string[], command: readonly string[], evenAfter?: true) => Promise<OrWhy<{ readonly output: string }>>
}

/** Small images that have `find` and `stat`, best first. */
const SMALL = /(?:^|\/)(busybox|alpine|debian|ubuntu|bash)(?::|$)/
const ORDER = ['busybox', 'alpine', 'bash', 'debian', 'ubuntu']

/** Finds a local image for helpers: the named one, else a small one, else an image of the services that has the tools. */
export async function findHelper(engine: TrialEngine, named: string | undefined, own: readonly string[], trial: string): Promise<Helper> {
  const answer = named === undefined ? await engine.api.get('/images/json') : undefined
  const tags = answer?.ok ? list(answer.value).flatMap((image) => strings(object(image).RepoTags)) : []
  const small = tags
    .filter((tag) => SMALL.test(tag) && !tag.includes('<none>'))
    .sort((a, b) => ORDER.indexOf(SMALL.exec(a)?.[1] ?? '') - ORDER.indexOf(SMALL.exec(b)?.[1] ?? ''))
  const labels = ['--label', `${TRIAL_LABEL}=${trial}`, '--label', `${OWNER_LABEL}=${ownerText()}`]
  const startOf =
    (image: string): Helper['run'] =>
    async (flags, [program = '', ...args], evenAfter) => {
      const alone = ['--rm', '--network', 'none', '--user', '0', '--pull', 'never']
      const words = ['run', ...alone, ...labels, ...flags, '--entrypoint', program, image, ...args]
      const done = await engine.docker(words, { timeout: 60_000, ...(evenAfter ? { evenAfter } : {}) })
      if (done.status === 0) return { ok: true, output: done.stdout }
      return { ok: false, why: done.aborted ? 'it took too long' : lastLine(done.stderr) || `exit code ${done.status}` }
    }
  let missing = 'no image with `find` and `stat` is present; name one by --helper'
  for (const image of named === undefined ? [...small.slice(0, 3), ...own] : [named]) {
    const run = startOf(image)
    const works = await run([], ['find', '/', '-maxdepth', '0', '-exec', 'stat', '-c', STAT_FORMAT, '{}', '+'])
    if (works.ok && / \/\s*$/.test(works.output)) return { missing: undefined, run }
    if (named !== undefined)
      missing = `--helper ${named} does not run \`find\` and \`stat\`: ${works.ok ? 'they print something else' : works.why}`
  }
  return { missing, run: async () => ({ ok: false, why: missing }) }
}

const MOUNTED_AT = '/dockseal-upper'

/** Reads the upper directory of a container's overlay through a helper; undefined if there is none or it cannot be reached. */
export function upperReader(helper: Helper): ReadUpper {
  return async (live, diff) => {
    const upper = await upperOf(live, helper)
    if (upper === undefined) return undefined
    const mount = ['--mount', `type=bind,source=${upper},target=${MOUNTED_AT},readonly`]
    const listing = await helper.run(mount, ['find', MOUNTED_AT, '-exec', 'stat', '-c', STAT_FORMAT, '{}', '+'])
    if (!listing.ok) return undefined
    const created = Math.floor(Date.parse(stringIn(live.document.Created) ?? '') / 1000)
    const targets = live.container.mounts.items.map(({ value }) => value.target)
    return readUpper(listing.output, MOUNTED_AT, { diff, targets, created: Number.isFinite(created) ? created : 0 })
  }
}

/** Where the engine keeps what a container wrote: as the engine says, else as the mounts of the running container's first process say. */
async function upperOf({ document, id, state }: LiveContainer, helper: Helper): Promise<string | undefined> {
  const driver = object(document.GraphDriver)
  const told = stringIn(object(driver.Data).UpperDir)
  if (told !== undefined && !/[,"]/.test(told)) return told
  if (state.status !== 'running') return undefined
  const flags = ['--pid', `container:${id}`, '--cap-add', 'SYS_PTRACE']
  const mountinfo = await helper.run(flags, ['cat', '/proc/1/mountinfo'])
  return mountinfo.ok ? upperOfMountinfo(mountinfo.output) : undefined
}

/** Bytes used in each tmpfs of a running container; a tmpfs that cannot be measured is left out. */
export async function usedBytes(id: string, paths: readonly string[], helper: Helper): Promise<ReadonlyMap<string, number>> {
  const used = new Map<string, number>()
  if (paths.length === 0) return used
  const flags = ['--pid', `container:${id}`, '--cap-add', 'SYS_PTRACE']
  const answer = await helper.run(flags, ['stat', '-f', '-c', '%S %b %f', ...paths.map((path) => `/proc/1/root${path}`)])
  for (const [index, line] of (answer.ok ? answer.output : '').split('\n').entries()) {
    const [size = 0, blocks = 0, free = 0] = line.split(' ').map(Number)
    const path = paths[index]
    if (path !== undefined && size > 0) used.set(path, (blocks - free) * size)
  }
  return used
}

/** What each volume holds, read with one container for all; undefined if that fails. */
export async function contentsOf(volumes: readonly string[], helper: Helper): Promise<ReadonlyMap<string, Contents> | undefined> {
  const mounts = volumes.flatMap((volume) => ['--mount', `type=volume,source=${volume},target=${MOUNTED_AT}/${volume},readonly`])
  const listing = await helper.run(mounts, ['find', MOUNTED_AT, '-type', 'f', '-exec', 'sha256sum', '{}', '+'])
  return listing.ok ? readContents(listing.output, MOUNTED_AT, volumes) : undefined
}

/** A new volume starts with the image's content at its path. */
const COPY = 'find /to -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cp -a /from/. /to/'

/** Replaces the content of one volume by that of another. Gives the error, if any. */
export async function copyVolume(from: string, to: string, helper: Helper): Promise<string | undefined> {
  const mounts = ['--mount', `type=volume,source=${from},target=/from,readonly`, '--mount', `type=volume,source=${to},target=/to`]
  const copied = await helper.run(mounts, ['sh', '-c', COPY])
  return copied.ok ? undefined : `volume ${from} cannot be copied: ${copied.why}`
}

/** Removes a directory of this machine that holds files of other users. */
export async function removeAsRoot(path: string, helper: Helper): Promise<void> {
  await helper.run(
    ['--mount', `type=bind,source=${parentOf(path)},target=/there`],
    ['rm', '-rf', `/there/${path.slice(parentOf(path).length + 1)}`],
    true,
  )
}
