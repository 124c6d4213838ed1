import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { executeScript } from '../src/shell/execute.ts'
import type { ExecutedCommand } from '../src/shell/executed-command.ts'
import { literalWord } from '../src/shell/words.ts'
import { scriptFromText } from '../src/shell/world.ts'

/** `given`: the environment that the container is started with, where it is known. */
function walk(script: string, args: readonly string[], given?: Readonly<Record<string, string>>): readonly ExecutedCommand[] {
  const positional = args.map((text) => literalWord(text, [0, text.length]))
  const world = {
    variables: new Map(given ? Object.entries(given) : [['MODE', 'a']]),
    cwd: '/',
    positional,
    ...(given
      ? { given: (name: string) => given[name] ?? '', hasAccount: (name: string) => (name === 'maybe' ? undefined : name === 'root') }
      : {}),
  }
  return executeScript(scriptFromText('/x.sh', script), world).filter(({ name }) => name === 'echo')
}

/** What is echoed, with a question mark where that is not sure. */
function echoed(script: string, args: readonly string[], given?: Readonly<Record<string, string>>): string[] {
  return walk(script, args, given).map((command) => `${command.args[0]}${command.conditional ? '?' : ''}`)
}

/** Starts as images have them, and the tricks by which a shell could be misread. */
const SCRIPTS = [
  'if [ "$1" = server ]; then echo server; elif [ "$1" = worker ]; then echo worker; else echo other; fi',
  'if [ "${1#-}" != "$1" ] || [ -z "$1" ]; then set -- server "$@"; fi\nif [ "$1" = server ]; then echo start; fi\necho "end"',
  'COMMAND="$1"\nprepare() { echo prepare; }\nif [ "$COMMAND" == "server" ]; then prepare; fi\nif test "$COMMAND" != server; then echo run; fi',
  'case "$1" in\n  server|web) echo web ;;\n  -*) echo flags ;;\n  w?rker) echo worker ;;\n  [a-z]*) echo letters ;;\n  *) echo rest ;;\nesac',
  'case $1 in server) echo one ;& worker) echo two ;; esac',
  'while [ $# -gt 0 ]; do case "$1" in -x) X=1 ;; esac; shift; done\nif [ "$1" = server ]; then echo late; fi\nif [ $# -eq 0 ]; then echo none; fi',
  'n=0\nfor each in "$@"; do n=$((n + 1)); if [ "$n" = 2 ]; then echo second; fi; done\nfirst=yes\nfor each in a b; do if [ "$first" = yes ]; then echo first; first=no; else echo again; fi; done',
  'i=0\n((i++))\nif [ $i -gt 0 ]; then echo counted; fi\nif [ "$i" = 0 ]; then echo zero; fi',
  'f() { local kind=inner; if [ "$kind" = inner ]; then echo in; fi; }\nkind=outer\nf\nif [ "$kind" = outer ]; then echo out; fi',
  'f() { kind=inner; }\nkind=outer\nf\nif [ "$kind" = outer ]; then echo outer; else echo inner; fi',
  'if [ "$MODE" = a ]; then echo a; fi\nif [ -n "$MODE" ]; then echo set; else echo unset; fi\nM="${MODE:-b}"\n[ "$M" = b ] && echo b',
  '[ "$1" = server ] && echo and\n[ "$1" = server ] || echo or\n[ "$1" = server -a -n "$2" ] && echo both\n! [ "$1" = server ] && echo not\ntrue && echo plain\nfalse || echo fallback',
  '[[ $1 == s* && $# -ge 1 ]] && echo starts\n[[ $1 != *er ]] && echo ends\n[[ ! -z $1 ]] && echo some\n[[ $1 =~ ^s ]] && echo regex',
  'kind=one\n( kind=two )\nif [ "$kind" = one ]; then echo one; fi\nkind=x; eval "kind=y"\nif [ "$kind" = x ]; then echo x; else echo y; fi',
  'set -- a b c\nshift 2\n[ "$1" = c ] && echo c\nshift\n[ -z "$1" ] && echo empty',
  'if [ "$1" = server ]; then kind=s; else kind=w; fi\nif [ "$kind" = s ]; then echo s; else echo w; fi',
  'printf -v kind %s z\nkind=q\nprintf -v kind %s z\nif [ "$kind" = q ]; then echo q; else echo z; fi',
  'if [ "$1" = server ]; then set -- changed; echo before; fi\nif [ "$1" = changed ]; then echo changed; fi',
  'if true; then if [ "$2" = x ]; then echo deep; else echo shallow; fi; fi\nif [ -f /nowhere ]; then echo file; else echo missing; fi',
  'if [ "$1" = server ]; then echo server; exit 0; fi\nif [ "$1" = worker ]; then exec echo worker; fi\necho rest',
  'f() { if [ "$1" = server ]; then echo early; return; fi; echo late; }\nf "$1"\n(exit 1)\necho on\nfalse | exit 3\nexec 3>&1\nx=$(exit 2)\ng() { echo g; exit 0; }\ng\necho never',
  'sh -c "exit 1" || echo failed\nfor x in a; do echo "$x"; done\necho after\nexit\necho never',
  'if [ -n "$MODE" ]; then echo set; MODE=c; fi\nif [ "$MODE" = a ]; then echo a; elif [ "$MODE" = c ]; then echo c; else echo other; fi',
  'MODE=z\nif [ "$MODE" = z ]; then echo z; fi\nread -r OTHER <<< x\n[ -z "$OTHER" ] && echo none\neval "THIRD=x"\n[ -z "$THIRD" ] && echo empty',
  'for each in a b; do if [ -z "$SEEN" ]; then echo first; else echo again; fi; SEEN=yes; done\n[ -z "$HOME" ] || echo home',
  'f() { LATE=yes; }\nif [ "$MODE" = a ]; then f; fi\nif [ -z "$LATE" ]; then echo early; else echo late; fi\n[ "${MODE:-x}" = x ] && echo default',
  'NAME=${USER_NAME:-nobody-here}\nif ! id -u "$NAME" >/dev/null 2>&1; then echo user; fi\nif [ ! "$(getent group "$NAME")" ]; then echo group; fi\nid root >/dev/null || echo root\nid -u nobody-here >/dev/null 2>&1 && echo found',
  'check() { if [ "$1" = server ]; then echo yes; else echo no; fi; }\ncheck "$1"\ncheck worker\ncheck',
]

