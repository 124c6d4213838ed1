import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import type { Container } from '../src/model/container.ts'
import { overlayFiles } from '../src/sources/text-files.ts'
import { indexLines, positionAt } from '../src/text/line-index.ts'
import { parseRunFile, recogniseRunFile } from './command-files.ts'

const nothing = { read: () => ({ ok: false, why: 'does not exist' }) as const, exists: () => false, list: () => [] }

function read(name: string, text: string, markdown = true) {
  const kind = recogniseRunFile(name, text)
  assert.ok(kind, `${name} is recognised`)
  return parseRunFile(resolve(name), text, kind, overlayFiles(nothing, new Map()), { markdown })
}

/** `name image root line`, the root as `ro`, `rw` (set or by default) or `?`. */
function line(container: Container, text: string): string {
  const { readOnlyRoot, image, origin } = container
  const root = readOnlyRoot.state === 'unknown' ? '?' : readOnlyRoot.state === 'set' && readOnlyRoot.value ? 'ro' : 'rw'
  const at = origin.kind === 'text' ? positionAt(indexLines(text), origin.span[0]).line : 0
  return `${container.name} ${image.state === 'set' ? image.value : '?'} ${root} ${at}${container.oneOff ? ' one-off' : ''}`
}

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'forms.sh': [
    'plain nginx:1.27 rw 5',
    'sudo nginx:1.27 rw 6',
    'global nginx:1.27 rw 7',
    'path nginx:1.27 rw 8',
    'substituted nginx:1.27 rw 9',
    'chained nginx:1.27 rw 10',
    'default nginx:1.27 rw 11',
    'engine nginx:1.27 rw 12',
    'located nginx:1.27 rw 13',
    'podman nginx:1.27 rw 14',
    'wrapped nginx:1.27 rw 15',
    'swarm nginx:1.27 rw 16',
    'variable nginx:1.27 rw 20',
    'array nginx:1.27 ? 27',
    'loop$index nginx:1.27 rw 30',
    'string nginx:1.27 rw 33',
    'ssh nginx:1.27 rw 34',
    'heredoc nginx:1.27 rw 36',
    'joined nginx:1.27 ro 38',
    'tag nginx:$TAG rw 39',
    'hidden nginx:1.27 ? 40',
    'unknown ? rw 41',
    'golang golang:1.23 rw 42 one-off',
    'piped nginx:1.27 rw 44',
    'echoed nginx:1.27 rw 46',
    'backticks nginx:1.27 rw 47',
  ],
  'silent.sh': [],
  Makefile: [
    'recipe nginx:1.27 rw 7',
    'continued nginx:1.27 rw 8',
    'prefixed nginx:1.27 rw 12 one-off',
    'maybe nginx:1.27 ? 13',
    'shell alpine:3.20 rw 17 one-off',
    'defined nginx:1.27 rw 29',
  ],
  'package.json': ['script nginx:1.27 rw 4'],
  'web@.service': ['pre alpine:3.20 rw 7 one-off', '%N nginx:1.27 rw 8', 'stop alpine:3.20 rw 14 one-off'],
  'web.container': ['web nginx:1.27 ro 5'],
  '.github/workflows/ci.yml': [
    'node node:22 rw 9 one-off',
    'cache redis:7 ro 12 one-off',
    'line nginx:1.27 rw 15',
    'block nginx:1.27 rw 18',
    'folded nginx:${{ matrix.version }} rw 23',
  ],
  '.gitlab-ci.yml': ['gitlab nginx:1.27 rw 8', 'block nginx:1.27 rw 10'],
  '.circleci/config.yml': ['line nginx:1.27 rw 7', 'block nginx:1.27 rw 11'],
  '.travis.yml': ['travis nginx:1.27 rw 2'],
  justfile: ['just nginx:1.27 rw 5', 'shebang nginx:1.27 rw 10'],
  'devcontainer.json': ['devcontainers/base mcr.microsoft.com/devcontainers/base:ubuntu rw 3 one-off'],
  'README.md': ['fenced nginx:1.27 rw 4', 'prompt nginx:1.27 rw 8'],
}

