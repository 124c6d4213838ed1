import { type Item, unquoted } from '../shell/value.ts'
import { enginesIn, wordAt } from './command.ts'

/** What a script does with a container beside running it. */
export interface ContainerUse {
  /** `commit`: makes an image of it. `install`: installs packages in it (`docker exec`). `copy`: copies its files (`docker cp`, `docker export`). */
  readonly verb: 'commit' | 'install' | 'copy'
  /** Its name or id, as it is after expansion; what is not known stays as it is written (`$CID`). */
  readonly container: string
}

/** Short flags that take a value, by verb (docker 29 and podman 5, `--help`); long ones are in `LONG`. */
const SHORT: Readonly<Record<string, RegExp>> = { commit: /^-[amcf]$/, cp: /^$/, export: /^-o$/, exec: /^-[euw]$/ }
const LONG = /^--(?:author|message|change|format|iidfile|output|env|env-file|user|workdir|detach-keys)$/

const INSTALLS = /\b(?:apt(?:-get)?|apk|(?:micro)?dnf|yum|zypper|pip3?|gem)\b.*\s(?:install|add|update|upgrade)\b/

/** Finds `docker commit`, `podman container cp`, `docker export` … in the words of one simple command, with the container that it names. */
export function findContainerUse(items: readonly Item[]): ContainerUse | undefined {
  for (const { verbAt } of enginesIn(items)) {
    const start = wordAt(items, verbAt) === 'container' ? verbAt + 1 : verbAt
    const verb = wordAt(items, start) ?? ''
    const takesValue = Object.hasOwn(SHORT, verb) ? SHORT[verb] : undefined
    if (!takesValue) continue
    const words = positional(items.slice(start + 1).map(unquoted), takesValue)
    // `docker cp CONTAINER:PATH -`, or the other way round.
    const container = verb === 'cp' ? words.find((word) => /.:/.test(word))?.replace(/:[^:]*$/, '') : words[0]
    if (!container) continue
    if (verb === 'commit') return { verb, container }
    if (verb !== 'exec') return { verb: 'copy', container }
    if (INSTALLS.test(words.slice(1).join(' '))) return { verb: 'install', container }
  }
  return undefined
}

function positional(words: readonly string[], takesValue: RegExp): readonly string[] {
  return words.filter((word, at) => !/^-./.test(word) && !(at > 0 && isFlagWithValue(words[at - 1] ?? '', takesValue)))
}

function isFlagWithValue(word: string, short: RegExp): boolean {
  return short.test(word) || LONG.test(word)
}
