import { type Effect, type EffectsOf, modeOf, onEach } from './effect.ts'
import type { ExecutedCommand } from './executed-command.ts'
import { copy, install, link, move } from './file-transfers.ts'
import { hasOption, type Operands, option, readOperands } from './operands.ts'
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
  [
    'mkdir',
    ({ args }) => {
      const read = readOperands(args, ['-m', '--mode', '-Z'])
      return onEach(read.operands, { leaves: 'directory', ...modeOf(option(read, '-m', '--mode')) })
    },
  ],
  ['touch', ({ args }) => files(readOperands(args, ['-d', '-r', '-t', '--date', '--reference']))],
  ['truncate', ({ args }) => files(readOperands(args, ['-s', '-r', '--size', '--reference']))],
  ['mkfifo', ({ args }) => files(readOperands(args, ['-m', '--mode']))],
  ['tee', ({ args }) => files(readOperands(args, []))],
  ['mktemp', temporaryFile],
  ...['rm', 'unlink', 'rmdir'].map((name): [string, EffectsOf] => [name, ({ args }) => removal(readOperands(args, []))]),
  ['chown', ({ args }) => ownership(args, 'owner')],
  ['chgrp', ({ args }) => ownership(args, 'group')],
  ['chmod', changeMode],
  ['install', install],
  ['cp', copy],
  ['mv', move],
  ['rsync', copy],
  ['ln', link],
  ['sed', inPlaceEdit],
  [
    'perl',
    ({ args }) =>
      args.some((arg) => arg !== undefined && /^-\w*i/.test(arg)) ? onEach(args.slice(-1), { leaves: 'file', edits: true }) : [],
  ],
  ['dd', ({ args }) => args.flatMap((arg) => (arg?.startsWith('of=') ? [{ path: arg.slice(3), leaves: 'file' as const }] : []))],
  ['tar', extractArchive],
  [
    'unzip',
    ({ args }) => {
      const read = readOperands(args, ['-d', '-x', '-P'])
      return [{ path: hasOption(read, '-d') ? option(read, '-d') : '.', leaves: 'content' }]
    },
  ],
  ['curl', ({ args }) => [...outputOption(args, ['-o', '--output'], CURL_VALUES), ...namedByAddress(args, 'curl')]],
  ['wget', ({ args }) => [...outputOption(args, ['-O', '--output-document'], WGET_VALUES), ...namedByAddress(args, 'wget')]],
  ['find', effectsOfFind((name) => EFFECTS.get(name))],
  ['xargs', effectsOfXargs((name) => EFFECTS.get(name))],
  ...TOOL_EFFECTS,
  [
    'openssl',
    ({ args }) =>
      ['-out', '-keyout'].flatMap((name) => {
        const at = args.indexOf(name)
        return at === -1 ? [] : [{ path: args[at + 1], leaves: 'file' as const }]
      }),
  ],
  [
    'ssh-keygen',
    ({ args }) => {
      const read = readOperands(args, ['-f', '-t', '-b', '-N', '-C', '-m'])
      return hasOption(read, '-A') ? [{ path: '/etc/ssh', leaves: 'content' }] : [{ path: option(read, '-f'), leaves: 'file' }]
    },
  ],
  [
    'htpasswd',
    ({ args }) => {
      const file = readOperands(args, ['-C', '-r']).operands[0]
      return [{ path: file, leaves: 'file' }]
    },
  ],
  ['postconf', postconf],
  ...['postmap', 'postalias'].map((name): [string, EffectsOf] => [
    name,
    ({ args }) =>
      readOperands(args, ['-c', '-d', '-q']).operands.map((table) => ({
        path: table === undefined ? undefined : `${table.replace(/^\w+:/, '')}.db`,
        leaves: 'file',
      })),
  ]),
  ['newaliases', () => [{ path: '/etc/aliases.db', leaves: 'file' }]],
  ['setcap', ({ args }) => [{ path: args.at(-1), leaves: 'ownership' }]],
  ['playwright', effectsOfPlaywright],
  ['crontab', () => [{ path: '/var/spool/cron', leaves: 'content' }]],
  ['update-ca-certificates', () => [{ path: '/etc/ssl/certs', leaves: 'content' }]],
  ['update-alternatives', () => [{ path: '/etc/alternatives', leaves: 'content' }]],
  ['ldconfig', () => [{ path: '/etc', leaves: 'file' }]],
  ['dpkg-reconfigure', () => [{ path: '/etc', leaves: 'content' }]],
  ['docker-php-ext-enable', () => [{ path: '/usr/local/etc/php/conf.d', leaves: 'content' }]],
  ...['a2enmod', 'a2dismod', 'a2ensite', 'a2dissite', 'a2enconf', 'a2disconf'].map((name): [string, EffectsOf] => [
    name,
    () => [{ path: '/etc/apache2', leaves: 'content' }],
  ]),
  ...['useradd', 'adduser', 'usermod', 'groupadd', 'groupmod', 'addgroup', 'deluser', 'chpasswd', 'passwd'].map(
    (name): [string, EffectsOf] => [name, () => [{ path: '/etc/passwd', leaves: 'file' }]],
  ),
  ...['apt-get', 'apt', 'apk', 'yum', 'dnf', 'microdnf', 'pip', 'pip3', 'npm', 'gem', 'pecl'].map((name): [string, EffectsOf] => [
    name,
    (command) => (installs(command) ? [{ path: '/', leaves: 'content', how: `${name} install` }] : []),
  ]),
])

