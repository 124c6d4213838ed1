import { defined } from '../model/defined.ts'
import type { OrWhy } from '../model/or-why.ts'
import { object, parseJson, stringIn } from '../text/json.ts'
import { maskQuoted } from '../text/mask.ts'
import { join } from '../text/path.ts'
import { sha256 } from '../text/sha256.ts'

/** A value, or why there is none and what to do about it: both one line. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string; readonly hint?: string }

/** Certificates of a TLS connection, as PEM text. `verify` false: the engine's own certificate is not checked. */
export interface TlsFiles {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly verify: boolean
}

/** How an engine is reached. */
export type Address =
  | { readonly by: 'socket'; readonly path: string }
  | { readonly by: 'tcp'; readonly host: string; readonly port: number; readonly pathPrefix: string; readonly tls?: TlsFiles }
  | { readonly by: 'ssh'; readonly host: string; readonly port?: string; readonly user?: string; readonly socketPath?: string }

/** One engine to ask, under the name that reports use for it. */
export interface Endpoint {
  /** Name of the context; `default` for the one of the environment. */
  readonly name: string
  /** The address as written (`unix:///var/run/docker.sock`). */
  readonly url: string
  readonly address: Address
}

/** What decides which engine is asked: options, environment and files, handed in so that the choice stays testable. */
export interface EndpointSources {
  readonly host?: string
  readonly context?: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly windows?: boolean
  readonly read: (path: string) => OrWhy<{ readonly text: string }>
  readonly exists: (path: string) => boolean
  readonly list: (directory: string) => readonly string[]
}

const fail = (why: string, hint?: string) => ({ ok: false, why, ...(hint === undefined ? {} : { hint }) }) as const

/**
 * The engine that the docker CLI would ask: `--context`, `--host`, DOCKER_HOST, DOCKER_CONTEXT, `currentContext` of config.json, then the
 * default socket (docker/cli, "resolveContextName"). Where nothing was chosen and the default socket does not exist, the sockets of
 * rootless Docker, Docker Desktop and Podman are tried next.
 */
export function chooseEndpoint(sources: EndpointSources): Answer<Endpoint> {
  const { context, host, env } = sources
  if (context !== undefined && host !== undefined) return fail('--host and --context cannot be given together', 'name one engine')
  const name = context ?? (host !== undefined || env.DOCKER_HOST ? 'default' : env.DOCKER_CONTEXT || currentContext(sources) || 'default')
  return name === 'default' ? defaultEndpoint(sources) : contextEndpoint(name, sources)
}

/** Every context of the docker CLI, the default one first; for one that cannot be read, the reason. */
export function allEndpoints(sources: EndpointSources): { readonly name: string; readonly endpoint: Answer<Endpoint> }[] {
  const found = new Map<string, Answer<Endpoint>>([['default', defaultEndpoint(sources)]])
  const folder = join(configFolder(sources), 'contexts', 'meta')
  for (const id of [...sources.list(folder)].sort()) {
    const meta = readMeta(join(folder, id, 'meta.json'), sources)
    const name = meta.ok ? (stringIn(meta.value.Name) ?? id) : id
    found.set(name, meta.ok ? contextEndpoint(name, sources) : meta)
  }
  return [...found].map(([name, endpoint]) => ({ name, endpoint }))
}

function configFolder({ env, home }: EndpointSources): string {
  return env.DOCKER_CONFIG || join(home, '.docker')
}

function currentContext(sources: EndpointSources): string | undefined {
  const file = sources.read(join(configFolder(sources), 'config.json'))
  const parsed = file.ok ? parseJson(file.text) : undefined
  return parsed?.ok ? stringIn(object(parsed.value).currentContext) : undefined
}

function readMeta(path: string, sources: EndpointSources): Answer<Readonly<Record<string, unknown>>> {
  const file = sources.read(path)
  if (!file.ok) return fail(`${path} ${file.why}`)
  const parsed = parseJson(file.text)
  return parsed.ok ? { ok: true, value: object(parsed.value) } : fail(`${path} ${parsed.why}`)
}

/** The context store keeps each context in a folder named by the SHA-256 of its name (docker/cli, cli/context/store). */
function contextEndpoint(name: string, sources: EndpointSources): Answer<Endpoint> {
  const id = sha256([name])
  const folder = join(configFolder(sources), 'contexts')
  const file = join(folder, 'meta', id, 'meta.json')
  if (!sources.exists(file)) return fail(`there is no context "${name}"`, '`docker context ls` lists them')
  const meta = readMeta(file, sources)
  if (!meta.ok) return meta
  const docker = object(object(meta.value.Endpoints).docker)
  const url = stringIn(docker.Host)
  if (url === undefined) return fail(`context "${name}" has no docker endpoint`, `see \`docker context inspect ${name}\``)
  const tls = tlsFiles(join(folder, 'tls', id, 'docker'), docker.SkipTLSVerify !== true, sources)
  return withName(name, url, parseAddress(url, tls))
}

