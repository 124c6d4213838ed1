// Turns the program's larger files of code into scripts whose compiled form can be kept: see src/start/compiled.ts.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build, transform } from 'esbuild'
import { options } from './bundle.js'

/** Bytes from which on the compiled form is worth a file of its own. */
const LARGE = 20_000

/** Only a module can import others, so the script asks the one that runs it. */
function askingForImports(code, imports) {
  const calls = imports.map(({ path, external }) => `import(${JSON.stringify(external ? path : `./${basename(path)}`)})`)
  const asking = [...new Set(calls)].reduce((text, call) => text.replaceAll(call, `own.${call}`), code)
  const left = /(?<!own\.)\bimport\(.{0,40}/.exec(asking)
  if (left) throw new Error(`only a small file can import what its name does not tell: ${left[0]}`)
  return asking
}

/** Puts a script beside the module at `path`; the module runs it and exports the same as before. */
async function compile(path, { exports, imports }) {
  const script = path.replace(/\.js$/, '.cjs')
  const { code } = await transform(readFileSync(path, 'utf8'), {
    format: 'cjs',
    platform: 'node',
    target: options.target,
    minify: true,
    define: { 'import.meta.url': 'own.url' },
  })
  const dynamic = imports.filter(({ kind }) => kind === 'dynamic-import')
  writeFileSync(script, `(function(own,require,module){${askingForImports(code, dynamic)}})`)
  const others = imports.flatMap(({ kind, path }) => (kind === 'import-statement' ? [`./${basename(path)}`] : []))
  const names = exports.map((name, index) => `${name}: exported${index}`)
  const contents = [
    `import { runCompiled } from './src/start/compiled.ts'`,
    ...others.map((other, index) => `import * as other${index} from ${JSON.stringify(other)}`),
    `const others = { ${others.map((other, index) => `${JSON.stringify(other)}: other${index}`).join(', ')} }`,
    `const own = { url: import.meta.url, import: (path) => import(path) }`,
    `const { ${names.join(', ')} } = runCompiled(new URL(${JSON.stringify(`./${basename(script)}`)}, own.url), own, others)`,
    `export { ${exports.map((name, index) => `exported${index} as ${name}`).join(', ')} }`,
  ].join('\n')
  const stdin = { contents, resolveDir: '.' }
  const { outputFiles } = await build({ ...options, stdin, external: others, write: false, splitting: false })
  writeFileSync(path, outputFiles[0].contents)
}

/** Does so with all large files among the outputs of a build. */
export async function compileLarge({ outputs }) {
  for (const [path, output] of Object.entries(outputs)) if (path.endsWith('.js') && output.bytes > LARGE) await compile(path, output)
}
