import assert from 'node:assert/strict'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { before, describe, it } from 'node:test'
import { docker, must, run, until, whyNoEngine } from './machine.ts'
import { buildServicesImage, checksOf, composeOf, leftovers, liveThrough, type Project, projectOf, verdicts } from './prove/project.ts'

const skip = whyNoEngine()

const SLEEPER = 'services:\n  app:\n    image: dockseal-test/busybox\n    command: sleep 1000\n    stop_grace_period: 1s\n'

/** Runs a test with a project, and removes it and all that it started. Nothing here is written late, so no round waits for it. */
function withProject(files: Readonly<Record<string, string>>, work: (project: Project) => void | Promise<void>) {
  return async () => {
    const project = projectOf(files)
    const dockseal: Project['dockseal'] = (...args) => project.dockseal(...args, ...(args[0] === 'prove' ? ['--for', '100ms'] : []))
    try {
      await work({ ...project, dockseal })
    } finally {
      project.down()
    }
  }
}

describe('dockseal prove', { skip }, () => {
  before(() => buildServicesImage())

  const names = ['temporary-file', 'exec-tmp', 'uploads', 'beside-program']
  it(
    'what was proved is applied, and works through start, restart and a new container with what it had kept',
    withProject({ 'compose.yaml': composeOf(names) }, (project) => {
      const { status, stdout, stderr } = project.dockseal('prove', '--apply', ...checksOf(names))
      const told = verdicts(stdout)
      assert.equal(status, 1, stdout + stderr)
      assert.match(told.get('beside-program') ?? '', /^refused because .*\/opt\/svc\/cache.db, beside the program/)
      const proved = names.filter((name) => told.get(name)?.startsWith('proved'))
      assert.deepEqual(proved, names.slice(0, -1), stdout + stderr)
      assert.match(project.file('compose.yaml'), /- \/tmp:exec/)
      assert.match(project.file('compose.yaml'), /:\/srv\/files$/m)
      for (const [name, outcome] of liveThrough(project, proved)) assert.deepEqual(outcome, { sealed: true, works: true, kept: true }, name)
      assert.deepEqual(leftovers(), [])

      // Later runs need no engine: the proof says it all, until something else is started.
      const later = () =>
        JSON.parse(project.dockseal('--format', 'json').stdout) as { messages: { messageId: string; subject: string }[] }[]
      const about = () => later().flatMap(({ messages }) => messages.map(({ messageId, subject }) => `${subject} ${messageId}`))
      assert.deepEqual(about(), ['beside-program cannotSeal'])
      project.write('compose.yaml', project.file('compose.yaml').replace('command: [uploads]', 'command: [generations]'))
      assert.deepEqual(about(), ['uploads stale', 'beside-program cannotSeal'])
    }),
  )

  const shop = `services:
  web:
    image: dockseal-test/busybox
    container_name: shop-web-prove-test
    command: sh -c 'echo started >> /uploads/log; mkdir -p /var/cache/x; httpd -f -p 8080 -h /www'
    ports: ["127.0.0.1:18080:8080"]
    volumes: [./uploads:/uploads, ./www:/www:ro, data:/data]
    secrets: [key]
    depends_on:
      migrate: { condition: service_completed_successfully }
    stop_grace_period: 1s
  migrate:
    image: dockseal-test/busybox
    command: sh -c 'mkdir -p /data/db; echo row >> /data/db/table; echo done > /root/.migrated; grep -q s3cret /run/secrets/key'
    volumes: [data:/data]
    secrets: [key]
  stubborn:
    image: dockseal-test/busybox
    command: sh -c 'trap "" TERM; echo 1 > /run/stubborn.pid; while :; do sleep 1; done'
    stop_grace_period: 1s
    healthcheck: { test: ["CMD", "test", "-e", "/run/stubborn.pid"], interval: 3s, start_period: 5s }
  tool:
    image: dockseal-test/busybox
    profiles: [tools]
    command: "true"
  agent:
    image: dockseal-test/busybox
    privileged: true
    command: sleep 1000
networks: { default: { name: shop-prove-test } }
volumes: { data: { name: shop-data-prove-test } }
secrets: { key: { file: ./key.txt } }
`
  it(
    "the user's own copy of the project runs on beside it: names, mounts and files are as they were",
    withProject({ 'compose.yaml': shop, 'www/index.html': 'hello', 'key.txt': 's3cret', 'uploads/kept.txt': 'mine' }, (project) => {
      must('docker', ['compose', '-p', project.name, 'up', '-d'], { cwd: project.folder })
      const rows = () => docker('exec', 'shop-web-prove-test', 'cat', '/data/db/table')
      const state = () => ({
        containers: docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${project.name}`)
          .split('\n')
          .map((id) =>
            docker('inspect', '-f', '{{.Id}} {{.Name}}\n{{range .Mounts}}{{.Source}}:{{.Destination}}\n{{end}}', id).split('\n').sort(),
          ),
        started: docker('inspect', '-f', '{{.State.StartedAt}}', 'shop-web-prove-test'),
        rows: rows(),
        volumes: docker('volume', 'ls', '-q', '--filter', 'name=prove-test'),
        networks: docker('network', 'ls', '-q', '--filter', 'name=prove-test'),
        files: ['.', 'uploads', 'www'].flatMap((folder) =>
          readdirSync(join(project.folder, folder))
            .filter((name) => name !== 'dockseal-proof.yaml')
            .map(
              (name) =>
                `${folder}/${name} ${folder === '.' && name !== 'compose.yaml' ? '' : statSync(join(project.folder, folder, name)).mtimeMs}`,
            ),
        ),
      })
      try {
        until('the migration to be done', () =>
          run('docker', ['exec', 'shop-web-prove-test', 'cat', '/data/db/table']).status === 0 ? true : undefined,
        )
        const before = state()
        const { stdout, stderr } = project.dockseal('prove')
        assert.deepEqual(state(), before)
        const told = verdicts(stdout)
        assert.match(told.get('agent') ?? '', /^refused because it is privileged/)
        for (const name of ['web', 'migrate', 'stubborn']) assert.match(told.get(name) ?? '', /^proved/, `${name}\n${stdout}${stderr}`)
        assert.equal(told.has('tool'), false)
        assert.match(stdout, /stubborn: proved[\s\S]*note: it does not end when it is told to/)
        const proof = project.file('dockseal-proof.yaml')
        assert.match(proof, /state: exited 0/)
        assert.match(proof, /8080\/tcp: http 200/)
        assert.doesNotMatch(proof, /s3cret/)
        assert.deepEqual(leftovers(), [])
      } finally {
        project.down()
      }
    }),
  )

  const broken = `services:
  broken:
    image: dockseal-test/busybox
    command: sh -c 'echo no database >&2; exit 3'
  steady:
    image: dockseal-test/busybox
    command: sleep 1000
    stop_grace_period: 1s
`
  it(
    'a service that fails without a seal is not blamed on it, and one that nothing uses is sealed and only observed',
    withProject({ 'compose.yaml': broken }, (project) => {
      const { status, stdout } = project.dockseal('prove', 'steady', 'broken')
      const told = verdicts(stdout)
      assert.equal(status, 1)
      assert.match(told.get('broken') ?? '', /^not proved because without a seal it ended with exit code 3/)
      assert.match(told.get('steady') ?? '', /^ran read-only for \d+\.\d s as it is/)
      assert.match(project.dockseal('--fix-dry-run').stdout, /read_only/)
    }),
  )

  it(
    'a failure that comes and goes is found by the control round',
    withProject({ 'compose.yaml': SLEEPER }, (project) => {
      // The check passes in the first round only, sealed or not.
      const check = `n=$(cat ${project.folder}/count 2>/dev/null || echo 0); echo $((n + 1)) > ${project.folder}/count; [ $n -lt 2 ]`
      const { stdout, stderr } = project.dockseal('prove', '--check', check)
      assert.match(stderr, /control round \(writable\)/)
      assert.match(verdicts(stdout).get('app') ?? '', /^not proved because it fails now and then, sealed or not/, stdout)
    }),
  )

  it(
    'a run that is ended at any moment leaves nothing behind',
    withProject({ 'compose.yaml': SLEEPER }, async (project) => {
      /** Starts a run, and ends it when it has said so much. */
      const endAt = async (said: RegExp, end: (child: ChildProcessByStdio<null, null, Readable>) => Promise<void> | void) => {
        const child = spawn(process.execPath, [resolve('dist/cli.js'), 'prove'], {
          cwd: project.folder,
          stdio: ['ignore', 'ignore', 'pipe'],
        })
        const ended = new Promise<number | null>((done) => child.on('exit', done))
        let text = ''
        await new Promise<void>((done) => {
          child.stderr.on('data', (chunk) => {
            text += String(chunk)
            if (said.test(text)) done()
          })
          child.stderr.on('end', done)
        })
        await end(child)
        return ended
      }
      const later = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
      for (const said of [/proving/, /start of/, /writable round: second start/, /sealed round 1: start/]) {
        const status = await endAt(said, async (child) => {
          await later(Math.random() * 1500)
          child.kill('SIGINT')
        })
        assert.equal(status, 2)
        assert.deepEqual(leftovers(), [], `ended at ${said}`)
      }
      // Nobody reads what it says any more: it goes on, until its terminal is closed too.
      const status = await endAt(/proving/, async (child) => {
        child.stderr.destroy()
        until('a container of the trial', () => (docker('ps', '-q', '--filter', 'label=com.dockseal.trial') === '' ? undefined : true))
        await later(1500)
        child.kill('SIGHUP')
      })
      assert.equal(status, 2)
      assert.deepEqual(leftovers(), [])
      // What a killed run leaves, the next one or --clean removes.
      await endAt(/stopping after the start/, (child) => void child.kill('SIGKILL'))
      assert.notDeepEqual(leftovers(), [])
      assert.equal(project.dockseal('prove', '--clean').status, 0)
      assert.deepEqual(leftovers(), [])
    }),
  )

  const copied = (name: string) => `name: ${name}
services:
  db:
    image: dockseal-test/busybox
    command: >-
      sh -c 'trap "exit 0" TERM; test -e /data/rows || exit 4; echo more >> /data/rows; echo x >> /uploads/log; touch /unnamed/${name};
      mkdir -p /srv/store; echo kept > /srv/store/file; sleep 1000 & wait'
    volumes: ["data:/data", "./uploads:/uploads", "/unnamed"]
  wiping:
    image: dockseal-test/busybox
    command: >-
      sh -c 'trap "exit 0" TERM; mkdir -p /srv/store; cd /srv/store; [ -e host ] || { hostname > host; echo 1 > row; };
      [ "$$(cat host)" = "$$(hostname)" ] || rm row; sleep 1000 & wait'
  host:
    image: dockseal-test/busybox
    network_mode: host
    command: sh -c 'trap "exit 0" TERM; echo 1 > /run/host.pid; sleep 1000 & wait'
volumes: { data: { name: ${name}-fixed } }
`
  it(
    'works on copies of volumes and directories, without a network beyond the project, and with the host where that is allowed',
    withProject({ 'compose.yaml': '', 'uploads/large': 'x'.repeat(2 ** 21) }, (project) => {
      const volume = `${project.name}-fixed`
      project.write('compose.yaml', copied(project.name))
      const inVolume = (script: string) => docker('run', '--rm', '-v', `${volume}:/d`, 'dockseal-test/busybox', 'sh', '-c', script)
      try {
        const tooLarge = project.dockseal('prove', 'db', '--copy-limit', '1m')
        assert.equal(tooLarge.status, 2)
        assert.match(tooLarge.stderr, /uploads is mounted writable and holds 3m; --copy-limit 4m copies it for the trial/)

        // A volume that is not there is not made for a copy.
        assert.notEqual(run('docker', ['volume', 'inspect', volume]).status, 0)
        inVolume('echo mine > /d/rows; mkdir /d/sub; chown 1000 /d/sub; chmod 700 /d/sub')
        const volumes = () => docker('volume', 'ls', '--quiet').split('\n')
        const others = new Set(volumes())
        const before = inVolume('ls -lnR /d; cat /d/rows')
        const { stdout, stderr } = project.dockseal(
          ...['prove', '--with-data', '--offline', '--allow-host', '--json'],
          ...['--check-in', 'db', 'test "$(stat -c %u%a /data/sub)" = 1000700 && ! ip route | grep default'],
        )
        const events = stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { event: string; service?: string; verdict?: string; why?: string })
        const told = new Map(events.flatMap((each) => (each.event === 'verdict' ? [[each.service, each] as const] : [])))
        assert.equal(told.get('db')?.verdict, 'proved', stdout + stderr)
        assert.equal(told.get('host')?.verdict, 'observed', stdout + stderr)
        assert.match(told.get('wiping')?.why ?? '', /gone in a new container: wiping-store\/row$/, stdout + stderr)
        assert.deepEqual([...new Set(events.map(({ event }) => event))], ['begin', 'phase', 'verdict', 'end', 'removing'])
        assert.equal(inVolume('ls -lnR /d; cat /d/rows'), before)
        assert.deepEqual(readdirSync(join(project.folder, 'uploads')), ['large'])
        // Volumes without a name bear no label; others' tests may make some at the same time.
        const unnamed = volumes().filter((each) => /^[0-9a-f]{64}$/.test(each) && !others.has(each))
        for (const each of unnamed)
          assert.equal(
            run('docker', ['run', '--rm', '-v', `${each}:/v`, 'dockseal-test/busybox', 'ls', '/v']).stdout.includes(project.name),
            false,
          )
        assert.deepEqual(leftovers(), [])
      } finally {
        run('docker', ['volume', 'rm', volume])
      }
    }),
  )

  it(
    'shows no secret of an environment or of a log: in its events, its lines and its proof',
    withProject(
      {
        'compose.yaml': `services:
  app:
    image: dockseal-test/busybox
    environment: { DB_PASSWORD: hunter2environment, URL: "postgres://app:hunter2url@db/app" }
    command: >-
      sh -c 'echo "open $$URL: DB_PASSWORD=$$DB_PASSWORD: started"; mkdir -p /srv/app ||
      { echo "DB_PASSWORD=$$DB_PASSWORD $$URL: Read-only file system"; exit 1; }; sleep 1000'
    stop_grace_period: 1s
`,
      },
      (project) => {
        for (const json of [['--json'], []]) {
          const { stdout, stderr } = project.dockseal('prove', '--check-in', 'app', 'test -n hunter2check', ...json)
          assert.match(stdout + stderr, /app/)
          assert.match(project.file('dockseal-proof.yaml'), /app:/)
          assert.doesNotMatch(stdout + stderr + project.file('dockseal-proof.yaml'), /hunter2/)
        }
      },
    ),
  )

  it(
    '--check-only runs the sealed round against the proof, and fails where it does not hold',
    withProject(
      { 'compose.yaml': SLEEPER.replace('sleep 1000', `sh -c 'mkdir -p /var/cache/app && echo 1 > /var/cache/app/x && sleep 1000'`) },
      (project) => {
        assert.equal(project.dockseal('prove', '--json').status, 0)
        const again = project.dockseal('prove', '--check-only')
        assert.equal(again.status, 0, again.stderr)
        assert.match(again.stderr, /app: works as the proof says/)
        const proof = project.file('dockseal-proof.yaml')
        project.write('dockseal-proof.yaml', proof.replace(/paths:[\s\S]*/, 'paths: []\n'))
        const failed = project.dockseal('prove', '--check-only')
        assert.equal(failed.status, 1)
        assert.match(failed.stderr, /app: sealed, it is exited 1, and was running/)
        project.write('dockseal-proof.yaml', proof)
        project.write('compose.yaml', project.file('compose.yaml').replace('echo 1', 'echo 2'))
        const stale = project.dockseal('prove', '--check-only')
        assert.equal(stale.status, 1)
        assert.match(stale.stderr, /does not hold any more: settings/)
      },
    ),
  )
})
