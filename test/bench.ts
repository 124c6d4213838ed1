/*
 * `npm run bench`: times whole processes against each other in one run and prints ratios. Nothing here is a test:
 * absolute times say more about the machine than about the program.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { benchGrowth } from './bench-growth.ts'
import { compare, report } from './bench-measure.ts'
import { buildImages } from './engine/images/build-images.ts'
import { copyImages, startEngine, whyNoEngine } from './engine/machine.ts'

const CLI = resolve('dist/cli.js')
const corpus = resolve(process.argv[2] ?? join(process.env.DOCKSEAL_SHARED ?? '../shared', 'corpus/compose'))

/** Folders of whole repositories, and another build of dockseal to compare with: `BENCH_REPOSITORIES=a:b BENCH_BEFORE=old/dist/cli.js`. */
const repositories = (process.env.BENCH_REPOSITORIES ?? '').split(':').filter((path) => path !== '')
const before = process.env.BENCH_BEFORE

const node = process.execPath
const scratch = mkdtempSync(join(tmpdir(), 'dockseal-bench-'))
try {
  const small = join(scratch, 'compose.yaml')
  writeFileSync(small, 'services:\n  web:\n    image: nginx:1.27\n')
  const start = compare({ small: [CLI, small], version: [CLI, '--version'], node: ['-e', '0'] }, { rounds: 15 })
  report('start, one small file ÷ node -e 0', start.small, start.node, '≤ 1.5 on Node 24, ≤ 2.0 on Node 20')
  report('start, --version ÷ node -e 0', start.version, start.node, '')

  if (existsSync(corpus)) {
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .map((name) => join(corpus, name))
      .filter((file) => /\.ya?ml$/.test(file) && statSync(file).isFile())
    const list = join(scratch, 'files.json')
    writeFileSync(list, JSON.stringify(files))
    const parse = `const { readFileSync } = require('node:fs'); const { parseDocument } = require(${JSON.stringify(resolve('node_modules/yaml'))});
      for (const file of JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))) parseDocument(readFileSync(file, 'utf8'), { merge: true })`
    const lint = [CLI, corpus, '--no-ignore']
    const cached = [...lint, '-f', 'unix', '--cache', '--cache-location', join(scratch, 'cache')]
    const times = compare({
      parse: ['-e', parse],
      pretty: [...lint, '-f', 'pretty'],
      unix: [...lint, '-f', 'unix'],
      json: [...lint, '-f', 'json'],
      sarif: [...lint, '-f', 'sarif'],
      'fix-dry-run': [...lint, '--fix-dry-run'],
      cached,
      'cached, metadata': [...cached, '--cache-strategy', 'metadata'],
    })
    const what = `${files.length} files`
    for (const format of ['pretty', 'unix'] as const)
      report(`${what}, ${format} ÷ read + parseDocument`, times[format], times.parse, '≤ 2.0')
    for (const format of ['json', 'sarif'] as const)
      report(`${what}, ${format} ÷ read + parseDocument`, times[format], times.parse, '≤ 2.2')
    report(`${what}, --fix-dry-run ÷ lint`, times['fix-dry-run'], times.pretty, '≤ 1.5')
    // The first of the rounds wrote it: the least time is that of a later one.
    report(`${what}, --cache again ÷ read + parseDocument`, times.cached, times.parse, '≤ 0.5')
    report(`${what}, --cache-strategy metadata ÷ read + parseDocument`, times['cached, metadata'], times.parse, '≤ 0.5')

    const home = join(tmpdir(), 'dockseal-bench-dclint')
    if (!existsSync(join(home, 'node_modules/dclint'))) {
      execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', home, 'dclint@3.1.0'], { stdio: 'inherit' })
    }
    const dclint = join(home, 'node_modules/dclint/bin/dclint.cjs')
    const rival = compare({ dclint: [dclint, '-r', corpus] }, { rounds: 1 })
    report('dclint -r on the same files ÷ dockseal', rival.dclint, times.pretty, '≥ 20')

    const { stderr } = spawnSync('/usr/bin/time', ['-f', '%M', node, CLI, corpus, '--no-ignore'], {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    console.log(`peak memory on ${files.length} files: ${Math.round(Number(stderr?.trim().split('\n').at(-1)) / 1024)} MiB`)
  } else {
    console.log(`skipped: no corpus at ${corpus}; name a folder of Compose files`)
  }

  benchGrowth(CLI)

  for (const cwd of before === undefined ? [] : repositories) {
    const times = compare({ now: [CLI, '.'], before: [resolve(before ?? ''), '.'] }, { rounds: 3, cwd })
    report(`${basename(cwd)} ÷ ${before}`, times.now, times.before, '≤ 0.33')
  }

  if (whyNoEngine() === undefined) {
    buildImages(['busybox'])
    const engine = startEngine()
    try {
      copyImages(engine, 'dockseal-test/busybox')
      for (let index = 0; index < 100; index++)
        engine.docker('run', '-d', '--name', `bench-${index}`, '--network', 'none', 'dockseal-test/busybox', 'sleep', '1000')
      const inspect = `require('node:child_process').execFileSync('docker', ['--host', ${JSON.stringify(engine.host)}, 'inspect', 'bench-0'])`
      const times = compare({ audit: [CLI, 'audit', '--host', engine.host], inspect: ['-e', inspect] }, { rounds: 3 })
      report('audit of 100 containers ÷ docker inspect of one', times.audit, times.inspect, '')
    } finally {
      engine.stop()
    }
  } else console.log('skipped: no docker for the bench of audit')
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
