import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { folderWith } from './cli.ts'

/**
 * The package as npm packs it; gives the path of the archive. Packed from a copy: making the package builds dist again, which other tests
 * use at the same time.
 */
export function packed(): string {
  const scratch = folderWith({})
  const copy = join(scratch, 'copy')
  for (const name of readdirSync('.').filter((each) => !['.git', '.build', 'node_modules', 'dist'].includes(each)))
    cpSync(name, join(copy, name), { recursive: true, verbatimSymlinks: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  const printed = execFileSync('npm', ['pack', '--pack-destination', scratch], { cwd: copy, encoding: 'utf8', env }).trim()
  const [name = ''] = printed.split('\n').slice(-1)
  assert.match(name, /^dockseal-\S+\.tgz$/)
  return join(scratch, name)
}
