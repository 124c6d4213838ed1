import assert from 'node:assert/strict'
import { test } from 'node:test'
import { executeScript } from '../src/shell/execute.ts'
import { parseShell } from '../src/shell/parse.ts'
import { type FoundScript, scriptFromText, type World } from '../src/shell/world.ts'
import { innerScript, shebangShell, unwrap } from '../src/shell/wrappers.ts'
import { writesOf } from '../src/shell/writes.ts'

const NOTHING: World = { variables: new Map(), cwd: '/app' }

function paths(script: string, world: World = NOTHING): string[] {
  return executeScript(scriptFromText('/x.sh', script), world)
    .flatMap(writesOf)
    .map((write) => `${write.path}${write.conditional ? '?' : ''}`)
}

test('programs that only start another one are taken off', () => {
  const cases: readonly [string, string, readonly string[], string | undefined][] = [
    ['sudo -E -u app env A=b B=c nice -n 5 apt-get update', 'apt-get', ['sudo', 'env', 'nice'], 'app'],
    ['exec gosu postgres postgres -D /x', 'postgres', ['exec', 'gosu'], 'postgres'],
    ['su-exec app:app -- server', 'server', ['su-exec'], 'app:app'],
    ['/usr/bin/tini -g -- /run.sh', '/run.sh', ['tini'], undefined],
    ['timeout -k 5 10 curl x', 'curl', ['timeout'], undefined],
    ['poetry run gunicorn app', 'gunicorn', ['poetry'], undefined],
    ['poetry install', 'poetry', [], undefined],
    ['exec', 'exec', [], undefined],
    ['sudo', 'sudo', [], undefined],
    ['setpriv --reuid=1000 --clear-groups server', 'server', ['setpriv'], '1000'],
    ['wait-for-it.sh db:5432 -t 30 -- node app.js', 'node', ['wait-for-it.sh'], undefined],
    ['runuser app -c "server"', 'runuser', [], undefined],
  ]
  for (const [script, name, wrappers, user] of cases) {
    const command = parseShell(script).commands[0]
    const found = unwrap(command?.words ?? [])
    assert.deepEqual([found.words[0]?.value, found.wrappers, found.user], [name, wrappers, user], script)
  }
})

test('scripts inside a command are found', () => {
  const inner = (script: string) => {
    const command = parseShell(script).commands[0]
    return command && innerScript(unwrap(command.words).words, command.redirections)?.script.text
  }
  assert.equal(inner("sh -ec 'a b'"), 'a b')
  assert.equal(inner('exec su - app -c "a $X"'), 'a $X')
  assert.equal(inner("eval 'a'"), 'a')
  assert.equal(inner('bash -s <<E\na\nE\n'), 'a\n')
  assert.equal(inner('sh x.sh'), undefined)
  assert.equal(inner('gcc -c x'), undefined)
})

test('the shell of a script is told from its first line', () => {
  assert.equal(shebangShell('#!/bin/sh -e\n'), 'sh')
  assert.equal(shebangShell('#!/usr/bin/env bash\n'), 'bash')
  assert.equal(shebangShell('#!/usr/bin/dumb-init /bin/sh\n'), 'sh')
  assert.equal(shebangShell('#!/usr/bin/python3\nbash'), undefined)
})

