// Bundles the program, the library and the action into dist.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { hot, options, program } from './bundle.js'
import { compileLarge } from './compile-large.js'
import { readRecords, writeForTests } from './records.js'

if (existsSync('dist')) for (const name of readdirSync('dist')) if (/\.(?:c?js|jsonl|cjs\.\S+)$/.test(name)) rmSync(`dist/${name}`)
// Apart from each other, so that no file of the program's start is split for the library's sake.
const { metafile } = await build({ ...options, entryPoints: ['src/cli.ts'], plugins: [program, ...options.plugins, hot], metafile: true })
await compileLarge(metafile)
await build({ ...options, entryPoints: ['src/index.ts', 'src/action.ts'] })
writeForTests(readRecords())
