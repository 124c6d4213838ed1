import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lintText, readContainers } from '../src/index.ts'
import { dockseal } from './cli.ts'
import { image, starts } from './dockerfile-context.ts'

const named = (text: string, filename: string) => readContainers(text, { filename }).map(({ name }) => name)

describe('a Justfile', () => {
  it('has the containers of recipes that a shell runs', () => {
    const cases: readonly [string, readonly string[]][] = [
      ['a:\n  docker run --name a nginx\n', ['a']],
      ['@a x="y: z" *rest: b c\n  @-docker run --name a nginx\n', ['a']],
      ['a:\n  #!/bin/bash\n  docker run \\\n    --name a nginx\n  docker run --name b nginx\n', ['a', 'b']],
      ['a:\n  docker run \\\n    --name a nginx\n\nb:\n  docker run --name b nginx\n', ['a', 'b']],
      ['a:\n  #!/usr/bin/env python3\n  docker run --name a nginx\n', []],
      ['a := "x"\n  docker run --name a nginx\n', []],
    ]
    for (const [text, expected] of cases) assert.deepEqual(named(text, '/p/justfile'), expected, text)
  })

  it('puts in the variables that it sets, and no others', () => {
    const image = (text: string) => readContainers(text, { filename: '/p/justfile' }).map((each) => each.image.state)
    assert.deepEqual(image("export tag := 'nginx:1.27' # why\na:\n  docker run {{ tag }}\n"), ['set'])
    assert.deepEqual(image('tag := `date`\na:\n  docker run {{tag}}\n'), ['unknown'])
  })
})

describe('a development container', () => {
  const NAME = '/p/.devcontainer/devcontainer.json'
  const read = (text: string) => readContainers(text, { filename: NAME })
  const only = (more: string) => read(`{ "image": "nginx", ${more} }`)[0] ?? assert.fail('no container')

  it('has what its keys and its runArgs say', () => {
    const found = only(`"mounts": ["type=bind,source=/a,target=/b", { "type": "volume", "source": "data", "target": "/data", "x": 1 }],
      "containerUser": "vscode", "privileged": true, "init": true, "capAdd": ["SYS_PTRACE", 1], "securityOpt": ["seccomp=unconfined"],
      "runArgs": ["--read-only", "--cap-drop", "ALL", "-e", "A=b c", "-e", "IT=isn't", 1]`)
    assert.deepEqual(
      found.mounts.items.map(({ value }) => [value.type, value.target]),
      [
        ['bind', '/b'],
        ['volume', '/data'],
      ],
    )
    const value = (fact: { readonly state: string; readonly value?: unknown }) => (fact.state === 'set' ? fact.value : fact.state)
    assert.deepEqual([value(found.user), value(found.security.privileged), value(found.init)], ['vscode', true, true])
    assert.deepEqual(value(found.readOnlyRoot), true)
    assert.deepEqual(
      [found.security.capAdd, found.security.capDrop, found.security.options].map(({ items }) => items.map((item) => item.value)),
      [['SYS_PTRACE'], ['ALL'], ['seccomp=unconfined']],
    )
    assert.deepEqual(
      found.environment.items.map(({ value: { name, value: text } }) => [name, text]),
      [
        ['A', 'b c'],
        ['IT', "isn't"],
      ],
    )
  })

  it('has no value where a variable of the editor decides', () => {
    assert.equal(only('"containerUser": "${localEnv:USER}"').user.state, 'unknown')
    assert.equal(only('"runArgs": ["--user", "${localEnv:USER}"]').user.state, 'unknown')
    assert.equal(only('"runArgs": ["--user", "$USER"]').user.state, 'set')
    // The second of two variables is one as well, and what is beside a variable is not the shell's.
    assert.equal(only('"runArgs": ["-e", "A=${localEnv:A}", "--user", "${localEnv:USER}"]').user.state, 'unknown')
    assert.equal(only('"runArgs": ["-e", "A=${localEnv:A}\\"`", "--user", "root"]').user.state, 'set')
  })

  it('is none without an image, but what it runs on the host is', () => {
    assert.deepEqual(
      read('{ "build": {}, "initializeCommand": "docker run --name db postgres" }').map(({ name }) => name),
      ['db'],
    )
    assert.deepEqual(read('{ "image": 1, "initializeCommand": ["docker", "run", "nginx"] }'), [])
  })

  it('is suppressed by its comments, not by what looks like one in a text', () => {
    const rule = 'read-only-root-filesystem'
    const found = (before: string) =>
      lintText(`{\n${before}\n"image": "nginx" }`, { filename: NAME, preset: 'strict' }).messages.filter(({ ruleId }) => ruleId === rule)
        .length
    assert.equal(found(''), found(`"x": "// dockseal-disable-next-line ${rule} -- no",`))
    assert.equal(found(`// dockseal-disable-next-line ${rule} -- yes`), 0)
  })
})

