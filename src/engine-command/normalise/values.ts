import type { Device, EnvironmentVariable, Healthcheck, Port, Ulimit } from '../../model/container.ts'
import { type Field, isKnown } from '../../shell/value.ts'
import { parseJson } from '../../text/json.ts'
import { splitPair, splitValue } from './reader.ts'

/** `-e NAME=value`, `-e NAME` (docker run reference, "Set environment variables"). */
export function parseEnvironment(entry: Field): EnvironmentVariable | undefined {
  const { name, value } = splitPair(entry)
  if (!isKnown(name) || name.text === '') return undefined
  if (!value) return { name: name.text, value: null, interpolated: false }
  const holes = value.pieces.some((piece) => piece.hole)
  const interpolated = holes && value.pieces.every((piece) => piece.hole || piece.text === '')
  // make writes the shell's `$` twice; in Compose, and for the rules, that would be a plain dollar sign.
  const written = value.pieces.map((piece) => (piece.hole ? piece.text.replace(/^\$\$/, '$') : piece.text)).join('')
  return { name: name.text, value: value.text, interpolated, ...(holes ? { written } : {}) }
}

export function parseLabel(entry: Field): { readonly name: string; readonly value: string } | undefined {
  const { name, value } = splitPair(entry)
  return isKnown(name) ? { name: name.text, value: value?.text ?? '' } : undefined
}

/** `-p [[ip:]hostPort:]containerPort[/protocol]`, and swarm's `published=80,target=80,mode=host`. */
export function parsePortFlag(entry: Field): Port | undefined {
  if (/(?:^|,)target=/.test(entry.text)) return parseLongPort(entry)
  const slashed = splitValue(entry, '/')
  const whole = slashed.length === 2 ? (slashed[0] ?? entry) : entry
  const protocol = slashed.length === 2 ? (slashed[1]?.text.toLowerCase() ?? 'tcp') : 'tcp'
  const bracket = /^\[([^\]]*)\]:(?:(.*):)?(.*)$/.exec(whole.text)
  const parts = bracket ? [bracket[1] ?? '', bracket[2] ?? '', bracket[3] ?? ''] : splitValue(whole, ':').map(({ text }) => text)
  const target = parts.at(-1) ?? ''
  const published = parts.at(-2) ?? ''
  const hostIp = parts.slice(0, -2).join(':')
  if (target === '') return undefined
  return { target, ...(published === '' ? {} : { published }), ...(hostIp === '' ? {} : { hostIp }), protocol }
}

function parseLongPort(entry: Field): Port | undefined {
  const options = new Map(splitValue(entry, ',').map((part) => [splitPair(part).name.text, splitPair(part).value?.text ?? '']))
  const target = options.get('target')
  const published = options.get('published')
  const mode = options.get('mode')
  if (target === undefined) return undefined
  return { target, ...(published ? { published } : {}), protocol: options.get('protocol') ?? 'tcp', ...(mode ? { mode } : {}) }
}

/** `--device HOST[:CONTAINER][:rwm]`. */
export function parseDevice(entry: Field): Device | undefined {
  const [host, second, third] = splitValue(entry, ':').map(({ text }) => text)
  if (host === undefined || host === '') return undefined
  if (second !== undefined && third === undefined && /^[rwm]{1,3}$/.test(second)) return { host, container: host, permissions: second }
  return { host, container: second === undefined || second === '' ? host : second, permissions: third ?? 'rwm' }
}

/** `--ulimit NAME=SOFT[:HARD]`. */
export function parseUlimit(entry: Field): Ulimit | undefined {
  const match = /^(\w+)=(-?\d+)(?::(-?\d+))?$/.exec(entry.text)
  if (!match?.[1]) return undefined
  return { name: match[1], soft: Number(match[2]), hard: Number(match[3] ?? match[2]) }
}

/** `--health-cmd`: a shell line, or podman's JSON list. */
export function parseHealthCommand(text: string): Healthcheck | undefined {
  if (text === 'none' || text === '') return { disabled: true, test: ['NONE'] }
  const list = parseJsonList(text)
  if (list) return { disabled: list[0] === 'NONE', test: list[0] === 'CMD' || list[0] === 'CMD-SHELL' ? list : ['CMD', ...list] }
  return { disabled: false, test: ['CMD-SHELL', text] }
}

/** A JSON list of strings; undefined for other text. */
export function parseJsonList(text: string): readonly string[] | undefined {
  const parsed = text.trimStart().startsWith('[') ? parseJson(text) : undefined
  return parsed?.ok && Array.isArray(parsed.value) && parsed.value.every((item) => typeof item === 'string') ? parsed.value : undefined
}
