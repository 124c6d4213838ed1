import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { TextDocument, type TextEdit } from 'vscode-languageserver-textdocument'
import { actionsAt } from '../src/commands/lsp/actions.ts'
import { viewOf } from '../src/commands/lsp/workspace.ts'
import { folderWith } from './cli.ts'

const CLI = resolve('dist/cli.js')

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Published
  readonly result?: unknown
}

interface Published {
  readonly uri: string
  readonly version?: number
  readonly diagnostics: readonly { readonly range: Range; readonly code?: string; readonly message: string; readonly severity: number }[]
}

interface Range {
  readonly start: { readonly line: number; readonly character: number }
  readonly end: { readonly line: number; readonly character: number }
}

interface Action {
  readonly title: string
  readonly edit: { readonly documentChanges: readonly { readonly textDocument: { readonly uri: string }; readonly edits: TextEdit[] }[] }
}

const servers: ChildProcess[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.kill()
})

/** A client that speaks as an editor does: it opens, changes and asks. */
function editor() {
  const server = spawn(process.execPath, [CLI, 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] })
  servers.push(server)
  const answers = new Map<number, (message: Message) => void>()
  const published: Published[] = []
  const waiting: ((found: Published) => void)[] = []
  let bytes = Buffer.alloc(0)
  let id = 0
  server.stdout.on('data', (data: Buffer) => {
    bytes = Buffer.concat([bytes, data])
    for (let end = bytes.indexOf('\r\n\r\n'); end !== -1; end = bytes.indexOf('\r\n\r\n')) {
      const length = Number(/Content-Length: (\d+)/.exec(bytes.toString('latin1', 0, end))?.[1])
      if (bytes.length < end + 4 + length) return
      const message = JSON.parse(bytes.toString('utf8', end + 4, end + 4 + length)) as Message
      bytes = bytes.subarray(end + 4 + length)
      if (message.id !== undefined) answers.get(message.id)?.(message)
      else if (message.method === 'textDocument/publishDiagnostics' && message.params) {
        const next = waiting.shift()
        if (next) next(message.params)
        else published.push(message.params)
      }
    }
  })
  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  const ask = <T>(method: string, params: object): Promise<T> =>
    new Promise((done) => {
      answers.set(++id, ({ result }) => done(result as T))
      send({ id, method, params })
    })
  const tell = (method: string, params: object) => send({ method, params })
  const next = (): Promise<Published> => {
    const found = published.shift()
    return found ? Promise.resolve(found) : new Promise((done) => waiting.push(done))
  }
  return {
    ask,
    tell,
    next,
    /** The next diagnostics of a version of a file. */
    diagnosticsOf: async (uri: string, version: number): Promise<Published> => {
      for (;;) {
        const found = await next()
        if (found.uri === uri && found.version === version) return found
      }
    },
    start: async () => {
      await ask('initialize', { processId: null, rootUri: null, capabilities: {} })
      tell('initialized', {})
    },
    open: (path: string) => {
      const uri = pathToFileURL(path).href
      tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: readFileSync(path, 'utf8') } })
      return uri
    },
    stopped: new Promise<number | null>((done) => server.on('exit', done)),
  }
}

const PROJECT = {
  'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n  app:\n    build: .\n    env_file: app.env\n',
  'app.env': 'A=1\n',
  Dockerfile: 'FROM debian:13\nRUN touch /a\nUSER 1000\nCMD ["sleep", "1"]\n',
}

