import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { changedSince } from '../src/discover/changed-since.ts'
import { askedOf, decodeText, diskFiles, readHead } from '../src/discover/files.ts'
import { repositoryRoot } from '../src/discover/git.ts'
import { isCostly } from '../src/discover/glob-cost.ts'
import { compileGlobs } from '../src/discover/globs.ts'
import { leadsOut } from '../src/discover/links.ts'
import { describeSystemError, systemErrorCode } from '../src/discover/system-error.ts'
import { removeLeftovers, writeAtomically, writeNew } from '../src/discover/write.ts'
import { folderWith } from './cli.ts'

const why = (answer: { readonly ok: boolean; readonly why?: string }) => (answer.ok ? 'read' : answer.why)

describe('files of the disk', () => {
  it('are text in UTF-8, with the mark at their start, or say what they are', () => {
    const cases: readonly [Buffer, string][] = [
      [Buffer.from('a'), 'read'],
      [Buffer.from(''), 'read'],
      [Buffer.from('\ufeffä'), 'read'],
      [Buffer.from([0xff, 0xfe, 0x61, 0x62]), 'is UTF-16; save it as UTF-8'],
      [Buffer.from([0xfe, 0xff]), 'is UTF-16; save it as UTF-8'],
      [Buffer.from([0xff]), 'is not valid UTF-8; save it as UTF-8'],
      [Buffer.from([0xff, 0xff]), 'is not valid UTF-8; save it as UTF-8'],
      [Buffer.from([0xfe, 0xfe]), 'is not valid UTF-8; save it as UTF-8'],
      [Buffer.from([0x61, 0]), 'contains NUL bytes, so it is no text file'],
    ]
    for (const [bytes, expected] of cases) assert.equal(why(decodeText(bytes)), expected, bytes.toString('hex'))
    assert.deepEqual(decodeText(Buffer.from('\ufeffä')), { ok: true, text: '\ufeffä' })
  })

  it('are read once, and every question is kept', () => {
    const root = folderWith({ a: 'one', 'b/c': '', large: Buffer.alloc(8 * 2 ** 20, 'x'), larger: Buffer.alloc(8 * 2 ** 20 + 1, 'x') })
    const at = (name: string) => join(root, name)
    const files = diskFiles()
    assert.deepEqual(files.read(at('a')), { ok: true, text: 'one' })
    writeFileSync(at('a'), 'two')
    assert.deepEqual(files.read(at('a')), { ok: true, text: 'one' })
    assert.deepEqual(diskFiles().read(at('a')), { ok: true, text: 'two' })
    assert.equal(files.read(at('large')).ok, true)
    assert.equal(why(files.read(at('larger'))), 'is too large (8 MiB; the limit is 8 MiB)')
    assert.equal(why(files.read(at('b'))), 'is a directory')
    assert.equal(why(files.read('/dev/null')), 'is no regular file')
    assert.equal(why(files.read(at('none'))), 'does not exist')
    assert.equal(why(files.read(at('a/x'))), 'has a file where a directory should be in its path')
    assert.deepEqual([files.list(root).toSorted(), files.list(at('none'))], [['a', 'b', 'large', 'larger'], []])
    assert.deepEqual([files.exists(at('b')), files.exists(at('none'))], [true, false])
    assert.equal(files.digest?.(at('a')), createHash('sha256').update('two').digest('hex'))
    assert.equal(files.digest?.(at('none')), undefined)
    const asked = askedOf(files) ?? assert.fail()
    assert.deepEqual([asked.texts.size, asked.lists.size, asked.exists.size, asked.digests.size], [7, 2, 2, 2])
    assert.equal(askedOf({ read: files.read, exists: files.exists, list: files.list }), undefined)
  })

  it('show their first bytes', () => {
    const root = folderWith({ script: '#!/bin/sh\n', short: '#', 'folder/x': '' })
    const heads = ['script', 'short', 'folder', 'none'].map((name) => readHead(join(root, name), 2)?.replaceAll('\0', '.'))
    assert.deepEqual(heads, ['#!', '#', undefined, undefined])
  })

  it('that cannot be read or written say why in words', () => {
    const of = (code: string, done?: 'written') => describeSystemError(Object.assign(new Error('x'), { code }), done)
    assert.deepEqual(
      ['ENOENT', 'ELOOP', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'EIO'].map((code) => of(code)),
      [
        'does not exist',
        'is a symbolic link that leads back to itself',
        'is a directory',
        'has a file where a directory should be in its path',
        'has too long a name',
        'cannot be read (EIO)',
      ],
    )
    assert.deepEqual([of('EACCES'), of('EPERM', 'written')], ['cannot be read: permission denied', 'cannot be written: permission denied'])
    assert.equal(describeSystemError(new Error('odd')), 'cannot be read (Error: odd)')
    assert.deepEqual([systemErrorCode('x'), systemErrorCode(new Error('x')), systemErrorCode({ code: 'EIO' })], ['', '', ''])
  })
})

