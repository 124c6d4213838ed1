import type { Build, Container } from '../model/container.ts'
import type { Fact, FactList } from '../model/fact.ts'
import type { Problem } from '../model/finding.ts'
import { PROOF_FILE } from '../model/proof-file.ts'
import { maySecret } from '../model/secret-name.ts'
import type { StaleProof } from '../model/write-plan.ts'
import { type Proof, type ProofAnswer, type ProvedService, type RefusedService, readProof } from '../plan/proof.ts'
import { isProjectName } from '../sources/registry.ts'
import type { Document, Files } from '../sources/source.ts'
import { isLeftOut } from '../text/dockerignore.ts'
import { dirname, join } from '../text/path.ts'
import { sha256 } from '../text/sha256.ts'

/** What the proof file beside a Compose project says about a container: a valid proof, a stale one, or nothing. */
export type FoundProof =
  | { readonly proof: ProvedService }
  | { readonly refusal: RefusedService }
  | { readonly staleProof: StaleProof }
  | undefined

/** Where the proof of a project is: beside its first file. */
export function proofPath(composeFile: string): string {
  return join(dirname(composeFile), PROOF_FILE)
}

/** Reads the proof beside a Compose file; `problem` says why it cannot be read. Neither if no file is there. */
export function readProofBeside(composeFile: string, io: Files): { readonly proof?: Proof; readonly problem?: Problem } {
  const file = proofPath(composeFile)
  if (!io.exists(file)) return {}
  const answer = io.read(file)
  const read: ProofAnswer = answer.ok ? readProof(answer.text) : answer
  if (read.ok) return { proof: read.proof }
  const { offset } = read
  const hint = 'correct the file, or remove it and run `dockseal prove` again'
  return { problem: { level: 'error', file, message: `the proof ${read.why}`, hint, ...(offset === undefined ? {} : { offset }) } }
}

/** Reads the proof beside a document once, and judges for each container whether it still holds. A proof that cannot be read is noted. */
export function proofs(document: Document, io: Files, note: (problem: Problem) => void): (container: Container) => FoundProof {
  if (!document.isProject) return () => undefined
  const file = proofPath(document.file)
  const { proof: whole, problem } = readProofBeside(document.file, io)
  if (problem) note(problem)
  if (!whole) return () => undefined
  return (container) => {
    const proof = whole.proved.get(container.name)
    const refusal = whole.refused.get(container.name)
    if (refusal && !proof) return whyStale(refusal, container, io) === undefined ? { refusal } : undefined
    if (!proof) return undefined
    const why = whyStale(proof, container, io)
    return why === undefined ? { proof } : { staleProof: { why, file, date: proof.date } }
  }
}

/** How a container differs from what was proved; undefined if the proof holds. */
export function whyStale(
  proof:
    | Pick<ProvedService, 'is' | 'image' | 'build' | 'settings' | 'paths' | 'environment'>
    | Pick<RefusedService, 'is' | 'image' | 'build' | 'settings'>,
  container: Container,
  io: Files,
): string | undefined {
  const image = imageText(container)
  if (container.build.state === 'unset' && image !== proof.image)
    return `the image is ${image ?? 'not set'} now, and was ${proof.image ?? 'built'}`
  const { paths, environment } = proof.is === 'proved' ? proof : { paths: [], environment: [] }
  const [asked, set] = [paths.map(({ path }) => path), environment.map(({ name }) => name)]
  if (settingsHash(container, asked, set) !== proof.settings) return 'settings that decide what it writes have changed'
  if (container.build.state === 'unset') return undefined
  const hash = buildHash(container.build, io)
  // A refusal stays valid as long as no change is known.
  if (hash === TOO_LARGE && proof.is === 'proved')
    return `its image is built from more than ${MAX_FILES} files, so whether they have changed is not known`
  return hash === proof.build ? undefined : 'what its image is built from has changed'
}

