import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { lintContainer } from '../src/lint/lint.ts'
import { judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import { containerFromInspect } from '../src/live/inspect.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { recognise } from '../src/project/recognise.ts'
import { overlayFiles } from '../src/sources/text-files.ts'

/*
 * The same containers as Compose, as run commands and as the engine's answer about what these made. `fixtures/live/rules.json` is that
 * answer, of the commands below.
 */
const RUN = `
docker create --name insecure --cap-add SYS_ADMIN \\
  --security-opt no-new-privileges=false --security-opt seccomp=unconfined \\
  --security-opt apparmor=unconfined --security-opt label=disable \\
  --pid host --ipc host --uts host --userns host \\
  -v /var/run/docker.sock:/var/run/docker.sock -v /etc:/host/etc -v /mnt:/mnt:rshared \\
  --device /dev/kmsg --ulimit nproc=-1 --restart always --cgroup-parent batch \\
  -p 5432:5432 -p 80:8080 --user root -e DB_PASSWORD=correct-horse \\
  --log-driver none --no-healthcheck example/app:latest
docker create --name privileged --privileged --network host example/app:1.0
docker create --name hardened --read-only --tmpfs /tmp --cap-drop ALL --cap-add CHOWN \\
  --security-opt no-new-privileges:true --memory 64m --cpus 0.5 --pids-limit 50 \\
  --ulimit nofile=1024:2048 --restart on-failure:5 --network backend \\
  -p 127.0.0.1:8080:80 --user 1000:1000 -e DB_PASSWORD_FILE=/run/secrets/db \\
  --health-cmd true -v data:/data example/app:1.0
`

const COMPOSE = `
services:
  insecure:
    image: example/app:latest
    cap_add: [SYS_ADMIN]
    security_opt:
      - no-new-privileges=false
      - seccomp=unconfined
      - apparmor=unconfined
      - label=disable
    pid: host
    ipc: host
    uts: host
    userns_mode: host
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
      - /etc:/host/etc
      - /mnt:/mnt:rshared
    devices: [/dev/kmsg]
    ulimits:
      nproc: -1
    restart: always
    cgroup_parent: batch
    ports: ["5432:5432", "80:8080"]
    user: root
    environment:
      DB_PASSWORD: correct-horse
    logging:
      driver: none
    healthcheck:
      disable: true
  privileged:
    image: example/app:1.0
    privileged: true
    network_mode: host
  hardened:
    image: example/app:1.0
    read_only: true
    tmpfs: /tmp
    cap_drop: [ALL]
    cap_add: [CHOWN]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 64m
    cpus: 0.5
    pids_limit: 50
    ulimits:
      nofile:
        soft: 1024
        hard: 2048
    restart: on-failure:5
    networks: [backend]
    ports: ["127.0.0.1:8080:80"]
    user: "1000:1000"
    environment:
      DB_PASSWORD_FILE: /run/secrets/db
    healthcheck:
      test: [CMD-SHELL, "true"]
    volumes:
      - data:/data
networks:
  backend:
volumes:
  data:
`

const settings = { ...DEFAULT_SETTINGS, preset: 'strict' as const }
const nothing = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }

/** Container, rule, message and severity of every finding. */
function ofFile(name: string, text: string): string[] {
  const path = resolve('project', name)
  const io = overlayFiles(nothing, new Map([[path, text]]))
  const { units } = recognise([{ path, explicit: true }], io, { sources: ALL_SOURCES, projects: [] })
  return units
    .flatMap((unit) => judgeUnit(unit, io, { rules, settings, knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }) }).findings)
    .map(({ subject, ruleId, messageId, severity }) => `${subject}: ${ruleId} ${messageId} ${severity}`)
    .sort()
}

function ofEngine(): string[] {
  const documents = JSON.parse(readFileSync('fixtures/live/rules.json', 'utf8')) as unknown[]
  return (
    documents
      .flatMap((document) => {
        const answer = containerFromInspect(document)
        if (!answer.ok) return assert.fail(answer.why)
        const { container } = answer.live
        const knowledge = knowledgeFrom({ records: [], sources: ALL_SOURCES })({ ...EMPTY, containers: [container] }, nothing)
        return lintContainer(container, rules, settings, knowledge)
      })
      // The engine tells the user of a container whose image nobody looked at, which no file does.
      .filter(({ ruleId, messageId }) => ruleId !== 'no-root-user' || messageId !== 'image')
      .map(({ subject, ruleId, messageId, severity }) => `${subject}: ${ruleId} ${messageId} ${severity}`)
      .sort()
  )
}

const EMPTY = {
  file: '',
  texts: new Map(),
  images: [],
  problems: [],
  comments: [],
  edit: () => ({ edits: [], refused: [] }),
} as const

test('a container gives the same findings as a run command and on the engine', () => {
  // The engine adds label=disable itself to who joins the PID or IPC namespace of the host, so there its answer does not tell who asked.
  const label = 'insecure: selinux-separation disabled warning'
  assert.deepEqual([...ofEngine(), label].sort(), ofFile('run.sh', RUN))
})

test('a Compose service gives the same findings, but that its project has a network of its own', () => {
  const bridge = 'insecure: no-default-bridge bridge info'
  assert.deepEqual([...ofFile('compose.yaml', COMPOSE), bridge].sort(), ofFile('run.sh', RUN))
})

test('what is hardened is silent, and each rule speaks of what is not', () => {
  const findings = ofFile('run.sh', RUN)
  assert.deepEqual(
    findings.filter((finding) => finding.startsWith('hardened:')),
    [],
  )
  const silent = rules
    .filter(({ id, container }) => container && !findings.some((finding) => finding.includes(` ${id} `)))
    .map(({ id }) => id)
  assert.deepEqual(
    silent.filter((id) => CIS.has(id)),
    [],
  )
})

/** The rules of CIS section 5 and their neighbours, each of which the containers above break. */
const CIS: ReadonlySet<string> = new Set(
  (
    'no-privileged drop-capabilities no-dangerous-capabilities no-new-privileges no-root-user no-engine-socket no-sensitive-mounts ' +
    'no-shared-propagation no-host-devices no-host-network no-host-pid no-host-ipc no-host-uts no-host-userns seccomp-enabled ' +
    'apparmor-enabled selinux-separation memory-limit cpu-limit pids-limit ulimits-bounded restart-bounded cgroup-parent-default ' +
    'no-default-bridge published-port-interface privileged-port pinned-image no-plain-secrets healthcheck-defined logging-enabled ' +
    'read-only-root-filesystem'
  ).split(' '),
)
