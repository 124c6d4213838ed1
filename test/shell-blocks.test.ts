import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { executeScript } from '../src/shell/execute.ts'
import type { ExecutedCommand } from '../src/shell/executed-command.ts'
import { literalWord } from '../src/shell/words.ts'
import { type FoundScript, scriptFromText, type World } from '../src/shell/world.ts'
import { unknownWrite, writesOf } from '../src/shell/writes.ts'
import { blocks } from './blocks.ts'

const SET: Readonly<Record<string, string>> = { MODE: 'a', EMPTY: '', LIST: 'x y' }

const SCRIPTS: Readonly<Record<string, string>> = {
  '/lib/a.sh': 'log() { echo "log $1"; }\nLIB=a',
  '/lib/run.sh': 'echo "ran $0 $# $2"; cd /other; V=inner',
  '/lib/self.sh': '. /lib/self.sh; echo once',
  '/lib/back.sh': 'if [ "$MODE" = none ]; then return; fi; echo back; return; echo never',
}

/** What each script finds: three arguments, the variables above and SECRET with an unknown value, the account root, the scripts above. */
const world = (notes: string[]): World => ({
  variables: new Map<string, string | undefined>([...Object.entries(SET), ['SECRET', undefined]]),
  cwd: '/app',
  root: '/repo',
  positional: ['one', 'two words', '-x'].map((text) => literalWord(text, [0, text.length])),
  given: (name) => (name === 'SECRET' ? undefined : (SET[name] ?? '')),
  hasAccount: (name) => name === 'root',
  open: (path): FoundScript | undefined => (SCRIPTS[path] === undefined ? undefined : scriptFromText(path, SCRIPTS[path])),
  glob: (pattern) => (pattern === '/init/*.sh' ? ['/init/1.sh', '/init/2.sh'] : undefined),
  unnamed: () => notes.push('a program of unknown name'),
})

const shown = (text: string | undefined) => (text === undefined ? '…' : /^[\w./:=,+@%-]+$/.test(text) ? text : JSON.stringify(text))

/** A command as `? name words >target in directory as user !`: the question mark if it may not run, `!` if its failure ends the script. */
function line({ program, args, redirections, cwd, user, conditional, stops }: ExecutedCommand): string {
  const targets = redirections.map(({ operator, target, heredoc }) => `${operator}${heredoc ? 'text' : (target ?? '…')}`)
  return [
    ...(conditional ? ['?'] : []),
    ...(program === undefined ? [] : [program]),
    ...args.map(shown),
    ...targets,
    ...(cwd === '/app' ? [] : [`in ${cwd ?? '…'}`]),
    ...(user === undefined ? [] : [`as ${user}`]),
    ...(stops ? ['!'] : []),
  ].join(' ')
}

function runs(script: string): string[] {
  const notes: string[] = []
  return [...executeScript(scriptFromText('/x.sh', script), world(notes)).map(line), ...notes]
}

function writes(script: string): string[] {
  return executeScript(scriptFromText('/x.sh', script), world([])).flatMap((command) => {
    const unknown = unknownWrite(command)
    const found = writesOf(command).map(({ path, leaves, how, conditional, mode, origin: _, stops: __, ...more }) =>
      [
        `${conditional ? '? ' : ''}${leaves} ${path}`,
        how,
        ...(mode === undefined ? [] : [`mode ${mode.toString(8)}`]),
        ...Object.entries(more).map(([name, value]) => (value === true ? name : `${name} ${value}`)),
      ].join(', '),
    )
    return unknown === undefined ? found : [...found, `unknown: ${unknown}`]
  })
}

for (const [folder, read] of [
  ['runs', runs],
  ['writes', writes],
] as const) {
  for (const name of readdirSync(`fixtures/shell/${folder}`)) {
    const file = `fixtures/shell/${folder}/${name}`
    for (const block of blocks(readFileSync(file, 'utf8'), file)) test(`${file}: ${block.title}`, () => block.check(read(block.text)))
  }
}
