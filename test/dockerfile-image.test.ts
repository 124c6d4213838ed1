import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rules } from '../rules/index.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import { judgeUnit } from '../src/lint/session.ts'
import { DEFAULT_SETTINGS } from '../src/lint/settings.ts'
import type { Container } from '../src/model/container.ts'
import { set } from '../src/model/fact.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { builtImage } from '../src/project/built-image.ts'
import { openProject } from '../src/project/project.ts'
import { parseComposeProject } from '../src/sources/compose/parse.ts'
import { projectOf } from '../src/sources/compose/project-spec.ts'
import { parseDockerfile } from '../src/sources/dockerfile/parse.ts'
import { isDockerfileName, isDockerfileText } from '../src/sources/dockerfile/source.ts'
import type { Files } from '../src/sources/source.ts'
import { container, HERE } from './container-fixture.ts'
import { image, starts } from './dockerfile-context.ts'
import { filesIn } from './files-in.ts'

const value = (fact: { state: string; value?: unknown }) => (fact.state === 'set' ? fact.value : fact.state)

test('settings come through the stages that the shipped one stands on, and only through those', () => {
  const found = image(`ARG TAG=3.20
FROM alpine:\${TAG} AS base
ENV A=1 PATH_X=/x
USER app
WORKDIR /srv
FROM node AS build
USER never
VOLUME /never
FROM base
WORKDIR sub
ENV B="\${A}2"
VOLUME ["/data", "$PATH_X"]
ENTRYPOINT ["/run"]
CMD serve now
HEALTHCHECK NONE
`)
  assert.equal(value(found.base), 'alpine:3.20')
  assert.equal(value(found.user), 'app')
  assert.equal(value(found.workingDir), '/srv/sub')
  assert.deepEqual(
    found.environment.items.map((item) => `${item.value.name}=${item.value.value}`),
    ['A=1', 'PATH_X=/x', 'B=12'],
  )
  assert.deepEqual(
    found.volumes.items.map((item) => item.value),
    ['/data', '/x'],
  )
  assert.deepEqual(value(found.entrypoint), ['/run'])
  assert.deepEqual(value(found.command), ['/bin/sh', '-c', 'serve now'])
  assert.deepEqual(value(found.healthcheck), { disabled: true })
  assert.deepEqual(
    found.build?.stages.map((stage) => stage.shipped),
    [true, false, true],
  )
})

test('the target chooses the stage, by name in any case or by number', () => {
  const text = 'FROM a AS One\nUSER u1\nFROM b AS two\nUSER u2\nFROM c\nUSER u3\n'
  assert.equal(value(image(text).user), 'u3')
  assert.equal(value(image(text, {}, { target: 'one' }).user), 'u1')
  assert.equal(value(image(text, {}, { target: '1' }).user), 'u2')
  const missing = parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', {}), { target: 'four' })
  assert.deepEqual([missing.images.length, missing.problems[0]?.level], [0, 'error'])
})

test('a stage that is chosen by the platform is that of the usual one', () => {
  const stages = 'FROM alpine:3 AS base\nWORKDIR /app\nFROM base AS amd64\nFROM base AS arm64\n'
  for (const from of ['${TARGETARCH}', '${TARGETARCH:-amd64}']) {
    const found = image(`${stages}FROM ${from}\nCMD touch here\n`)
    assert.deepEqual(starts(found), ['data /app/here'])
    assert.deepEqual(found.base.state === 'set' && found.base.value, 'alpine:3')
  }
  assert.equal(image('FROM alpine-${TARGETARCH}\n').base.state, 'unknown')
})

test('what a later step of the build removes is not in the image', () => {
  const left = (steps: string) => image(`FROM debian\n${steps}\n`).writes.map(({ path, leaves }) => `${leaves} ${path}`)
  assert.deepEqual(left('COPY a.html /tmp/site/\nRUN mkdir -p /srv && rm -fR /tmp/site'), ['directory /srv'])
  assert.deepEqual(left('RUN mkdir -p /opt/x\nCOPY a b /opt/x/\nRUN rm -rf /opt/x/*'), ['directory /opt/x', 'content /opt/x'])
  assert.deepEqual(left('COPY a.txt /opt/a.txt\nRUN cd /opt && rm a.txt'), [])
  assert.deepEqual(left('COPY a.txt /opt/a.txt\nRUN [ -d x ] && rm /opt/a.txt'), ['content /opt/a.txt'])
})

test('what a build argument hides is unknown, and what is given goes before the default', () => {
  const text = 'ARG TAG\nFROM alpine:$TAG\nARG NAME=app\nUSER $NAME\n'
  assert.equal(image(text).base.state, 'unknown')
  assert.equal(value(image(text).user), 'app')
  const given = image(text, {}, { args: { TAG: '3', NAME: 'other' } })
  assert.deepEqual([value(given.base), value(given.user)], ['alpine:3', 'other'])
  assert.equal(image(text, {}, { args: { NAME: null } }).user.state, 'unknown')
})

