import { byNames } from '../../model/own.ts'
import { absolutePath } from '../../model/path.ts'
import type { Write } from './write.ts'
import { writeOf } from './write.ts'

/** The process number that `-f` and `-o` write before the call. */
const PROCESS = /^(?:\[pid +(\d+)\] +|(\d+) +)?/
/** The times that `-t` and `-r` write before the call. */
const TIME = /^(?:\d+:\d+:\d+(?:\.\d+)? +|\d+\.\d+ +)/
const CALL = /^(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?(?: ([A-Z]+) )?/
/** A text argument, and before it the directory that it is relative to, if there is one: `AT_FDCWD`, `3</srv>`. */
const PATH = /(?:(AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"/g

/** How `mkdir -p` opens the directory that it works in next; `%file` does not record its fchdir(2). */
const FOLLOWED = /^AT_FDCWD.*\bO_NOFOLLOW\b.*\bO_DIRECTORY\b/

/** What a call does to each of its paths, in order. */
const CALLS = new Map(
  byNames<readonly (Write['what'] | 'deleted')[]>({
    'creat mknod mknodat': ['file made'],
    'mkdir mkdirat': ['directory made'],
    'link linkat symlinkat symlink': ['deleted', 'file made'],
    'rename renameat renameat2': ['file changed', 'file made'],
    'unlink unlinkat rmdir truncate': ['file changed'],
  }),
)

/** Reads the output of `strace -f -e trace=%file`, with or without `-o`, `-y` and times; undefined if it is something else. */
export function readStrace(source: string): Write[] | undefined {
  const writes: Write[] = []
  const directories = new Map<string, string>()
  const unfinished = new Map<string, string>()
  let calls = 0
  for (const raw of source.split('\n')) {
    const line = raw.slice(0, 8192)
    const head = PROCESS.exec(line)
    const pid = head?.[1] ?? head?.[2] ?? ''
    const call = resumed(line.slice(head?.[0].length ?? 0).replace(TIME, ''), pid, unfinished)
    const [, name = '', args = '', result = '', error] = CALL.exec(call) ?? []
    if (name === '') continue
    calls++
    if (Number(result) < 0 && error !== 'EROFS') continue
    const cwd = directories.get(pid) ?? directories.get('')
    const paths = [...args.matchAll(PATH)].map(([, base, directory, path = '']) => {
      const from = directory ?? (base === undefined || base === 'AT_FDCWD' ? cwd : undefined)
      return absolutePath(path.replace(/\\(.)/g, '$1'), from)
    })
    if ((name === 'chdir' || (name === 'openat' && FOLLOWED.test(args))) && paths[0] !== undefined) {
      // A child process starts in the working directory of its parent.
      directories.set(pid, paths[0])
      directories.set('', paths[0])
      continue
    }
    const kinds =
      name === 'open' || name === 'openat' || name === 'openat2' ? [writeOf(/\b(O_[A-Z_|]+)/.exec(args)?.[1])] : (CALLS.get(name) ?? [])
    for (const [at, what] of kinds.entries()) {
      const path = paths[at]
      if (path === undefined || what === undefined || what === 'deleted') continue
      writes.push({ path, what, ...(error === 'EROFS' ? { refused: true as const } : {}) })
    }
  }
  return calls === 0 ? undefined : writes
}

/** Calls as single lines: strace splits one in two when another process makes a call in between. */
function resumed(line: string, pid: string, unfinished: Map<string, string>): string {
  if (line.endsWith('<unfinished ...>')) {
    unfinished.set(pid, line.slice(0, -'<unfinished ...>'.length))
    return ''
  }
  const rest = /^<\.\.\. \w+ resumed> ?(.*)$/.exec(line)?.[1]
  if (rest === undefined) return line
  const begun = unfinished.get(pid) ?? ''
  unfinished.delete(pid)
  return begun + rest
}
