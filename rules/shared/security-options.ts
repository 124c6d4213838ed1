import type { FactList, Sourced } from '../../src/model/fact.ts'

/** One `--security-opt`, taken apart. */
export interface SecurityOption {
  /** `no-new-privileges`, `seccomp`, `apparmor`, `label`, … in lower case. */
  readonly key: string
  /** Absent for a bare `no-new-privileges` or `disable`. */
  readonly value?: string
}

/**
 * Takes a security option apart as the engines do: at the first `=`, and only without one at the first `:`, which Docker
 * deprecated and still accepts (moby `daemon_unix.go`, `parseSecurityOpt`; podman `specgenutil`). A bare `disable` is the
 * old spelling of `label=disable`.
 */
export function parseSecurityOption(text: string): SecurityOption {
  const option = text.trim()
  const equals = option.indexOf('=')
  const at = equals === -1 ? option.indexOf(':') : equals
  if (at === -1) return option === 'disable' ? { key: 'label', value: 'disable' } : { key: option.toLowerCase() }
  return { key: option.slice(0, at).trim().toLowerCase(), value: option.slice(at + 1).trim() }
}

/** The options with one key, in order, each with the place that wrote it. */
export function securityOptions(options: FactList<string>, key: string): Sourced<string | undefined>[] {
  return options.items.flatMap(({ value, origin }) => {
    const option = parseSecurityOption(value)
    return option.key === key ? [{ value: option.value, origin }] : []
  })
}

/** A boolean as Go's `strconv.ParseBool` reads it, which the engines use; undefined for a text that they refuse. */
export function parseGoBool(text: string): boolean | undefined {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true
  if (/^(?:0|f|F|FALSE|false|False)$/.test(text)) return false
  return undefined
}