test('an ENTRYPOINT takes away the CMD of the stage below, not one beside it', () => {
  assert.equal(image('FROM a AS b\nCMD ["x"]\nFROM b\nENTRYPOINT ["y"]\n').command.state, 'unset')
  assert.deepEqual(value(image('FROM a AS b\nENTRYPOINT ["y"]\nFROM b\nCMD ["x"]\n').command), ['x'])
  assert.deepEqual(value(image('FROM a\nCMD ["x"]\nENTRYPOINT ["y"]\n').command), ['x'])
})

test('ONBUILD is for other images', () => {
  const found = image('FROM a\nONBUILD USER root\nONBUILD VOLUME /x\n')
  assert.equal(found.user.state, 'unset')
  assert.equal(found.volumes.items.length, 0)
  assert.equal(found.build?.stages[0]?.instructions[0]?.onBuild, true)
})

test('users and their directories are read from the build', () => {
  const users = (run: string) => image(`FROM a\nRUN ${run}\n`).users.map((user) => user.value)
  assert.deepEqual(users('groupadd -g 99 g && useradd -r -u 100 -g 99 app'), [{ name: 'app', uid: 100, gid: 99 }])
  assert.deepEqual(users('useradd --uid 5 -m app'), [{ name: 'app', uid: 5, home: '/home/app' }])
  assert.deepEqual(users('useradd -d /srv app'), [{ name: 'app', home: '/srv' }])
  assert.deepEqual(users('usermod -u 5 -m -d /srv app'), [{ name: 'app', uid: 5, home: '/srv' }])
  assert.deepEqual(users('addgroup -S g; adduser -S -D -H -h /var/x -u 7 -G g app'), [{ name: 'app', uid: 7, home: '/var/x' }])
  assert.deepEqual(users('adduser --system --uid 8 --gecos "" --disabled-password app'), [{ name: 'app', uid: 8, home: '/home/app' }])
  assert.deepEqual(users('adduser app docker'), [])
  assert.deepEqual(users('echo "app:x:10:11:App:/app:/bin/sh" >> /etc/passwd'), [{ name: 'app', uid: 10, gid: 11, home: '/app' }])
})

test('what the build prepares is told with its owner', () => {
  const found = image(`FROM a
USER root
RUN mkdir -p /data /cache && chown -R app:grp /data && ln -sf /dev/stdout /var/log/x.log
COPY --chown=app --chmod=0755 a b/ /opt/
USER app
WORKDIR /srv
RUN mkdir tmp
`)
  assert.deepEqual(
    found.writes.map((write) => [write.when, write.path, write.leaves, write.owner, write.linkTo]),
    [
      ['build', '/data', 'directory', 'root', undefined],
      ['build', '/cache', 'directory', 'root', undefined],
      ['build', '/data', 'ownership', 'app', undefined],
      ['build', '/var/log/x.log', 'link', undefined, '/dev/stdout'],
      ['build', '/opt', 'content', 'app', undefined],
      ['build', '/srv', 'directory', 'app', undefined],
      ['build', '/srv/tmp', 'directory', 'app', undefined],
    ],
  )
})

test('scripts that the build copies are found and cited by their line', () => {
  const files = {
    'docker/start.sh': '#!/bin/sh\nmkdir -p "$DATA_DIR"\n. /usr/local/lib/x/lib.sh\nsave\nexec "$@"\n',
    'docker/lib/lib.sh': 'save() { echo 1 > /etc/app.conf; }\n',
  }
  const text = `FROM a
ENV DATA_DIR=/var/lib/app
COPY docker/start.sh /usr/local/bin/
COPY docker/lib /usr/local/lib/x
ENTRYPOINT ["start.sh"]
CMD ["tee", "/var/log/app.log"]
`
  const document = parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', files))
  const found = document.images[0]
  assert.ok(found)
  assert.deepEqual(starts(found), ['data /var/lib/app', 'config /etc/app.conf', 'log /var/log/app.log'])
  const origin = found.writes.find((write) => write.path === '/var/lib/app')?.origin
  assert.ok(origin?.kind === 'text')
  assert.equal(origin.file, '/ctx/docker/start.sh')
  assert.equal(document.texts.get(origin.file)?.slice(...origin.span), 'mkdir -p "$DATA_DIR"')
  assert.deepEqual([...document.texts.keys()].sort(), ['/ctx/Dockerfile', '/ctx/docker/lib/lib.sh', '/ctx/docker/start.sh'])
})

