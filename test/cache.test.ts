import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { dockseal, folderWith } from './cli.ts'

const PROJECT = {
  'compose.yaml': `services:
  web:
    image: nginx:\${TAG}
    env_file: web.env
  app:
    build: app
    env_file: later.env
`,
  '.env': 'TAG=1.27\n',
  'web.env': 'API_TOKEN=correct-horse-battery\n',
  'app/Dockerfile': 'FROM debian:13\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n',
  'app/start.sh': '#!/bin/sh\necho "$$" > /run/app.pid\nexec sleep 1000\n',
}

const CACHE = '.dockseal-cache'

/** A run with the cache, and whether it took its answer from there: then the file stays the one that it was. */
function cached(folder: string, ...args: readonly string[]) {
  const place = join(folder, CACHE)
  const before = existsSync(place) ? statSync(place).ino : undefined
  const run = dockseal(['--cache', ...args, '.'], { cwd: folder })
  return { run, isHit: before !== undefined && statSync(place).ino === before }
}

const plain = (folder: string, ...args: readonly string[]) => dockseal([...args, '.'], { cwd: folder })

describe('--cache', () => {
  for (const format of ['pretty', 'stylish', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'html', 'markdown', 'unix']) {
    it(`two runs are equal: ${format}`, () => {
      const folder = folderWith(PROJECT)
      const args = ['-f', format, '--preset', 'strict']
      const without = plain(folder, ...args)
      assert.deepEqual(cached(folder, ...args).run, without)
      const second = cached(folder, ...args)
      const timeless = (text: string) => text.replace(/"(?:start|end)_time": ?"[^"]*"/g, '')
      assert.equal(timeless(second.run.stdout), timeless(without.stdout))
      assert.deepEqual([second.run.code, second.run.stderr, second.isHit], [without.code, without.stderr, true])
    })
  }

  const changes: readonly (readonly [what: string, file: string, text: string])[] = [
    ['a variable', '.env', 'TAG=latest\n'],
    ['the file itself', 'compose.yaml', PROJECT['compose.yaml'].replace('nginx', 'httpd')],
    ['a Dockerfile', 'app/Dockerfile', PROJECT['app/Dockerfile'].replace('debian:13', 'debian:13\nRUN curl -k https://x.example')],
    ['a script that the image starts', 'app/start.sh', PROJECT['app/start.sh'].replace('/run/app.pid', '/srv/app.pid')],
    ['an override that appears', 'compose.override.yaml', 'services:\n  web:\n    read_only: true\n'],
    ['a file that was looked for', 'later.env', 'A=1\n'],
    ['a Compose file that appears', 'other/compose.yaml', 'services:\n  db:\n    image: postgres:17\n'],
    ['a configuration', 'dockseal.yaml', 'rules:\n  read-only-root-filesystem: off\n'],
  ]
  for (const strategy of ['content', 'metadata']) {
    for (const [what, file, text] of changes) {
      it(`is not used once there is another answer (${strategy}): ${what}`, () => {
        const folder = folderWith({ ...PROJECT, 'other/.keep': '' })
        const args = ['--cache-strategy', strategy, '-f', 'json', '--preset', 'strict']
        cached(folder, ...args)
        assert.equal(cached(folder, ...args).isHit, true)
        writeFileSync(join(folder, file), text)
        const after = cached(folder, ...args)
        assert.equal(after.isHit, false)
        assert.deepEqual(after.run, plain(folder, ...args.slice(2)))
      })
    }
  }

  it('is not used once a file is gone', () => {
    const folder = folderWith(PROJECT)
    cached(folder)
    rmSync(join(folder, 'web.env'))
    assert.deepEqual(cached(folder).run, plain(folder))
  })

  it('sees a change of equal length behind an old date', () => {
    const folder = folderWith(PROJECT)
    const file = join(folder, 'compose.yaml')
    const old = new Date(2020, 1, 1)
    utimesSync(file, old, old)
    cached(folder, '--cache-strategy', 'metadata')
    writeFileSync(file, PROJECT['compose.yaml'].replace('nginx', 'redis'))
    utimesSync(file, old, old)
    const after = cached(folder, '--cache-strategy', 'metadata')
    assert.deepEqual([after.isHit, after.run], [false, plain(folder)])
  })

  it('is not used by other options, nor by another version', () => {
    const folder = folderWith(PROJECT)
    cached(folder)
    assert.deepEqual(cached(folder, '--preset', 'cis'), { run: plain(folder, '--preset', 'cis'), isHit: false })
    const place = join(folder, CACHE)
    // The version is a part of the key.
    writeFileSync(place, JSON.stringify({ ...JSON.parse(readFileSync(place, 'utf8')), key: 'of another version' }))
    assert.equal(cached(folder, '--preset', 'cis').isHit, false)
  })

  it('a damaged cache is written again', () => {
    const folder = folderWith(PROJECT)
    const expected = plain(folder)
    cached(folder)
    const place = join(folder, CACHE)
    const { key } = JSON.parse(readFileSync(place, 'utf8')) as { key: string }
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      JSON.stringify({ key }),
      JSON.stringify({ key, texts: {}, lists: {}, exists: {}, digests: {} }),
    ]) {
      writeFileSync(place, text)
      assert.deepEqual(cached(folder).run, expected)
      assert.equal(cached(folder).isHit, true)
    }
  })

  it('holds neither secrets nor texts of files', () => {
    const secret = 'hunter2-hunter2-hunter2'
    const text = PROJECT['compose.yaml'].replace('  app:', `    environment:\n      DB_PASSWORD: ${secret}\n  app:`)
    const folder = folderWith({ ...PROJECT, 'compose.yaml': text })
    const { run } = cached(folder, '--preset', 'strict', '-f', 'json')
    assert.match(run.stdout, /DB_PASSWORD/)
    const kept = readFileSync(join(folder, CACHE), 'utf8')
    for (const hidden of [secret, 'correct-horse-battery', 'exec sleep 1000']) assert.ok(!kept.includes(hidden), hidden)
    if (process.platform !== 'win32') assert.equal(statSync(join(folder, CACHE)).mode & 0o777, 0o600)
  })

  it('--fix changes the files, and the next run sees them', () => {
    const folder = folderWith({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n' })
    cached(folder)
    dockseal(['--cache', '--fix', '.'], { cwd: folder })
    assert.match(readFileSync(join(folder, 'compose.yaml'), 'utf8'), /read_only: true/)
    const after = cached(folder)
    assert.deepEqual([after.isHit, after.run], [false, plain(folder)])
  })

  it('lies where --cache-location says: a file, or a file in a folder', () => {
    const folder = folderWith(PROJECT)
    for (const location of ['kept/results', 'folder/']) {
      const run = () => dockseal(['--cache', '--cache-location', location, '.'], { cwd: folder })
      assert.deepEqual(run(), plain(folder))
      assert.deepEqual(run(), plain(folder))
    }
    assert.ok(statSync(join(folder, 'kept/results')).isFile())
    assert.ok(!existsSync(join(folder, CACHE)))
  })

  it('a run goes on where the cache cannot be written', () => {
    const folder = folderWith(PROJECT)
    assert.deepEqual(dockseal(['--cache', '--cache-location', 'compose.yaml/x/', '.'], { cwd: folder }), plain(folder))
  })

  it('is off by default, and no part of standard input or an audit', () => {
    const folder = folderWith(PROJECT)
    plain(folder)
    dockseal(['--cache', '-'], { cwd: folder, input: 'services:\n  web:\n    image: nginx:1.27\n' })
    assert.ok(!existsSync(join(folder, CACHE)))
    assert.match(dockseal(['audit', '--cache'], { cwd: folder }).stderr, /audit does not take --cache/)
  })
})
