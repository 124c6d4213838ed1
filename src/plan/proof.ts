import { isMap, isScalar, parseDocument, stringify } from 'yaml'
import { defined } from '../model/defined.ts'
import type { TmpfsOptions } from '../model/mount.ts'
import { normaliseTarget } from '../model/path.ts'
import { parseBytes, sizeText } from '../model/size.ts'
import type { WriteKind } from '../model/write-kind.ts'
import { type Json, list, object, stringIn } from '../text/json.ts'
import { duplicateKey } from '../text/yaml-tree.ts'

/** One path that a sealed run had writable. */
export interface ProvedPath {
  readonly path: string
  readonly kind: WriteKind
  readonly mount: { readonly as: 'tmpfs'; readonly options: TmpfsOptions } | { readonly as: 'volume' }
  /** The image has content there: a new volume starts with it, and keeps it when the image is upgraded. */
  readonly ships?: true
  /** How the write was found: `upper directory`, `docker diff`, `log`, `image record`, `precaution`. */
  readonly method: string
  /** Something that was written there. */
  readonly example?: string
}

/** The state of a service at the end of a phase, in a few words: a later sealed run is compared with it. */
export interface Expectation {
  /** `running`, `exited 0`. */
  readonly state: string
  readonly health?: string
  /** What answered at a port: `80/tcp` → `http 200`. */
  readonly ports: Readonly<Record<string, string>>
}

/** What a run rests on: the proof holds as long as none of it changes. */
interface ProofBasis {
  /** The image as the Compose file names it; absent if it is only built. */
  readonly image?: string
  /** Hash of what the image was built from. */
  readonly build?: string
  /** Hash of the settings that decide what a container writes. */
  readonly settings: string
  /** Day of the run, `2026-11-29`. */
  readonly date: string
}

/** What a sealed run proved of one service. */
export interface ProvedService extends ProofBasis {
  readonly is: 'proved'
  /** Id of the image that ran. */
  readonly digest?: string
  readonly engine: string
  readonly rounds: { readonly writable: number; readonly sealed: number }
  /** What passed, in words; without arguments of commands, which may hold secrets. */
  readonly checks: readonly string[]
  readonly expects: Expectation
  readonly paths: readonly ProvedPath[]
  readonly environment: readonly { readonly name: string; readonly value: string }[]
}

/** Whether a run showed more than that the service stays up: a check or its health check passed, a port answered, or it ran to its end. */
export function isChecked({ checks }: Pick<ProvedService, 'checks'>): boolean {
  return checks.some((check) => check !== 'running')
}

/** A service that cannot be sealed as it is, as a run showed: no later guess may seal it. */
export interface RefusedService extends ProofBasis {
  readonly is: 'refused'
  readonly why: string
  readonly instead?: string
}

/** The content of a proof file, by service. */
export interface Proof {
  readonly proved: ReadonlyMap<string, ProvedService>
  readonly refused: ReadonlyMap<string, RefusedService>
}

/** A proof, or what is wrong with the file, in one line, and the UTF-16 offset where that is. */
export type ProofAnswer =
  | { readonly ok: true; readonly proof: Proof }
  | { readonly ok: false; readonly why: string; readonly offset?: number }

const HEADER = `# Written by \`dockseal prove\`: what each service must still write with a read-only root filesystem, proved by a sealed run.
# Commit it: every later run of dockseal uses it, without an engine. When image or settings change it no longer holds: prove again.
`

/** The text of a proof file. */
export function writeProof({ proved, refused }: Proof): string {
  const services = Object.fromEntries(
    [...proved].map(([name, { image, digest, build, settings, date, engine, rounds, checks, expects, paths, environment }]) => [
      name,
      {
        ...defined({ image, digest, build }),
        settings,
        date,
        engine,
        rounds,
        checks,
        expects,
        paths: paths.map(writtenPath),
        ...(environment.length > 0 ? { environment: Object.fromEntries(environment.map(({ name, value }) => [name, value])) } : {}),
      },
    ]),
  )
  const others =
    refused.size > 0 ? { refused: Object.fromEntries([...refused].map(([name, { is: _, ...service }]) => [name, service])) } : {}
  return HEADER + stringify({ version: 1, services, ...others }, { lineWidth: 120, aliasDuplicateObjects: false })
}

function writtenPath({ path, kind, mount, ships, method, example }: ProvedPath): object {
  const { size, mode, other: _, ...rest } = mount.as === 'tmpfs' ? mount.options : {}
  const options = { ...rest, ...defined({ mode: mode?.toString(8).padStart(4, '0'), size: size && sizeText(size) }) }
  return {
    path,
    kind,
    mount: mount.as,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(ships ? { ships } : {}),
    method,
    ...(example === undefined ? {} : { example }),
  }
}