test('a script is found through other stages, patterns, directories, links, renames and heredocs', () => {
  const script = '#!/bin/sh\ntouch /found\n'
  const cases: readonly [string, Readonly<Record<string, string>>][] = [
    ['FROM a AS b\nCOPY x.sh /x/y.sh\nFROM c\nCOPY --from=b /x /z\nENTRYPOINT ["/z/y.sh"]\n', { 'x.sh': script }],
    ['FROM a\nCOPY *.sh /bin/\nENTRYPOINT ["x.sh"]\n', { 'x.sh': script }],
    ['FROM a\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["./bin/x.sh"]\n', { 'bin/x.sh': script }],
    ['FROM a\nCOPY . /app\nRUN ln -s /app/x.sh /x\nENTRYPOINT ["/x"]\n', { 'x.sh': script }],
    ['FROM a\nCOPY x.sh /entry\nENTRYPOINT ["/bin/sh", "/entry"]\n', { 'x.sh': script }],
    ['FROM a\nADD ["x.sh", "/e/"]\nENTRYPOINT /e/x.sh arg\n', { 'x.sh': script }],
    ['FROM a\nCOPY <<EOF /x.sh\n#!/bin/sh\ntouch /found\nEOF\nENTRYPOINT ["sh", "/x.sh"]\n', {}],
    ['FROM a\nCOPY x.sh /x.sh\nENTRYPOINT ["tini", "--", "/x.sh"]\n', { 'x.sh': script }],
    ['FROM a\nCOPY d /d\nCMD for f in /d/*; do . "$f"; done\n', { 'd/x.sh': script }],
    ['FROM a\nCOPY ../../x.sh /x.sh\nENTRYPOINT ["/x.sh"]\n', { 'x.sh': script }],
  ]
  for (const [text, files] of cases) assert.deepEqual([text, ...starts(image(text, files))], [text, 'data /found'])
})

test('what cannot be known is left out', () => {
  assert.deepEqual(starts(image('FROM a\nENTRYPOINT ["/x.sh"]\n', { 'x.sh': 'touch /a' })), [])
  assert.deepEqual(starts(image('FROM a\nCOPY --from=other/image /x.sh /x.sh\nENTRYPOINT ["/x.sh"]\n', { 'x.sh': 'touch /a' })), [])
  assert.deepEqual(starts(image('FROM a\nCMD mkdir "$DIR" rel\n')), [])
  assert.deepEqual(starts(image('FROM a\nCOPY x.pl /x.pl\nCMD ["/x.pl"]\n', { 'x.pl': '#!/usr/bin/perl\nopen(F, ">/a");\n' })), [])
  assert.deepEqual(starts(image('FROM mcr.microsoft.com/windows/nanoserver\nCMD mkdir C:\\x\n')), [])
})

test('known servers write by themselves', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['CMD ["gunicorn", "app:app"]', ['scratch /tmp']],
    ['CMD gunicorn --worker-tmp-dir /dev/shm --pid /run/g.pid app:app', ['runtime /run/g.pid']],
    ['ENV TMPDIR=/scratch\nCMD ["python", "-m", "gunicorn", "app"]', ['scratch /scratch']],
    ['CMD ["uvicorn", "app:app"]', []],
    ['CMD ["node", "server.js"]', []],
    ['WORKDIR /app\nCMD ["npx", "next", "start"]', ['cache /app/.next/cache']],
    ['CMD ["pm2-runtime", "x.js"]', ['runtime /root/.pm2']],
    ['USER some\nCMD ["pm2-runtime", "x.js"]', []],
    ['ENV PM2_HOME=/run/pm2\nCMD ["pm2", "start", "x.js", "--no-daemon"]', ['runtime /run/pm2']],
    ['CMD ["java", "-jar", "/a.jar"]', ['scratch /tmp']],
    ['CMD ["java", "-Djava.io.tmpdir=/x", "-jar", "/a.jar"]', ['scratch /x']],
    ['RUN apt-get install -y nginx\nCMD ["nginx", "-g", "daemon off;"]', ['runtime /run', 'scratch /var/lib/nginx', 'log /var/log/nginx']],
    [
      'RUN apk add nginx && ln -sf /dev/stdout /var/log/nginx/access.log\nCMD ["nginx"]',
      ['runtime /run/nginx', 'scratch /var/lib/nginx/tmp'],
    ],
    ['CMD ["nginx", "-g", "daemon off;"]', []],
    ['WORKDIR /app\nCMD celery -A x beat', ['runtime /app/celerybeat-schedule']],
    ['CMD celery -A x beat -s /data/beat', ['runtime /data/beat']],
    ['CMD ["celery", "-A", "x", "worker"]', []],
    ['ENV DATABASE_URL=sqlite:////data/x.db\nCMD ["app"]', ['data /data/x.db']],
    ['WORKDIR /app\nENV DB=sqlite:///x.db\nCMD ["app"]', ['data /app/x.db']],
    ['ENV DATABASE_URL=postgres://db/x\nCMD ["app"]', []],
    ['WORKDIR /app\nCMD ["npx", "vite", "preview"]', ['cache /app/node_modules/.vite', 'scratch /app/node_modules/.vite-temp']],
    ['CMD ["cron", "-f"]', ['runtime /run', 'scratch /tmp']],
    ['CMD ["java", "-version"]', []],
  ]
  for (const [text, expected] of cases) assert.deepEqual(starts(image(`FROM debian\n${text}\n`)), expected, text)
})