describe('supervisord', () => {
  const run = (conf: string, words = '-c /srv/sup.conf') =>
    starts(image(`FROM debian\nCOPY sup.conf /srv/\nWORKDIR /work\nCMD supervisord ${words}\n`, { 'sup.conf': conf }))
  const quiet = '[supervisord]\nlogfile=/dev/null\npidfile=/dev/null\nchildlogdir=/logs\n'

  it('writes the logs of its programs but for those that go nowhere', () => {
    for (const none of ['none', 'NONE', 'auto', 'syslog', '']) {
      assert.ok(!run(`${quiet}[program:a]\ncommand=a\nstdout_logfile=${none}\n`).some((write) => /\/work\//.test(write)), none)
    }
    assert.ok(run(`${quiet}[program:a]\ncommand=a\nstderr_logfile=nonesuch\n`).includes('log /work/nonesuch'))
  })

  it('takes its pid file from its words or its configuration, and its directory likewise', () => {
    const bare = '[supervisord]\nlogfile=/dev/null\n[program:a]\ncommand=a\n'
    assert.ok(run(bare).includes('runtime /work/supervisord.pid?'))
    assert.ok(run(bare, '-d /dir -c /srv/sup.conf').includes('runtime /dir/supervisord.pid?'))
    assert.ok(run(bare, '-j /run/s.pid -c /srv/sup.conf').includes('runtime /run/s.pid?'))
    assert.ok(run(bare.replace('[program', 'directory=/own\n[program')).includes('runtime /own/supervisord.pid?'))
  })
})

describe('the list of a CIS benchmark', () => {
  it('is there for the versions from 1.2 on', () => {
    for (const version of ['1.2', '1.10']) assert.equal(dockseal(['rules', '--cis', version]).code, 0, version)
    for (const version of ['1.1', '1.x', '2.2', '11.2', '1.7.0']) assert.equal(dockseal(['rules', '--cis', version]).code, 2, version)
  })

  it('numbers the controls as its version does, and counts those that rules cover', () => {
    const rows = (version: string) =>
      JSON.parse(dockseal(['rules', '--cis', version, '--json']).stdout) as {
        title: string
        number: string
        rules: string[]
        manual?: string
      }[]
    const number = (version: string) => rows(version).find(({ title }) => /mounted read-only|root filesystem/i.test(title))?.number
    assert.deepEqual([number('1.5'), number('1.6')], ['5.12', '5.13'])
    const all = rows('1.6')
    const covered = all.filter((row) => row.rules.length > 0).length
    const text = dockseal(['rules', '--cis', '1.6']).stdout
    assert.match(text, new RegExp(`^CIS Docker Benchmark v1\\.6: ${covered} of ${all.length} controls`))
    const manual = all.find((row) => row.rules.length === 0)?.manual
    assert.ok(manual && text.includes(`manual: ${manual}`))
  })
})