const CURL_VALUES = '-o --output -H -d -X -u -A -e -b -c -F -T -m -w --retry --connect-timeout --max-time --cacert --cert --key'.split(' ')
const WGET_VALUES = '-O --output-document -P --directory-prefix -o -t -T -U --header --timeout --tries --user-agent'.split(' ')

function files(read: Operands): readonly Effect[] {
  return onEach(read.operands, { leaves: 'file' })
}

/** With `-f`, a missing file is no error. */
function removal(read: Operands): readonly Effect[] {
  const isForced = hasOption(read, '-f', '--force')
  return onEach(read.operands, { leaves: 'removed', how: isForced ? 'rm -f' : 'rm' })
}

function ownerOf(text: string | undefined): { owner?: string; group?: string } {
  if (text === undefined) return {}
  const [, owner = '', group = ''] = /^([^:]*):?(.*)$/.exec(text) ?? []
  return { ...(owner === '' ? {} : { owner }), ...(group === '' ? {} : { group }) }
}

function ownership(args: readonly (string | undefined)[], what: 'owner' | 'group'): readonly Effect[] {
  const read = readOperands(args, ['--from'])
  const byReference = hasOption(read, '--reference')
  const [first, ...paths] = byReference ? [undefined, ...read.operands] : read.operands
  const who = what === 'owner' ? ownerOf(first) : first === undefined ? {} : { group: first }
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
  if (!args.some((arg) => arg !== undefined && /^(?:-[nErsuz]*i|--in-place)/.test(arg))) return []
  // `-i.bak` has its suffix attached, so the rest of the cluster after `i` is not options.
  const plain = args.map((arg) => (arg !== undefined && /^-[nErsuz]*i/.test(arg) ? '-i' : arg))
  const read = readOperands(plain, ['-e', '-f', '-l', '--expression', '--file', '--line-length'])
  const scripted = hasOption(read, '-e', '-f', '--expression', '--file')
  return onEach(scripted ? read.operands : read.operands.slice(1), { leaves: 'file', edits: true, how: 'sed -i' })
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
  const creates = letters.includes('c') || args.includes('--create')
  const extracts = letters.includes('x') || args.includes('--extract') || args.some((arg) => arg !== undefined && /^-[a-zA-Z]*x/.test(arg))
  const read = readOperands(
    args.map((arg, index) => (index === 0 && letters !== '' && !letters.startsWith('-') ? `-${letters}` : arg)),
    ['-C', '-f', '--directory', '--file', '--exclude', '--strip-components', '-X', '-T'],
  )
  if (creates) return [{ path: option(read, '-f', '--file'), leaves: 'file' }].filter(({ path }) => path !== '-') as Effect[]
  return extracts ? [{ path: hasOption(read, '-C', '--directory') ? option(read, '-C', '--directory') : '.', leaves: 'content' }] : []
}

function outputOption(args: readonly (string | undefined)[], names: readonly string[], values: readonly string[]): readonly Effect[] {
  const read = readOperands(args, values)
  return hasOption(read, ...names) && option(read, ...names) !== '-' ? [{ path: option(read, ...names), leaves: 'file' }] : []
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