test('a start script in JavaScript or Python writes what stands at its top level', () => {
  const js =
    "import fs from 'fs'\nfs.writeFileSync('build.env', x)\nawait mkdir(\"/srv/out\")\nfunction f() {\n  fs.writeFileSync('/never', x)\n}\nfs.writeFileSync(name, x)\nfs.readFileSync('/etc/x')\n"
  const from = (start: string, files: Readonly<Record<string, string>>) =>
    starts(image(`FROM node\nWORKDIR /app\nCOPY . .\n${start}\n`, files))
  const written = ['data /app/build.env', 'data /srv/out', 'data /never?']
  assert.deepEqual(from('ENTRYPOINT ["tini", "--"]\nCMD ["node", "run.mjs"]', { 'run.mjs': js }), written)
  assert.deepEqual(from('CMD ["node", "--enable-source-maps", "/app/run.mjs"]', { 'run.mjs': js }), written)
  const python =
    "with open('/tmp/x', 'w') as f:\n    f.write('')\nos.makedirs('cache', exist_ok=True)\nopen('/etc/y')\ndef f():\n    open('/never', 'w')\n"
  assert.deepEqual(from('CMD ["python3", "./start.py"]', { 'start.py': python }), ['scratch /tmp/x', 'cache /app/cache', 'data /never?'])
  assert.deepEqual(from('CMD ["node", "-e", "1"]', { 'run.mjs': js }), [])
  assert.deepEqual(from('CMD ["cat", "run.mjs"]', { 'run.mjs': js }), [])
})

/** What an image writes at start in a container with these variables. */
function startsWith(text: string, variables: Readonly<Record<string, string | undefined>>, files: Readonly<Record<string, string>> = {}) {
  const origin = { kind: 'text', file: '/ctx/compose.yaml', span: [0, 1] } as const
  const given = new Map(Object.entries(variables).map(([name, value]) => [name, { value, origin }]))
  const found = image(text, files, { start: { environment: { variables: given, complete: true } } })
  return found.writes.flatMap(({ when, leaves, path, conditional }) =>
    when === 'start' && leaves !== 'removed' ? [`${path}${conditional ? '?' : ''}`] : [],
  )
}

test('the environment of the container goes before that of the image, and decides branches', () => {
  const script = '#!/bin/sh\nmkdir -p "$DATA"\nif [ -n "$BANNER" ]; then echo a > /etc/banner; else echo b > /srv/banner; fi\n'
  const text = 'FROM debian\nENV DATA=/image\nCOPY start.sh /\nCMD ["/start.sh"]\n'
  const files = { 'start.sh': script }
  assert.deepEqual(startsWith(text, {}, files), ['/image', '/etc/banner?', '/srv/banner'])
  assert.deepEqual(startsWith(text, { DATA: '/given', BANNER: 'x' }, files), ['/given', '/etc/banner', '/srv/banner?'])
  assert.deepEqual(startsWith(text, { BANNER: undefined }, files), ['/image', '/etc/banner?', '/srv/banner?'])
})

test('the user that the container starts as decides the branches that ask for it', () => {
  const script = `#!/bin/sh
if [ "$(id -u)" = '0' ]; then mkdir /root-only; fi
if [ \`id -u\` -ne 0 ]; then mkdir /others; fi
if [ "$EUID" -eq 0 ]; then mkdir /euid; fi
`
  const files = { 'start.sh': script }
  const text = 'FROM debian\nRUN useradd -u 1000 app\nCOPY start.sh /\nCMD ["/start.sh"]\n'
  assert.deepEqual(startsWith(text, {}, files), ['/root-only', '/others?', '/euid'])
  assert.deepEqual(startsWith(`${text}USER app\n`, {}, files), ['/root-only?', '/others', '/euid?'])
  assert.deepEqual(startsWith(`${text}USER some\n`, {}, files), ['/root-only?', '/others?', '/euid?'], 'its number is not known')
  const as = (user: string | undefined) =>
    image(text, files, { start: { environment: { variables: new Map(), complete: true }, user: { value: user, origin: HERE } } })
  assert.deepEqual(starts(as('1000:1000')), ['data /root-only?', 'data /others', 'data /euid?'])
  assert.deepEqual(starts(as(undefined)), ['data /root-only?', 'data /others?', 'data /euid?'])
})

