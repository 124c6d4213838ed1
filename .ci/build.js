// Bundles the program, the library and the action into dist.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { hot, options } from './bundle.js'
import { readRecords, writeForTests } from './records.js'

if (existsSync('dist'))
  for (const name of readdirSync('dist')) if (/\.(?:js|bin)$|^\.compile-cache$/.test(name)) rmSync(`dist/${name}`, { recursive: true })
await build({ ...options, entryPoints: ['src/cli.ts', 'src/index.ts'], plugins: [...options.plugins, hot] })
await build({ ...options, entryPoints: ['src/action.ts'] })
writeForTests(readRecords())
