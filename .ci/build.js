// Bundles the program, the library and the action into dist.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { hot, options } from './bundle.js'
import { readRecords, writeForTests } from './records.js'

if (existsSync('dist'))
  for (const name of readdirSync('dist')) if (/\.(?:js|jsonl)$|^\.compile-cache$/.test(name)) rmSync(`dist/${name}`, { recursive: true })
// Apart from each other, so that no file of the program's start is split for the library's sake.
await build({ ...options, entryPoints: ['src/cli.ts'], plugins: [...options.plugins, hot] })
await build({ ...options, entryPoints: ['src/index.ts', 'src/action.ts'] })
writeForTests(readRecords())
