import { byNames } from '../model/own.ts'
import { absolutePath } from '../model/path.ts'
import { type Effect, type EffectsOf, onEach } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { hasOption, type Operands, option, readOperands } from './operands.ts'
import { programs } from './programs-table.js'

/** A program whose options or operands name what it writes: a row of `programs/outputs.yaml`. */
export interface Outputs {
  /** Options that name a file to write; `-` and no value are the standard output. */
  readonly files?: readonly string[]
  /** Options that name a directory to fill. */
  readonly directories?: readonly string[]
  /** The operands that it writes: from an index on, or to before another one. */
  readonly operands?: readonly [from: number, to?: number]
  /** The directory that it fills if nothing names a place. */
  readonly usual?: string
  /** What it writes whatever its words are. */
  readonly always?: string
  /** How it leaves its operands (`file` if absent), or what it always writes (`content`). */
  readonly leaves?: Effect['leaves']
  /** It changes the files that are there. */
  readonly edits?: boolean
  /** What it does, if that is not an output. */
  readonly how?: string
  /** Words before the operands that say what it does. */
  readonly verbs?: readonly string[]
  /** Options without which it only prints. */
  readonly only?: readonly string[]
  /** Options with which it only prints. */
  readonly prints?: readonly string[]
  /** The option that names the directory of `-o` with a relative name. */
  readonly base?: string
  /** Other options that take a value. */
  readonly values?: readonly string[]
}

const OUTPUTS = new Map(byNames(programs.outputs))

/** What the words of a program of this table name. */
export function outputs({ name, args }: ExecutedCommand): readonly Effect[] {
  const row = OUTPUTS.get(name) ?? {}
  const { files = [], directories = [], usual, base, values = [], always, leaves, only = [], prints = [] } = row
  const options = [...files.filter((file) => file !== '--archive'), ...directories, ...values, ...(base ? [base] : [])]
  const read = readOperands(args, options)
  if (hasOption(read, ...prints) || (only.length > 0 && !hasOption(read, ...only))) return []
  if (always !== undefined) return [{ path: always, leaves: leaves ?? 'content' }]
  const below = base === undefined ? undefined : option(read, base)
  const how = row.how ?? (/^(?:curl|wget)$/.test(name) ? name : `output of ${name}`)
  const places = read.given.filter(([word]) => files.includes(word) || directories.includes(word))
  if (places.length === 0 && usual !== undefined) return [{ path: usual, leaves: 'content', how }]
  return [
    ...places.flatMap(([word, value]): readonly Effect[] => {
      // `-` and `--archive` without a value are the standard output. pg_dump fills a directory in its format `d`.
      if (value === '-' || value === '') return []
      const isDirectory = directories.includes(word) || (name.startsWith('pg_') && /^d/.test(option(read, '-F') ?? ''))
      const path =
        below === undefined || value === undefined || !/^(?:-o|--output)$/.test(word) ? value : (absolutePath(value, below) ?? value)
      return [{ path, leaves: isDirectory ? 'content' : 'file', how }]
    }),
    ...writtenOperands(name, row, read),
  ]
}

function writtenOperands(name: string, { operands, verbs = [], edits, leaves, how }: Outputs, read: Operands): readonly Effect[] {
  if (!operands) return []
  const given = verbs.includes(read.operands[0] ?? '') ? read.operands.slice(1) : read.operands
  const what = edits ? { edits, how: `${name} in place` } : how === undefined ? {} : { how }
  return onEach(
    given.slice(...operands).filter((path) => path !== '-'),
    { leaves: leaves ?? 'file', ...what },
  )
}

/** Files whose names begin with a prefix. */
function beside(prefix: string | undefined, how: string): Effect {
  const at = prefix?.lastIndexOf('/') ?? -1
  return { path: prefix === undefined ? undefined : at === -1 ? '.' : prefix.slice(0, at) || '/', leaves: 'below', how }
}

/** gzip(1) and similar programs: each file is replaced by one beside it; without files and with -c they print. */
function compressed({ name, args }: ExecutedCommand): readonly Effect[] {
  const read = readOperands(args, ['-S', '-T', '-M', '--suffix', '--threads', '--memlimit'])
  if (hasOption(read, '-c', '--stdout', '--to-stdout', '-l', '--list', '-t', '--test')) return []
  return read.operands.map((path) => beside(path, name))
}

