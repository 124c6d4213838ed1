import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { folderWith } from './cli.ts'

const has = (program: string, flag: string) => spawnSync(program, [flag]).status === 0
const missing = [...(has('hx', '--version') ? [] : ['hx']), ...(has('tmux', '-V') ? [] : ['tmux'])]

/** How often the screen is looked at until it must show what is wanted: twenty minutes, for a machine that is very busy. */
const ROUNDS = 6000

/** A terminal without a window, and what it shows. */
function terminal(command: string) {
  const run = (...args: string[]) => spawnSync('tmux', ['-L', `dockseal-${process.pid}`, ...args], { encoding: 'utf8' })
  run('new-session', '-d', '-x', '120', '-y', '30', command)
  after(() => run('kill-server'))
  /** What is on the screen; undefined once the command has ended. */
  const screen = () => {
    const { status, stdout } = run('capture-pane', '-p')
    return status === 0 ? stdout : undefined
  }
  return {
    press: (...keys: string[]) => run('send-keys', ...keys),
    /** Waits until the screen shows what is wanted. */
    shows: async (wanted: RegExp): Promise<void> => {
      for (let round = 0; round < ROUNDS; round++) {
        if (wanted.test(screen() ?? '')) return
        await setTimeout(200)
      }
      return assert.fail(`${wanted} does not come: ${screen()}`)
    },
    /** Waits until the command has ended. */
    ends: async (): Promise<void> => {
      for (let round = 0; round < ROUNDS && screen() !== undefined; round++) await setTimeout(200)
      assert.equal(screen(), undefined)
    },
  }
}

describe('Helix', { skip: missing.length > 0 && `not installed: ${missing.join(', ')}` }, () => {
  it('shows the diagnostics of a project, applies "Seal web" and saves', async () => {
    const server = `[language-server.dockseal]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(resolve('dist/cli.js'))}, "lsp"]\n`
    const folder = folderWith({
      'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n',
      '.helix/languages.toml': `${server}\n[[language]]\nname = "yaml"\nlanguage-servers = ["dockseal"]\n`,
      '.git/HEAD': 'ref: refs/heads/main\n',
    })
    const { press, shows, ends } = terminal(`cd ${folder} && hx compose.yaml`)
    // A sign beside the line of the service.
    await shows(/^● +2/m)
    press('j')
    press('Space', 'a')
    await shows(/Seal web/)
    press('Enter')
    // Beside the number of its line: a diagnostic may name it too.
    await shows(/^\W*\d+\W+read_only: true/m)
    // No Escape before: a terminal that is slow takes it and the next key for one.
    press(':write-quit-all')
    await shows(/^:write-quit-all/m)
    press('Enter')
    // Helix moves the file away before it writes the new text, so the file is read after Helix has ended.
    await ends()
    assert.equal(
      readFileSync(join(folder, 'compose.yaml'), 'utf8'),
      'services:\n  web:\n    image: nginx:1.27\n    read_only: true\n    tmpfs:\n      - /run\n      - /var/cache/nginx\n',
    )
  })
})
