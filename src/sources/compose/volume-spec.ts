/** The short syntax of a volume, split. */
export interface VolumeSpec {
  readonly source?: string
  readonly target: string
  readonly modes: readonly string[]
}

/** Splits `[SOURCE:]TARGET[:MODES]` (compose-go `format/volume.go`), with drives and `${…}`. Undefined if Compose refuses it. */
export function parseVolumeSpec(spec: string): VolumeSpec | undefined {
  if (spec === '') return undefined
  if (spec.length <= 2) return { target: spec, modes: [] }
  const parts = splitOutsideVariables(spec, isDrive)
  const [first = '', second, third, ...rest] = parts
  if (parts.includes('') || rest.length > 0) return undefined
  if (second === undefined) return { target: first, modes: [] }
  return { source: first, target: second, modes: third === undefined ? [] : third.split(',') }
}

function isDrive(part: string): boolean {
  return part.length === 1 && /\p{L}/u.test(part)
}

/** Splits at colons outside `${…}`; `keep` tells whether the next colon belongs to the text since the last one. */
export function splitOutsideVariables(text: string, keep: (part: string) => boolean = () => false): string[] {
  const parts: string[] = []
  let start = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 36: // $
        if (text.charCodeAt(at + 1) === 123) depth++
        break
      case 125: // }
        if (depth > 0) depth--
        break
      case 58: // :
        if (depth > 0 || keep(text.slice(start, at))) break
        parts.push(text.slice(start, at))
        start = at + 1
        break
    }
  }
  parts.push(text.slice(start))
  return parts
}

/** Whether the source of a short volume is a path of the host rather than a volume's name. */
export function isHostPath(source: string): boolean {
  switch (source[0]) {
    case '.':
    case '/':
    case '~':
      return true
    case '$':
      return isVariablePath(source)
    case '\\':
      return source[1] === '\\'
    default:
      return source[1] === ':' && isDrive(source[0] ?? '')
  }
}

/** A source that starts with an unresolved variable is a path if it is only the variable, or if it has a slash after it. */
function isVariablePath(source: string): boolean {
  const rest = source.replace(/^\$(?:\{[^}]*\}|\w+)/, '')
  return rest === '' || rest.includes('/')
}