test('each program writes where its words say', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['echo a > /etc/x; b >> y 2>&1; c &> /z; d > /dev/null; e 2>/proc/1/fd/2', ['/etc/x', '/app/y', '/z']],
    ['> /var/run/a.pid', ['/run/a.pid']],
    ['mkdir -p -m 0755 /a /b/{c,d}', ['/a', '/b/c', '/b/d']],
    ['touch -r /ref /a; truncate -s 0 /b; tee -a /c /d; mkfifo /e', ['/a', '/b', '/c', '/d', '/e']],
    ['chown -R app:app /data; chgrp x /y; chmod -R 0700 /z; chmod u+w /w; chmod -w /v', ['/data', '/y', '/z', '/w', '/v']],
    ['install -d -o app /a; install -m 644 src /b/c; install -t /d x y', ['/a', '/b/c', '/d']],
    ['cp -r a b /dst/; mv /src /dst; cp -t /e a', ['/dst/a', '/dst/b', '/dst', '/src', '/e']],
    [
      'cd /app; cp -r /public /app; cp -a /seed/. /app; cp -r /seed /other; cp x.conf /etc/app/',
      ['/app/public', '/app', '/other', '/etc/app'],
    ],
    ['ln -sf /dev/stdout /var/log/a.log; ln -s x y /dir; ln -s /usr/bin/a /bin/', ['/var/log/a.log', '/dir/x', '/dir/y', '/bin/a']],
    ['sed -i s/a/b/ /etc/a /etc/b; sed -i.bak -e s/a/b/ /etc/c; sed s/a/b/ /etc/d', ['/etc/a', '/etc/b', '/etc/c']],
    ['mktemp; mktemp -d; mktemp /run/x.XXXX; mktemp -p /var/tmp; mktemp --tmpdir=/y', ['/tmp', '/tmp', '/run', '/var/tmp', '/y']],
    ['TMPDIR=/t; mktemp', ['/t']],
    ['envsubst < /a.template > /a.conf', ['/a.conf']],
    ['curl -fsSL http://x -o /a; curl http://x; wget -O /b http://x; wget -O - http://x', ['/a', '/b']],
    ['tar xzf a.tgz -C /opt; tar -xf a.tar; tar cf /b.tar c; tar -xC "$UNKNOWN"', ['/opt', '/app', '/b.tar']],
    ['adduser -D x; apt-get install -y y; apt-get update; pip install z', ['/etc/passwd', '/', '/']],
    ['chmod 600 /data/*.key; chown app /data/*', ['/data', '/data']],
    ['cat "$UNKNOWN" > "$UNKNOWN/x"; mkdir $(id -u)/y; cd "$UNKNOWN"; touch z', []],
    ['mkdir $(pwd)/y "$(dirname /a/b)/c"; D=$(cd /srv && pwd); mkdir $D/x', ['/app/y', '/a/c', '/srv/x']],
    ['cd /srv; touch a; cd b && touch c', ['/srv/a', '/srv/b/c']],
    ['ls /y; cat /z; grep a /b', []],
    ['rm -rf /x; rm /y /z; unlink /a; rmdir /b', ['/x', '/y', '/z', '/a', '/b']],
  ]
  for (const [script, expected] of cases) assert.deepEqual(paths(script), expected, script)
})

test('a copy gives a file another name or goes into a directory', () => {
  const leaves = (script: string) =>
    executeScript(scriptFromText('/x.sh', script), NOTHING).flatMap((command) => writesOf(command).map((write) => write.leaves))
  assert.deepEqual(
    leaves('cp /in/key-orig /in/key; cp /in/key /etc/app/key; cp /in/key-orig /etc/app/key; cp a.conf b.conf; cp /in/a.example /in/a'),
    Array(5).fill('file'),
  )
  assert.deepEqual(
    leaves('cp /in/data.json /srv/data; cp /in/key /etc/app; cp -r /in/key-orig /in/key; cp /in/* /in/all; cp /app/a.jar /app/plugins'),
    Array(5).fill('content'),
  )
})

test('only bash keeps here-documents in a file', () => {
  const script = (shell: string) => `#!/bin/${shell}\ncat <<E\na\nE\n`
  assert.deepEqual(paths(script('bash')), ['/tmp'])
  assert.deepEqual(paths(script('sh')), [])
})

test('variables are followed, and what may be otherwise is conditional', () => {
  assert.deepEqual(paths('D=/data; mkdir $D/a'), ['/data/a'])
  assert.deepEqual(paths('mkdir "${D:-/data}"; : "${E:=/e}"; mkdir $E'), ['/data', '/e'])
  assert.deepEqual(paths('if x; then D=/a; else D=/b; fi; mkdir $D'), ['/a?', '/b?'])
  assert.deepEqual(paths('for d in a b; do mkdir -p /x/$d; done'), ['/x/a', '/x/b'])
  assert.deepEqual(paths('D=$(hostname); mkdir $D/a; D=/b; mkdir $D'), ['/b'])
  assert.deepEqual(paths('read D; mkdir /$D'), [])
  assert.deepEqual(paths('(D=/a; mkdir $D); mkdir $D'), ['/a'])
  const world: World = {
    ...NOTHING,
    variables: new Map([
      ['D', '/d'],
      ['U', undefined],
    ]),
  }
  assert.deepEqual(paths('mkdir $D/x ${U:-/u}', world), ['/d/x'])
  assert.deepEqual(paths('[ -d /a ] || mkdir /a; if b; then touch /c; fi'), ['/a?', '/c?'])
})

