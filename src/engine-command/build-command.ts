import type { Span } from '../model/fact.ts'
import { type Item, isKnown, itemPath, itemText, unquoted } from '../shell/value.ts'
import { enginesIn, wordAt } from './command.ts'
import { BUILD_FLAGS } from './flags.ts'
import { type FlagUse, readFlag } from './read-flag.ts'

/** A `docker build` or similar command: which Dockerfile becomes which image. */
export interface DockerBuild {
  /** The names that the image gets, as written. */
  readonly tags: readonly string[]
  /** The context, relative to where the command runs; undefined if it is unknown or not a directory (a URL, standard input). */
  readonly context: string | undefined
  /** The Dockerfile (`--file`); undefined for the context's own, `hidden` if it is unknown. */
  readonly file: string | 'hidden' | undefined
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string | null>>
  /** Where it runs: relative if only the file's starting directory is unknown, undefined if the directory is unknown altogether. */
  readonly directory?: string
  /** Prints only the id of the image (`--quiet`). */
  readonly quiet: boolean
  /** From the program's name to the last word. */
  readonly span: Span
}

/** Finds `docker build`, `docker buildx build`, `podman build` … in the words of one simple command. */
export function findBuildCommand(items: readonly Item[]): DockerBuild | undefined {
  for (const { at, verbAt } of enginesIn(items)) {
    const words = `${wordAt(items, verbAt)} ${wordAt(items, verbAt + 1)}`
    if (/^build /.test(words)) return readBuild(items, at, verbAt + 1)
    if (/^(?:image|builder) build$|^buildx (?:build|b)$/.test(words)) return readBuild(items, at, verbAt + 2)
  }
  return undefined
}

function readBuild(items: readonly Item[], program: number, start: number): DockerBuild {
  const uses: FlagUse[] = []
  const positional: Item[] = []
  let hidden = false
  // Flags may also come after the context.
  for (let at = start; at < items.length; ) {
    const item = items[at]
    const flag = readFlag(items, at, BUILD_FLAGS)
    if (flag) uses.push(...flag.uses)
    else if (item?.kind === 'opaque' && !item.single && pathOf(item) === undefined) hidden = true
    else if (item && item.text !== '') positional.push(item)
    at = flag?.next ?? at + 1
  }
  const valuesOf = (name: string) => uses.flatMap(({ flag, value }) => (flag.name === name && value ? [value] : []))
  const [file, target] = [valuesOf('file').at(-1), valuesOf('target').at(-1)]
  const words = items.slice(program).map(({ word }) => word)
  return {
    tags: valuesOf('tag').map(unquoted),
    context: pathOf(positional[0]),
    file: file ? (pathOf(file) ?? 'hidden') : hidden ? 'hidden' : undefined,
    target: itemText(target),
    quiet: uses.some(({ flag }) => flag.name === 'quiet'),
    args: Object.fromEntries(valuesOf('build-arg').flatMap((each) => argumentOf(each))),
    span: [Math.min(...words.map(([from]) => from)), Math.max(...words.map(([, end]) => end))],
  }
}

/** A path, even if it depends on the file's place on this machine (`$(dirname "$0")/app`) or on make's directory. */
function pathOf(item: Item | undefined): string | undefined {
  const path = itemPath(item) ?? (item && unquoted(item).replace(/^(?:\$PWD|\$\{PWD\}|\$\((?:PWD|CURDIR|pwd)\)|`pwd`)(?=\/|$)/, '.'))
  return path === undefined || path === '' || path === '-' || /\$|`|^\w+:\/\/|^git@|^github\.com\//.test(path) ? undefined : path
}

function argumentOf(item: Item): (readonly [string, string | null])[] {
  const [, name, value] = /^(\w+)(?:=(.*))?$/s.exec(item.text) ?? []
  return name === undefined ? [] : [[name, value !== undefined && isKnown(item) ? value : null]]
}
