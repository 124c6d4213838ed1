/** Names of variables whose values must not appear in a terminal, log, report or hash. */
const SECRET_NAME = /pass|secret|token|credential|private|auth|api_?key|access_?key|_key$|dsn$/i
/** A URL that carries a password. */
const SECRET_VALUE = /:\/\/[^/\s:@]*:[^/\s@]+@/

/** Whether a variable's value may be a secret, by its name or by a password in a URL. */
export function maySecret(name: string, value: string | null): boolean {
  return SECRET_NAME.test(name) || SECRET_VALUE.test(value ?? '')
}
