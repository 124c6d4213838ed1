// The lexer and parser of yaml are generators, which make several objects for each token: half of all that a run over many files allocates.
// Who reads the tokens takes all of them in order, so the bundle has plain functions that push what the generators yield. Nodes are made faster, too.
import { readFileSync } from 'node:fs'

/** The code of yaml's lexer or parser without generators. Throws where it is written in another way than this knows. */
function pushed(code) {
  const made = code
    .replace(
      /^( {4})\*(lex|parse)\(source, incomplete = false\) \{$/m,
      '$1$2(source, incomplete = false) {\n$1    this.pushed = [];\n$1    this.$2All(source, incomplete);\n$1    return this.pushed;\n$1}\n$1$2All(source, incomplete) {',
    )
    .replace(/^( {4})\*(\w+\()/gm, '$1$2')
    .replace(/\byield\* /g, '')
    .replace(/\byield ([^;]+);/g, 'this.pushed.push($1);')
  const rest = made.replace(/\/\*[\s\S]*?\*\//g, '')
  if (!made.includes('return this.pushed;') || /\byield\b|^\s*\*\w+\(/m.test(rest)) throw new Error('yaml makes its tokens in another way')
  return made
}

const DIRECTLY = [
  [/Object\.defineProperty\(this, NODE_TYPE, \{ value: (\w+) \}\);/, 'this[NODE_TYPE] = $1;'],
  [/Object\.defineProperty\(this, 'schema', \{\s*value: schema,[^}]*\}\);/, 'this.schema = schema;'],
]

/** The code of yaml's nodes with plain members: to define each as hidden takes as long as the rest of making a node. */
function assigned(code, path) {
  const made = DIRECTLY.reduce((text, [pattern, plain]) => text.replace(pattern, plain), code)
  if (made.includes('Object.defineProperty(this')) throw new Error(`${path} makes its nodes in another way`)
  return made
}

/** For every bundle. */
export const pushedTokens = {
  name: 'pushed-tokens',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/]parse[\\/](?:lexer|parser)\.js$/ }, ({ path }) => ({
      contents: pushed(readFileSync(path, 'utf8')),
      loader: 'js',
    }))
    onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/](?:doc[\\/]Document|nodes[\\/](?:Node|Pair|Collection))\.js$/ }, ({ path }) => ({
      contents: assigned(readFileSync(path, 'utf8'), path),
      loader: 'js',
    }))
  },
}
