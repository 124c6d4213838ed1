// Makes the program one executable file with the Node that runs this script: .build/binary/out/dockseal (dockseal.exe on Windows), with
// the licences of what it holds beside it.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { inject } from 'postject'
import { binaryOptions } from './bundle.js'
import { writeLicences } from './licences.js'
import { packRecords } from './records.js'
import { packRulePages } from './rule-pages.js'

const FOLDER = '.build/binary'
const at = (name) => join(FOLDER, name)
const out = join(FOLDER, 'out')
const program = join(out, process.platform === 'win32' ? 'dockseal.exe' : 'dockseal')

rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const { outdir, ...options } = binaryOptions
await build({ ...options, entryPoints: ['src/commands/main.ts'], outfile: at('main.cjs') })
writeFileSync(at('records.bin'), packRecords().bytes)
writeFileSync(at('rule-pages.bin'), packRulePages())
const config = {
  main: at('main.cjs'),
  output: at('sea.blob'),
  disableExperimentalSEAWarning: true,
  useCodeCache: true,
  assets: { 'package.json': 'package.json', 'records.bin': at('records.bin'), 'dist/rule-pages.bin': at('rule-pages.bin') },
}
writeFileSync(at('sea.json'), JSON.stringify(config))
execFileSync(process.execPath, ['--experimental-sea-config', at('sea.json')], { stdio: 'inherit' })
copyFileSync(process.execPath, program)
const mac = process.platform === 'darwin'
// Symbols are a seventh of the file. A changed signature must go before Node's own is broken by the injection, and a new one come after.
if (process.platform === 'linux') execFileSync('strip', [program])
if (mac) execFileSync('codesign', ['--remove-signature', program])
await inject(program, 'NODE_SEA_BLOB', readFileSync(at('sea.blob')), {
  sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
  ...(mac ? { machoSegmentName: 'NODE_SEA' } : {}),
})
if (mac) execFileSync('codesign', ['--sign', '-', program])

copyFileSync('LICENSE', join(out, 'LICENSE'))
await writeLicences(join(out, 'THIRD-PARTY-LICENSES.txt'))
// Node's own licence is at the root of its distribution.
const licence = ['..', '.'].map((folder) => join(dirname(process.execPath), folder, 'LICENSE')).find(existsSync)
if (licence) copyFileSync(licence, join(out, 'NODE-LICENSE.txt'))
