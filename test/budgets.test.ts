import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readChanges } from '../src/live/observe.ts'
import { image } from './dockerfile-context.ts'

const node = (files: Readonly<Record<string, string>>) => image('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n', files).program
const start = (script: string) => image('FROM debian\nCOPY start.sh /\nCMD ["/start.sh"]\n', { 'start.sh': script }).program
const whyOf = (program: ReturnType<typeof node>) =>
  program && program.read !== 'wholly' ? `${program.read}: ${program.why}` : program?.read

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
    const enough = `#!/bin/sh\n${'true\n'.repeat(4000)}exec sleep 9\n`
    const more = `#!/bin/sh\n${'true\n'.repeat(6000)}exec sleep 9\n`
    const deep = `#!/bin/sh\n${'( '.repeat(250)}date${' )'.repeat(250)}\nexec sleep 9\n`
    assert.equal(whyOf(start(enough)), 'wholly')
    for (const script of [more, deep]) {
      const program = start(script)
      assert.equal(whyOf(program), 'in part: what it starts there is more than is followed')
      assert.equal(program?.read !== 'wholly' && program?.origin?.kind === 'text' && program.origin.file, '/ctx/start.sh')
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

  it('of what a container changed is kept up to a number', () => {
    const changes = Array.from({ length: 20_010 }, (_, at) => ({ Path: `/srv/${at}`, Kind: 1 }))
    assert.equal(readChanges(changes, []).length, 20_000)
  })
})