test('a file that a script removes first is written anew, in whatever branch', () => {
  const text = 'FROM debian\nCOPY start.sh /\nCMD ["/start.sh"]\n'
  const loop = 'while read -r line; do if [ -n "$line" ]; then echo "$line" >> /etc/a.conf; fi; done < /etc/a.template\n'
  assert.deepEqual(startsWith(text, {}, { 'start.sh': `#!/bin/sh\nrm -f /etc/a.conf\n${loop}` }), ['/etc/a.conf'])
  assert.deepEqual(startsWith(text, {}, { 'start.sh': `#!/bin/sh\n${loop}rm -f /etc/a.conf\n` }), ['/etc/a.conf?'])
  assert.deepEqual(startsWith(text, {}, { 'start.sh': `#!/bin/sh\n[ -e /x ] && rm -f /etc/a.conf\n${loop}` }), ['/etc/a.conf?'])
})

test('connection strings of the environment name the files of databases, and not servers', () => {
  const text = 'FROM debian\nWORKDIR /app\n'
  const found = (name: string, value: string) => startsWith(text, { [name]: value })
  assert.deepEqual(found('ConnectionStrings__Database', 'Data Source=shop'), ['/app/shop'])
  assert.deepEqual(found('CONNECTION', 'Data Source=/data/shop.db;Cache=Shared'), ['/data/shop.db'])
  assert.deepEqual(found('DATABASE_URL', 'sqlite:///./app.db'), ['/app/app.db'])
  assert.deepEqual(found('DATABASE_URL', 'file:./dev.db?mode=rwc'), ['/app/dev.db'])
  const others = ['Data Source=db;Initial Catalog=shop;User ID=sa', 'Data Source=:memory:', 'sqlite:///:memory:', 'postgres://db/shop']
  for (const value of others) assert.deepEqual(found('DATABASE_URL', value), [], value)
  assert.deepEqual(found('SPRING_CONFIG_LOCATION', 'file:/config/'), [])
})

test('npm scripts and supervisord say what they start', () => {
  const npm = { 'package.json': '{\n  "scripts": { "start": "next start -p 80", "other": "touch /x" }\n}\n' }
  assert.deepEqual(starts(image('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n', npm)), ['cache /app/.next/cache'])
  assert.deepEqual(starts(image('FROM node\nWORKDIR /app\nCOPY package*.json ./\nCMD yarn run start\n', npm)), ['cache /app/.next/cache'])
  assert.deepEqual(starts(image('FROM node\nWORKDIR /app\nCOPY . .\nCMD ["npm", "install"]\n', npm)), [
    'config /app/node_modules',
    'cache /root/.npm',
  ])
  const conf = {
    'sup.conf':
      '[supervisord]\nlogfile=/dev/null\npidfile=/run/sup.pid\n[program:web]\ncommand=gunicorn app\nstdout_logfile=/var/log/web.log\n',
  }
  assert.deepEqual(starts(image('FROM debian\nCOPY sup.conf /etc/\nCMD supervisord -c /etc/sup.conf\n', conf)), [
    'runtime /run/sup.pid',
    'scratch /tmp',
    'log /var/log/web.log',
    'scratch /tmp',
  ])
})

test('supervisord starts what its configuration includes, the one of its package as well', () => {
  const sites = { 'app.conf': '[program:web]\ncommand=nginx\nstdout_logfile=/var/log/web.log\n' }
  const packaged = starts(
    image(
      'FROM debian\nRUN apt-get install -y supervisor nginx\nCOPY app.conf /etc/supervisor/conf.d/shop.conf\nCMD supervisord -n -c /etc/supervisor/supervisord.conf\n',
      sites,
    ),
  )
  for (const write of ['log /var/log/supervisor', 'log /var/log/nginx', 'log /var/log/web.log', 'scratch /var/lib/nginx'])
    assert.ok(packaged.includes(write), write)
  const own = { ...sites, 'sup.conf': '[supervisord]\nlogfile=/dev/null\npidfile=/run/sup.pid\n[include]\nfiles = conf.d/*.conf\n' }
  const given = starts(image('FROM debian\nCOPY sup.conf /srv/\nCOPY app.conf /srv/conf.d/\nCMD supervisord -c /srv/sup.conf\n', own))
  assert.ok(given.includes('log /var/log/web.log'))
})

test('apache2 of Debian opens a log beside those that many link to standard output', () => {
  const written = (run: string, files = {}, program = 'apache2') =>
    starts(
      image(`FROM debian\nRUN apt-get install -y apache2 libapache2-mod-php8.2\n${run}CMD ["${program}", "-D", "FOREGROUND"]\n`, files),
    )
  const other = 'log /var/log/apache2/other_vhosts_access.log'
  assert.deepEqual(written(''), ['runtime /run/apache2', 'log /var/log/apache2', other, 'scratch /tmp', 'runtime /var/lib/php/sessions?'])
  assert.ok(written('', {}, 'apachectl').includes('runtime /run/lock'), 'its script makes a directory for locks')
  const linked = 'RUN ln -sf /dev/stdout /var/log/apache2/access.log && ln -sf /dev/stderr /var/log/apache2/error.log\n'
  assert.ok(!written(linked).includes('log /var/log/apache2') && written(linked).includes(other))
  assert.ok(!written(`${linked}RUN a2disconf other-vhosts-access-log\n`).includes(other))
  assert.ok(!written('COPY apache2.conf /etc/apache2/\n', { 'apache2.conf': '' }).includes(other))
})

