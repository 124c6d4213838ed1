import { databaseFile } from '../../model/database-file.ts'
import type { WriteKind } from '../../model/write-plan.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom, settingOf } from '../application.ts'
import type { ImageFile } from '../image-files.ts'

/** A call or setting that names a file or directory in a literal. */
interface Pattern {
  readonly pattern: RegExp
  readonly how: string
  readonly kind: WriteKind
  readonly leaves: ApplicationWrite['leaves']
}

/** Of C#: what stands in `Program.cs` runs when the program starts. */
const CODE: readonly Pattern[] = [
  { pattern: /(?:\bWriteTo|\b[a-z])\s*\.\s*File\(\s*(?:path:\s*)?@?"([^"]+)"/g, how: 'log file of Serilog', kind: 'log', leaves: 'file' },
  {
    pattern: /\bPersistKeysToFileSystem\(\s*new\s+DirectoryInfo\(\s*@?"([^"]+)"/g,
    how: 'data-protection keys',
    kind: 'data',
    leaves: 'below',
  },
  { pattern: /\bUseSqlite\(\s*\$?@?"([^"]+)"/g, how: 'SQLite database', kind: 'data', leaves: 'file' },
  { pattern: /\bnew\s+(?:LiteDatabase|SqliteConnection)\(\s*@?"([^"]+)"/g, how: 'database file', kind: 'data', leaves: 'file' },
  { pattern: /\bDirectory\.CreateDirectory\(\s*@?"([^"]+)"/g, how: 'Directory.CreateDirectory', kind: 'data', leaves: 'directory' },
]

/** A program of .NET: databases, logs and keys that its settings and its first file name (learn.microsoft.com, "Configuration in ASP.NET Core"). */
export function dotnet(place: Place): readonly ApplicationWrite[] {
  const command = place.commands.find(({ name, args }) => name === 'dotnet' && args.some((arg) => arg?.endsWith('.dll')))
  if (!command) return []
  const cwd = command.cwd ?? '/'
  const project = place.projects().find(({ open, list }) => open('Program.cs') || list('').some((name) => name.endsWith('.csproj')))
  const files = project ?? place
  const environment = settingOf(place, 'ASPNETCORE_ENVIRONMENT') ?? settingOf(place, 'DOTNET_ENVIRONMENT') ?? 'Production'
  const settings = [`appsettings.${environment}.json`, 'appsettings.json'].flatMap((name) => files.open(name) ?? [])
  const code = project ? ['Program.cs', 'Startup.cs'].flatMap((name) => project.open(name) ?? []) : []
  return [...settings.flatMap((found) => settingWrites(found, cwd, place)), ...code.flatMap((found) => codeWrites(found, cwd))]
}

/** Connection strings, which `ConnectionStrings__Name` may replace, and the files of Serilog. */
function settingWrites(found: ImageFile, cwd: string, place: Place): readonly ApplicationWrite[] {
  const { text } = found.text
  const written = (path: string, index: number, rest: Omit<ApplicationWrite, 'path' | 'origin'>): ApplicationWrite => ({
    path: pathFrom(cwd, path),
    origin: lineAt(found, index),
    ...rest,
  })
  const databases = [...text.matchAll(/"(\w+)"\s*:\s*"((?:Data ?Source|Filename)=[^"]+)"/gi)].flatMap(
    ({ 1: name = '', 2: value = '', index }): ApplicationWrite[] => {
      const variable = `ConnectionStrings__${name}`
      const given = settingOf(place, variable)
      const path = fileOf(typeof given === 'string' ? given : value)
      const conditional = given === undefined ? { conditional: true } : {}
      return path === undefined
        ? []
        : [written(path, index, { kind: 'data', leaves: 'file', how: 'SQLite database', variable, ...conditional })]
    },
  )
  const logs = [...text.matchAll(/"path"\s*:\s*"([^"%$]+\.(?:log|txt|json|clef)|[^"%$]*\blogs?\/[^"%$]*)"/gi)]
    .filter(({ index }) => /"Name"\s*:\s*"(?:Rolling)?File"/i.test(text.slice(Math.max(0, index - 300), index)))
    .map(({ 1: path = '', index }) => written(path, index, { kind: 'log', leaves: 'file', how: 'log file of Serilog' }))
  return [...databases, ...logs]
}

/** The file of an embedded database; of servers, a string says more than a file. */
function fileOf(text: string): string | undefined {
  const path = databaseFile('ConnectionStrings', text)
  return path !== undefined && /\.\w+$|\//.test(path) && !/^(?:tcp:|\d+\.\d+\.\d+)/.test(path) ? path : undefined
}

function codeWrites(found: ImageFile, cwd: string): readonly ApplicationWrite[] {
  const text = found.text.text.replaceAll(/(?<![:"])\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
  return CODE.flatMap(({ pattern, ...use }) =>
    [...text.matchAll(pattern)].flatMap(({ 1: value = '', index }): ApplicationWrite[] => {
      const path = /SQLite|database/.test(use.how)
        ? (fileOf(value) ?? (/^[\w./-]+\.(?:db|sqlite3?)$/.test(value) ? value : undefined))
        : value
      return path === undefined || /[{}]/.test(path)
        ? []
        : [{ ...use, path: pathFrom(cwd, path.replaceAll('\\', '/')), origin: lineAt(found, index) }]
    }),
  )
}
