import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, it } from 'node:test'
import { readChanges } from '../src/live/observe.ts'
import { upwards } from '../src/model/path.ts'
import { buildHash, settingsHash, whyStale } from '../src/project/proofs.ts'
import type { FormatContext } from '../src/report/result.ts'
import type { Files } from '../src/sources/source.ts'
import { dockseal, folderWith, start as startProgram } from './cli.ts'
import { container, fact } from './container-builder.ts'
import { image } from './dockerfile-context.ts'

const node = (files: Readonly<Record<string, string>>) => image('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n', files).program
const start = (script: string) => image('FROM debian\nCOPY start.sh /\nCMD ["/start.sh"]\n', { 'start.sh': script }).program
const whyOf = (program: ReturnType<typeof node>) =>
  program && program.read !== 'wholly' ? `${program.read}: ${program.why}` : program?.read

it('a very deep path has all its directories', () => {
  const found = upwards('/a'.repeat(50_000))
  assert.deepEqual([found.length, found.at(-2), found.at(-1)], [50_001, '/a', '/'])
})

describe('what is more than is read', () => {
  it('leaves the program read in part, with the file', () => {
    const sinks = Array.from({ length: 450 }, (_, at) => `fs.writeFileSync('/data/${at}', x)`).join('\n')
    const cases: readonly [string, RegExp][] = [
      [`const a = 1 // ${'x'.repeat(1_000_001)}`, /^in part: the file has more than is read$/],
      [`const a = ${'['.repeat(500)}${']'.repeat(500)}`, /^in part: the file has more than is read$/],
      [`const fs = require('fs')\n${sinks}\n`, /^in part: it writes at more places than are read$/],
      [`const fs = require('fs')\nfs.writeFileSync('/data/1', x)\n`, /^wholly$/],
    ]
    for (const [text, expected] of cases) {
      const program = node({ 'a.js': text })
      assert.match(whyOf(program) ?? '', expected)
      if (program && program.read !== 'wholly') assert.equal(program.origin?.kind === 'text' && program.origin.file, '/ctx/a.js')
    }
  })

  it('of a start script too', () => {
    const enough = `#!/bin/sh\n${'true\n'.repeat(4000)}exec date\n`
    const more = `#!/bin/sh\n${'true\n'.repeat(6000)}exec date\n`
    const deep = `#!/bin/sh\n${'( '.repeat(250)}date${' )'.repeat(250)}\nexec date\n`
    assert.equal(whyOf(start(enough)), 'wholly')
    for (const script of [more, deep]) {
      const program = start(script)
      assert.equal(whyOf(program), 'in part: what it starts there is more than is followed')
      assert.equal(program?.read !== 'wholly' && program?.origin?.kind === 'text' && program.origin.file, '/ctx/start.sh')
    }
  })

  it('of programs that run each other leaves open where they write', () => {
    for (const [line, name] of [
      [`${'find a b -exec '.repeat(40)}rm {} +`, 'find'],
      [`find ${'a '.repeat(50)} -exec touch {} +`, 'find'],
      [`${'xargs '.repeat(20_000)}rm`, 'xargs xargs'],
    ]) {
      const program = start(`#!/bin/sh\n${line}\nexec date\n`)
      assert.equal(whyOf(program), `in part: where it writes is not known (${name})`)
    }
  })

  it('of the configuration of a server is unread', () => {
    const unread = (lines: number) =>
      image('FROM debian\nRUN apt-get install -y nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\nCMD ["nginx"]\n', {
        'nginx.conf': `pid /srv/nginx.pid;\n${'a b;\n'.repeat(lines)}`,
      }).start?.unread ?? []
    assert.deepEqual(unread(100), [])
    assert.notDeepEqual(unread(21_000), [])
  })

  it('of a file of JSON is unknown', () => {
    const settings = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`/data/${at}`, '/srv/x'])))
    const code = `const fs = require('fs')\nconst paths = require('./paths.json')\nfs.writeFileSync(paths['/data/3'], x)\n`
    assert.equal(whyOf(node({ 'a.js': code, 'paths.json': settings(900) })), 'wholly')
    assert.match(whyOf(node({ 'a.js': code, 'paths.json': settings(1100) })) ?? '', /^in part: where it writes is not known/)
  })

  it('of modules that may change a setting leaves it unknown', () => {
    const program = (count: number) => {
      const users = Array.from({ length: count }, (_, at) => [`u${at}.js`, "const config = require('./config')\nconsole.log(config.dir)\n"])
      const loads = users.map(([name]) => `require('./${name}')\n`).join('')
      const start = `${loads}const config = require('./config')\nrequire('fs').mkdirSync(config.dir)\n`
      return node({
        'a.js': start,
        'config.js': "const config = { dir: '/srv/x' }\nmodule.exports = config\n",
        ...Object.fromEntries(users),
      })
    }
    assert.equal(whyOf(program(50)), 'wholly')
    assert.match(whyOf(program(70)) ?? '', /^in part: where it writes is not known/)
  })

  it('of a project of Django leaves it read in part', () => {
    const django = (count: number) => ({
      'manage.py': `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n`,
      'site1/settings.py': 'DEBUG = True\n',
      'site1/__init__.py': '',
      ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`app${at}/models.py`, 'x = 1\n'])),
    })
    const run = (count: number) =>
      image('FROM python\nWORKDIR /app\nCOPY . .\nCMD ["python", "manage.py", "runserver"]\n', django(count)).program
    assert.equal(whyOf(run(50)), 'wholly')
    const program = run(70)
    assert.equal(whyOf(program), 'in part: it has more files than are read')
    assert.equal(program?.read !== 'wholly' && program?.origin?.kind === 'text' && program.origin.file, '/ctx/site1/settings.py')
  })

  it('of folders in each other leaves out the deepest, and reads those beside them', () => {
    const next = (depth: number) =>
      image('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["next", "start"]\n', {
        'package.json': '{"dependencies":{"next":"15"}}',
        [`${'a/'.repeat(depth)}x.js`]: 'let x\n',
        'z/write.js': `require('fs').writeFileSync('/srv/out', '')\n`,
      })
    for (const depth of [2, 12]) {
      const { program, writes } = next(depth)
      assert.match(whyOf(program) ?? '', depth === 2 ? /^wholly/ : /it has more files than are read/)
      assert.ok(writes.some(({ path }) => path === '/srv/out'))
    }
  })

  it('of the projects that a build copies from leaves a program unread', () => {
    const go = (before: number) => {
      const copies = Array.from({ length: before }, (_, at) => `COPY --from=other /p${at}/out/x /x${at}.bin\n`).join('')
      const text = `FROM golang AS build\nWORKDIR /\nCOPY . /src\nRUN cd /src && go build -o /src/out/app\nFROM debian AS other\nFROM debian\nCOPY --from=build /src/out/app /app\n${copies}CMD ["/app"]\n`
      return image(text, { 'go.mod': 'module a\n', 'main.go': 'package main\n\nfunc main() {}\n' }).program
    }
    assert.equal(whyOf(go(2)), 'wholly')
    assert.match(whyOf(go(12)) ?? '', /^not at all/)
  })

  it('of a context makes a proof stale', () => {
    const answers = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => `f${at}`)
      const io: Files = {
        read: () => ({ ok: true, text: '' }),
        exists: () => true,
        list: (directory) => (directory === '/ctx' ? names : []),
      }
      const built = container({ build: fact({ context: '/ctx', dockerfile: '/ctx/Dockerfile', args: {} }) })
      const kept = { build: buildHash(built.build, io) ?? '', settings: settingsHash(built, []) }
      return [whyStale({ is: 'proved', ...kept, paths: [], environment: [] }, built, io), whyStale({ is: 'refused', ...kept }, built, io)]
    }
    assert.deepEqual(answers(9000), [undefined, undefined])
    const [proved, refused] = answers(10_001)
    assert.match(proved ?? '', /more than 10000 files/)
    assert.equal(refused, undefined, 'a refusal stays')
  })

  it('of what is linted is noted, with its place', () => {
    const neighbours = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`compose.${at}.yaml`, 'services: {a: {image: example.org/own}}\n']))
    const library = (length: number) => ({
      'run.sh': '#!/bin/sh\n. ./lib.sh\ndocker run --read-only nginx:1.27\n',
      'lib.sh': `x=1 # ${'x'.repeat(length)}\n`,
    })
    const writes = (count: number) => ({
      'run.sh': Array.from({ length: count }, (_, at) => `cat > c${at}.yaml <<EOF\nservices:\n  a: {image: nginx}\nEOF\n`).join(''),
    })
    // Each line starts a container with one more option than the line before.
    const grows = (count: number) => ({
      'run.sh': `#!/bin/sh\n${Array.from({ length: count }, (_, at) => `A="$A -e X${at}=1"\ndocker run --read-only $A nginx\n`).join('')}`,
    })
    for (const [files, expected] of [
      [neighbours(19), []],
      [neighbours(22), [/^compose\.0\.yaml:.* is beside more than 20 Compose files/]],
      [library(1000), []],
      [library(200_001), [/^run\.sh:2:.* reads in .*lib\.sh, which is longer than is followed/]],
      [writes(20), []],
      [writes(22), [/^run\.sh:1: writes more than 20 Compose files/]],
      [grows(200), []],
      [grows(1000), [/^run\.sh:1: has more commands, or deeper nesting, than is followed/]],
    ] as const) {
      const cwd = folderWith(files)
      const { stdout } = dockseal(['-f', 'json-with-metadata', '--preset', 'recommended'], { cwd })
      const { metadata } = JSON.parse(stdout) as { metadata: Pick<FormatContext, 'coverage'> }
      const notes = metadata.coverage.filter(({ message }) => /more than|more commands|longer/.test(message))
      const shown = notes.map(({ filePath, line, message }) => `${relative(cwd, filePath)}:${line ?? ''}: ${message}`)
      if (expected.length === 0) assert.deepEqual(shown, [])
      for (const pattern of expected)
        assert.ok(
          shown.some((text) => pattern.test(text)),
          `${pattern}: ${stdout.slice(-2000)}`,
        )
    }
  })

  it('takes no more memory than a run may', { skip: existsSync('/proc/self/status') ? false : 'only Linux tells the peak' }, () => {
    const lines = Array.from({ length: 1500 }, (_, at) => `${' '.repeat(at)}k${at}:\n`).join('')
    const cwd = folderWith({ 'compose.yaml': `services:\n  web: {image: nginx}\nx-deep:\n${lines}` })
    // The peak of the program alone: what getrusage gives starts with that of the process that starts it.
    const peak = 'process.getBuiltinModule("fs").readFileSync("/proc/self/status", "utf8")'
    const report = `process.on("exit", () => console.error("MB", Math.round(/VmHWM:\\s*(\\d+)/.exec(${peak})[1] / 1024)))`
    const { stderr } = startProgram(['.'], { cwd, env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(report)}` } })
    const megabytes = Number(/^MB (\d+)$/m.exec(stderr)?.[1])
    assert.ok(megabytes > 30 && megabytes < 300, stderr)
  })

  it('of what a container changed is kept up to a number', () => {
    const changes = Array.from({ length: 20_010 }, (_, at) => ({ Path: `/srv/${at}`, Kind: 1 }))
    assert.equal(readChanges(changes, []).length, 20_000)
  })
})
