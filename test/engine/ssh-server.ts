import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { must, run, until } from './machine.ts'

const SSHD = '/usr/sbin/sshd'

/** Why there can be no ssh server here, or undefined. */
export function whyNoSshServer(): string | undefined {
  if (run(SSHD, ['-V']).stderr.includes('ENOENT')) return 'SKIPPED: no sshd on this machine (Debian: openssh-server)'
  return run('ssh', ['-V']).status === 0 ? undefined : 'SKIPPED: no ssh on this machine (Debian: openssh-client)'
}

export interface SshServer {
  /** `ssh://user@127.0.0.1:port`. */
  readonly url: string
  /** Environment in which `ssh` knows the server's host key and has a key that it accepts. */
  readonly env: NodeJS.ProcessEnv
  /** The same for an `ssh` that does not know the host key. */
  readonly unknownHost: NodeJS.ProcessEnv
  /** The same for an `ssh` whose key the server does not accept. */
  readonly wrongKey: NodeJS.ProcessEnv
  readonly stop: () => void
}

/** OpenSSH's server on loopback, for the user of the test, with keys made for it. */
export async function startSshServer(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-ssh-'))
  const at = (name: string) => join(folder, name)
  for (const name of ['host', 'user', 'other']) must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(name)])
  const port = await freePort()
  const { username } = userInfo()
  must('cp', [at('user.pub'), at('authorized')])
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${must('cut', ['-d', ' ', '-f', '1,2', at('host.pub')])}\n`)
  writeFileSync(at('none'), '')
  const settings = {
    ...{ Port: port, ListenAddress: '127.0.0.1', HostKey: at('host'), PidFile: 'none', AuthorizedKeysFile: at('authorized') },
    ...{ StrictModes: 'no', UsePAM: 'no', PasswordAuthentication: 'no', PermitRootLogin: 'prohibit-password' },
  }
  writeFileSync(at('sshd_config'), lines(settings))
  // Debian's server wants its directory for privilege separation, which only the service makes.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server: ChildProcess = spawn(SSHD, ['-D', '-e', '-f', at('sshd_config')], { stdio: 'ignore' })
  const client = (name: string, key: string, known: string): NodeJS.ProcessEnv => {
    const bin = at(name)
    mkdirSync(bin)
    writeFileSync(join(bin, 'config'), lines({ IdentityFile: at(key), IdentitiesOnly: 'yes', UserKnownHostsFile: at(known) }))
    const ssh = must('sh', ['-c', 'command -v ssh'])
    writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec ${ssh} -F ${join(bin, 'config')} "$@"\n`, { mode: 0o755 })
    return { PATH: `${bin}${delimiter}${process.env.PATH}` }
  }
  const env = client('good', 'user', 'known')
  until('the ssh server answers', () => (run('ssh', ['-p', `${port}`, '127.0.0.1', 'true'], { env }).status === 0 ? true : undefined))
  return {
    url: `ssh://${username}@127.0.0.1:${port}`,
    env,
    unknownHost: client('unknown', 'user', 'none'),
    wrongKey: client('wrong', 'other', 'known'),
    stop: () => {
      server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const lines = (settings: Readonly<Record<string, string | number>>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('')

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