test('functions are walked where they are called, with their arguments', () => {
  assert.deepEqual(paths('f() { mkdir "$1"; }; g() { touch /never; }; f /a; if x; then f /b; fi'), ['/a', '/b?'])
  assert.deepEqual(paths('f() { f; touch /a; }; f').length > 0, true)
})

test('arguments of the script take the place of "$@"', () => {
  const words = parseShell('tee /from-cmd').commands[0]?.words ?? []
  assert.deepEqual(paths('exec "$@"', { ...NOTHING, positional: words }), ['/from-cmd'])
  assert.deepEqual(paths('set -- touch /a; "$@"', { ...NOTHING, positional: [] }), ['/a'])
  assert.deepEqual(paths('if [ -z "$1" ]; then set -- touch /a; fi; "$@"', { ...NOTHING, positional: words }), ['/from-cmd'])
  assert.deepEqual(paths('exec "$@"'), [])
})

test('scripts that a script calls or reads are followed, and one that calls itself ends', () => {
  const files: Record<string, FoundScript> = {
    '/lib.sh': scriptFromText('/ctx/lib.sh', 'log() { echo "$1" >> /var/log/x; }; D=/lib'),
    '/app/run.sh': scriptFromText('/ctx/run.sh', 'touch /run-sh; /app/run.sh'),
    '/d/a.sh': scriptFromText('/ctx/a.sh', 'touch /a'),
  }
  const world: World = {
    ...NOTHING,
    open: (path) => files[path],
    glob: (pattern) => (pattern === '/d/*.sh' ? ['/d/a.sh'] : undefined),
  }
  assert.deepEqual(paths('. /lib.sh; log hello; mkdir $D; ./run.sh', world), ['/var/log/x', '/lib', '/run-sh'])
  assert.deepEqual(paths('for f in /d/*.sh; do "$f"; done; for f in /e/*; do touch "$f"; done', world), ['/a'])
  const [write] = executeScript(scriptFromText('/x.sh', 'sh /d/a.sh'), world).flatMap(writesOf)
  assert.equal(write?.origin.kind === 'text' && write.origin.file, '/ctx/a.sh')
})

test('no script makes it hang', () => {
  const bomb = Array.from({ length: 30 }, (_, index) => `f${index}() { f${index + 1}; f${index + 1}; f${index + 1}; }`).join('\n')
  assert.ok(paths(`${bomb}\nf30() { touch /a; }\nf0`).length < 5000)
  assert.ok(paths(`${'for a in 1 2 3 4 5 6 7 8 9; do '.repeat(8)} touch /$a ${'; done'.repeat(8)}`).length <= 16)
})

test('a script under set -e ends where a command fails', () => {
  const stops = (script: string) =>
    executeScript(scriptFromText('/x.sh', script), NOTHING)
      .filter(({ name }) => name === 'chown')
      .map((command) => command.stops)
  const cases: readonly [string, boolean][] = [
    ['chown app /a', false],
    ['set -e\nchown app /a', true],
    ['#!/bin/sh -e\nchown app /a', true],
    ['set -o pipefail -o errexit\nchown app /a', true],
    ['set -ex\nset +e\nchown app /a', false],
    ['set -x -- -e\nchown app /a', false],
    ['[ -n "$DEBUG" ] && set -e\nchown app /a', false],
    ['set -e\nchown app /a || true', false],
    ['set -e\nchown app /a || exit 1', true],
    ['set -e\nif ! chown app /a; then echo no; fi', false],
    ['set -e\nchown app /a && echo done\necho more', false],
    ['chown app /a && exec server', true],
    ['chown app /a && exec server\necho more', true],
    ['chmod 700 /b && chown app /a && server', true],
    ['#!/bin/sh\nchown app /a && server', false],
    ['chown app /a && server || true', false],
    ['chown app /a; server', false],
    ['chown app /a && server &\nwait', false],
    ['start() { chown app /a && server; }\nstart', false],
    ['start() { chown app /a && exec server; }\nstart', true],
    ['sh -c "chown app /a && server"', true],
    ['set -e\necho start && chown app /a', true],
    ['set -e\nchown app /a | cat', false],
    ['set -e\nchown app /a &', false],
    ['set -e\ngive() { chown app /a; }\ngive', true],
    ['set -e\nsh -c "chown app /a"', false],
    ['sh -ec "chown app /a"', true],
  ]
  for (const [script, expected] of cases) assert.deepEqual(stops(script), [expected], script)
})

