import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildImages } from './images/build-images.ts'
import { docker, dockseal, must, run, whyNoEngine } from './machine.ts'

const skip = whyNoEngine()

/** Services that between them say what the rules judge, as a Compose file says it. They are created and never started. */
const COMPOSE = `x-base: &base
  image: dockseal-test/busybox
  command: sleep 1000

services:
  plain:
    <<: *base
  sealed:
    <<: *base
    read_only: true
    tmpfs: [/tmp, "/run:exec,mode=0755"]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    user: "1000:1000"
    mem_limit: 64m
    cpus: 0.5
    pids_limit: 50
    restart: on-failure:3
    healthcheck: {test: ["CMD", "true"]}
  privileged:
    <<: *base
    privileged: true
  capabilities:
    <<: *base
    cap_add: [NET_ADMIN, CAP_SYS_ADMIN]
    cap_drop: [mknod]
    security_opt: ["seccomp=unconfined", "apparmor:unconfined"]
  host-namespaces:
    <<: *base
    network_mode: host
    pid: host
    ipc: host
    uts: host
  bridge:
    <<: *base
    network_mode: bridge
  mounts:
    <<: *base
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
      - /etc:/host/etc
      - {type: bind, source: /usr, target: /host/usr, read_only: true, bind: {propagation: rslave}}
      - {type: tmpfs, target: /scratch, tmpfs: {size: 1048576}}
      - named:/data:ro
      - /anonymous
  ports:
    <<: *base
    ports: ["0.0.0.0:18080:80", "127.0.0.1:18081:81", "82", "443:443/udp"]
  limits:
    <<: *base
    deploy: {resources: {limits: {memory: 32M, cpus: "0.25", pids: 9}}}
    ulimits: {nofile: {soft: 10, hard: 20}, nproc: 65535}
    shm_size: 1m
    cgroup_parent: /dockseal-law
    cpu_shares: 10
    restart: always
  devices:
    <<: *base
    devices: ["/dev/null:/dev/nothing:r"]
    init: true
  secrets:
    <<: *base
    environment: {DB_PASSWORD: hunter2, MODE: production, EMPTY: ""}
  quiet:
    <<: *base
    logging: {driver: none}
    healthcheck: {disable: true}
volumes:
  named:
`

interface Result {
  readonly filePath: string
  readonly messages: readonly {
    readonly ruleId: string
    readonly messageId: string
    readonly subject: string
    readonly line: number
    readonly message: string
  }[]
}

describe('the same container as Compose and as inspect document', { skip }, () => {
  const project = `dslaw${process.pid}`
  let folder = ''

  before(() => {
    buildImages(['busybox'])
    folder = mkdtempSync(join(tmpdir(), 'dockseal-law-'))
    writeFileSync(join(folder, 'compose.yaml'), COMPOSE)
    must('docker', ['compose', '-p', project, 'create'], { cwd: folder })
  })

  after(() => {
    run('docker', ['compose', '-p', project, 'down', '-v'], { cwd: folder })
    rmSync(folder, { recursive: true, force: true })
  })

  it('gives the same findings under every rule', () => {
    const names = docker('ps', '-a', '--filter', `label=com.docker.compose.project=${project}`, '--format', '{{.Names}}').split('\n')
    const said = (results: readonly Result[]) =>
      results
        .flatMap(({ filePath, messages }) =>
          messages.map((m) => `${filePath.startsWith('docker:') ? m.subject : `${m.subject}:${m.line}`} ${m.ruleId} ${m.messageId}`),
        )
        .sort()
    const linted = said(JSON.parse(dockseal(['compose.yaml', '--preset', 'strict', '-f', 'json'], { cwd: folder }).stdout))
    const audited = said(JSON.parse(dockseal(['audit', ...names, '--preset', 'strict', '-f', 'json']).stdout))
    assert.ok(linted.length > 60)
    const only = (some: readonly string[], others: readonly string[]) => some.filter((line) => !others.includes(line))
    // The engine knows that the image sets no user; of a file alone nobody does.
    const fromImage = (line: string) => line.endsWith(' no-root-user image')
    assert.deepEqual(
      { file: only(linted, audited), engine: only(audited, linted).filter((line) => !fromImage(line)) },
      { file: [], engine: [] },
    )
  })
})
