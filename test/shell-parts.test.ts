import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { rewriteText } from '../src/engine-command/rewrite.ts'
import { parseShell, shellParts } from '../src/shell/parse.ts'
import type { ShellScript } from '../src/shell/script.ts'
import { readShellScript } from '../src/sources/commands/shell.ts'
import type { Files } from '../src/sources/source.ts'
import { type MappedText, plainText } from '../src/text/mapped-text.ts'

/** Scripts of the fixtures, and texts whose ends are easily taken for something else. */
const texts = [
  ...readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:sh|bash)$|(?:^|\/)Makefile$/.test(path))
    .map((path) => readFileSync(join('fixtures', path), 'utf8')),
  '#!/bin/sh -e\ncat <<EOF; echo one\nif x; then\nEOF\necho two\n# three\necho "four\nfive"; echo six\n',
  'cat <<A <<-B\na\nA\n\tb\n\tB\nf() {\n  echo $(date\n)\n}\nf &\nwait # for it\n',
  'if a; then\n  b\nfi\nfi\necho after\necho later\n',
  'a &&\n  b ||\n\n  c\nd \\\n  e\n! f\ntime g | h\n((i++))\n[[ $a = b ]] && exit 1\nlast && end\n',
  "case $1 in\na) docker run x;;\n*)\n  cat <<EOF\n)\nEOF\nesac\necho `date`\necho 'open\n",
]

function joined(parts: readonly ShellScript[]): Omit<ShellScript, 'body'> & { readonly nodes: readonly unknown[] } {
  return {
    ...(parts[0]?.shebang === undefined ? {} : { shebang: parts[0].shebang }),
    nodes: parts.flatMap(({ body }) => (body.kind === 'list' ? body.nodes : [body])),
    commands: parts.flatMap(({ commands }) => commands),
    comments: parts.flatMap(({ comments }) => comments),
    errors: parts.flatMap(({ errors }) => errors),
  }
}

const windows = (text: string): MappedText =>
  rewriteText(plainText(text.replace(/\n/g, '\r\n')), /\r\n/g, (_, source) => [{ text: '\n', source }])

describe('a script in parts', () => {
  it('is the same as in one', () => {
    let several = 0
    for (const text of texts)
      for (const mapped of [plainText(text), windows(text)]) {
        const [whole, ...none] = [...shellParts(mapped)]
        assert.ok(whole && none.length === 0)
        for (const step of [1, 40, 400]) {
          const parts = [...shellParts(mapped, step)]
          several += parts.length > 1 ? 1 : 0
          assert.deepEqual(joined(parts), joined([whole]), `${step}: ${text}`)
        }
      }
    assert.ok(several > 50, `${several}`)
  })

  it('has its commands, comments and functions from the first to the last', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `A${at}=${at} # ${at}\n`).join('')
    const text = `#!/bin/sh\nrun() { docker run "$1"; }\n${lines}run "image:$A19999"\ndocker run b # c\n`
    assert.ok([...shellParts(plainText(text))].length > 3)
    const script = parseShell(text)
    assert.deepEqual([script.shebang, script.commands.length, script.comments.length], ['/bin/sh', 20_003, 20_001])
    const io: Files = { read: () => ({ ok: false, why: '' }), exists: () => false, list: () => [] }
    const { commands, comments } = readShellScript(text, '/p/run.sh', io)
    const images = commands.flatMap((found) => (found.kind === 'run' ? [found.command.image.text] : []))
    assert.deepEqual(images, ['image:19999', 'b'])
    assert.deepEqual(comments, script.comments)
  })
})
