import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { after, test } from 'node:test'
import { diskFiles } from '../src/discover/files.ts'
import { ignoreTest, walk } from '../src/discover/walk.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { recognise } from '../src/project/recognise.ts'
import { overlayFiles } from '../src/sources/text-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'dockseal-walk-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const SCRIPT = '#!/bin/bash\ndocker run nginx\n'

/** What a walk of a folder with these files finds. */
async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = mkdtempSync(join(folder, 'case-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const walked = await walk([root], { cwd: root, ignore: [], gitignore: false })
  return walked.files.map(({ path }) => relative(root, path).split(sep).join('/'))
}

test('a walk finds every name that is read when it is named', async () => {
  const names = [
    'Dockerfile-debug',
    'Dockerfile.dev',
    'Dockerfile_test',
    'Makefile.docker',
    'app.service.j2',
    'docker.Makefile',
    'docker.mak',
    'proxy.service.d/override.conf',
    'start.command',
  ]
  assert.deepEqual(await found(Object.fromEntries(names.map((name) => [name, '']))), names)
})

test('a walk finds scripts without an extension by their first line, hidden ones too', async () => {
  const files = { '.dockerfunc': SCRIPT, '.gitignore': 'dist\n', 'bin/run': SCRIPT, 'bin/notes': 'docker run nginx\n' }
  assert.deepEqual(await found(files), ['.dockerfunc', 'bin/run'])
})

test('a template is said to be one, and is no error', () => {
  const texts = {
    'compose.docs.yml': 'services:\n  docs:\n    image: {{ project.slug }}_docs\n',
    'compose.yml': 'services:\n  web:\n    image: "{{ slug }}_web"\n',
    Dockerfile: 'FROM docker.io/postgres:{{ version }}\nRUN true\n',
    'Dockerfile.j2': 'FROM docker.io/postgres:{{ version }}\nRUN true\n',
    'Dockerfile-slim': 'FROM debian:%%TAG%%-slim\nRUN true\n',
    'web.Dockerfile': 'FROM debian:12\nRUN echo "{{ a }}"\n',
  }
  const io = overlayFiles(diskFiles(), new Map(Object.entries(texts).map(([name, text]) => [join(folder, name), text])))
  const candidates = Object.keys(texts).map((name) => ({ path: join(folder, name), explicit: false }))
  const { units, dockerfiles, skipped } = recognise(candidates, io, { sources: ALL_SOURCES, projects: [] })
  const named = (path: string) => relative(folder, path)
  assert.deepEqual(
    skipped.map(({ file, why }) => `${named(file)} ${why}`),
    [
      'compose.docs.yml is a Jinja or Go template, not YAML that Compose could read',
      'Dockerfile is a template of a Dockerfile, not yet rendered',
      'Dockerfile-slim is a template of a Dockerfile, not yet rendered',
    ],
  )
  assert.deepEqual(dockerfiles.map(named), ['web.Dockerfile'])
  assert.deepEqual(
    units.map(({ file }) => named(file)),
    ['compose.yml'],
  )
})

test('a path that is not there says what it may have been meant for', async () => {
  const { problems } = await walk(['help', '**/*.yaml', 'deploy/compose.yaml'], { cwd: folder, ignore: [], gitignore: false })
  assert.deepEqual(
    problems.map(({ hint }) => hint),
    ['check the path; `dockseal --help` lists the commands', 'name folders or files; patterns are read by the shell', 'check the path'],
  )
})

test('a walk leaves out what git does, wherever in the repository it begins', async (t) => {
  const root = mkdtempSync(join(folder, 'git-'))
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: root } })
  if (git('init', '-q').status !== 0) return t.skip('there is no git')
  const rules: Record<string, string> = {
    '.gitignore':
      '\ufeffbuild/\n/tied\n*.local.yml\n!keep.local.yml\nout\ndeep/**/old.yml\n# a comment\n  \nspace\\ \n' +
      'UPPER.yml\n[a-c]?[!x-z].yml\n[]-]1.yml\n\\!not.yml\nst\\*r.yml\nreport.[0-9]*.[0-9]*.[0-9]*.[0-9]*.yml\nlog/**\n!log/keep/\n**/last/\nopen[.yml\n',
    'app/.gitignore': '/tied\r\nsub/mine.yml\n!out\n!x.local.yml  \n/\n',
    'app [1]/.gitignore': '/only.yml\nany.yml\n',
    'build/.gitignore': '!compose.yml\n',
  }
  const names = [
    'compose.yml',
    'tied/a.yml',
    'x.local.yml',
    'keep.local.yml',
    'out/a.yml',
    'sub/mine.yml',
    'only.yml',
    'any.yml',
    'space /a.yml',
  ]
  const single =
    'deep/a/b/old.yml upper.yml UPPER.yml bxa.yml -xa.yml bxy.yml ]1.yml -1.yml !not.yml st*r.yml star.yml report.1.2.3.4.yml report.1.2.3.yml log/a.yml log/keep/a.yml x/last/a.yml last.yml open[.yml'.split(
      ' ',
    )
  const folders = ['', 'app/', 'app/sub/', 'app [1]/', 'app [1]/sub/', 'app 1/', 'build/', 'app/build/', 'deep/a/b/']
  for (const name of [...Object.keys(rules), ...folders.flatMap((each) => names.map((name) => each + name)), ...single]) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), rules[name] ?? '')
  }
  const shown = git('ls-files', '--others', '--exclude-standard', '-z', '--', '*.yml')
    .stdout.split('\0')
    .filter((name) => name !== '')
  assert.ok(shown.includes('app/x.local.yml') && !shown.includes('x.local.yml') && shown.length < names.length * folders.length)
  for (const start of ['', 'app', 'app/sub', 'build', 'app [1]']) {
    const { files } = await walk([join(root, start)], { cwd: root, ignore: [], gitignore: true })
    const expected = shown.filter((name) => name.startsWith(start === '' ? '' : `${start}/`))
    assert.deepEqual(files.map(({ path }) => relative(root, path).split(sep).join('/')).sort(), expected.sort(), start)
  }
  const isIgnored = await ignoreTest(['app'], { cwd: root, ignore: [], gitignore: true })
  const all = [...folders.flatMap((each) => names.map((name) => each + name)), ...single]
  assert.deepEqual(all.filter((name) => !isIgnored(join(root, name))).sort(), shown.filter((name) => all.includes(name)).sort())
})
