/** One `--security-opt`, taken apart. */
export interface SecurityOption {
  /** `no-new-privileges`, `seccomp`, `apparmor`, `label`, … in lower case. */
  readonly key: string
  /** Absent for a bare `no-new-privileges` or `disable`. */
  readonly value?: string
}

/**
 * Splits a security option as the engines do: at the first `=`, or if there is none at the first `:`, which Docker deprecated and still
 * accepts (moby `daemon_unix.go`, `parseSecurityOpt`; podman `specgenutil`). A bare `disable` is the old spelling of `label=disable`.
 */
export function parseSecurityOption(text: string): SecurityOption {
  const option = text.trim()
  const equals = option.indexOf('=')
  const at = equals === -1 ? option.indexOf(':') : equals
  if (at === -1) return option === 'disable' ? { key: 'label', value: 'disable' } : { key: option.toLowerCase() }
  return { key: option.slice(0, at).trim().toLowerCase(), value: option.slice(at + 1).trim() }
}

/** Whether two spellings of a security option mean the same (`no-new-privileges`, `…:true`, `…=true`). */
export function sameSecurityOption(a: string, b: string): boolean {
  return plainSecurityOption(a) === plainSecurityOption(b)
}

/** Whether the engine would take only one of `written` and `wanted`: the same option with another value. `label` may be repeated. */
export function conflictsWithSecurityOption(written: string, wanted: string): boolean {
  const { key } = parseSecurityOption(wanted)
  return key !== 'label' && parseSecurityOption(written).key === key && !sameSecurityOption(written, wanted)
}

/** One spelling for each meaning. */
export function plainSecurityOption(text: string): string {
  const { key, value = '' } = parseSecurityOption(text)
  return `${key}=${key === 'no-new-privileges' && value === '' ? 'true' : value}`
}
