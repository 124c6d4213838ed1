// The lexer and parser of yaml are generators, which make several objects for each token: half of all that a run over many files allocates.
// Who reads the tokens takes all of them in order, so the bundle has plain functions that push what the generators yield.
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

/** For every bundle. */
export const pushedTokens = {
  name: 'pushed-tokens',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yaml[\\/]browser[\\/]dist[\\/]parse[\\/](?:lexer|parser)\.js$/ }, ({ path }) => ({
      contents: pushed(readFileSync(path, 'utf8')),
      loader: 'js',
    }))
  },
}
