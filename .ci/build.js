// Bundles the program, the library and the action into dist.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { hot, options } from './bundle.js'
import { readRecords, writeForTests } from './records.js'

if (existsSync('dist'))
  for (const name of readdirSync('dist')) if (/\.(?:js|bin)$|^\.compile-cache$/.test(name)) rmSync(`dist/${name}`, { recursive: true })
const entryPoints = { cli: 'src/cli.ts', index: 'src/index.ts', eslint: 'src/eslint/index.ts' }
await build({ ...options, entryPoints, plugins: [...options.plugins, hot] })
await build({ ...options, entryPoints: ['src/action.ts'] })
writeForTests(readRecords())