for (const [name, expected] of Object.entries(EXPECTED)) {
  test(`every container command of ${name} is found, and nothing else`, () => {
    const text = readFileSync(`fixtures/run/find/${name}`, 'utf8')
    assert.deepEqual(
      read(name, text).containers.map((container) => line(container, text)),
      expected,
    )
  })
}

test('Markdown is read only where it is asked for', () => {
  const text = readFileSync('fixtures/run/find/README.md', 'utf8')
  assert.deepEqual(read('README.md', text, false).containers, [])
})

test('what hides flags is said once a command, and a branch that adds known flags hides no others', () => {
  const text =
    'docker run -d $A $B nginx:1\nif x; then OPTS="$OPTS --init"; fi\nargs=(-d); $x && args+=(-v /a:/a)\ndocker run "${args[@]}" nginx:1\n'
  const document = read('a.sh', text)
  assert.deepEqual(
    document.problems.map(({ level, offset, message }) => ({ level, offset, message })),
    [{ level: 'note', offset: 0, message: '$A and $B may hold further options; what is not written out is not judged' }],
  )
  assert.equal(document.containers[1]?.readOnlyRoot.state, 'unset')
  assert.ok(document.containers[1]?.mounts.incomplete)
})

/** Flags in front of the image, and the image that must come of them. */
const ARITY: readonly (readonly [string, string])[] = [
  ['-it', 'nginx'],
  ['-dp 80:80', 'nginx'],
  ['-p80:80 -eA=b', 'nginx'],
  ['--rm --init --privileged', 'nginx'],
  ['--memory 64m --cpus=.5', 'nginx'],
  ['--read-only=false --tty=true', 'nginx'],
  ['--net host --dns-opt ndots:1', 'nginx'],
  ['--no-such-flag=value', 'nginx'],
  ['--no-such-flag value', 'nginx:1'],
  ['--no-such-flag', 'nginx:1'],
  ['--', 'nginx'],
  ['-v "$PWD":/src -u "$(id -u):$(id -g)"', 'nginx'],
  ['--health-cmd "curl -f http://localhost/ || exit 1"', 'nginx'],
  ['${TTY:+-t} $(flags)', 'nginx:1'],
  ['-name old-style', 'nginx'],
]

for (const [flags, image] of ARITY) {
  test(`the image stands where the flags end: ${flags}`, () => {
    const [container] = read('a.sh', `docker run ${flags} ${image} sh -c 'echo hi'\n`).containers
    assert.deepEqual(container?.image.state === 'set' && container.image.value, image)
    assert.deepEqual(container?.command.state === 'set' && container.command.value, ['sh', '-c', 'echo hi'])
  })
}

const BROKEN = [
  'docker run "',
  'docker run -v',
  'docker run $(',
  'if docker run nginx',
  'docker run nginx <<EOF',
  '\u0000docker run nginx',
  'docker run ${',
  '`docker run',
  '((docker run',
]

test('an image that another command prints is the image', () => {
  const [container] = read('a.sh', 'docker run --rm $(docker build -q .) make test\n').containers
  assert.equal(container?.image.state, 'unknown')
  assert.deepEqual(container?.command.state === 'set' && container.command.value, ['make', 'test'])
})

test('a script that is run in an image is not taken for the image', () => {
  const [container] = read('a.sh', 'docker run --rm -v "$PWD:/work" "$MANTLE_REF" ci/test.sh all\n').containers
  assert.equal(container?.image.state, 'unknown')
  assert.equal(container?.security.privileged.state, 'unset')
  assert.deepEqual(container?.command.state === 'set' && container.command.value, ['ci/test.sh', 'all'])
})

test('a job whose container an expression may leave out has none', () => {
  const job = (container: string) => read('.github/workflows/a.yml', `jobs:\n  a:\n    container: ${container}\n    steps: []\n`).containers
  assert.equal(job('${{ matrix.image && matrix.image.name || null }}').length, 0)
  assert.equal(job('${{ matrix.image }}').length, 1)
  assert.equal(job('node:22').length, 1)
})

