import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { isWithin } from '../src/model/path.ts'
import { executeScript } from '../src/shell/execute.ts'
import { scriptFromText } from '../src/shell/world.ts'
import { unknownWrite, writesOf } from '../src/shell/writes.ts'

/** Commands with a program that may be missing, in a directory with the files of `FILES`. */
const COMMANDS = [
  'awk \'{ print > "out" }\' a',
  "awk '$2 > 1 { print } /a>b/ { print ($1 > 3) } END { print 4 / 2 }' a",
  'awk \'{ print | "sort > sorted" }\' a',
  'sort -o out a; sort -k 2 a',
  'shuf -o out a',
  'uniq a out; uniq a',
  'xxd a out; xxd a; xxd a | xxd -r - back',
  'gzip a; gzip -c b > c.gz',
  'xz -k a; bzip2 -c b',
  'zip -q out.zip a b; unzip -l out.zip; unzip -qo out.zip -d d; unzip -p out.zip a',
  'tar cf out.tar a; tar rf out.tar b; tar xf out.tar -C d',
  'flock lock touch out',
  'flock -n d/lock -c "touch out"',
  'exec 9> lock; flock 9; touch out',
  'trap "touch out" EXIT; cat a',
  'end() { touch "$D/out"; }; D=d; trap end EXIT INT; cat a',
  "f=one; trap 'touch $f' EXIT; f=two",
  'find . -name a -fprint out; find d -name x -delete',
  'find . -name a | xargs -I{} cp {} d/',
  'sed -i s/x/y/ a; sed s/x/y/ b',
  "perl -MTime::HiRes -e 'print Time::HiRes::time'",
  "perl -i -pe 's/x/y/' a; perl -pe 's/x/y/' b",
  'perl -e \'open(F, ">out"); print F 1\'',
  'openssl genrsa -out key 2048 2> log',
  'openssl req -new -newkey rsa:2048 -nodes -subj /CN=a -out out.csr 2> /dev/null',
  'openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=a -keyout ca.key -out ca.crt 2> /dev/null; openssl req -new -key ca.key -subj /CN=b -out b.csr; openssl x509 -req -in b.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out b.crt 2> /dev/null',
  'ssh-keygen -q -t ed25519 -N "" -f key; ssh-keygen -lf key.pub; ssh-keygen -y -f key',
  'gpg --list-keys 2> /dev/null',
  'gpg --homedir d --list-keys 2> /dev/null',
  'sqlite3 out.db "create table t (x)"',
  'git init -q d; git -C d -c user.name=a -c user.email=a@b commit -q --allow-empty -m x; git -C d tag v1; git -C d log -1; git -C d status',
  'mkfifo pipe; mknod node p; truncate -s 1 out; fallocate -l 1 big',
  'install -m 600 a out; cp a d/; mv b d/; ln -s a link; dd if=a of=copy 2> /dev/null; tee -a more < a',
  'rsync -a d/ copy; rsync a out',
  'mktemp -d ./t.XXXX; mktemp -p d',
  'curl -s -D head -o out "file://$PWD/a"; curl -s --output-dir d -O "file://$PWD/b"',
  'htpasswd -nb a b; htpasswd -bc pw a b 2> /dev/null',
]

const FILES: Readonly<Record<string, string>> = { a: 'x 1\nz 2\n', b: 'x\n', 'd/x': 'x' }

/** The programs of a command that no directory of PATH has. */
function missing(command: string): string[] {
  const names = executeScript(scriptFromText('/x.sh', command), { variables: new Map(), cwd: '/' }).map(({ name }) => name)
  const builtins = /^(?:|exec|trap|end)$/
  const has = (name: string) =>
    (process.env.PATH ?? '').split(delimiter).some((folder) => statSync(join(folder, name), { throwIfNoEntry: false }))
  return [...new Set(names)].filter((name) => !builtins.test(name) && !has(name))
}

/** Every file below a directory, with its size, time and number. */
function filesBelow(root: string): ReadonlyMap<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  return new Map(
    entries.flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
      return entry.isDirectory() ? [] : [[path, `${stat?.size} ${stat?.mtimeNs} ${stat?.ino}`] as const]
    }),
  )
}

describe('real programs write only where their words are read to write', () => {
  const root = mkdtempSync(join(tmpdir(), 'dockseal-programs-'))
  after(() => rmSync(root, { recursive: true, force: true }))
  for (const [index, command] of COMMANDS.entries()) {
    const lacks = missing(command)
    it(command, { skip: lacks.length > 0 && `without ${lacks.join(', ')}` }, () => {
      const folder = join(root, `${index}`)
      mkdirSync(join(folder, 'd'), { recursive: true, mode: 0o700 })
      for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
      const before = filesBelow(folder)
      spawnSync('bash', ['-c', command], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder }, stdio: 'ignore' })
      const after = filesBelow(folder)
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path))
      const variables = new Map([
        ['HOME', folder],
        ['PWD', folder],
        ['TMPDIR', folder],
      ])
      const ran = executeScript(scriptFromText('/x.sh', command), { variables, cwd: folder })
      const written = ran.flatMap(writesOf)
      const isSeen = (path: string) => written.some((write) => (write.leaves === 'file' ? write.path === path : isWithin(path, write.path)))
      const unseen = ran.some((each) => unknownWrite(each) !== undefined) ? [] : changed.filter((path) => !isSeen(path))
      assert.deepEqual(unseen, [])
      const said = written.filter(({ leaves, conditional }) => leaves === 'file' && !conditional).map(({ path }) => path)
      assert.deepEqual(
        said.filter((path) => !changed.includes(path)),
        [],
        'said to be written',
      )
      assert.ok(changed.length > 0 || written.length === 0)
    })
  }
})
