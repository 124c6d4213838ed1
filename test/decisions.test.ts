import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readContainers } from '../src/index.ts'
import { volumeName } from '../src/model/volume-name.ts'
import { readDirectives } from '../src/programs/servers/directives.ts'
import { dockseal, folderWith } from './cli.ts'
import { image, started, starts } from './dockerfile-context.ts'

describe('directives of a server', () => {
  it('are not those of a comment', () => {
    const text = '# user a;\n// user b;\nuser c; # pid x;\n/* pid y; */ pid /run/z.pid;\nroot http://d//e;\n'
    assert.deepEqual(
      readDirectives(text, 'braces')?.map(({ name, words }) => [name, ...words]),
      [
        ['user', 'c'],
        ['pid', '/run/z.pid'],
        ['root', 'http://d//e'],
      ],
    )
  })
})

describe('the name of a volume', () => {
  it('is that of its service and the end of its path, longer where it is taken', () => {
    for (const [service, path, taken, expected] of [
      ['db', '/var/lib/mysql', [], 'db-mysql'],
      ['db', '/var/lib/mysql', ['db-mysql'], 'db-lib-mysql'],
      ['db', '/var/lib/mysql', ['db-mysql', 'db-lib-mysql'], 'db-var-lib-mysql'],
      ['db', '/mysql', ['db-mysql'], 'db-mysql-2'],
      ['db', '/mysql', ['db-mysql', 'db-mysql-2'], 'db-mysql-3'],
      ['db', '/srv/db', [], 'db-data'],
      ['db', '/', [], 'db-data'],
      ['ü', '/.cache/', [], 'container-cache'],
    ] as const)
      assert.equal(volumeName(service, path, 'data', new Set(taken)), expected, path)
  })
})

describe('a plan is bounded by what the user may write', () => {
  const confidence = (build: string, compose = 'read_only: false') => {
    const cwd = folderWith({
      Dockerfile: `FROM python:3.13\nRUN true${build}\nCOPY run /run-it\nUSER 1000\nCMD ["/run-it"]\n`,
      'compose.yaml': `services:\n  web:\n    build: .\n    ${compose}\n`,
    })
    const [seen] = JSON.parse(dockseal(['explain-plan', '--json', '.'], { cwd }).stdout) as { plan: { confidence: string } }[]
    return seen?.plan.confidence
  }

  it('so it is no guess, unless something lets the user become root', () => {
    for (const [build, compose, expected] of [
      ['', '', 'inferred'],
      [' && mkdir /srv/a', '', 'inferred'],
      [' && mkdir /srv/a && chmod 755 /srv/a', '', 'inferred'],
      [' && setcap cap_net_bind_service=+ep /run-it', '', 'inferred'],
      ['', 'cap_add: [NET_BIND_SERVICE]', 'inferred'],
      [' && setcap cap_chown=+ep /run-it', '', 'default'],
      [' && chmod 4755 /bin/sh', '', 'default'],
      [' && chmod u+s /bin/sh', '', 'default'],
      [' && apt-get install -y sudo', '', 'default'],
      [' && visudo -c', '', 'default'],
      ['', 'cap_add: [dac_override]', 'default'],
      ['', 'cap_add: ["${CAPS}"]', 'default'],
      ['', 'privileged: true', 'default'],
      ['', 'user: root', 'default'],
    ] as const)
      assert.equal(confidence(build, compose || undefined), expected, build + compose)
  })
})