describe('the language server', () => {
  it('shows findings, seals a service, and shows none for it afterwards', async () => {
    const folder = folderWith(PROJECT)
    const client = editor()
    await client.start()
    const uri = client.open(join(folder, 'compose.yaml'))
    const { diagnostics } = await client.diagnosticsOf(uri, 1)
    const web = diagnostics.find(({ code, message }) => code === 'read-only-root-filesystem' && message.includes('"web"'))
    assert.deepEqual(web?.range, { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } })
    assert.match(web.message, /\(known image\)/)
    const actions = await client.ask<Action[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: web.range,
      context: { diagnostics: [] },
    })
    const seal = actions.find(({ title }) => title === 'Seal web')
    const [change] = seal?.edit.documentChanges ?? []
    assert.equal(change?.textDocument.uri, uri)
    const fixed = TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, PROJECT['compose.yaml']), change.edits)
    assert.match(fixed, /web:\n {4}image: nginx:1\.27\n {4}read_only: true\n {4}tmpfs:\n/)
    assert.equal(fixed.replace(/ {4}read_only: true\n {4}tmpfs:\n( {6}- .*\n)+/, ''), PROJECT['compose.yaml'])
    client.tell('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: fixed }] })
    const after = await client.diagnosticsOf(uri, 2)
    assert.ok(!after.diagnostics.some(({ code, message }) => code === 'read-only-root-filesystem' && message.includes('"web"')))
    // All at once changes only whole lines, as the command line does.
    const all = actions.find(({ title }) => title.startsWith('Seal all'))
    const sealed = TextDocument.applyEdits(
      TextDocument.create(uri, 'yaml', 1, PROJECT['compose.yaml']),
      all?.edit.documentChanges[0]?.edits ?? [],
    )
    assert.ok(sealed.startsWith(fixed.slice(0, fixed.indexOf('  app:'))), sealed)
  })

  it('suppresses a finding on its line', async () => {
    const folder = folderWith(PROJECT)
    const client = editor()
    await client.start()
    const uri = client.open(join(folder, 'compose.yaml'))
    const { diagnostics } = await client.diagnosticsOf(uri, 1)
    const range = diagnostics[0]?.range ?? assert.fail('no finding')
    const actions = await client.ask<Action[]>('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics: [] } })
    const suppress = actions.find(({ title }) => title.startsWith('Suppress'))?.edit.documentChanges[0]?.edits ?? []
    const text = TextDocument.applyEdits(TextDocument.create(uri, 'yaml', 1, PROJECT['compose.yaml']), suppress)
    client.tell('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text }] })
    const after = await client.diagnosticsOf(uri, 2)
    assert.equal(after.diagnostics.length, diagnostics.length - 1)
  })

  it('explains a plan, completes a tmpfs and rule ids, and links files', async () => {
    const folder = folderWith({
      ...PROJECT,
      'compose.yaml': `${PROJECT['compose.yaml']}  db:\n    image: postgres:17\n    tmpfs:\n      - \n    # dockseal-disable-next-line \n`,
    })
    const client = editor()
    await client.start()
    const uri = client.open(join(folder, 'compose.yaml'))
    await client.diagnosticsOf(uri, 1)
    const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } })
    const hover = await client.ask<{ contents: { value: string } }>('textDocument/hover', at(2, 8))
    assert.match(hover.contents.value, /^\*\*web\*\*: known image[\s\S]*\/var\/cache\/nginx/)
    assert.equal(await client.ask('textDocument/hover', at(0, 2)), null)
    const labels = async (line: number, character: number) =>
      (await client.ask<{ label: string }[]>('textDocument/completion', at(line, character))).map(({ label }) => label)
    assert.ok((await labels(9, 8)).includes('/run/postgresql'))
    assert.ok((await labels(10, 33)).includes('no-privileged'))
    assert.deepEqual(await labels(2, 8), [])
    const links = await client.ask<{ target: string }[]>('textDocument/documentLink', { textDocument: { uri } })
    assert.deepEqual(
      links.map(({ target }) => target.slice(target.lastIndexOf('/') + 1)),
      ['Dockerfile', 'app.env'],
    )
  })

  it('judges a Compose file by what is typed in its Dockerfile', async () => {
    const folder = folderWith(PROJECT)
    const client = editor()
    await client.start()
    const compose = client.open(join(folder, 'compose.yaml'))
    await client.diagnosticsOf(compose, 1)
    const dockerfile = client.open(join(folder, 'Dockerfile'))
    await client.diagnosticsOf(compose, 1)
    client.tell('textDocument/didChange', {
      textDocument: { uri: dockerfile, version: 2 },
      contentChanges: [{ text: 'FROM debian:13\nUSER 1000\nCMD ["sh", "-c", "echo 1 > /var/spool/one && sleep 1"]\n' }],
    })
    const { diagnostics } = await client.diagnosticsOf(compose, 1)
    assert.match(diagnostics.find(({ message }) => message.includes('"app"'))?.message ?? '', /\/var\/spool/)
  })

  it('survives a broken document, and ends when the editor goes', async () => {
    const folder = folderWith({ 'compose.yaml': 'services:\n\tweb: [\n' })
    const client = editor()
    await client.start()
    const uri = client.open(join(folder, 'compose.yaml'))
    const broken = await client.diagnosticsOf(uri, 1)
    assert.equal(broken.diagnostics[0]?.severity, 1)
    client.tell('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'services: {web: {image: nginx}}\n' }],
    })
    const { diagnostics } = await client.diagnosticsOf(uri, 2)
    assert.equal(diagnostics[0]?.code, 'read-only-root-filesystem')
    await client.ask('shutdown', {})
    client.tell('exit', {})
    assert.equal(await client.stopped, 0)
  })
})