/** psql(1): besides its options, `\copy … to` and `\o` write files of the client. */
function psql(command: ExecutedCommand): readonly Effect[] {
  const { args, redirections } = command
  const texts = [
    ...args.filter((_, at) => /^(?:-c|--command)$/.test(args[at - 1] ?? '')),
    ...redirections.flatMap(({ heredoc }) => heredoc?.body.text ?? []),
  ]
  const lines = texts.flatMap((text) => text?.split('\n') ?? []).filter((line) => /^[ \t]*\\(?:copy|o|out)[ \t]/i.test(line))
  const written = lines.flatMap((line): readonly Effect[] => {
    const path = [...line.matchAll(/(?:\bto|\\o|\\out)[ \t]+'?([^\s'|;]+)/gi)].at(-1)?.[1]
    if (path === undefined || /^(?:p?std(?:in|out)|program)$/i.test(path)) return []
    const open = path.indexOf('$')
    const known = open === -1 ? path : path.slice(0, path.lastIndexOf('/', open) + 1)
    return [{ path: known === '' ? undefined : known, leaves: open === -1 ? 'file' : 'below', how: 'output of psql' }]
  })
  return [...outputs(command), ...written]
}

/** gpg(1): it makes and fills its home directory, whatever it is asked. */
function gpg({ args, variable }: ExecutedCommand): readonly Effect[] {
  const read = readOperands(args, '-o --output --homedir -r -u --keyserver --recv-keys --passphrase --passphrase-file'.split(' '))
  const home = variable('GNUPGHOME')
  const chosen = hasOption(read, '--homedir') ? option(read, '--homedir') : home === null ? '~/.gnupg' : home
  const output = hasOption(read, '-o', '--output') ? option(read, '-o', '--output') : '-'
  return [
    { path: chosen, leaves: 'content', how: 'keys of gpg' },
    ...(output === '-' ? [] : [{ path: output, leaves: 'file' as const, how: 'output of gpg' }]),
  ]
}

/** The client of MinIO: it makes its settings before any command, and stops if it cannot (minio/mc cmd/main.go, `initMC`; "mc cp"). */
function mc({ args, variable }: ExecutedCommand): readonly Effect[] {
  const read = readOperands(args, '-C --config-dir --newer-than --older-than --attr --tags --storage-class --exclude'.split(' '))
  const home = variable('MC_CONFIG_DIR')
  const chosen = hasOption(read, '-C', '--config-dir') ? option(read, '-C', '--config-dir') : home === null ? '~/.mc' : home
  const [verb, ...places] = read.operands
  const target = /^(?:cp|get|mb|mirror|mv)$/.test(verb ?? '') ? places.at(-1) : undefined
  // `name/bucket` is on a server, and so is the target of `mirror` that is only a name.
  const isFile = target !== undefined && (/^[/.~]/.test(target) || (verb !== 'mirror' && !target.includes('/')))
  return [
    { path: chosen, leaves: 'content', how: 'settings of mc' },
    ...(isFile ? [{ path: target, leaves: 'content' as const, how: `mc ${verb ?? ''}` }] : []),
  ]
}

/** initdb(1): the directory of the databases. */
function initdb(command: ExecutedCommand): readonly Effect[] {
  const read = readOperands(command.args, '-D --pgdata -X --waldir -E -U -A -g --locale --username --pwfile --auth'.split(' '))
  const given = hasOption(read, '-D', '--pgdata') ? [option(read, '-D', '--pgdata')] : read.operands.slice(0, 1)
  const variable = command.variable('PGDATA')
  // Without a directory it stops.
  const named = given.length > 0 ? given : variable === null ? [] : [variable]
  const logs = hasOption(read, '-X', '--waldir') ? [option(read, '-X', '--waldir')] : []
  return onEach([...named, ...logs], { leaves: 'content', how: 'initdb' })
}

/** Programs whose words name what they write. */
export const OUTPUT_EFFECTS: readonly (readonly [name: string, effects: EffectsOf])[] = [
  ...[...OUTPUTS.keys()].filter((name) => !/^(?:curl|wget)$/.test(name)).map((name) => [name, outputs] as const),
  ...['gzip', 'gunzip', 'bzip2', 'bunzip2', 'xz', 'unxz', 'zstd', 'unzstd', 'lz4'].map((name) => [name, compressed] as const),
  ['gpg', gpg],
  ['mc', mc],
  ['psql', psql],
  ['initdb', initdb],
]
