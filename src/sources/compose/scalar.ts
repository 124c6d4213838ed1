import type { Scalar } from 'yaml'

/** A scalar as Compose's YAML library types it. `text` is what Go's `fmt` prints for it, which lists and maps of strings get. */
export interface ScalarValue {
  readonly value: string | number | boolean | null
  readonly text: string
}

const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

/** Types a scalar as Go's yaml.v3 does: `yes` and `no` stay strings, `0755` and `0o755` are octal, quoted ones always strings. */
export function readScalar(node: Scalar): ScalarValue {
  const source = typeof node.value === 'string' ? node.value : String(node.value ?? '')
  const tag = node.tag
  if (tag === '!!str' || tag === 'tag:yaml.org,2002:str') return { value: source, text: source }
  if (node.type !== 'PLAIN' && !(tag?.startsWith('tag:yaml.org,2002:') ?? false)) return { value: source, text: source }
  return readPlain(source)
}

/** Types the text of a plain scalar; see `readScalar`. */
export function readPlain(source: string): ScalarValue {
  const first = source.charCodeAt(0)
  // Digits, sign, dot: numbers start only with these.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)
    return readNumber(source) ?? { value: source, text: source }
  switch (source) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return { value: null, text: '' }
    case 'true':
    case 'True':
    case 'TRUE':
      return { value: true, text: 'true' }
    case 'false':
    case 'False':
    case 'FALSE':
      return { value: false, text: 'false' }
    default:
      return { value: source, text: source }
  }
}

function readNumber(source: string): ScalarValue | undefined {
  const plain = source.includes('_') ? source.replaceAll('_', '') : source
  if (INTEGER.test(plain)) {
    const negative = plain.startsWith('-')
    const digits = plain.replace(/^[-+]/, '')
    const octal = /^0[0-7]+$/.test(digits)
    const big = BigInt(octal ? `0o${digits.slice(1)}` : digits)
    if (big <= 0xffffffffffffffffn) {
      const signed = negative ? -big : big
      return { value: Number(signed), text: signed.toString() }
    }
  }
  if (FLOAT.test(plain)) {
    const value = Number(plain)
    return { value, text: formatFloat(value) }
  }
  return undefined
}

/** Go's `%v` of a float: the shortest digits, with an exponent (two digits or more) from 1e6 on and below 1e-4. */
function formatFloat(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const scientific = value.toExponential()
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1))
  if (exponent >= -4 && exponent < 6) return value.toString()
  return scientific.replace(/e([-+])(\d)$/, 'e$10$2')
}

/** Compose's cast of a text to a boolean: also YAML 1.1's words, in any case. */
export function toBoolean(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'true':
    case 'y':
    case 'yes':
    case 'on':
      return true
    case 'false':
    case 'n':
    case 'no':
    case 'off':
      return false
    default:
      return undefined
  }
}