const ARGUMENTS = [[], ['server'], ['worker'], ['--flag', 'server'], ['server', 'x'], ['-x', 'server']]
const ENVIRONMENTS = [{}, { MODE: 'a' }, { MODE: 'b' }]

/** What each script echoes with each of the arguments and environments, by one bash that runs them all. */
function runAll(): readonly ReadonlySet<string>[] {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const runs = SCRIPTS.flatMap((script) =>
    ARGUMENTS.flatMap((args) =>
      ENVIRONMENTS.map((env) => {
        const settings = Object.entries(env).map(([name, value]) => `${name}=${value};`)
        return `( ${settings.join(' ')} set -- ${args.join(' ')}; eval ${quote(script)} ) 2>/dev/null; [ $? -ne 127 ] || echo no-command; echo ---`
      }),
    ),
  )
  const { stdout } = spawnSync('bash', { input: runs.join('\n'), env: { PATH: process.env.PATH }, encoding: 'utf8' })
  return stdout.split('---\n').map((lines) => new Set(lines.split('\n').filter((line) => line !== '')))
}

describe('branches of a script', () => {
  const outputs = runAll()
  for (const [number, script] of SCRIPTS.entries()) {
    it(`as a shell takes them: ${script.split('\n')[0]?.slice(0, 60)}`, () => {
      for (const [at, args] of ARGUMENTS.entries()) {
        for (const [index, env] of ENVIRONMENTS.entries()) {
          const ran = outputs[(number * ARGUMENTS.length + at) * ENVIRONMENTS.length + index]
          assert.ok(ran && !ran.has('no-command'))
          const where = `${JSON.stringify(args)} ${JSON.stringify(env)}`
          for (const seen of [walk(script, args), walk(script, args, env)]) {
            for (const line of ran)
              assert.ok(
                seen.some((command) => command.args[0] === line),
                `${where}: ${line} ran and was not seen`,
              )
            for (const { args: words, conditional } of seen)
              assert.ok(conditional || ran.has(words[0] ?? ''), `${where}: ${words[0]} did not run and was sure`)
          }
        }
      }
    })
  }

  it('that the arguments and constants decide are decided', () => {
    assert.deepEqual(echoed(SCRIPTS[0] ?? '', ['worker']), ['worker'])
    assert.deepEqual(echoed(SCRIPTS[1] ?? '', ['--flag']), ['start', 'end'])
    assert.deepEqual(echoed(SCRIPTS[2] ?? '', ['server']), ['prepare'])
    assert.deepEqual(echoed(SCRIPTS[3] ?? '', ['worker']), ['worker'])
    assert.deepEqual(echoed(SCRIPTS[15] ?? '', ['server']), ['s'])
  })

  it('that the environment of a known container decides are taken, and the others kept', () => {
    const script = 'if [ -n "$DEBUG" ]; then echo debug; else echo plain; fi\n[ "$MODE" = b ] && echo b'
    assert.deepEqual(echoed(script, [], {}), ['debug?', 'plain', 'b?'])
    assert.deepEqual(echoed(script, [], { DEBUG: '1', MODE: 'b' }), ['debug', 'plain?', 'b'])
    // A base image may set it all the same: nothing is lost behind an exit that only the environment decides.
    assert.deepEqual(echoed('if [ -z "$KEY" ]; then echo no; exit 1; fi\necho on', [], {}), ['no', 'on'])
  })

  it('that an account decides are taken as the image has it', () => {
    const script = (name: string) => `if ! id -u ${name} >/dev/null; then echo user; fi\ngetent passwd ${name} || echo again`
    assert.deepEqual(echoed(script('app'), [], {}), ['user', 'again'])
    assert.deepEqual(echoed(script('root'), [], {}), ['user?', 'again?'])
    assert.deepEqual(echoed(script('maybe'), [], {}), ['user?', 'again?'])
    assert.deepEqual(echoed('[ -z "$(getent group app)" ] && echo group', [], {}), ['group?'])
  })

  it('that the environment, files or loops decide are not', () => {
    assert.deepEqual(echoed('[ "$MODE" = b ] && echo b', []), ['b?'])
    assert.deepEqual(echoed('if [ -e /x ]; then echo there; else echo gone; fi', []), ['there?', 'gone?'])
    // An exit that may not happen is for errors mostly.
    assert.deepEqual(echoed('if [ -z "$MODE" ]; then exit 1; fi\necho on', []), ['on'])
    assert.deepEqual(echoed('while read x; do if [ "$1" = a ]; then echo a; fi; done', ['b']), ['a?'])
  })
})
