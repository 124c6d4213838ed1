import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { executeScript } from '../src/shell/execute.ts'
import { literalWord } from '../src/shell/words.ts'
import { scriptFromText } from '../src/shell/world.ts'
import { writesOf } from '../src/shell/writes.ts'

/** Arguments that every script is started with. */
const ARGUMENTS = ['one', 'two words', 'three']

/** Small numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2654435761
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}

/** Traps of quoting, each with its own directories. */
const TRAPS = [
  'mkdir -p "a b" c\\ d \'e f\' g"h i"j',
  'V="a  b"; mkdir -p $V "$V" x$V y"$V"z',
  'V=" lead trail "; mkdir -p p${V}q "p${V}q"',
  'V="a\nb\tc"; mkdir -p $V',
  'IFS=:; V=a:b::c:; mkdir -p n$V; mkdir -p $V',
  'IFS=", "; V="a , b,c d"; mkdir -p $V',
  'IFS=; V="a b"; mkdir -p $V; unset IFS; mkdir -p $V',
  'V="a b"; W=$V; X="$W c"; mkdir -p "$X" $X',
  'V="x y"; mkdir -p ${U:-$V} "${U:-$V}" ${U:-"q r"} ${V:+"s t"}',
  'V=; mkdir -p a$V "b$V" ${V:-c} ${V-d} e${V+f}',
  'A=(a "b c" d); mkdir -p "${A[@]}"; cd a; mkdir -p ${A[@]}',
  'A=(a "b c"); mkdir -p "p${A[@]}s" "${A[*]}" "${A[1]}" n${#A[@]}',
  'A=(a b c d); mkdir -p x"${A[@]:1:2}"; A[1]="q r"; mkdir -p "${A[@]}"',
  'A=(); mkdir -p "${A[@]}" z; A+=("one two" three); mkdir -p "${A[@]}"',
  'IFS=-; A=(a b c); mkdir -p "${A[*]}"; set -- x y; mkdir -p "$*"',
  'mkdir -p "$@"; mkdir -p n$#; shift; mkdir -p "s$1"; mkdir -p $*',
  'set -- "p q" r; mkdir -p "$@"; set -- "$@" s; mkdir -p "$#$3"; mkdir -p "${@:2}"',
  'f() { mkdir -p "$1" "$2"; }; f "a b" c; f $2; mkdir -p "after$1"',
  'f() { local D="$1"; shift; for each in "$@"; do mkdir -p "$D/$each"; done; }; f top "a b" c',
  'D=outer; f() { local D=inner; g; }; g() { mkdir -p "$D"; }; f; g',
  'f() { set -- x y; mkdir -p "$@"; }; f a; mkdir -p "$1"',
  'f() { V=changed; return; mkdir -p never; }; V=before; f; mkdir -p "$V"',
  'f() { mkdir -p "$1"; }; g() { f "$@" ; f "$2 more"; }; g "x y" z',
  'run() { "$@"; }; run mkdir -p "a b" c; do_it=mkdir; $do_it -p d',
  'C="mkdir -p x y"; $C; C="mkdir -p"; $C "v w"',
  'mkdir -p {a,b}{1..2} "{c,d}" {e}',
  'P=q; mkdir -p $P-{x,"y z"}/{1,$P}',
  'for d in a "b c" $2; do mkdir -p "$d"; done',
  'L="a b\nc"; for d in $L; do mkdir -p "$d"; done; for d in "$L"; do mkdir -p "q${#d}"; done',
  'for d; do mkdir -p "$d"; done',
  'for a in 1 2; do for b in x y; do mkdir -p "$a/$b"; done; done',
  '(cd /tmp; D=sub); D=${D:-main}; mkdir -p "$D"',
  '(D=in; mkdir -p "$D"; mkdir -p x; cd x; mkdir -p y); mkdir -p z',
  'eval "mkdir -p e\\ f g"; eval "V=w"; mkdir -p "$V"',
  'sh -c \'mkdir -p "$1" "$0"\' zero "first arg"',
  'sh -ceu \'mkdir -p "$1" "$0"\' zero "first arg"',
  'bash -c -o pipefail \'mkdir "$1"\' zero later',
  'bash <<"E"\nV="a b"; mkdir -p $V\nE\nbash <<E\nmkdir -p "$1"\nE',
  'V=$(echo a b); mkdir -p $V "$V"; mkdir -p "$(dirname x/y/z)" "$(basename /p/q.txt)" "$(printf %s r s)"',
  'F=name.tar.gz; mkdir -p "${F%.*}" "${F%%.*}" "${F#*.}" "${F##*.}" "${F/tar/zip}" "${F^^}" "${F:0:4}"',
  'case "$1" in one) mkdir -p first ;; *) mkdir -p other ;; esac; [ "$2" = "two words" ] && mkdir -p both || mkdir -p none',
  'if [ $# -gt 2 ]; then set -- "$1"; fi; mkdir -p "n$#" "$@"',
  ': "${D:=a b}"; mkdir -p "$D"; : ${D:=c}; mkdir -p $D/x',
  'pushd /tmp > /dev/null; popd > /dev/null; mkdir -p here',
  "V='$1'; mkdir -p \"$V\" '$2' \\$3",
  'V=q; V="a b" true; mkdir -p "x${V}y"',
  'readonly R="r s"; export E=$R; declare T="$E t"; mkdir -p "$E" "$T"',
  'N=V; V="in direct"; mkdir -p "${!N}"',
  'V=a; V+=b; V+=" c"; mkdir -p "$V"',
]

