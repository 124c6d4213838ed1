import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { copyTree, type Done, runProgram } from '../../live/engine-cli.ts'
import { chosenServices, neededBy, type TrialProject, trialProject } from '../../live/trial/project.ts'
import { PROOF_FILE } from '../../model/proof-file.ts'
import { sizeText } from '../../model/size.ts'
import { isProjectName } from '../../sources/registry.ts'
import { type Json, object, parseJson, stringIn } from '../../text/json.ts'
import { sha256 } from '../../text/sha256.ts'
import type { CommandOptions } from '../options.ts'
import { UsageError } from '../usage-error.ts'
import { removeLeft, type TrialEngine } from './engine.ts'
import { makeFolder, removeFolder } from './folder.ts'
import { copyVolume, findHelper, type Helper } from './helper.ts'
import { refusals } from './host.ts'
import { ownerText } from './owner.ts'
import type { Progress } from './progress.ts'
import { lastLine } from './wait.ts'

/** A copy of the user's project under a name of its own, ready to start; `remove` deletes all of it. */
export interface Trial {
  readonly name: string
  readonly project: TrialProject
  /** Services that must not be started, and why. */
  readonly refused: ReadonlyMap<string, string>
  readonly helper: Helper
  /** Answers of `GET /images/{name}/json` by service; absent for images that do not exist yet. */
  readonly images: ReadonlyMap<string, Json>
  readonly needs: (service: string) => readonly string[]
  /** The file with the model of the trial. */
  readonly file: string
  readonly compose: (words: readonly string[], evenAfter?: true) => Promise<Done>
  /** Writes a model, and makes volumes and copies of binds again. Gives the error, if any. */
  readonly reset: (model: Json) => Promise<string | undefined>
  readonly remove: () => Promise<void>
  /** Volumes without a label that are removed with the trial: Compose keeps anonymous volumes when it recreates a container. */
  readonly unnamed: Set<string>
}

/** The model that `docker compose config` prints, with every profile. Throws a UsageError with the error of Compose. */
export async function composeModel(engine: TrialEngine, options: CommandOptions, cwd: string): Promise<Json> {
  const files = options.composeFiles.flatMap((file) => ['-f', file])
  const done = await engine.docker(['compose', ...files, '--profile', '*', 'config', '--format', 'json'], { cwd })
  const parsed = done.status === 0 ? parseJson(done.stdout) : undefined
  if (!parsed?.ok) throw new UsageError(`docker compose config: ${lastLine(done.stderr) || (parsed?.why ?? 'no answer')}`)
  const model = object(parsed.value)
  const names = Object.keys(object(model.services))
  const missing = [...options.operands, ...options.prove.checksIn.map(({ service }) => service)].find((name) => !names.includes(name))
  if (missing !== undefined) {
    const hint = /\.ya?ml$/.test(missing) ? `; a file is named with -f ${missing}` : ''
    throw new UsageError(`there is no service "${missing}"; here are ${names.join(', ')}${hint}`)
  }
  return model
}

/** Makes the trial of a project: decides what may be started, looks at images, finds a helper. Starts nothing yet. */
export async function makeTrial(
  engine: TrialEngine,
  model: Json,
  options: CommandOptions,
  cwd: string,
  progress: Progress,
): Promise<Trial> {
  const { prove } = options
  const name = `dockseal-trial-${process.pid}-${Date.now().toString(36)}`
  const folder = makeFolder()
  const services = object(model.services)
  const profiles = [...prove.profiles, ...(process.env.COMPOSE_PROFILES ?? '').split(',').filter(Boolean)]
  const refused = refusals(services, prove.allowHost, engine.endpoint.address.by !== 'socket')
  const { images, built } = await presentImages(engine, model, progress)
  const project = trialProject(model, {
    name,
    owner: ownerText(),
    services: options.operands,
    profiles,
    without: new Set(refused.keys()),
    offline: prove.offline,
    copyOf: (source) => join(folder, 'binds', sha256([source]).slice(0, 16), basename(source)),
    built: (service) => built.get(service),
    exposed: (service) => Object.keys(object(object(images.get(service)?.Config).ExposedPorts)),
  })
  const own = project.services.flatMap((service) => built.get(service) ?? [])
  const helper = await findHelper(engine, prove.helper, [...new Set(own)], name)
  const file = join(folder, 'compose.json')
  const compose = composeOf(engine, cwd, file, name)
  const chosen = new Set(chosenServices(model, options.operands, profiles))
  const unnamed = new Set<string>()
  const down = async (evenAfter?: true) => {
    if (existsSync(file)) await compose(['down', '--volumes', '--timeout', '0', '--remove-orphans'], evenAfter)
    if (unnamed.size > 0) await engine.docker(['volume', 'rm', '--force', ...unnamed], evenAfter ? { evenAfter } : {})
  }
  const removeAll = (path: string) => removeFolder(path, async () => helper)
  return {
    name,
    project,
    unnamed,
    refused: new Map([...refused].filter(([service]) => chosen.has(service))),
    helper,
    images,
    needs: (service) => neededBy(object(services[service])),
    file,
    compose,
    reset: async (next) => {
      await down()
      await removeAll(join(folder, 'binds'))
      writeFileSync(file, JSON.stringify(next, null, 2), { mode: 0o600 })
      const failed = await copyBinds(project, prove.copyLimit)
      if (failed !== undefined) return failed
      return prove.withData ? copyData(project, compose, helper, engine) : undefined
    },
    remove: async () => {
      await down(true)
      await removeLate(engine, name)
      await removeAll(folder)
    },
  }
}

