import { either } from './evaluate.ts'
import { GO } from './go-grammar.ts'
import { first } from './known-functions.ts'
import { type KnownFunction, type Language, NamedTable, sinkTable } from './language.ts'
import { fromEnvironment } from './names.ts'
import { goParser } from './parsers.ts'
import type { Program } from './program.ts'
import { MADE_PROGRAM, type Sink } from './sink.ts'
import { concat, joinTexts, mapText, NOTHING, slash, sureText, text, UNKNOWN, type Values } from './value.ts'

const written = { how: 'files that it writes', leaves: 'file' } as const
const database = { how: 'database file', kind: 'data', leaves: 'file', database: true } as const
const temporary = { how: 'temporary files', kind: 'scratch', leaves: 'below', variables: [['TMPDIR', '']], fallback: '/tmp' } as const

const GO_SINKS: Readonly<Record<string, Sink | readonly Sink[]>> = {
  'os.WriteFile os.Create io/ioutil.WriteFile': { ...written, path: [0] },
  'os.OpenFile': { ...written, path: [0], unless: { at: [1], is: /^O_RDONLY$/ } },
  'os.MkdirAll os.Mkdir': { how: 'mkdir', leaves: 'directory', path: [0] },
  'os/exec.Command os.StartProcess syscall.Exec plugin.Open': { ...MADE_PROGRAM, path: [0] },
  'os/exec.CommandContext': { ...MADE_PROGRAM, path: [1] },
  'os/exec.Cmd': { ...MADE_PROGRAM, path: ['0.Path'] },
  'os.Rename os.Symlink os.Link': { ...written, path: [1] },
  'os.MkdirTemp os.CreateTemp io/ioutil.TempDir io/ioutil.TempFile': { ...temporary, path: [0], accepts: /./ },
  'database/sql.Open github.com/jmoiron/sqlx.Open github.com/jmoiron/sqlx.Connect github.com/jmoiron/sqlx.MustConnect': {
    ...database,
    how: 'SQLite database',
    path: [1],
    mode: { at: [0], writes: /sqlite/, without: 'writes' },
    strips: /^(?:file:(?:\/\/(?=\/))?)?([^?]*)/,
    vague: true,
  },
  'gorm.io/driver/sqlite.Open github.com/glebarez/sqlite.Open': {
    ...database,
    how: 'SQLite database',
    path: [0],
    strips: /^(?:file:)?([^?]*)/,
  },
  'go.etcd.io/bbolt.Open github.com/boltdb/bolt.Open github.com/tidwall/buntdb.Open': { ...database, path: [0] },
  'github.com/dgraph-io/badger.DefaultOptions github.com/syndtr/goleveldb/leveldb.OpenFile github.com/blevesearch/bleve.New': {
    ...database,
    leaves: 'below',
    path: [0],
  },
}

const directory = { kind: 'data', leaves: 'below' } as const