test('php-fpm of Debian opens its log among those of the system, unless something tells it another', () => {
  const written = (text: string, files = {}) =>
    starts(image(`FROM debian\nRUN apt-get install -y php8.2-fpm\n${text}CMD ["php-fpm8.2", "-F"]\n`, files)).filter((write) =>
      write.startsWith('log'),
    )
  assert.deepEqual(written(''), ['log /var/log/php8.2-fpm.log'])
  assert.deepEqual(written('RUN ln -sf /dev/stderr /var/log/php8.2-fpm.log\n'), [])
  assert.deepEqual(written('RUN sed -i s,error_log.*,error_log=/dev/stderr, /etc/php/8.2/fpm/php-fpm.conf\n'), [
    'log /var/log/php8.2-fpm.log?',
  ])
  const pool = { 'z.conf': '[global]\nerror_log = /proc/self/fd/2\n[www]\n' }
  assert.deepEqual(written('COPY z.conf /etc/php/8.2/fpm/pool.d/z.conf\n', pool), [])
  assert.ok(starts(image('FROM debian\nRUN apt-get install -y php8.2-fpm\nCMD php-fpm8.2 -F\n')).includes('runtime /var/lib/php/sessions?'))
  for (const [base, version] of [
    ['debian:bookworm-slim', '8.2'],
    ['ubuntu:24.04', '8.3'],
    ['debian:13', '8.4'],
  ])
    assert.ok(
      starts(image(`FROM ${base}\nRUN apt-get install -y php-fpm\nCMD php-fpm -F\n`)).includes(`log /var/log/php${version}-fpm.log`),
      base,
    )
})

test('the jobs of cron are started by its tables, in the image or installed by the build or the start', () => {
  const files = {
    system:
      'SHELL=/bin/sh\n# a comment\n*/5 1-3 * * 1,2 root /usr/local/bin/job.sh >> /var/log/job.log 2>&1\n@daily www-data touch /srv/daily\n',
    own: '0 3 * * mon-fri echo x > /srv/own\n',
    'job.sh': 'cp /a /backup/b\n',
  }
  const jobs = (text: string) =>
    starts(image(`FROM debian\nCOPY job.sh /usr/local/bin/\n${text}`, files)).filter((each) => !/\/(?:run|tmp)$/.test(each))
  assert.deepEqual(jobs('COPY system /etc/cron.d/app\nCMD ["cron", "-f"]\n'), ['data /backup/b', 'log /var/log/job.log', 'data /srv/daily'])
  assert.deepEqual(jobs('COPY system /etc/cron.d/app\nCMD ["sleep", "1"]\n'), [])
  assert.deepEqual(jobs('COPY own /etc/crontabs/root\nCMD crond -f\n'), ['data /srv/own'])
  assert.deepEqual(jobs('COPY own /app/own\nRUN crontab /app/own\nCMD cron -f\n'), ['data /srv/own'])
  assert.deepEqual(jobs('COPY own /app/own\nCMD crontab /app/own && cron -f\n'), ['data /var/spool/cron', 'data /srv/own'])
  assert.deepEqual(jobs('COPY own /app/own\nCMD ["supercronic", "/app/own"]\n'), ['data /srv/own'])
})

test('supervisord writes beside itself what its configuration does not place', () => {
  const written = (text: string, conf: string) => starts(image(`FROM debian\n${text}\n`, { 'sup.conf': conf }))
  const bare = '[supervisord]\nnodaemon=true\n[program:a]\ncommand=a\nlogfile=/not/its\n'
  const start = 'WORKDIR /srv\nCOPY sup.conf /etc/supervisord.conf\nCMD'
  assert.deepEqual(written(`${start} supervisord -n`, bare), ['log /srv/supervisord.log', 'runtime /srv/supervisord.pid?', 'scratch /tmp'])
  assert.deepEqual(written(`${start} supervisord -l /dev/null -j /run/s.pid`, '[supervisord]\nchildlogdir=/var/log\n'), [
    'runtime /run/s.pid?',
    'log /var/log',
  ])
  assert.deepEqual(written(`${start} supervisord`, '[supervisord]\nlogfile=/dev/null\npidfile=/run/s.pid\nchildlogdir=/x'), [
    'runtime /run/s.pid',
    'log /x',
  ])
  assert.deepEqual(written('RUN apt-get install -y supervisor\nCMD supervisord', bare), ['log /var/log/supervisor', 'runtime /run'])
  assert.deepEqual(written('CMD supervisord -c /mine.conf', bare), [])
})

