import type { FlagVerb } from '../model/intent-flag.ts'
import { flags } from './flags-table.js'

/** The engines with known flags. nerdctl extends the flags of `docker run`. */
export type EngineName = 'docker' | 'podman' | 'nerdctl'
export type Verb = FlagVerb

export interface Flag {
  /** Canonical long name without dashes; an alias (`--net`) is reported under its canonical name (`network`). */
  readonly name: string
  /** A boolean flag takes a value only after `=`. */
  readonly boolean: boolean
}

export interface FlagTable {
  readonly long: ReadonlyMap<string, Flag>
  readonly short: ReadonlyMap<string, Flag>
}

/** Flags with a value, and those without, as `flags.yaml` writes them. */
export interface FlagRow {
  readonly values: string
  readonly booleans: string
}

function table(...groups: readonly FlagRow[]): FlagTable {
  const long = new Map<string, Flag>()
  const short = new Map<string, Flag>()
  const add = (text: string, boolean: boolean): void => {
    for (const [, name = '', letter, canonical] of text.matchAll(/([\w-]+)(?:\/(\w))?(?:>([\w-]+))?/g)) {
      const flag: Flag = { name: canonical ?? name, boolean }
      long.set(name, flag)
      if (letter !== undefined) short.set(letter, flag)
    }
  }
  for (const group of groups) {
    add(group.values, false)
    add(group.booleans, true)
  }
  return { long, short }
}

const RUN: Readonly<Record<EngineName, FlagTable>> = {
  docker: table(flags['docker-run']),
  podman: table(flags['podman-run']),
  nerdctl: table(flags['docker-run'], flags['nerdctl-run']),
}
const CREATE_SERVICE = table(flags.service, flags['service-create'])
const UPDATE_SERVICE = table(flags.service, flags['service-update'])
const GLOBALS: Readonly<Record<EngineName, FlagTable>> = {
  docker: table(flags.global.docker),
  podman: table(flags.global.podman),
  nerdctl: table(flags.global.nerdctl),
}

/** The flags of `build`, which are nearly the same for all engines. */
export const BUILD_FLAGS: FlagTable = table(flags.build)

/** The flags of one command. */
export function flagsOf(engine: EngineName, verb: Verb): FlagTable {
  switch (verb) {
    case 'run':
    case 'create':
      return RUN[engine]
    case 'service create':
      return CREATE_SERVICE
    case 'service update':
      return UPDATE_SERVICE
    default:
      return verb satisfies never
  }
}

/** The options that a program takes before its verb. */
export function globalFlagsOf(engine: EngineName): FlagTable {
  return GLOBALS[engine]
}