test('a loop over a list that is there for somebody to fill may have no turn', () => {
  const given = (value: string) => ({ ...NOTHING, variables: new Map([['URLS', value]]) })
  const script = 'for each in $(echo "${URLS:-}" | tr , " "); do mkdir /a; done'
  assert.deepEqual(paths(script), ['/a?'])
  assert.deepEqual(paths(script, given('x')), ['/a'])
  assert.deepEqual(paths('for each in ""; do mkdir /a; done'), ['/a?'])
  assert.deepEqual(paths('for each in a b; do mkdir "/$each"; done'), ['/a', '/b'])
  assert.deepEqual(paths('for each in $(env | grep ^APP_); do echo "$each" >> /etc/app; done'), ['/etc/app'])
  assert.deepEqual(paths('for each in /init.d/*.sh; do echo "$each" >> /etc/app; done'), ['/etc/app'])
})

test('what stands behind the question for a file that the script touches itself runs at the first start', () => {
  assert.deepEqual(paths('if [ ! -f /etc/ready ]; then echo a > /etc/x; touch /etc/ready; fi'), ['/etc/x', '/etc/ready'])
  assert.deepEqual(paths('[ -e "$READY" ] || { mkdir /a; touch "$READY"; }', { ...NOTHING, variables: new Map([['READY', '/r']]) }), [
    '/a',
    '/r',
  ])
  assert.deepEqual(paths('if [ -f /r ]; then mkdir /again; else touch /r; fi'), ['/again?', '/r'])
  assert.deepEqual(paths('touch /r; if [ ! -f /r ]; then mkdir /a; fi'), ['/r', '/a?'])
  assert.deepEqual(paths('if [ ! -f /etc/x ]; then echo a > /etc/x; fi'), ['/etc/x?'], 'the image, or a mount, may have it')
})

test('programs of postfix edit its configuration and write tables beside their sources', () => {
  const script =
    'postconf -e "a = b"\npostconf a=b\npostconf -M x/inet\npostconf mail_version\npostmap hash:/etc/postfix/virtual\nnewaliases\n'
  assert.deepEqual(paths(script), ['/etc/postfix/main.cf', '/etc/postfix/main.cf', '/etc/postfix/virtual.db', '/etc/aliases.db'])
})

test('what programs run for the files they find, edit in place and fetch is a write', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "find /srv/www -name '*.js' -exec sed -i s/a/b/ {} +": ['/srv/www'],
    'find /srv/www -type f -exec chmod 644 {} \\;': ['/srv/www'],
    'find . -exec cp {} /srv/to/ \\;': ['/srv/to'],
    'find /srv/www -name x -print': [],
    'git clone https://example.org/a/b.git': ['/app/b'],
    'git clone --depth 1 https://example.org/a/b /srv/b': ['/srv/b'],
    'git config --system a.b c': ['/etc/gitconfig'],
    'git config --get a.b; git status': [],
    "yq -i '.a = 1' /srv/a.yaml": ['/srv/a.yaml'],
    "yq '.a' /srv/a.yaml": [],
    'patch -p1 /srv/a < x.patch': ['/srv/a'],
    'gomplate -f x.tpl -o /srv/x': ['/srv/x'],
    'cat x | sponge /srv/x': ['/srv/x'],
    'curl -fsSLO https://example.org/x': ['/app'],
    'curl -fsS https://example.org/x': [],
    'wget https://example.org/x -P /srv': ['/srv'],
    'wget -qO- https://example.org/x; wget -q --spider https://example.org/x': [],
    'name=$(mktemp) && cat x > "$name"': ['/tmp', '/tmp/tmp.XXXXXXXXXX'],
  }
  for (const [script, expected] of Object.entries(cases)) assert.deepEqual(paths(script), expected, script)
})
