import { parentOf } from '../../model/path.ts'
import { jsonObject, object } from '../../text/json.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'
import { exampleOf, inFiles } from '../dotenv.ts'
import type { ImageFile } from '../image-files.ts'
import type { CompiledProject } from '../start/compiled-projects.ts'

/** Programs that load Prisma's client, or are Prisma. */
const STARTS =
  /^(?:node|ts-node(?:-dev)?|tsx|bun|deno|pm2|pm2-runtime|next|nest|nuxt|remix|remix-serve|react-router-serve|prisma|blitz|redwood)$/

const SCHEMAS = ['prisma/schema.prisma', 'schema.prisma']

/**
 * Prisma with a SQLite file: a relative path, in the schema or in the variable that it names, starts at the directory of the schema and not
 * at the working directory (prisma/specs#60). With a driver adapter the code names the file, see node.ts.
 */
export function prisma(place: Place): readonly ApplicationWrite[] {
  if (!place.commands.some(({ name, cwd }) => STARTS.test(name) && cwd === place.root)) return []
  const schema = schemaOf(place)
  return schema ? database(schema, place) : []
}

interface Schema {
  readonly found: ImageFile
  /** Path below the root. */
  readonly path: string
}

function database(schema: Schema, place: Place): readonly ApplicationWrite[] {
  const { found, path } = schema
  const text = found.text.text.replaceAll(/"[^"\n]*"|\/\/[^\n]*/g, (each) => (each.startsWith('"') ? each : ' '.repeat(each.length)))
  const source = /^[ \t]*datasource\s+\w+\s*\{([^}]*)\}/m.exec(text)
  if (!source || !/^[ \t]*provider\s*=\s*"sqlite"/m.test(source[1] ?? '')) return []
  const url = /^[ \t]*url\s*=\s*(?:"([^"]*)"|env\(\s*"(\w+)"\s*\))/m.exec(source[1] ?? '')
  if (!url) return []
  const directory = pathFrom(place.root, path.includes('/') ? parentOf(path) : '')
  const origin = lineAt(found, source.index + source[0].indexOf(url[0].trim()))
  const [, written, variable] = url
  const value = written === undefined ? setting(variable ?? '', place) : { text: written, maybe: false }
  const file = /^(?:file|sqlite):(?:\/\/(?=\/))?([^?]+)/.exec(value?.text ?? '')?.[1]
  if (!value || file === undefined) return []
  return [
    {
      path: pathFrom(directory, file),
      kind: 'data',
      leaves: 'file',
      how: 'SQLite database of Prisma',
      journal: true,
      origin,
      ...(variable === undefined ? {} : { variable }),
      ...(value.maybe ? { conditional: true } : {}),
    },
  ]
}

/** Directories that the generators of a project's schemas fill with code: what the build makes there is not among the sources. */
export function generatedByPrisma(root: string, files: Pick<CompiledProject, 'open' | 'list'>): readonly string[] {
  return ['prisma', 'prisma/schema', '.'].flatMap((place) => {
    const directory = pathFrom(root, place)
    const schemas = files.list(directory).filter((name) => name.endsWith('.prisma'))
    const texts = schemas.flatMap((name) => files.open(pathFrom(directory, name))?.text.text ?? [])
    return texts.flatMap((text) =>
      [...text.matchAll(/^[ \t]*output[ \t]*=[ \t]*"([^"\n]+)"/gm)].map(([, path = '']) => pathFrom(directory, path)),
    )
  })
}

/** The schema that `--schema`, package.json or Prisma's configuration names, else the one in Prisma's default places. */
function schemaOf(place: Place): Schema | undefined {
  const flags = place.commands.flatMap(({ args }) =>
    args.flatMap((arg, at) => (arg === '--schema' ? [args[at + 1]] : arg?.startsWith('--schema=') ? [arg.slice('--schema='.length)] : [])),
  )
  const stated = object(jsonObject(place.sources.open('package.json')?.text.text)?.prisma).schema
  const paths = [...flags, stated, ...SCHEMAS].flatMap((path) =>
    typeof path === 'string' && !path.startsWith('/') ? [path.replace(/^\.\//, '').replace(/\/$/, '')] : [],
  )
  for (const path of new Set([...paths, 'prisma/schema', 'prisma'])) {
    const files = path.endsWith('.prisma') ? [path] : place.sources.list(path, /\.prisma$/).map((name) => `${path}/${name}`)
    for (const file of files) {
      const found = place.sources.open(file)
      if (found && /^[ \t]*datasource\s/m.test(found.text.text)) return { found, path: file }
    }
  }
  return undefined
}

/** The variable that the schema names: from the environment, else a `.env` that Prisma loads, else perhaps its example. */
function setting(name: string, place: Place): { readonly text: string; readonly maybe: boolean } | undefined {
  const given = place.variable(name)
  if (given === undefined) return undefined
  if (given !== null) return { text: given, maybe: false }
  const own = inFiles(name, ['.env', 'prisma/.env'], place)
  if (own) return { text: own.value, maybe: false }
  const example = exampleOf(place).get(name)
  return example && { text: example.value, maybe: true }
}
