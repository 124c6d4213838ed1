import { byNames } from '../model/own.ts'
import { type Effect, type EffectsOf, modeOf, onEach } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { copy, install, link, move } from './file-transfers.ts'
import { hasOption, type Operands, option, readOperands } from './operands.ts'
import { OUTPUT_EFFECTS, outputs } from './output-options.ts'
import { inPlaceSed } from './sed-script.ts'
import { effectsOfFind, effectsOfXargs, TOOL_EFFECTS } from './tool-effects.ts'

/** Where temporary files go: TMPDIR, else `/tmp`; undefined if TMPDIR has an unknown value. */
export function temporaryDirectory(command: ExecutedCommand): string | undefined {
  return command.variable('TMPDIR') === null ? '/tmp' : (command.variable('TMPDIR') ?? undefined)
}

/** `playwright install` puts browsers at PLAYWRIGHT_BROWSERS_PATH; tests and servers write where their configuration says. */
function effectsOfPlaywright({ args, variable }: ExecutedCommand): readonly Effect[] {
  if (args[0] === 'install-deps') return []
  if (args[0] !== 'install') return [{ path: undefined, leaves: 'content' }]
  const folder = variable('PLAYWRIGHT_BROWSERS_PATH')
  if (folder === '0') return []
  return [{ path: folder === null ? '~/.cache/ms-playwright' : folder, leaves: 'content', how: 'playwright install' }]
}

/** The usual programs, by name (GNU coreutils, busybox, and what images call at start). */
export const EFFECTS: ReadonlyMap<string, EffectsOf> = new Map<string, EffectsOf>([
  ...byNames<EffectsOf>({
    mkdir: ({ args }) => {
      const read = readOperands(args, ['-m', '--mode', '-Z'])
      return onEach(read.operands, { leaves: 'directory', ...modeOf(option(read, '-m', '--mode')) })
    },
    mktemp: temporaryFile,
    'rm unlink rmdir': ({ args }) => removal(readOperands(args, [])),
    chown: ({ args }) => ownership(args, 'owner'),
    chgrp: ({ args }) => ownership(args, 'group'),
    chmod: changeMode,
    install,
    'cp rsync scp': copy,
    mv: move,
    ln: link,
    sed: inPlaceEdit,
    perl,
    'awk mawk nawk original-awk': awk,
    dd: ({ args }) => args.flatMap((arg) => (arg?.startsWith('of=') ? [{ path: arg.slice(3), leaves: 'file' as const }] : [])),
    tar: extractArchive,
    curl: (command) => [...outputs(command), ...namedByAddress(command.args, 'curl')],
    wget: (command) => [...outputs(command), ...namedByAddress(command.args, 'wget')],
    find: effectsOfFind((name) => EFFECTS.get(name)),
    xargs: effectsOfXargs((name) => EFFECTS.get(name)),
    openssl,
    'ssh-keygen': keygen,
    postconf,
    'postmap postalias': ({ args }) =>
      readOperands(args, ['-c', '-d', '-q']).operands.map((table) => ({
        path: table === undefined ? undefined : `${table.replace(/^\w+:/, '')}.db`,
        leaves: 'file',
      })),
    flock: lockFile,
    playwright: effectsOfPlaywright,
    'apt-get apt apk yum dnf microdnf pip pip3 npm gem pecl': (command) =>
      installs(command) ? [{ path: '/', leaves: 'content', how: `${command.name} install` }] : [],
  }),
  ...TOOL_EFFECTS,
  ...OUTPUT_EFFECTS,
])

const CURL_VALUES = '-o --output -H -d -X -u -A -e -b -c -F -T -m -w --retry --connect-timeout --max-time --cacert --cert --key'.split(' ')
const WGET_VALUES = '-O --output-document -P --directory-prefix -o -t -T -U --header --timeout --tries --user-agent'.split(' ')

/** With `-f`, a missing file is no error. */
function removal(read: Operands): readonly Effect[] {
  const isForced = hasOption(read, '-f', '--force')
  return onEach(read.operands, { leaves: 'removed', how: isForced ? 'rm -f' : 'rm' })
}

/** The owner and group of `user:group`, as chown and COPY take them. */
export function splitOwner(text: string | undefined): { owner?: string; group?: string } {
  if (text === undefined) return {}
  const [, owner = '', group = ''] = /^([^:]*):?(.*)$/.exec(text) ?? []
  return { ...(owner === '' ? {} : { owner }), ...(group === '' ? {} : { group }) }
}

