import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { build, type Plugin } from 'esbuild'
import { Parser } from 'yaml'

const { pushedTokens } = (await import(new URL('../../.ci/pushed-tokens.js', import.meta.url).href)) as { pushedTokens: Plugin }

/** yaml's parser as the bundle has it. */
async function bundledParser(): Promise<typeof Parser> {
  const { outputFiles } = await build({
    entryPoints: ['node_modules/yaml/browser/index.js'],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [pushedTokens],
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  return ((await import(`data:text/javascript;base64,${code}`)) as { Parser: typeof Parser }).Parser
}

const texts = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.ya?ml$/.test(name))
  .map((name) => readFileSync(join('fixtures', name), 'utf8'))

const BROKEN = [
  '',
  '\ufeff%YAML 1.2\n---\na: 1\n...\n---\nb\n',
  '{ a: [1, "x\n y", \'z\'], ? b : c, d }',
  '? a\n: - b\n  -\n- c: |+\n    d\n\n\n  e: >-2\n',
  'a: &x !!str *y # c\n<<: [*x]\n\tb: "\n',
  'a:\n- b\n - c\n  d: [\n]: }\r\n\r\ne: |\r\n  f',
]

it('the bundle reads YAML into the same tokens, valid or not', async () => {
  const Bundled = await bundledParser()
  assert.notEqual(Bundled, Parser)
  // Cut anywhere, a text is broken in many ways.
  const cut = texts.map((text, index) => text.slice(0, (index * 7919) % (text.length + 1)))
  for (const text of [...texts, ...cut, ...BROKEN])
    assert.equal(JSON.stringify([...new Bundled().parse(text)]), JSON.stringify([...new Parser().parse(text)]), text)
})
