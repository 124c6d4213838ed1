// Bundles the program, the library and the action into dist.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { hot, options, start } from './bundle.js'
import { readRecords, writeForTests } from './records.js'
import { packRulePages } from './rule-pages.js'
import { writeTablesForTests } from './tables.js'

if (existsSync('dist'))
  for (const name of readdirSync('dist')) if (/\.(?:js|bin)$|^\.compile-cache$/.test(name)) rmSync(`dist/${name}`, { recursive: true })
const entryPoints = { main: 'src/commands/main.ts', index: 'src/index.ts', eslint: 'src/eslint/index.ts', browser: 'src/browser/index.ts' }
await build({ ...options, entryPoints, plugins: [...options.plugins, hot, start] })
await build({ ...options, entryPoints: ['src/cli.ts', 'src/action.ts'] })
const banner = `${options.banner.js}\n`
// V8 keeps a text with a single other character in two bytes each, and reads it slower. esbuild leaves them in patterns.
const toAscii = (text) => text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
for (const name of readdirSync('dist').filter((each) => each.endsWith('.js'))) {
  const text = readFileSync(`dist/${name}`, 'utf8')
  const bare = text.replace(banner, '')
  const kept = bare.includes('moduleUrl') ? text : bare
  writeFileSync(`dist/${name}`, toAscii(kept))
}
writeFileSync('dist/rule-pages.bin', packRulePages())
writeForTests(readRecords())
writeTablesForTests()
