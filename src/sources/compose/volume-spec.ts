/** The short syntax of a volume, taken apart. */
export interface VolumeSpec {
  readonly source?: string
  readonly target: string
  readonly modes: readonly string[]
}

/**
 * Takes `[SOURCE:]TARGET[:MODES]` apart (compose-go `format/volume.go`). A colon after a single letter belongs to a Windows drive,
 * one inside of `${…}` to a variable that has no value here. Undefined where Compose refuses the text.
 */
export function parseVolumeSpec(spec: string): VolumeSpec | undefined {
  if (spec === '') return undefined
  if (spec.length <= 2) return { target: spec, modes: [] }
  const parts = splitOutsideVariables(spec, (buffer) => /^\p{L}$/u.test(buffer))
  const [first = '', second, third, ...rest] = parts
  if (parts.includes('') || rest.length > 0) return undefined
  if (second === undefined) return { target: first, modes: [] }
  return { source: first, target: second, modes: third === undefined ? [] : third.split(',') }
}

/** Splits at colons that stand outside of `${…}`; `keep` says of the text since the last one that the next colon is part of it. */
export function splitOutsideVariables(text: string, keep: (buffer: string) => boolean = () => false): string[] {
  const parts: string[] = []
  let buffer = ''
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '$' && text[at + 1] === '{') depth++
    else if (char === '}' && depth > 0) depth--
    if (char === ':' && depth === 0 && !keep(buffer)) {
      parts.push(buffer)
      buffer = ''
    } else buffer += char
  }
  parts.push(buffer)
  return parts
}

/** Whether the source of a short volume is a path of the host, and not the name of a volume. */
export function isHostPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^\p{L}:/u.test(source) || isVariablePath(source)
}

/** A source that begins with an unresolved variable is a path where it is all variable, or goes on with a slash. */
function isVariablePath(source: string): boolean {
  if (!source.startsWith('$')) return false
  const rest = source.replace(/^\$(?:\{[^}]*\}|\w+)/, '')
  return rest === '' || rest.includes('/')
}