function ownership(args: readonly (string | undefined)[], what: 'owner' | 'group'): readonly Effect[] {
  const read = readOperands(args, ['--from'])
  const byReference = hasOption(read, '--reference')
  const [first, ...paths] = byReference ? [undefined, ...read.operands] : read.operands
  const who = what === 'owner' ? splitOwner(first) : first === undefined ? {} : { group: first }
  const recursive = hasOption(read, '-R', '--recursive') ? { recursive: true } : {}
  return onEach(paths, {
    leaves: 'ownership',
    ...who,
    ...recursive,
    how: `${what === 'owner' ? 'chown' : 'chgrp'} ${first ?? ''}`.trim(),
  })
}

function changeMode({ args }: ExecutedCommand): readonly Effect[] {
  // A symbolic mode may begin with a dash (`-w`); no option of chmod looks like one.
  const plain = args.filter((arg) => arg === undefined || !/^-(?:[RvcfHLP]+$|-)/.test(arg))
  const recursive = args.some((arg) => arg !== undefined && /^-[vcf]*R|^--recursive$/.test(arg)) ? { recursive: true } : {}
  const [mode, ...paths] = plain
  return onEach(paths, { leaves: 'ownership', ...modeOf(mode), ...recursive, how: `chmod ${mode ?? ''}`.trim() })
}

function inPlaceEdit({ args }: ExecutedCommand): readonly Effect[] {
  return onEach(inPlaceSed(args)?.files ?? [], { leaves: 'file', edits: true, how: 'sed -i' })
}