/** A script of parts that each make directories of their own. */
function generate(seed: number): string {
  const next = numbers(seed)
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T
  let count = 0
  const text = () => pick(['a b', 'c', ' d e', 'f  g ', 'h\ti', 'j,k l', 'm:n', 'o', 'p\nq', ''])
  const quote = (value: string) => (next(2) === 0 ? `"${value}"` : `'${value}'`)
  const use = () =>
    pick([
      '$V',
      '"$V"',
      'x$V',
      '"x$V"y',
      '${U:-$V}',
      '"${U:-$V z}"',
      '${V:+"$V"w}',
      '${V%% *}',
      '"${V#* }"',
      '"${A[@]}"',
      '${A[@]}',
      '"${A[*]}"',
      '"q${A[@]}"',
      '"${A[0]}"',
      '"$@"',
      '$*',
      '"$2"',
      '$2',
      '"${@:2}"',
      'n$#',
      'b{1,2}"$V"',
    ])
  const make = () => `mkdir -p d${count++} r${count}/${use()} ${use()}`
  const value = () =>
    pick([() => quote(text()), () => `${quote(text())}${quote(text())}`, () => '"$V $1"', () => '$2', () => '"${A[*]}"'])()
  const element = () => pick([() => quote(text()), () => '$V', () => '"$V"', () => '"$@"', () => '"${A[@]}"', () => 'w'])()
  const list = () => Array.from({ length: 1 + next(3) }, element).join(' ')
  const inner = (): string => pick([make, make, () => `V=${value()}`, () => `A=(${list()})`])()
  const step = (): string =>
    pick([
      make,
      make,
      () => `V=${value()}`,
      () => `A=(${list()})`,
      () => `A+=(${list()})`,
      () => `set -- ${list()}`,
      () => 'shift',
      () => `IFS=${pick(["','", "':'", "' ,'", '', "$' \\t\\n'"])}`,
      () => `f${count}() { ${pick(['local V="$1"', 'V=$1', 'shift', ':'])}; ${inner()}; ${make()}; }; f${count - 2} ${list()}`,
      () => `(${inner()}; ${make()})`,
      () => `for each in ${list()}; do mkdir -p "l${count++}$each"; done`,
      () => `if [ "$1" = ${quote(text())} ]; then ${make()}; else ${inner()}; fi`,
      () => `case "$V" in ${pick(['a*', '*b', '"c"', '?'])}) ${inner()} ;; *) ${make()} ;; esac`,
    ])()
  const steps = Array.from({ length: 3 + next(6) }, step)
  return [`V=${quote(text())}`, `A=(${quote(text())} w)`, ...steps, make()].join('\n')
}

const SCRIPTS = [...TRAPS, ...Array.from({ length: 300 }, (_, seed) => generate(seed + 1))]

/** All directories below one, each with those above it. */
function directoriesBelow(root: string): Set<string> {
  const found = new Set<string>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) found.add(join(entry.parentPath, entry.name).slice(root.length + 1))
  }
  return found
}

function withParents(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** What the interpreter says a script makes: for sure, or perhaps. */
function directoriesSeen(script: string): { readonly sure: Set<string>; readonly all: Set<string>; readonly open: boolean } {
  const positional = ARGUMENTS.map((text) => literalWord(text, [0, text.length]))
  const commands = executeScript(scriptFromText('/x.sh', script), { variables: new Map(), cwd: '/work', positional, given: () => '' })
  const made = commands.filter(({ name }) => name === 'mkdir')
  const sure = new Set<string>()
  const all = new Set<string>()
  for (const write of made.flatMap(writesOf)) {
    if (!write.path.startsWith('/work/')) continue
    for (const path of withParents(write.path.slice('/work/'.length))) {
      all.add(path)
      if (!write.conditional) sure.add(path)
    }
  }
  return { sure, all, open: made.some(({ args, cwd }) => cwd === undefined || args.includes(undefined)) }
}

describe('a real bash makes the directories that the interpreter sees', () => {
  const root = mkdtempSync(join(tmpdir(), 'dockseal-oracle-'))
  after(() => rmSync(root, { recursive: true, force: true }))
  for (const [index, script] of SCRIPTS.entries()) {
    mkdirSync(join(root, `${index}`))
    writeFileSync(join(root, `${index}.sh`), script)
  }
  const runAll = `for ((i = 0; i < ${SCRIPTS.length}; i++)); do (cd "$i" && . "../$i.sh" ${ARGUMENTS.map((each) => `'${each}'`).join(' ')}) ; done`
  spawnSync('bash', ['-c', runAll], { cwd: root, env: { PATH: process.env.PATH }, stdio: 'ignore' })

  it('of at least 300 generated scripts', () => assert.ok(SCRIPTS.length - TRAPS.length >= 300))

  for (const [index, script] of SCRIPTS.entries()) {
    it(`${index < TRAPS.length ? script.split('\n')[0] : `generated ${index - TRAPS.length + 1}`}`, () => {
      const made = directoriesBelow(join(root, `${index}`))
      const { sure, all, open } = directoriesSeen(script)
      assert.ok(made.size > 0, script)
      assert.deepEqual(
        [...sure].filter((path) => !made.has(path)),
        [],
        `said to be made for sure by\n${script}`,
      )
      assert.deepEqual(open ? [] : [...made].filter((path) => !all.has(path)), [], `made and not seen in\n${script}`)
      if (index < TRAPS.length) assert.equal(open, false, script)
    })
  }
})