describe('writing', () => {
  it('makes a new file once, and leaves nothing beside it', () => {
    const root = folderWith({ there: 'old' })
    assert.equal(writeNew(join(root, 'new'), 'text'), undefined)
    assert.equal(writeNew(join(root, 'there'), 'text'), 'exists already')
    assert.equal(writeNew(join(root, 'no/new'), 'text'), 'does not exist')
    assert.deepEqual(
      readdirSync(root).map((name) => readFileSync(join(root, name), 'utf8')),
      ['text', 'old'],
    )
  })

  it('follows a link inside of the root, and refuses what has two names, has changed or is not there', () => {
    const root = folderWith({ 'real/a': 'old', two: 'old' })
    symlinkSync('real/a', join(root, 'link'))
    linkSync(join(root, 'two'), join(root, 'three'))
    const write = (name: string, before = 'old') => writeAtomically(join(root, name), 'new', { before, root })
    assert.equal(write('link', 'other'), 'was changed while dockseal ran; run it again')
    assert.equal(write('link'), undefined)
    assert.equal(readFileSync(join(root, 'real/a'), 'utf8'), 'new')
    assert.match(write('two') ?? '', /^has 2 names/)
    assert.equal(write('none'), 'does not exist')
    assert.deepEqual([readdirSync(root).toSorted(), readdirSync(join(root, 'real'))], [['link', 'real', 'three', 'two'], ['a']])
  })

  it('follows no link that leads out of the root, or of the folder of a file outside', () => {
    const root = folderWith({ 'in/a': '', 'in-other/b': '', 'c/d': '' })
    const at = (name: string) => join(root, name)
    const refused = (path: string, target: string, of = 'in') => leadsOut(at(path), at(target), at(of)) !== undefined
    assert.deepEqual(
      [refused('in/a', 'in/a'), refused('in/a', 'in/b'), refused('in/a', 'in-other/b'), refused('in/a', 'c/d'), refused('in', 'in')],
      [false, false, true, true, false],
    )
    assert.deepEqual([refused('c/d', 'c/e'), refused('c/d', 'in/a'), refused('c/d', 'c/d')], [false, true, false])
    assert.equal(leadsOut('/etc/hosts', '/dev/null', '/'), undefined)
  })

  it('removes what a run left that has ended, and nothing else', () => {
    const names = ['.a.dockseal-999999999', `.b.dockseal-${process.pid}`, '.c.dockseal-x', 'd.dockseal-999999999', '.dockseal-999999999']
    const root = folderWith(Object.fromEntries(names.map((name) => [name, ''])))
    removeLeftovers(root)
    removeLeftovers(join(root, 'none'))
    assert.deepEqual(readdirSync(root).toSorted(), names.slice(1).toSorted())
  })
})

describe('globs', () => {
  it('that may take too long are refused', () => {
    const cheap = ['*', '**/a', '**/*/**/*/**', 'a*b*c*', '{a,b}/{c,d}', '@(a|b)', '?(a)']
    const costly = ['+(a)', '*(a|aa)', '**/**/**/**', 'a*b*c*d*', '{a,b}{c,d}{e,f}{g,h}', 'x/*a*b*c*/y']
    assert.deepEqual([cheap.filter(isCostly), costly.filter((glob) => !isCostly(glob))], [[], []])
    assert.throws(() => compileGlobs(['a', '+(a)']), /the pattern "\+\(a\)" has more than 3 wildcards/)
    const matches = compileGlobs(['*.log', 'sub/**'])
    assert.deepEqual(['a.log', '.b.log', 'sub/x/y', 'x/a.log', 'a'].filter(matches), ['a.log', '.b.log', 'sub/x/y'])
  })
})

describe('--changed-since', () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'protocol.file.allow=always', ...args], {
      cwd,
      stdio: 'pipe',
    })
  const repository = (files: Readonly<Record<string, string>>) => {
    const root = folderWith(files)
    git(root, 'init', '-q')
    git(root, 'add', '.')
    git(root, 'commit', '-q', '-m', 'first')
    return root
  }

  it('names what differs, is gone or is not tracked, and all that a changed repository inside holds', () => {
    const root = repository({ same: '', changed: '', gone: '', 'sub/staged': '', '.gitignore': 'ignored\n' })
    const inner = repository({ x: '' })
    git(root, 'submodule', '--quiet', 'add', inner, 'inner')
    git(root, 'commit', '-q', '-m', 'second')
    writeFileSync(join(root, 'changed'), 'x')
    rmSync(join(root, 'gone'))
    writeFileSync(join(root, 'sub/staged'), 'x')
    git(root, 'add', 'sub/staged')
    for (const name of ['new', 'ignored', 'inner/x']) writeFileSync(join(root, name), 'x')
    mkdirSync(join(root, 'other'))
    git(join(root, 'other'), 'init', '-q')
    writeFileSync(join(root, 'other/y'), 'x')
    const answer = changedSince('HEAD', join(root, 'sub'))
    assert.ok(answer.ok)
    const names = ['same', 'changed', 'gone', 'sub/staged', 'new', 'ignored', 'inner/x', 'inner/deep/z', 'innerx', 'other/y']
    assert.deepEqual(
      names.filter((name) => answer.has(join(root, name))),
      ['changed', 'gone', 'sub/staged', 'new', 'inner/x', 'inner/deep/z', 'other/y'],
    )
    assert.equal(answer.files.has(join(root, 'changed')), true)
  })

  it('says what it does not know', () => {
    const root = repository({ a: '' })
    for (const ref of ['none', '--output=/x', '']) {
      const answer = changedSince(ref, root)
      assert.equal(answer.ok ? 'ok' : answer.why, `git does not know "${ref}"; fetch it first (actions/checkout: fetch-depth: 0)`)
    }
    const none = changedSince('HEAD', folderWith({ a: '' }))
    assert.equal(none.ok ? 'ok' : none.why, '--changed-since needs a git repository')
    assert.equal(repositoryRoot(join(root, 'a/b')), root)
  })
})