/** The image as the file names it, with its variables. */
export function imageText({ image }: Container): string | undefined {
  return image.state === 'set' ? image.value : image.state === 'unknown' ? image.written : undefined
}

/**
 * Hash of the settings that decide what a container writes and may write: what it starts, as whom, with what environment, mounts and
 * privileges. Mounts at `planned` and variables of `set` are what the proof itself asks for. Values that may be secret are left out.
 */
export function settingsHash(container: Container, planned: readonly string[], set: readonly string[] = []): string {
  const { security, namespaces, init, user, workingDir, entrypoint, command, environment, mounts, injected } = container
  const facts = {
    user: plain(user),
    workingDir: plain(workingDir),
    entrypoint: plain(entrypoint),
    command: plain(command),
    init: plain(init),
    environment: environment.items
      .filter(({ value }) => !set.includes(value.name))
      .map(({ value: { name, value, written } }) => [name, maySecret(name, value) ? '' : (written ?? value)])
      .sort(byText),
    mounts: mounts.items
      .filter(({ value }) => !planned.includes(value.target) && !value.implied)
      .map(({ value }) => [value.target, value.type, value.readOnly])
      .sort(byText),
    injected: injected.items.map(({ value }) => [value.target, value.kind, value.from]).sort(byText),
    security: [
      plain(security.privileged),
      sorted(security.capAdd),
      sorted(security.capDrop),
      sorted(security.options),
      plain(namespaces.user),
    ],
  }
  return hash(JSON.stringify(facts))
}

const byText = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1)
const sorted = (facts: FactList<string>) => facts.items.map(({ value }) => value).sort()

function plain<T>(fact: Fact<T>): unknown {
  return fact.state === 'set' ? fact.value : fact.state === 'unset' ? null : `unknown: ${fact.why}`
}

const hash = (text: string) => `sha256:${sha256([text])}`

/** Most files of a build context that are hashed; changes in a larger context are not noticed. */
const MAX_FILES = 10_000

/** Instead of a hash: the context has more files than are read. */
export const TOO_LARGE = 'too large'

/** Directories of a context that no build ships on purpose, or that are too large. */
const SKIPPED = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv', '__pycache__', '.terraform'])

/** Hash of what an image is built from, without Compose files, proof and packages. Undefined for a remote context; `TOO_LARGE`. */
export function buildHash(build: Fact<Build>, io: Files): string | undefined {
  if (build.state !== 'set') return undefined
  const { context, dockerfile, inline, target, args } = build.value
  if (!/^(?:\/|[A-Za-z]:[\\/])/.test(context)) return undefined
  const settings = [target ?? null, Object.entries(args).filter(([name, value]) => !maySecret(name, value)), inline ?? null]
  const texts = [JSON.stringify(settings), ...(dockerfile === undefined ? [] : [textOf(dockerfile, io)])]
  const ignore = io.read(join(context, '.dockerignore'))
  const ignored = ignore.ok ? ignore.text.split('\n').filter((line) => line !== '' && !line.startsWith('#')) : []
  let left = MAX_FILES
  const walk = (directory: string, inside: string): void => {
    for (const name of [...io.list(directory)].sort()) {
      if (left < 0) return
      if (SKIPPED.has(name) || isProjectName(name) || name === PROOF_FILE || isLeftOut(`${inside}${name}`, ignored)) continue
      const path = join(directory, name)
      const isDirectory = io.list(path).length > 0
      if (isDirectory) walk(path, `${inside}${name}/`)
      else {
        if (--left < 0) return
        texts.push(`\0${inside}${name}\0${textOf(path, io)}`)
      }
    }
  }
  walk(context, '')
  return left < 0 ? TOO_LARGE : `sha256:${sha256(texts)}`
}

function textOf(path: string, io: Files): string {
  const answer = io.read(path)
  return answer.ok ? answer.text : (io.digest?.(path) ?? answer.why)
}