it('seals at once the services that the configuration lets --fix seal', async () => {
  const images = `images:
  - { names: [shop/hub], writes: [], obstacles: [{ effect: degrades, why: plug-ins cannot be installed }] }\n`
  const text = 'services:\n  known:\n    image: nginx:1.27\n  guess:\n    image: example.test/x:1\n  hub:\n    image: shop/hub:1\n'
  for (const [fix, expected] of [
    ['', ['known']],
    ['fix: { degraded: true }\n', ['known', 'hub']],
    ['fix: { confidence: default }\n', ['known', 'guess']],
    ['fix: { confidence: proved }\n', undefined],
  ] as const) {
    const path = join(folderWith({ '.docksealrc.yml': images + fix, 'compose.yaml': text }), 'compose.yaml')
    const actions = await actionsAt(await viewOf(new Map([[path, text]])), { path, version: () => 1 }, 1, 1)
    const [change] = actions.find(({ title }) => title.startsWith('Seal all'))?.edit?.documentChanges ?? []
    const edits = change && 'edits' in change ? change.edits : undefined
    const fixed = edits && TextDocument.applyEdits(TextDocument.create('', 'yaml', 1, text), edits as TextEdit[])
    const sealed = fixed && [...fixed.matchAll(/(\w+):\n {4}image: .*\n {4}read_only: true/g)].map(([, name]) => name)
    assert.deepEqual(sealed, expected, fix)
  }
})

const hasNeovim = spawnSync('nvim', ['--version']).status === 0

describe('Neovim', { skip: hasNeovim || process.env.DOCKSEAL_REQUIRE_ENGINE ? false : 'nvim is not installed' }, () => {
  it('opens a project, shows the diagnostics, applies "seal this service" and saves', () => {
    const folder = folderWith(PROJECT)
    writeFileSync(
      join(folder, 'drive.lua'),
      `
local client = vim.lsp.start_client({ name = 'dockseal', cmd = { '${process.execPath}', '${CLI}', 'lsp' }, root_dir = '${folder}' })
vim.cmd.edit('${folder}/compose.yaml')
vim.lsp.buf_attach_client(0, client)
local function count() return #vim.diagnostic.get(0) end
assert(vim.wait(300000, function() return count() > 0 end), 'no diagnostics')
for _, each in ipairs(vim.diagnostic.get(0)) do io.stdout:write(each.lnum + 1, ': ', each.message, '\\n') end
vim.api.nvim_win_set_cursor(0, { 2, 3 })
local done = false
vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == 'Seal web' end })
vim.wait(300000, function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n'):find('read_only') ~= nil end)
vim.cmd.write()
vim.cmd('qa!')
`,
    )
    const { stdout, stderr } = spawnSync('nvim', ['--headless', '--clean', '-l', join(folder, 'drive.lua')], {
      encoding: 'utf8',
      timeout: 900_000,
    })
    assert.match(`${stdout}${stderr}`, /2: The root filesystem of service "web" is writable/)
    const fixed = readFileSync(join(folder, 'compose.yaml'), 'utf8')
    assert.match(fixed, /web:\n {4}image: nginx:1\.27\n {4}read_only: true\n {4}tmpfs:\n/)
    const compose = spawnSync('docker', ['compose', '-f', join(folder, 'compose.yaml'), 'config', '--quiet'], { encoding: 'utf8' })
    if (compose.error === undefined) assert.equal(compose.stderr.replace(/.*warning.*\n/g, ''), '')
  })
})