test('a variable with flags behind it holds flags, whatever it is called', () => {
  for (const line of ['docker run --rm $EXTRAS --network=host app:1 serve', 'docker run -d $MORE --network=host --restart=always app:1']) {
    const [container] = read('a.sh', `${line}\n`).containers
    assert.equal(container?.image.state === 'set' && container.image.value, 'app:1', line)
  }
})

test('the form of a command is none, and a placeholder of documentation is an unknown word', () => {
  const shown = (line: string) => read('a.md', `\`\`\`sh\n${line}\n\`\`\`\n`).containers
  for (const form of [
    'docker run [OPTIONS] IMAGE [COMMAND] [ARG...]',
    'docker run --mount source=<VOLUME_NAME>,target=[PATH] [IMAGE] [COMMAND...]',
    'docker run --cap-add=SYS_ADMIN ...',
    'docker run -it IMAGE bash',
  ]) {
    assert.deepEqual(shown(form), [], form)
  }
  const [backup] = shown('docker run --rm -v <volume-name>:/models -v "$(pwd)":/backup alpine:3 tar czf /backup/all.tar.gz')
  assert.equal(backup?.image.state === 'set' && backup.image.value, 'alpine:3')
  assert.deepEqual(backup?.mounts.items.length, 2)
  const [placed] = shown('docker run -it --privileged example.org/<repository>:dev-<expected tag> bash')
  assert.equal(placed?.image.state, 'unknown')
  assert.deepEqual(placed?.command.state === 'set' && placed.command.value, ['bash'])
  assert.equal(shown('docker run -i alpine:3 cat <in.txt >out.txt').length, 1)
})

test('broken text yields what can be read, and never an exception', () => {
  for (const text of BROKEN) {
    for (const name of ['a.sh', 'Makefile', 'package.json', 'a.service', '.github/workflows/a.yml', '.gitlab-ci.yml', 'justfile', 'a.md']) {
      const kind = recogniseRunFile(name, text)
      if (kind) assert.ok(parseRunFile(resolve(name), text, kind, nothing, { markdown: true }).containers.length <= 1)
    }
  }
})

test('a script or a unit that a script writes down is read, and so is a command with comments between its lines', () => {
  const text = `#!/bin/bash
cat > run.sh <<'EOF'
#!/bin/sh
docker run -d --name a app:1
EOF
sudo tee /etc/systemd/system/b.service <<EOF
[Service]
ExecStart=/usr/bin/docker run --rm \\
  --name b app:1
EOF
cat > notes.txt <<EOF
docker run -d --name no app:1
EOF
docker run -d \\
  \`# the name\` \\
  --name c \\
  app:1
`
  const { containers } = parseRunFile(resolve('a.sh'), text, 'shell', nothing)
  assert.deepEqual(
    containers.map(({ name, oneOff, readOnlyRoot }) => [name, oneOff, readOnlyRoot.state]),
    [
      ['a', undefined, 'unset'],
      ['b', undefined, 'unset'],
      ['c', undefined, 'unset'],
    ],
  )
})

test('what a workflow runs on another machine is read', () => {
  const text = `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: appleboy/ssh-action@v1
        with:
          host: example.org
          script: |
            docker pull app:1
            docker run -d --restart always --name app app:1
`
  const { containers } = parseRunFile(resolve('.github/workflows/a.yml'), text, 'github-workflow', nothing)
  assert.deepEqual(
    containers.map(({ name }) => name),
    ['app'],
  )
})

test('strings that concurrently runs are read', () => {
  const text = '{ "scripts": { "dev": "concurrently \\"docker run --name db -p 5432:5432 db:1\\" vite" } }\n'
  assert.deepEqual(
    parseRunFile(resolve('package.json'), text, 'package-json', nothing).containers.map(({ name }) => name),
    ['db'],
  )
})

test('the scripts of a task of Cirrus CI are read', () => {
  const document = parseRunFile(resolve('.cirrus.yml'), 'a_task:\n  main_script: docker run nginx:1\n', 'ci', nothing)
  assert.equal(document.containers.length, 1)
})