describe('the variables of a service', () => {
  const variables = (environment: string, files: Readonly<Record<string, string>>) => {
    const [web] = readContainers(`services:\n  web:\n    image: app\n    ${environment}\n`, { files })
    return web?.environment
  }
  const named = (list: ReturnType<typeof variables>) => list?.items.map(({ value: { name, value } }) => [name, value])

  it('come from an env file that may be missing too; one that is there and cannot be read is said', () => {
    const optional = (required: string) => `env_file: [{ path: a.env, required: ${required} }]`
    assert.deepEqual(named(variables(optional('false'), { 'a.env': '\ufeffA=b\n' })), [['A', 'b']])
    assert.equal(variables(optional('false'), {})?.incomplete, undefined)
    for (const required of ['true', '"true"', '"x"']) assert.match(variables(optional(required), {})?.incomplete?.why ?? '', /a\.env/)
    const cwd = folderWith({ 'a.env/x': '', 'compose.yaml': `services: { web: { image: app, ${optional('false')} } }\n` })
    assert.match(dockseal(['show', '.'], { cwd }).stdout, /the env file a\.env cannot be read here/)
  })

  it('without a value stay so when a list is merged with a mapping', () => {
    const files = { 'compose.override.yaml': 'services:\n  web:\n    environment: ["C=d"]\n' }
    assert.deepEqual(named(variables('environment: { A: , B: b, C: c }', files)), [
      ['A', null],
      ['B', 'b'],
      ['C', 'd'],
    ])
  })
})

it('an array of PHP has the values of its keys', () => {
  const files = { 'main.php': "<?php\n$c = ['log' => '/srv/log', 'data' => '/srv/data'];\nmkdir($c['data']);\n" }
  assert.deepEqual(starts(image('FROM php:8.3-cli\nWORKDIR /app\nCOPY . .\nCMD ["php", "main.php"]\n', files, started())), [
    'data /srv/data',
  ])
})

describe('a start', () => {
  const files = (texts: Readonly<Record<string, string>>, start: string, from = 'node:22') =>
    starts(image(`FROM ${from}\nWORKDIR /app\nCOPY . .\n${start}\n`, texts, started()))

  it('follows the names that a bundler gives to the own sources, and no package of that name', () => {
    const db = "require('fs').writeFileSync('/srv/x', '')\n"
    const server = (name: string) => ({ 'server.js': `import '${name}'\n`, 'src/lib/db.js': db, 'src/undefined.js': db })
    for (const name of ['@/lib/db', '~/lib/db', 'src/lib/db'])
      assert.deepEqual(files(server(name), 'CMD ["node", "server.js"]'), ['data /srv/x'], name)
    for (const name of ['lib/db', 'express']) assert.deepEqual(files(server(name), 'CMD ["node", "server.js"]'), [], name)
  })

  it('keeps certificates of caddy where its configuration puts them', () => {
    const caddy = (caddyfile: string) =>
      files(
        { Caddyfile: caddyfile },
        'ENV XDG_DATA_HOME=/d XDG_CONFIG_HOME=/c\nCMD ["caddy", "run", "--config", "/app/Caddyfile"]',
        'debian:13',
      )
    assert.deepEqual(caddy(':80\n'), ['data /d/caddy', 'config /c/caddy'])
    assert.deepEqual(caddy('{\n  storage file_system /certs\n}\n:80\n'), ['data /certs', 'config /c/caddy'])
  })

  it('is none of Django for its manage.py alone', () => {
    const texts = {
      'manage.py': 'from site.app import app\napp.cli()\n',
      'site/settings.py': "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': '/srv/db'}}\n",
    }
    const django = 'ENV DJANGO_SETTINGS_MODULE=site.settings\nCMD ["python", "manage.py"]'
    assert.deepEqual(files(texts, django, 'python:3.13'), [])
    const real = { ...texts, 'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x')\n" }
    assert.deepEqual(files(real, django, 'python:3.13'), ['data /srv/db'])
  })
})

it('a template of a unit has its comments taken out, whatever they hold', () => {
  for (const comment of ['', '{# {% if x %} #} ', '{% if x %}{% endif %} ']) {
    const unit = `[Service]\nExecStart=/usr/bin/docker run ${comment}--name web nginx\n`
    const [found] = readContainers(unit, { filename: 'web.service.j2' })
    assert.deepEqual([found?.name, found?.image.state], ['web', 'set'], comment)
  }
})

it('an instruction in the form of JSON begins no heredoc', () => {
  const user = (run: string) => image(`FROM debian\nRUN ${run}\nUSER 1000\n`).user
  for (const run of ['["sh", "-c", "cat <<EOF && it\'s", "<<EOF"]', 'cat <<EOF\nUSER 5\nEOF']) {
    const found = user(run)
    assert.equal(found.state === 'set' && found.value, '1000', run)
  }
})