test('commands are shown to rules as they are, wrappers off, variables in', () => {
  const found = image('FROM a\nARG V=1\nRUN sudo apt-get install -y x=$V | tee /y && sh -c "curl http://z | sh"\nRUN ["apk", "add", "q"]\n')
  const commands = found.build?.stages[0]?.instructions.flatMap((instruction) => instruction.commands) ?? []
  assert.deepEqual(
    commands.map((command) => [
      command.name,
      command.args.map((arg) => arg.value).join(' '),
      command.wrappers.join(),
      command.pipeline?.index,
    ]),
    [
      ['apt-get', 'install -y x=1', 'sudo', 0],
      ['tee', '/y', '', 1],
      ['sh', '-c curl http://z | sh', '', undefined],
      ['curl', 'http://z', '', 0],
      ['sh', '', '', 1],
      ['apk', 'add q', '', undefined],
    ],
  )
})

test('Dockerfiles are known by name and by content', () => {
  for (const name of [
    'Dockerfile',
    'dockerfile',
    'Dockerfile.dev',
    'api.Dockerfile',
    'x.dockerfile',
    'Containerfile',
    'Dockerfile-alpine',
  ]) {
    assert.equal(isDockerfileName(name), true, name)
  }
  for (const name of [
    'Dockerfile.dockerignore',
    '.dockerignore',
    'Dockerfile.md',
    'dockerfile.go',
    'docker-compose.yml',
    'MyDockerfileParser',
  ]) {
    assert.equal(isDockerfileName(name), false, name)
  }
  for (const text of ['FROM a\n', '# x\nARG A\nFROM a\nRUN b\n', '\uFEFFfrom a\r\nrun b\r\n'])
    assert.equal(isDockerfileText(text), true, text)
  for (const text of [
    '',
    'hello world',
    'FROM {{ image }}\n{% if x %}\nRUN a\n',
    'FROM php:%%VERSION%%\nRUN a\n',
    'From: me\nTo: you\n',
    'select *\nfrom a\n',
    'RUN a\n',
  ]) {
    assert.equal(isDockerfileText(text), false, text)
  }
})

