// TypeScript types from a JSON Schema, for the part of the language that the schema of image records uses.

interface Schema {
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly minItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly default?: unknown
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

/** The text of a module that declares one readonly type for the schema and one for each of its definitions, called by their titles. */
export function typesOf(schema: Schema): string {
  const { $defs = {} } = schema
  const typeOf = (part: Schema): string => {
    if (part.$ref !== undefined) return $defs[part.$ref.slice('#/$defs/'.length)]?.title ?? fail(part)
    if (part.enum) return part.enum.map(quoted).join(' | ')
    if (part.const !== undefined) return JSON.stringify(part.const)
    if (part.type === 'array') return arrayOf(part)
    if (part.type === 'object') return objectOf(part)
    if (part.anyOf) return part.anyOf.map(typeOf).join(' | ')
    if (part.type === 'string' || part.type === 'boolean') return part.type
    return fail(part)
  }
  const arrayOf = ({ items = {}, minItems = 0 }: Schema): string => {
    const item = typeOf(items)
    if (minItems > 0) return `readonly [${item}, ...${inArray(item)}[]]`
    return `readonly ${inArray(item)}[]`
  }
  const objectOf = (part: Schema): string => {
    if (typeof part.additionalProperties === 'object') return `Readonly<Record<string, ${typeOf(part.additionalProperties)}>>`
    const fields = fieldsOf(part).join('\n')
    return `{${fields.startsWith('/**') ? '\n' : ' '}${fields} }`
  }
  // A property with a default is filled in when a record is read.
  const fieldsOf = ({ properties = {}, required = [] }: Schema): string[] =>
    Object.entries(properties).map(([name, property]) => {
      const isThere = required.includes(name) || property.default !== undefined
      return `${comment(property)}readonly ${name}${isThere ? '' : '?'}: ${typeOf(property)}`
    })
  const declaration = (part: Schema): string =>
    part.type === 'object'
      ? `${comment(part)}export interface ${part.title} {\n${fieldsOf(part).join('\n')}\n}`
      : `${comment(part)}export type ${part.title} = ${typeOf(part)}`
  const head = '// Made of record.schema.json by `UPDATE=1 npm test` (test/schema-types.test.ts): change that file, not this one.'
  return [head, ...[...Object.values($defs), schema].map(declaration)].join('\n\n')
}

function comment({ description }: Schema): string {
  return description === undefined ? '' : `/** ${description} */\n`
}

function inArray(type: string): string {
  return /[ |]/.test(type) && !type.startsWith('{') ? `(${type})` : type
}

function quoted(text: string): string {
  return `'${text}'`
}

function fail(part: Schema): never {
  throw new Error(`a schema of a kind that is not read: ${JSON.stringify(part)}`)
}
