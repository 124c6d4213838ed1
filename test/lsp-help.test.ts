import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { actionsAt } from '../src/commands/lsp/actions.ts'
import { completionsAt, hoverAt, linksIn } from '../src/commands/lsp/help.ts'
import { viewOf } from '../src/commands/lsp/workspace.ts'
import { folderWith } from './cli.ts'

const COMPOSE = `services:
  web:
    image: nginx:1.27
    # a comment
    ports: ["80:80"]
    tmpfs:
      # of what it writes
      - /run
      - 
    read_only: true
  db:
    image: postgres:17
    tmpfs: 
    volumes:
      - data:/x
      - 
    command: [postgres]
  first: # dockseal-disable-line 
    image: redis # dockseal-disable-line cpu-limit -- why 
volumes: {data: {}}
`

async function opened(files: Readonly<Record<string, string>>, name: string) {
  const folder = folderWith(files)
  const path = join(folder, name)
  const text = files[name] ?? ''
  return { folder, path, text, view: await viewOf(new Map([[path, text]])) }
}

describe('an editor is helped', () => {
  it('by the plan of the service on the lines that it explains', async () => {
    const { view, path, text } = await opened({ 'compose.yaml': COMPOSE }, 'compose.yaml')
    const names = text.split('\n').map((line, at) => {
      const offset = text.split('\n').slice(0, at).join('\n').length + 1 + line.length
      const contents = hoverAt(view, path, Math.min(offset, text.length))?.contents as { value: string } | undefined
      return /^\*\*(\w+)\*\*/.exec(contents?.value ?? '')?.[1]
    })
    const explained = names.flatMap((name, at) => (name === undefined ? [] : [`${at + 1} ${name}`]))
    assert.deepEqual(explained, [
      '3 web',
      '6 web',
      '8 web',
      '9 web',
      '10 web',
      '12 db',
      '13 db',
      '14 db',
      '15 db',
      '16 db',
      '19 first',
      '20 first',
    ])
    assert.equal(hoverAt(view, `${path}.none`, 0), undefined)
  })

  it('by the commands of a script', async () => {
    const script = 'echo first\ndocker run nginx:1.27\necho last\n'
    const { view, path } = await opened({ 'run.sh': script }, 'run.sh')
    const at = (words: string) => hoverAt(view, path, script.indexOf(words)) !== undefined
    assert.deepEqual([at('echo first'), at('docker'), at('echo last')], [false, true, false])
  })

  it('by what completes a tmpfs or a rule', async () => {
    const { view, path, text } = await opened({ 'compose.yaml': COMPOSE }, 'compose.yaml')
    const labels = (words: string) => completionsAt(view, path, text.indexOf(words) + words.length).map(({ label }) => label)
    assert.deepEqual(labels('      - /run\n      - '), ['/var/cache/nginx'])
    assert.ok(labels('17\n    tmpfs: ').includes('/run/postgresql'))
    assert.deepEqual(labels('data:/x\n      - '), [])
    assert.deepEqual(labels('    image: '), [])
    assert.ok(labels('  first: # dockseal-disable-line ').includes('cpu-limit'))
    assert.deepEqual(labels('cpu-limit -- why'), [])
    assert.deepEqual(completionsAt(view, `${path}.none`, 0), [])
  })

  it('by links to the files that a Compose file names', async () => {
    const files = {
      'compose.yaml': `include: [more.yaml, "\${DIR}/a.yaml", https://example.com/b.yaml, none.yaml]
services:
  a: {build: app, env_file: [a.env, 5]}
  b: {build: {context: app, dockerfile: Other}, extends: {file: more.yaml, service: x}}
  c: {build: {context: app}}
  d: {build: {dockerfile: Dockerfile}}
  e: {image: more.yaml}
`,
      'more.yaml': 'services: {x: {image: a}}\n',
      'a.env': '',
      Dockerfile: 'FROM a\n',
      'app/Dockerfile': 'FROM a\n',
      'app/Other': 'FROM a\n',
    }
    const { view, path, folder } = await opened(files, 'compose.yaml')
    const links = linksIn(view, path).map(
      ({ range, target }) => `${range.start.line} ${decodeURIComponent(target ?? '').split(`${folder}/`)[1]}`,
    )
    assert.deepEqual(links, [
      '0 more.yaml',
      '2 app/Dockerfile',
      '2 a.env',
      '3 app/Other',
      '3 more.yaml',
      '4 app/Dockerfile',
      '5 Dockerfile',
    ])
    assert.deepEqual(linksIn(view, join(folder, 'Dockerfile')), [])
    assert.deepEqual(linksIn(view, join(folder, 'none.yaml')), [])
  })
})

describe('what an editor offers on lines', () => {
  const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n  db:\n    image: postgres:17\n' }
  const titles = async (from: number, to: number) => {
    const { view, path } = await opened(files, 'compose.yaml')
    return (await actionsAt(view, { path, version: () => 1 }, from, to)).map(
      ({ title, isPreferred, kind }) => `${title}${isPreferred ? ' (preferred)' : ''} ${kind}`,
    )
  }

  it('is what is found there', async () => {
    const SEAL_ALL = 'Seal all services that dockseal knows source.fixAll'
    const suppress = (rule: string) => `Suppress ${rule} here quickfix`
    assert.deepEqual(await titles(0, 0), [])
    assert.ok((await titles(1, 1)).includes('Seal web (preferred) quickfix'))
    assert.ok((await titles(1, 1)).includes(SEAL_ALL))
    assert.deepEqual(
      (await titles(3, 3)).filter((title) => !title.startsWith('Suppress')),
      [],
    )
    assert.deepEqual(await titles(3, 3), [suppress('no-privileged')])
    const all = await titles(0, 9)
    assert.deepEqual(
      all.filter((title) => title.startsWith('Seal')),
      ['Seal web (preferred) quickfix', 'Seal db (preferred) quickfix', SEAL_ALL],
    )
    assert.deepEqual(await titles(4, 4), [
      'Seal db (preferred) quickfix',
      suppress('read-only-root-filesystem'),
      'Name the volume (db) quickfix',
      suppress('anonymous-data-volume'),
      SEAL_ALL,
    ])
  })

  it('is nothing for a file that cannot be read', async () => {
    const { view, path } = await opened(files, 'compose.yaml')
    assert.deepEqual(await actionsAt(view, { path: `${path}.none`, version: () => 1 }, 0, 9), [])
  })
})