function composeOf(engine: TrialEngine, cwd: string, file: string, name: string): Trial['compose'] {
  const common = ['compose', '--project-directory', cwd, '-f', file, '-p', name, '--progress', 'quiet']
  return (words, evenAfter) => engine.docker([...common, ...words], { cwd, ...(evenAfter ? { evenAfter } : {}) })
}

/** Removes what Compose made while it was being ended, which appears a moment later. */
async function removeLate(engine: TrialEngine, trial: string): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    if ((await removeLeft(engine, { trial })) === 0) return
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

/** The images of the services that exist: what the engine says about each, and its name. Those that must be built again are left out. */
async function presentImages(engine: TrialEngine, model: Json, progress: Progress) {
  const images = new Map<string, Json>()
  const built = new Map<string, string>()
  for (const [service, value] of Object.entries(object(model.services))) {
    const { image, build } = object(value)
    const name = stringIn(image) ?? `${stringIn(model.name)}-${service}`
    const answer = await engine.api.get(`/images/${encodeURIComponent(name)}/json`)
    if (!answer.ok) continue
    if (isOlder(answer.value, object(build))) {
      progress.say(`${service}: ${name} is older than what it is built from, so it is built again for the trial`)
      continue
    }
    images.set(service, object(answer.value))
    built.set(service, name)
  }
  return { images, built }
}

/** Copies what writable binds hold. Gives the error, if any. `limit`: bytes of one bind. */
async function copyBinds({ copies }: TrialProject, limit: number): Promise<string | undefined> {
  for (const { from, to } of copies) {
    if (!existsSync(from)) {
      mkdirSync(to, { recursive: true })
      continue
    }
    const size = await sizeOf(from)
    if (size > limit)
      return `${from} is mounted writable and holds ${sizeText(Math.ceil(size / 2 ** 20) * 2 ** 20)}; --copy-limit ${sizeText(Math.ceil(size / 2 ** 20 + 1) * 2 ** 20)} copies it for the trial`
    const why = await copyTree(from, to, AbortSignal.timeout(600_000))
    if (why !== undefined) return `${from} is mounted writable and cannot be copied: ${why}`
  }
  return undefined
}

async function sizeOf(path: string): Promise<number> {
  if (statSync(path).isFile()) return statSync(path).size
  const done = await runProgram('du', ['-sk', '--', path])
  return (Number.parseInt(done.stdout, 10) || 0) * 1024
}

/** `--with-data`: copies the content of the user's volumes before the start. */
async function copyData(
  project: TrialProject,
  compose: Trial['compose'],
  helper: Helper,
  engine: TrialEngine,
): Promise<string | undefined> {
  if (helper.missing !== undefined) return `--with-data copies volumes through a small container: ${helper.missing}`
  const created = await compose(['create', '--no-build'])
  if (created.status !== 0) return lastLine(created.stderr)
  for (const { from, to } of project.data) {
    // Mounting a volume that does not exist would make it.
    if (!(await engine.api.get(`/volumes/${encodeURIComponent(from)}`)).ok) continue
    const failed = await copyVolume(from, to, helper)
    if (failed !== undefined) return failed
  }
  return undefined
}

/** Whether an image is older than the last change to the files that it is built from. */
function isOlder(image: unknown, build: Json): boolean {
  const created = Date.parse(stringIn(object(image).Created) ?? '')
  const context = stringIn(build.context)
  if (!Number.isFinite(created) || context === undefined || !context.startsWith('/')) return false
  return newest(context, { left: 2000 }) > created
}

/** The newest change among the first files below a directory. */
function newest(directory: string, budget: { left: number }): number {
  let latest = 0
  for (const entry of existsSync(directory) ? readdirSync(directory, { withFileTypes: true }) : []) {
    if (budget.left-- <= 0) break
    if (entry.name === '.git' || entry.name === 'node_modules' || isProjectName(entry.name) || entry.name === PROOF_FILE) continue
    const path = join(directory, entry.name)
    if (entry.isDirectory()) latest = Math.max(latest, newest(path, budget))
    else if (entry.isFile()) latest = Math.max(latest, statSync(path).mtimeMs)
  }
  return latest
}