test('a file is told by its name or first line, and by what it could hold', () => {
  assert.equal(recogniseRunFile('run', '#!/usr/bin/env bash\ndocker run nginx'), 'shell')
  assert.equal(recogniseRunFile('run', '#!/bin/sh -e\ndocker run nginx'), 'shell')
  assert.equal(recogniseRunFile('run.py', '#!/usr/bin/env python3\ndocker run nginx'), undefined)
  assert.equal(recogniseRunFile('run.sh', 'echo hi'), undefined)
  assert.equal(recogniseRunFile('eng/steps/init.yml', 'steps:\n- script: docker run --rm app:1\n'), 'ci')
  assert.equal(recogniseRunFile('eng/steps/init.yml', 'steps:\n- task: docker run\n'), undefined)
  assert.equal(recogniseRunFile('circle.yml', 'jobs: {a: {steps: [run: docker run nginx]}}\n'), 'ci')
  assert.equal(recogniseRunFile('.cirrus.yml', 'a_task:\n  main_script: docker run nginx\n'), 'ci')
  assert.equal(recogniseRunFile('node.yaml', '#cloud-config\nruncmd: [docker run -d nginx]\n'), 'tasks')
  assert.equal(recogniseRunFile('unit.conf', '[Service]\nExecStart=docker run nginx'), undefined)
  assert.equal(recogniseRunFile('web.service.d/unit.conf', '[Service]\nExecStart=docker run nginx'), 'systemd')
})

/** `name image line` of the containers of a script beside which other files lie. */
function withFiles(text: string, files: Readonly<Record<string, string>>) {
  const io = overlayFiles(nothing, new Map(Object.entries(files).map(([name, content]) => [resolve(name), content])))
  const document = parseRunFile(resolve('run.sh'), text, 'shell', io)
  return {
    lines: document.containers.map((each) => line(each, text)),
    notes: document.problems.map(({ message }) => message),
    refused: document.edit(document.containers.map((container) => ({ container, intents: [{ do: 'set-read-only-root' }] }))).refused,
  }
}

test('functions of a file that is read in start what their callers name', () => {
  const lib = 'start() { docker run -d --name "$1" "$2"; }\npass() { docker run "$@"; }\ndocker run --name own redis:7\n'
  const text =
    '. ./lib/start.sh; docker pull x\nstart web nginx:1.27\npass -d --name cache redis:7\nsource "$(dirname "$0")/gone.sh"\nstart gone redis:7\n'
  const { lines, refused } = withFiles(text, { 'lib/start.sh': lib })
  assert.deepEqual(lines, ['web nginx:1.27 rw 2', 'cache redis:7 rw 3', 'gone redis:7 rw 5'])
  // What the library says cannot be changed here; what the caller says can.
  assert.deepEqual(
    refused.map(({ container }) => container.name),
    ['web', 'gone'],
  )
})

test('a script that calls more than can be followed says so', () => {
  const calls = Array.from({ length: 9 }, (_, index) => `f${index}() { f${index + 1}; f${index + 1}; f${index + 1}; f${index + 1}; }`).join(
    '\n',
  )
  const { lines, notes } = withFiles(`${calls}\nf9() { docker run -d redis:7; }\nf0\ndocker run -d --name last nginx:1.27\n`, {})
  assert.ok(lines.some((each) => each.startsWith('last nginx:1.27')))
  assert.ok(notes.some((note) => note.includes('more commands, or deeper nesting')))
})

test('a script that doubles what it has ends, and what it then has is open', () => {
  const doubled = `set -- a b\n${'set -- "$@" "$@"\n'.repeat(60)}docker run -d --name x "$@" nginx:1.27\nL=(a b)\n${'L=("${L[@]}" "${L[@]}")\n'.repeat(60)}`
  const { lines } = withFiles(`${doubled}docker run -d --name y "\${L[@]}" nginx:1.27\n`, {})
  assert.deepEqual(lines.length, 2)
})