/** Words of Perl that may write or run something. */
const PERL_WRITES = /\b(?:open|sysopen|unlink|mkdir|rename|symlink|link|system|exec|qx)\b|`/

/** perl(1): `-i` edits its files; a script, and a text that opens files or runs programs, is not read. */
function perl({ args }: ExecutedCommand): readonly Effect[] {
  // Letters that take the rest of their word (`-MTime::HiRes`) end a cluster.
  if (args.some((arg) => arg !== undefined && /^-[acflnpstuw\d]*i/.test(arg)))
    return onEach(args.slice(-1), { leaves: 'file', edits: true })
  if (args.includes('-v')) return []
  const at = args.findIndex((arg) => arg !== undefined && /^-[a-zA-Z0-9]*[eE]$/.test(arg))
  return at !== -1 && args[at + 1] !== undefined && !PERL_WRITES.test(args[at + 1] ?? '')
    ? []
    : [{ path: undefined, leaves: 'file', how: 'program of perl' }]
}

/** Whether a program of awk does more than print: it runs a command, or what it prints goes elsewhere (POSIX, awk, "Output Statements"). */
function writesOrRuns(program: string): boolean {
  if (/\bsystem\s*\(|\|\s*(?:"|getline\b)/.test(program)) return true
  return program.split(/[;}\n]/).some((statement) => {
    const print = statement.search(/\bprintf?\b/)
    return print !== -1 && />|[^|]\|\s*[A-Za-z_]/.test(statement.slice(print))
  })
}

/** awk(1), gawk(1), mawk(1): where a program writes is not read, nor a program in a file. */
function awk({ args }: ExecutedCommand): readonly Effect[] {
  const isFile = args.some((arg) => arg !== undefined && /^(?:-f|--file\b)/.test(arg))
  const writes = isFile || args.some((arg) => arg === undefined || writesOrRuns(arg.replace(/>\s*"\/dev\/std\w+"/g, '')))
  return writes ? [{ path: undefined, leaves: 'file', how: 'program of awk' }] : []
}

/** openssl(1): a new key without a place is `privkey.pem`, the numbers of certificates are in a file beside that of the authority. */
function openssl({ args }: ExecutedCommand): readonly Effect[] {
  const after = (name: string) => (args.includes(name) ? [args[args.indexOf(name) + 1]] : [])
  const numbers = args.includes('-CAcreateserial') && !args.includes('-CAserial') ? after('-CA') : []
  const isNewKey = args[0] === 'req' && args.some((arg) => arg === '-new' || arg === '-newkey')
  const key = isNewKey && !args.includes('-key') && !args.includes('-keyout') ? ['privkey.pem'] : []
  const named = ['-out', '-keyout', '-CAserial'].flatMap(after)
  return onEach([...named, ...key, ...numbers.map((path) => path?.replace(/\.[^./]*$/, '').concat('.srl'))], { leaves: 'file' })
}

/** ssh-keygen(1): a key with its public half, by default in `~/.ssh`; `-R` edits the known hosts. */
function keygen({ args }: ExecutedCommand): readonly Effect[] {
  const read = readOperands(args, ['-f', '-t', '-b', '-N', '-C', '-m', '-R', '-F', '-P', '-s', '-I', '-n', '-V', '-O', '-D', '-a', '-Z'])
  if (hasOption(read, '-A')) return [{ path: hasOption(read, '-f') ? option(read, '-f') : '/etc/ssh', leaves: 'content' }]
  const file = option(read, '-f')
  if (hasOption(read, '-R')) return [{ path: hasOption(read, '-f') ? file : '~/.ssh/known_hosts', leaves: 'file', edits: true }]
  if (hasOption(read, '-l', '-y', '-F', '-B', '-e', '-i', '-Q', '-L')) return []
  if (!hasOption(read, '-f')) return [{ path: '~/.ssh', leaves: 'content' }]
  return onEach([file, file?.concat('.pub')], { leaves: 'file' })
}

/** flock(1): the file that it locks; a number is an open file. */
function lockFile({ args }: ExecutedCommand): readonly Effect[] {
  const [file] = readOperands(args, ['-w', '-E', '-c', '--wait', '--timeout', '--conflict-exit-code', '--command']).operands
  return file !== undefined && /^\d+$/.test(file) ? [] : [{ path: file, leaves: 'file', how: 'lock of flock' }]
}

/** postconf(1): `-e` and `NAME=value` edit main.cf, with `-F`, `-M` or `-P` master.cf. */
function postconf({ args }: ExecutedCommand): readonly Effect[] {
  const read = readOperands(args, ['-c'])
  const edits = args.some((arg) => arg !== undefined && /^-\w*[eX#]/.test(arg)) || read.operands.some((arg) => arg?.includes('='))
  const file = args.some((arg) => arg !== undefined && /^-\w*[FMP]/.test(arg)) ? 'master.cf' : 'main.cf'
  return edits ? [{ path: `${option(read, '-c') ?? '/etc/postfix'}/${file}`, leaves: 'file', how: 'postconf' }] : []
}

function temporaryFile(command: ExecutedCommand): readonly Effect[] {
  const read = readOperands(command.args, ['-p', '--suffix'])
  const template = read.operands[0]
  const chosen = option(read, '-p', '--tmpdir')
  const directory = chosen === undefined || chosen === '' ? temporaryDirectory(command) : chosen
  if (template === undefined && read.operands.length > 0) return []
  if (template === undefined || hasOption(read, '-t', '-p', '--tmpdir')) return [{ path: directory, leaves: 'below' }]
  return [{ path: template.includes('/') ? template.slice(0, template.lastIndexOf('/')) || '/' : '.', leaves: 'below' }]
}

function extractArchive({ args }: ExecutedCommand): readonly Effect[] {
  const first = args[0]
  const letters = first !== undefined && /^-?[A-Za-z]+$/.test(first) ? first : ''
  const creates = /[cruA]/.test(letters) || args.some((arg) => /^--(?:create|append|update|concatenate|delete)$/.test(arg ?? ''))
  const extracts = letters.includes('x') || args.includes('--extract') || args.some((arg) => arg !== undefined && /^-[a-zA-Z]*x/.test(arg))
  const read = readOperands(
    args.map((arg, index) => (index === 0 && letters !== '' && !letters.startsWith('-') ? `-${letters}` : arg)),
    ['-C', '-f', '--directory', '--file', '--exclude', '--strip-components', '-X', '-T'],
  )
  if (creates) return [{ path: option(read, '-f', '--file'), leaves: 'file' }].filter(({ path }) => path !== '-') as Effect[]
  return extracts ? [{ path: hasOption(read, '-C', '--directory') ? option(read, '-C', '--directory') : '.', leaves: 'content' }] : []
}

/** A download named after its address, in the working directory or in the one that an option names. */
function namedByAddress(args: readonly (string | undefined)[], name: 'curl' | 'wget'): readonly Effect[] {
  const read = readOperands(args, name === 'curl' ? CURL_VALUES : WGET_VALUES)
  const saves =
    name === 'curl'
      ? hasOption(read, '-O', '--remote-name', '--remote-name-all')
      : !hasOption(read, '-O', '--output-document', '--spider', '--help', '--version') && read.operands.some((word) => word !== undefined)
  return saves ? [{ path: option(read, '-P', '--directory-prefix', '--output-dir') ?? '.', leaves: 'content', how: name }] : []
}

function installs({ name, args }: ExecutedCommand): boolean {
  const verbs = name === 'apk' ? ['add'] : name === 'npm' ? ['install', 'i'] : ['install', 'upgrade', 'dist-upgrade']
  const verb = args.find((arg) => arg === undefined || !arg.startsWith('-'))
  // Without -g, npm installs into the project.
  if (name === 'npm' && !args.some((arg) => arg === '-g' || arg === '--global')) return false
  return verb !== undefined && verbs.includes(verb)
}