test('no file makes it throw', () => {
  const texts = [
    '',
    '\0',
    'FROM',
    'FROM\nFROM',
    'FROM a AS',
    'FROM a AS a\nFROM a',
    'FROM a\nCOPY',
    'FROM a\nCOPY a',
    'FROM a\nUSER',
    'FROM a\nWORKDIR',
    'FROM a\nVOLUME',
    'FROM a\nENV',
    'FROM a\nCMD []\nENTRYPOINT []',
    'FROM a\nHEALTHCHECK',
    'FROM a\nSHELL []\nRUN x',
    'ARG A=$A\nFROM $A',
    'FROM a\nENV A=$A\nUSER $A',
    'FROM a\nRUN <<E\n',
    'FROM a\nRUN \\',
  ]
  for (const text of texts) assert.ok(Array.isArray(parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', {})).images), text)
})

test('no file makes it hang or fill the memory', () => {
  const doubling = (count: number) => Array.from({ length: count }, () => 'ENV A=$A$A').join('\n')
  const texts = [
    `FROM a\nENV A=xxxxxxxx\n${doubling(60)}\nUSER $A\n`,
    `FROM a\nRUN A=xxxxxxxx; ${'A=$A$A; '.repeat(60)} mkdir /$A\n`,
    `FROM a\nUSER ${'${a:-'.repeat(5000)}\n`,
    `FROM a\nENV A=${'a'.repeat(4000)}\nUSER \${A%%*a*a*a*a*b}\n`,
    `FROM a\nRUN mkdir /${'{a,b}'.repeat(30)}\n`,
    `FROM a\nRUN ${'$('.repeat(5000)}\n`,
    `FROM a\n${'USER b\n'.repeat(6000)}`,
  ]
  for (const text of texts) assert.equal(parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', {})).images.length, 1)
})

test('comments are found for directives: of the Dockerfile, of its heredocs, behind commands, and in scripts', () => {
  const text = 'FROM a\n# one\nRUN a \\\n  # two\n  && b # three\nRUN <<E\n# four\nc # five\nE\nCOPY x.sh /x.sh\nENTRYPOINT ["/x.sh"]\n'
  const document = parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', { 'x.sh': '#!/bin/sh\n# six\ntouch /a\n' }))
  // A script is read for whoever asks what the start writes.
  assert.ok(document.images[0]?.writes.some(({ path }) => path === '/a'))
  assert.deepEqual(document.comments.map((comment) => comment.text).sort(), ['five', 'four', 'one', 'six', 'three', 'two'])
  for (const { file, span, text: comment } of document.comments) assert.equal(document.texts.get(file)?.slice(...span), `# ${comment}`)
})

test('a directive before an instruction holds for all of it, one inside for the next line', () => {
  const suppressed = (text: string) => {
    const unit = { file: '/ctx/Dockerfile', parse: () => parseDockerfile('/ctx/Dockerfile', text, filesIn('/ctx', {})) }
    const { findings } = judgeUnit(unit, filesIn('/ctx', {}), {
      rules,
      settings: DEFAULT_SETTINGS,
      knowledge: knowledgeFrom({ records: [], sources: ALL_SOURCES }),
    })
    return findings.filter(({ ruleId }) => ruleId === 'unverified-download').map((finding) => finding.suppressed !== undefined)
  }
  const run = 'RUN a \\\n  && curl -k https://x.example \\\n  && wget --no-check-certificate https://y.example\n'
  assert.deepEqual(suppressed(`FROM a:1\n${run}`), [false, false])
  assert.deepEqual(suppressed(`FROM a:1\n# dockseal-disable-next-line unverified-download\n${run}`), [true, true])
  assert.deepEqual(suppressed(`FROM a:1\n${run.replace('  && wget', '# dockseal-disable-next-line\n  && wget')}`), [false, true])
  assert.deepEqual(suppressed(`FROM a:1\nRUN <<E\n# dockseal-disable-next-line\ncurl -k https://x.example\nE\n`), [true])
})

test('a Dockerfile that is not there is looked for in small letters', () => {
  const build = (dockerfile: string) => container({ build: set({ context: '/ctx', dockerfile, args: {} }, HERE) })
  const baseOf = (of: Container, files: Files) => builtImage(of, of.build, files, ALL_SOURCES, '/ctx')?.base
  const io = filesIn('/ctx', { dockerfile: 'FROM nginx:1.27\n' })
  const base = (dockerfile: string) => baseOf(build(dockerfile), io)
  assert.equal(value(base('/ctx/Dockerfile') ?? { state: 'missing' }), 'nginx:1.27')
  assert.equal(base('/ctx/Dockerfile.dev'), undefined)
  const both = filesIn('/ctx', { Dockerfile: 'FROM caddy:2\n', dockerfile: 'FROM nginx:1.27\n' })
  assert.equal(value(baseOf(build('/ctx/Dockerfile'), both) ?? { state: 'missing' }), 'caddy:2')
  const containers = [build('/ctx/Dockerfile')]
  const document = { ...parseDockerfile('/ctx/x', '', io), isProject: true as const, containers }
  const compose = { file: '/ctx/compose.yaml', parse: () => document }
  const { units, builtBy } = openProject({ units: [compose], dockerfiles: ['/ctx/dockerfile'] }, io, ALL_SOURCES)
  assert.deepEqual(
    units.map((unit) => builtBy(unit).map(({ service }) => service)),
    [[], [containers[0]?.name]],
  )
})

test('a context that is fetched from elsewhere has no Dockerfile here', () => {
  const text =
    'services:\n  own:\n    build: .\n  far:\n    build: {context: "https://example.com/app.git#main", dockerfile: docker/Dockerfile}\n'
  const io = filesIn('/ctx', { 'compose.yaml': text })
  const { containers } = parseComposeProject(projectOf(['/ctx/compose.yaml'], 'a test', io), io)
  const [own, far] = containers.map(({ build }) => (build.state === 'set' ? build.value.dockerfile : build.state))
  assert.deepEqual([own, far], ['/ctx/Dockerfile', undefined])
})

test('the context is the directory that has what the file copies', () => {
  const text = 'FROM a\nCOPY docker/x.sh app /\nENTRYPOINT ["/x.sh"]\n'
  const script = '#!/bin/sh\ntouch /found\n'
  const read = (files: Readonly<Record<string, string>>, file = '/ctx/docker/Dockerfile') => {
    const [found] = parseDockerfile(file, text, filesIn('/ctx', files)).images
    return found ? starts(found) : undefined
  }
  assert.deepEqual(read({ 'docker/x.sh': script, app: '' }), ['data /found'])
  assert.deepEqual(read({ 'docker/x.sh': script }), ['data /found'], 'the rest is built first')
  assert.deepEqual(read({ 'docker/docker/x.sh': script, app: '' }), ['data /found'], 'its own directory has some of it')
  assert.deepEqual(read({ 'docker/docker/x.sh.orig': '', app: '' }), [], 'a short name alone proves nothing')
  assert.deepEqual(read({ 'docker/x.sh': script, app: '', 'docker/.git': '' }), [], 'the repository ends below')
  assert.deepEqual(read({ 'docker/x.sh': script, app: '' }, '/ctx/a/b/c/d/e/Dockerfile'), [], 'too far up')
  const pattern = 'FROM a\nWORKDIR /app\nCOPY . .\nCOPY ./docker/*.conf /etc/\nENTRYPOINT ["docker/x.sh"]\n'
  const [found] = parseDockerfile('/ctx/docker/Dockerfile', pattern, filesIn('/ctx', { 'docker/x.sh': script })).images
  assert.deepEqual(found && starts(found), ['data /found'], 'the directory of a pattern')
})
