import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SWARM } from '../src/model/dialect.ts'
import {
  expressible,
  inexpressible,
  newTmpfsSyntax,
  parseTmpfsOptions,
  tmpfsMountKeys,
  tmpfsOptionText,
  withoutOwner,
} from '../src/model/tmpfs.ts'
import { deployedStacks } from '../src/project/recognise.ts'
import { COMPOSE, STACK } from '../src/sources/compose/dialect.ts'
import { filesIn } from './files-in.ts'

const ALL = parseTmpfsOptions('exec,suid,dev,uid=1,gid=2,mode=0700,size=64m,nr_inodes=1k')

describe('what a syntax can say of a tmpfs', () => {
  it('short: everything, and it reads again as it was', () => {
    assert.deepEqual(inexpressible(ALL, 'short'), [])
    assert.deepEqual(parseTmpfsOptions(tmpfsOptionText(ALL)), ALL)
  })

  it('--mount: size and mode', () => {
    assert.deepEqual(inexpressible(ALL, 'mount'), ['uid=1', 'gid=2', 'exec', 'suid', 'dev', 'nr_inodes=1k'])
    assert.deepEqual(expressible(ALL, 'mount'), { size: 64 * 2 ** 20, mode: 0o700 })
    assert.deepEqual(tmpfsMountKeys(ALL), ['tmpfs-size=64m', 'tmpfs-mode=0700'])
  })

  it('a stack: the size', () => {
    assert.deepEqual(inexpressible(ALL, 'stack'), ['uid=1', 'gid=2', 'mode=0700', 'exec', 'suid', 'dev', 'nr_inodes=1k'])
    assert.deepEqual(inexpressible({ mode: 0o1777, exec: false }, 'stack'), ['mode=1777'])
    assert.deepEqual(expressible({ size: 1, mode: 0o1777 }, 'stack'), { size: 1 })
  })

  it('a new one is written as whoever starts the container reads it', () => {
    assert.equal(newTmpfsSyntax({ dialect: COMPOSE }, {}), 'short')
    assert.equal(newTmpfsSyntax({ dialect: STACK }, { uid: 1 }), 'stack')
    assert.equal(newTmpfsSyntax({ dialect: SWARM }, {}), 'mount')
    assert.equal(newTmpfsSyntax({ dialect: COMPOSE, maybeStack: true }, { mode: 0o1777 }), 'mount')
    assert.equal(newTmpfsSyntax({ dialect: COMPOSE, maybeStack: true }, { uid: 1 }), 'short')
  })

  it('an owner gives way to a mode that lets the same user write, unless the mode keeps others out', () => {
    assert.deepEqual(withoutOwner({ uid: 1, gid: 2, size: 5 }), { size: 5, mode: 0o1777 })
    assert.deepEqual(withoutOwner({ uid: 1, mode: 0o700 }), { uid: 1, mode: 0o700 })
    assert.deepEqual(withoutOwner({ size: 5 }), { size: 5 })
  })
})

describe('Compose files that a script deploys as a stack', () => {
  const io = filesIn('/r', { 'a.yaml': '', 'deploy/b.yaml': '', 'c d.yaml': '' })
  const found = (line: string) => deployedStacks('/r/deploy/x.sh', `#!/bin/sh\n${line}\n`, io)
  it('are found beside the script and above it', () => {
    assert.deepEqual(found('docker stack deploy -c b.yaml shop'), ['/r/deploy/b.yaml'])
    assert.deepEqual(found('sudo docker --context prod stack deploy --prune --compose-file=../a.yaml shop'), ['/r/a.yaml'])
    assert.deepEqual(found('docker stack up -c a.yaml,b.yaml \\\n  shop'), ['/r/a.yaml', '/r/deploy/b.yaml'])
    assert.deepEqual(found('docker stack deploy -c "$PWD/b.yaml" shop'), ['/r/deploy/b.yaml'])
  })
  it('not where a variable names them, in a comment, or where they are not there', () => {
    assert.deepEqual(found('docker stack deploy -c $FILE shop'), [])
    assert.deepEqual(found('# docker stack deploy -c b.yaml shop'), [])
    assert.deepEqual(found('docker stack deploy -c gone.yaml shop'), [])
    assert.deepEqual(found('docker compose -f b.yaml up'), [])
  })
})
