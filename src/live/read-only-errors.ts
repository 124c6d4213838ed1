import type { ExecError, ReadOnlyError } from '../model/evidence.ts'
import { baseName, isWithin, normaliseTarget } from '../model/path.ts'
import { maskText } from '../text/mask.ts'

/** How programs say EROFS (errno 30): the C library's words, Node's and Go's, and MySQL's number. */
const PHRASE = /read-only file ?system|\bEROFS\b|\bErrcode: 30\b|\berrno(?:\s|=|: )30\b|\bReadOnlyFilesystem\b/i

/** An absolute path, in quotes or not: at the start, or after a blank, a bracket, `=` or `:`. */
const PATH = /["'`‘“](\/[^"'`’”]*)["'`’”]|(?:^|[\s"'`‘“(=:[])(\/[^\s"'`’”(),;:=\]>]*[^\s"'`’”(),;:=\].?>])/g

/** What Node says where `mkdir` with `recursive` meets a read-only root: it hides the EROFS (tried with 20.19). */
const HIDDEN = /\bENOENT: no such file or directory, mkdir '(\/[^']+)'/

/** A path at the start that names the script that prints the line: `/entrypoint.sh: line 3: `, `/init: 12: `. */
const SPEAKER = /^(\/\S*?): (?:line \d+|\d+): /

/** After the phrase, before the target: `: '/x'` (Python, .NET), `, open '/x'` (Node), ` @ rb_sysopen - /x` (Ruby), `: AH00099: … /x`. */
const AFTER = /^\s*(?:\(os error 30\)\s*)?(?::\s*['"]?(?=\/)|:\s*AH\d+: |,\s*\w+ |@ \w+ - )/

/** Lines with the phrase that report no failure of this container. */
const HARMLESS: readonly RegExp[] = [
  // The official nginx image tries to add an IPv6 listener to its default site, and goes on without (10-listen-on-ipv6-by-default.sh).
  /\binfo: can not modify \S+ \(read-only file system\?\)/,
  // nginx repeats an error message of a program in another container.
  /\bFastCGI sent in stderr: /,
]

const MAX_LINE = 400

/**
 * Finds the lines of a container's log in which a program says that it could not write, with the path and the program if the line names
 * them. Each path is reported once; at most `limit` errors. Understands the words of shells, coreutils and busybox, nginx, Apache, Python,
 * Node, Java, Go, Ruby, PHP, Rust, .NET, PostgreSQL, MySQL and MariaDB, Redis, and JSON log lines that quote any of them.
 */
export function findReadOnlyErrors(log: string, limit = 100): ReadOnlyError[] {
  const found = new Map<string, ReadOnlyError>()
  for (const raw of log.split(/\r?\n/)) {
    const line = raw.slice(0, 4096).replace(/\x1b\[[0-9;]*m/g, '')
    const target = targetOfLine(line)
    if (target === undefined) continue
    const { path } = target
    const program = programOf(line)
    const key = path ?? `${program ?? ''}\n${line.replace(/\d+/g, '0')}`
    if (found.has(key)) continue
    found.set(key, { ...target, ...(program === undefined ? {} : { program }), line: maskText(line.trim()).slice(0, MAX_LINE) })
    if (found.size >= limit) break
  }
  return [...found.values()]
}

type Target = Pick<ReadOnlyError, 'path' | 'inside' | 'madeDirectory'>

/** What could not be written according to a line, without a path if it names none; undefined if the line reports no such error. */
function targetOfLine(written: string): Target | undefined {
  const line = written.replaceAll('\\"', '"').replaceAll("\\'", "'")
  if (HARMLESS.some((pattern) => pattern.test(line))) return undefined
  // Python's tempfile and nginx's template script leave out the errno.
  if (/No usable temporary directory found in \[/.test(line)) return { path: '/tmp', inside: true }
  const unwritable = /exists, but (\/\S+) is not writable/.exec(line)
  if (unwritable?.[1]) return { path: unwritable[1], inside: true }
  const hidden = HIDDEN.exec(line)
  if (hidden?.[1]) return { path: hidden[1], madeDirectory: true }
  const phrase = PHRASE.exec(line)
  if (!phrase) return undefined
  if (/here-?document|here-?string/i.test(line)) return { path: '/tmp', inside: true }
  const end = phrase.index + phrase[0].length
  // Node and MySQL print the phrase twice: `EROFS: read-only file system, open '/x'`, `Errcode: 30 "Read-only file system"`.
  const again = PHRASE.exec(line.slice(end))
  const tail = line.slice(again && again.index < 12 ? end + again.index + again[0].length : end)
  const after = AFTER.test(tail) ? lastPath(tail) : undefined
  const target = after ?? lastPath(line.slice(0, phrase.index).replace(SPEAKER, '')) ?? {}
  return target.path !== undefined && MAKES_DIRECTORY.test(line) ? { ...target, madeDirectory: true } : target
}

/** How programs say that they could not make a directory, as opposed to a file. */
const MAKES_DIRECTORY = /\bmkdir|\bcreate directory|dir_s_mkdir/

function lastPath(part: string): Target | undefined {
  let last: string | undefined
  // A path with a colon at the start of a line names the program (`/usr/sbin/foo: cannot …`), unless it is the only path.
  for (const match of part.matchAll(PATH)) {
    const path = match[1] ?? match[2]
    if (path !== undefined && !isSpeaker(part, match.index, path)) last = path
  }
  return last === undefined ? undefined : clean(last)
}

function isSpeaker(part: string, index: number, path: string): boolean {
  return index === 0 && part.startsWith(`${path}: `) && part.slice(path.length + 2).trim() !== ''
}

/** Names of temporary files change each time, so their directory must be writable. */
function clean(path: string): Target | undefined {
  if (/[\u0000-\u001f\u007f]/.test(path) || path.length > 1024) return undefined
  const stable = path.replace(/\/(?:sed[A-Za-z0-9]{6}|tmp[A-Za-z0-9_.-]{6,}|\.[^/]*\.sw[px]|ib[A-Za-z0-9]{6}|sh-thd\.\w+)$/, '')
  return stable === path ? { path } : { path: stable === '' ? '/' : stable, inside: true }
}

/** How shells, exec calls, runtimes that spawn and the dynamic loader say that a file may not be executed. */
const EXEC_FAILS: readonly RegExp[] = [
  /^\S*sh: (?:line )?(?:\d+: )?(\/[^\s:]+): Permission denied/,
  /\bspawn (\/[^\s:]+) EACCES/,
  /\bfork\/exec (\/[^\s:]+): permission denied/i,
  /\bexec(?:v[pe]*|utable|uting)?\b[^/]{0,40}["'`‘]?(\/[^\s:"'`’,)]+)["'`’]?[^/]{0,40}permission denied/i,
  /(\/[^\s:"'`]+): (?:cannot execute|failed to map segment from shared object)/,
  /\[Errno 13\] Permission denied: '(\/(?:var\/)?tmp\/[^']+)'/,
]

/** The lines that say that a file below one of `targets` could not be executed, each path once. */
export function findExecErrors(log: string, targets: readonly string[], limit = 20): ExecError[] {
  const found = new Map<string, ExecError>()
  if (targets.length === 0) return []
  for (const raw of log.split(/\r?\n/)) {
    const line = raw.slice(0, MAX_LINE).trim()
    if (
      !/permission denied|EACCES|cannot execute|failed to map segment/i.test(line) ||
      /\b(?:open|create|mkdir|touch|unlink|rename|bind|chown|chmod|remove|write)\b/i.test(line)
    )
      continue
    const path = EXEC_FAILS.map((pattern) => pattern.exec(line)?.[1]).find((each) => each !== undefined)
    if (path === undefined || !targets.some((target) => isWithin(normaliseTarget(path), target))) continue
    if (!found.has(path)) found.set(path, { path: normaliseTarget(path), line: maskText(line) })
    if (found.size >= limit) break
  }
  return [...found.values()]
}

const RUNTIMES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:OSError|PermissionError|FileNotFoundError|IOError): \[Errno 30\]/, 'python'],
  [/\bNo usable temporary directory found\b/, 'python'],
  [/\b(?:EROFS: read-only file system|ENOENT: no such file or directory), /, 'node'],
  [/\bErrno::EROFS\b|@ (?:rb_sysopen|dir_s_mkdir|rb_file_s_\w+) - /, 'ruby'],
  [/\bjava\.(?:io|nio)\.|^\s*(?:Caused by|Exception in thread)/, 'java'],
  [/\bPHP (?:Warning|Fatal error|Notice):|Failed to open stream: Read-only/i, 'php'],
  [/\bSystem\.IO\.\w+Exception\b/, 'dotnet'],
  [/\bAH\d{5}: /, 'apache2'],
  [/\[(?:MY-\d+|Server)\]|\b(?:mysqld|mariadbd)\b/, 'mysqld'],
]

/** The program that printed the line: a runtime by the form of its exceptions, else the word before the first colon, as in C programs. */
function programOf(line: string): string | undefined {
  for (const [pattern, program] of RUNTIMES) if (pattern.test(line)) return program
  const first = /^\s*(?:npm (?:ERR!|error) \w+ )?([\w./+-]{1,200}?)(?::|\[\d+\]:) /.exec(line)?.[1]
  if (first === undefined || !/[A-Za-z]/.test(first) || /^(?:error|warn(?:ing)?|fatal|info|notice|debug|panic|E|W)$/i.test(first))
    return undefined
  return baseName(first) || undefined
}