function defaultEndpoint(sources: EndpointSources): Answer<Endpoint> {
  const { host, env, home } = sources
  const url = host ?? env.DOCKER_HOST
  if (url) {
    const wantsTls = Boolean(env.DOCKER_TLS_VERIFY) || Boolean(env.DOCKER_TLS)
    const folder = env.DOCKER_CERT_PATH || (wantsTls ? configFolder(sources) : undefined)
    const tls = folder === undefined ? undefined : tlsFiles(folder, Boolean(env.DOCKER_TLS_VERIFY), sources)
    return withName('default', url, parseAddress(url, tls ?? (wantsTls ? { verify: Boolean(env.DOCKER_TLS_VERIFY) } : undefined)))
  }
  if (sources.windows) return withName('default', 'npipe:////./pipe/docker_engine', parseAddress('npipe:////./pipe/docker_engine'))
  const runtime = env.XDG_RUNTIME_DIR
  const sockets = [
    '/var/run/docker.sock',
    ...(runtime ? [`${runtime}/docker.sock`] : []),
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    ...(runtime ? [`${runtime}/podman/podman.sock`] : []),
    '/run/podman/podman.sock',
  ]
  const path = sockets.find((socket) => sources.exists(socket)) ?? '/var/run/docker.sock'
  return withName('default', `unix://${path}`, { ok: true, value: { by: 'socket', path } })
}

function withName(name: string, url: string, address: Answer<Address>): Answer<Endpoint> {
  return address.ok ? { ok: true, value: { name, url, address: address.value } } : address
}

function tlsFiles(folder: string, verify: boolean, sources: EndpointSources): TlsFiles | undefined {
  const read = (name: string) => {
    const file = sources.read(join(folder, name))
    return file.ok ? file.text : undefined
  }
  const [ca, cert, key] = [read('ca.pem'), read('cert.pem'), read('key.pem')]
  if (ca === undefined && cert === undefined && key === undefined) return undefined
  return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }), verify }
}

/** Reads an engine's address: `unix://`, `npipe://`, `tcp://`, `http://`, `https://`, `ssh://` or `host:port`; ports as the CLI assumes. */
export function parseAddress(url: string, tls?: TlsFiles): Answer<Address> {
  const scheme = /^([a-z]+):\/\//.exec(url)?.[1]
  switch (scheme) {
    case 'unix':
    case 'npipe': {
      const path = url.slice(scheme.length + 3)
      return path === ''
        ? fail(`"${maskQuoted(url)}" names no socket`, 'write unix:///var/run/docker.sock')
        : { ok: true, value: { by: 'socket', path } }
    }
    case 'ssh':
      return parseSsh(url)
    case undefined:
    case 'tcp':
    case 'http':
    case 'https':
      return parseTcp(scheme === undefined ? `tcp://${url}` : url, scheme === 'https' ? (tls ?? { verify: true }) : tls)
    default:
      return fail(`the scheme of "${maskQuoted(url)}" is not supported`, 'use unix://, tcp://, ssh:// or npipe://')
  }
}

function parseUrl(url: string): URL | undefined {
  // The parser knows default ports only of schemes it calls special, and would drop `:80` of http.
  return URL.canParse(url) ? new URL(url) : undefined
}

function parseTcp(url: string, tls: TlsFiles | undefined): Answer<Address> {
  const parsed = parseUrl(url.replace(/^[a-z]+:/, 'tcp:'))
  if (!parsed || parsed.hostname === '' || parsed.username !== '')
    return fail(`"${maskQuoted(url)}" is no address of an engine`, 'write tcp://host:2376')
  const port = parsed.port === '' ? (tls ? 2376 : 2375) : Number(parsed.port)
  const pathPrefix = parsed.pathname.replace(/\/+$/, '')
  return { ok: true, value: { by: 'tcp', host: parsed.hostname.replace(/^\[|\]$/g, ''), port, pathPrefix, ...(tls ? { tls } : {}) } }
}

function parseSsh(url: string): Answer<Address> {
  const parsed = parseUrl(url)
  const hint = 'write ssh://user@host[:port]; a password is not supported, use a key'
  if (parsed?.password !== '' || parsed.search !== '' || parsed.hash !== '') return fail(`"${maskQuoted(url)}" is no ssh address`, hint)
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  const user = decodeURIComponent(parsed.username)
  // Both become arguments of ssh: one that starts with a hyphen would be read as an option.
  if (!/^[A-Za-z0-9][A-Za-z0-9._:%-]*$/.test(host) || (user !== '' && !/^[A-Za-z0-9_][\w.@\\+-]*$/.test(user)))
    return fail(`"${maskQuoted(url)}" is no ssh address`, hint)
  const socketPath = parsed.pathname.replace(/\/+$/, '')
  if (socketPath !== '' && !/^[\w./-]+$/.test(socketPath)) return fail(`"${maskQuoted(url)}" is no ssh address`, hint)
  return {
    ok: true,
    value: {
      by: 'ssh',
      host,
      ...defined({ port: parsed.port || undefined, user: user || undefined, socketPath: socketPath || undefined }),
    },
  }
}