/** Reads a proof file. */
export function readProof(source: string): ProofAnswer {
  const document = parseDocument(source, { uniqueKeys: false, prettyErrors: false })
  const [error] = document.errors
  if (error) return { ok: false, why: `is not YAML: ${error.message}`, offset: error.pos[0] }
  const twice = duplicateKey(document)
  if (twice) return { ok: false, why: `is not a proof: ${twice.message}`, offset: twice.offset }
  if (!isMap(document.contents)) return { ok: false, why: 'is not a proof: it has no services' }
  const version = document.get('version', true)
  if (!isScalar(version) || version.value !== 1) return { ok: false, why: 'is of a version that this dockseal does not know' }
  let root: Json
  try {
    root = object(document.toJS({ maxAliasCount: 100 }))
  } catch {
    return { ok: false, why: 'has more aliases than any proof needs' }
  }
  const proved = new Map<string, ProvedService>()
  const refused = new Map<string, RefusedService>()
  for (const [name, value] of Object.entries(object(root.services))) {
    const service = readService(object(value))
    if (service === undefined) return { ok: false, why: `has no proof that can be read for "${name}"` }
    proved.set(name, service)
  }
  for (const [name, value] of Object.entries(object(root.refused))) {
    const { settings, why, date, image, build, instead } = object(value)
    if (typeof settings !== 'string' || typeof why !== 'string') return { ok: false, why: `does not say why "${name}" is refused` }
    refused.set(name, {
      is: 'refused',
      ...defined({ image: stringIn(image), build: stringIn(build), instead: stringIn(instead) }),
      settings,
      date: stringIn(date) ?? '',
      why,
    })
  }
  return { ok: true, proof: { proved, refused } }
}

const KINDS: readonly WriteKind[] = ['scratch', 'runtime', 'cache', 'log', 'config', 'data']

function readService(fields: Json): ProvedService | undefined {
  const { settings, date, engine } = fields
  const paths = list(fields.paths).map((path) => readPath(object(path)))
  const expects = object(fields.expects)
  if (typeof settings !== 'string' || paths.includes(undefined)) return undefined
  const texts = (value: unknown) => Object.entries(object(value)).map(([name, text]) => ({ name, value: String(text) }))
  const rounds = object(fields.rounds)
  return {
    is: 'proved',
    ...defined({ image: stringIn(fields.image), digest: stringIn(fields.digest), build: stringIn(fields.build) }),
    settings,
    date: stringIn(date) ?? '',
    engine: stringIn(engine) ?? '',
    rounds: { writable: Number(rounds.writable) || 0, sealed: Number(rounds.sealed) || 0 },
    checks: list(fields.checks).map(String),
    expects: {
      state: stringIn(expects.state) ?? 'running',
      ...defined({ health: stringIn(expects.health) }),
      ports: Object.fromEntries(texts(expects.ports).map(({ name, value }) => [name, value])),
    },
    paths: paths.filter((path) => path !== undefined),
    environment: texts(fields.environment),
  }
}

function readPath(fields: Json): ProvedPath | undefined {
  const { path, mount } = fields
  const kind = KINDS.find((each) => each === fields.kind)
  if (typeof path !== 'string' || !path.startsWith('/') || kind === undefined) return undefined
  // A proof that somebody edited must not put data into memory, where it would be lost.
  if (mount !== 'tmpfs' && mount !== 'volume') return undefined
  if (mount === 'tmpfs' && kind === 'data') return undefined
  return {
    path: normaliseTarget(path),
    kind,
    mount: mount === 'tmpfs' ? { as: 'tmpfs', options: readOptions(object(fields.options)) } : { as: 'volume' },
    ...(fields.ships === true ? { ships: true } : {}),
    method: stringIn(fields.method) ?? '',
    ...defined({ example: stringIn(fields.example) }),
  }
}

function readOptions({ uid, gid, mode, exec, size }: Json): TmpfsOptions {
  const bytes = typeof size === 'string' ? parseBytes(size) : undefined
  return {
    ...(typeof uid === 'number' ? { uid } : {}),
    ...(typeof gid === 'number' ? { gid } : {}),
    ...(typeof mode === 'string' && /^[0-7]{3,4}$/.test(mode) ? { mode: Number.parseInt(mode, 8) } : {}),
    ...(exec === true ? { exec } : {}),
    ...(bytes === undefined ? {} : { size: bytes }),
  }
}