/** Packages that themselves write files, from their documentation on pkg.go.dev. */
const GO_PACKAGES: Readonly<Record<string, Sink>> = {
  'gopkg.in/natefinch/lumberjack.v2.Logger github.com/natefinch/lumberjack.Logger': {
    how: 'log file',
    kind: 'log',
    leaves: 'file',
    path: ['0.Filename'],
  },
  '.SaveUploadedFile .SaveFile': { how: 'uploads', kind: 'data', leaves: 'file', path: [1], accepts: /\//, perhaps: true, vague: true },
  '.SaveAs': { ...written, path: [0], accepts: /\//, vague: true },
  'golang.org/x/crypto/acme/autocert.DirCache': { ...directory, how: 'certificates', path: [0] },
  'github.com/caddyserver/certmagic.HTTPS github.com/caddyserver/certmagic.TLS github.com/caddyserver/certmagic.Listen': {
    ...directory,
    how: 'certificates',
    path: [],
    variables: [['XDG_DATA_HOME', 'certmagic']],
    fallback: '~/.local/share/certmagic',
  },
  'github.com/cockroachdb/pebble.Open': { ...directory, how: 'database file', path: [0] },
  'github.com/pocketbase/pocketbase.New': { ...directory, how: 'data of PocketBase', path: [], fallback: 'pb_data' },
  'github.com/go-git/go-git.PlainClone': { leaves: 'below', how: 'clone of a repository', path: [0] },
  'github.com/gocolly/colly.CacheDir': { kind: 'cache', leaves: 'below', how: 'cache of responses', path: [0] },
}

/** `fmt.Sprintf("%s/x", directory)` */
const formatted: KnownFunction = ({ args: [format = UNKNOWN, ...given] }) => {
  const pattern = sureText(format)
  if (pattern === undefined) return UNKNOWN
  let next = 0
  return joinTexts(
    pattern.split(/(%[+#]?[svdq])/).map((part) => (/^%[+#]?[svdq]$/.test(part) ? (given[next++] ?? UNKNOWN) : text(part))),
    concat,
  )
}

export const GO_LANGUAGE: Language = {
  id: 'go',
  grammar: GO,
  parser: goParser,
  standardName: (name) => name.replace(/\/v\d+(?=\.|$)/, ''),
  functions: new NamedTable<KnownFunction>([
    ['path/filepath.Join', ({ args }) => joinTexts(args, slash)],
    ['path.Join', ({ args }) => joinTexts(args, slash)],
    ...['path/filepath.Clean', 'path/filepath.Abs', 'path.Clean', 'strings.TrimSpace', 'string', 'os.ExpandEnv'].map(
      (name): [string, KnownFunction] => [name, first],
    ),
    [
      'path/filepath.Dir',
      ({ args: [value = UNKNOWN] }) =>
        mapText(value, (found) => (found.open ? undefined : { ...found, text: found.text.replace(/\/?[^/]*$/, '') || '.' })),
    ],
    ['fmt.Sprintf', formatted],
    ['os.Getenv', ({ args: [name = UNKNOWN], program }) => variableOf(sureText(name), program)],
    ['os.LookupEnv', ({ args: [name = UNKNOWN], program }) => variableOf(sureText(name), program)],
    ['os.LookupEnv.[1]', ({ args: [name = UNKNOWN], program }) => isSet(sureText(name), program)],
    ['cmp.Or', ({ args }) => args.reduceRight((later, each) => either(each, () => later), text(''))],
    ['os.TempDir', ({ program }) => text(program.surroundings.variable('TMPDIR') ?? '/tmp')],
    ['os.Getwd', ({ program }) => text(program.surroundings.cwd)],
    ['os.UserHomeDir', ({ program: { surroundings } }) => (surroundings.home === undefined ? UNKNOWN : text(surroundings.home))],
    ['flag.String', ({ args: [, fallback = UNKNOWN] }) => fallback],
    ['github.com/spf13/pflag.String', ({ args: [, fallback = UNKNOWN] }) => fallback],
    [
      'os.MkdirTemp',
      ({ program }) => [{ is: 'text', text: `${program.surroundings.variable('TMPDIR') ?? '/tmp'}/`, open: true, maybe: false }],
    ],
  ]),
  methods: new Map(),
  constants: new Map([
    ['true', () => text('true')],
    ['false', () => text('false')],
  ]),
  environment: new Set(),
  constructorName: '',
  settings: new Map(),
  // Everything starts in `main`, after every package's `init`.
  starts: ({ syntax: { top } }) => ['main', 'init'].flatMap((name) => top.inner.get(name) ?? []),
  sinks: sinkTable({ ...GO_SINKS, ...GO_PACKAGES }),
}

/** `ok` of `value, ok := os.LookupEnv(name)`. */
function isSet(name: string | undefined, program: Program): Values {
  const given = name === undefined ? UNKNOWN : fromEnvironment(name, program)
  return given === UNKNOWN ? UNKNOWN : text(String(given !== NOTHING))
}

/** An unset variable is an empty text. */
function variableOf(name: string | undefined, program: Program): Values {
  if (name === undefined) return UNKNOWN
  const given = fromEnvironment(name, program)
  return given === NOTHING ? text('') : given
}
