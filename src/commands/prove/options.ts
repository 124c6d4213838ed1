import { UsageError } from '../usage-error.ts'

/** Options of `dockseal prove`, in addition to those of every command. */
export interface ProveOptions {
  readonly profiles: readonly string[]
  /** Commands that must pass outside of the containers. */
  readonly checks: readonly string[]
  /** Commands that must pass in a service. */
  readonly checksIn: readonly { readonly service: string; readonly command: string }[]
  /** Milliseconds for which the services run in each phase. */
  readonly runFor: number
  readonly apply: boolean
  readonly checkOnly: boolean
  readonly clean: boolean
  readonly allowHost: boolean
  readonly withData: boolean
  readonly offline: boolean
  readonly keepPrecautions: boolean
  readonly helper?: string
  /** Bytes of one bind mount that are copied by default. */
  readonly copyLimit: number
}

/** Least milliseconds of a phase after the state of its services is final. */
const SETTLE = 2000

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds of a duration as Go and Compose write it (`90s`, `1m30s`); throws a UsageError for anything else. */
export function parseDuration(flag: string, text: string | undefined): number {
  if (text === undefined) return SETTLE
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text)
    throw new UsageError(`${flag} takes a duration such as 90s or 5m, not "${text}"`)
  return parts.reduce((sum, [, number, unit = 's']) => sum + Number(number) * (UNITS[unit] ?? 1000), 0)
}
