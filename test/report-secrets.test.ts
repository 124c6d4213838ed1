import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatters } from '../src/report/formatters/index.ts'
import { secretSpans } from '../src/report/secrets.ts'
import { dockseal, folderWith } from './cli.ts'

/** What a place looks like in a report. */
const shown = (place: string) => {
  const text = `before ${place} after`
  return secretSpans(text, [7, 7 + place.length])
    .reduce((masked, [start, end]) => masked.slice(0, start) + '*'.repeat(end - start) + masked.slice(end), text)
    .slice(7, 7 + place.length)
}

test('of a place that holds a secret, only its value is hidden', () => {
  for (const [place, expected] of [
    ['DB_PASSWORD: hunter2', 'DB_PASSWORD: *******'],
    ['"API_TOKEN=abc"', '"API_TOKEN=***"'],
    ['-e DB_PASSWORD=hunter2', '-e DB_PASSWORD=*******'],
    ['--env=API_TOKEN=abc', '--env=API_TOKEN=***'],
    ['--env "JWT_SECRET=abc"', '--env "JWT_SECRET=***"'],
    ['Environment=DB_PASSWORD=hunter2', 'Environment=DB_PASSWORD=*******'],
    ['export API_TOKEN=abc', 'export API_TOKEN=***'],
    ['PASSWORD hunter2', 'PASSWORD *******'],
    ['"DB_PASSWORD": "hunter2"', '"DB_PASSWORD": "*******"'],
    ['"odd %key_TOKEN": abc', '"odd %key_TOKEN": ***'],
    ['PASSWORD=hunter2 make all', 'PASSWORD=****************'],
    ["echo 'root:toor'", "echo '*********'"],
    ['DATABASE_URL: postgres://app:s3cret@db/app', 'DATABASE_URL: postgres://app:******@db/app'],
    ['https://bot:abc@example.com/x.git', 'https://bot:***@example.com/x.git'],
    // No secret stands here.
    ['GITHUB_TOKEN', 'GITHUB_TOKEN'],
    ['id_rsa', 'id_rsa'],
    ['TOKEN=$GITHUB_TOKEN', 'TOKEN=$GITHUB_TOKEN'],
  ] as const) {
    assert.equal(shown(place), expected)
  }
})

const FORMATS = [...Object.keys(formatters), './codeframe.cjs']

test('no report shows the value of a secret that was found, in its own lines or in those of a neighbour', () => {
  const cwd = folderWith({
    'compose.yaml': [
      'services:',
      '  app:',
      '    image: ghcr.io/example/app:1',
      '    environment:',
      '      DB_PASSWORD: hunter2hunter2',
      '      KEY_PASSPHRASE: |',
      '        hunter2 first line',
      '        hunter2 second line',
      '    privileged: true',
      '  silent:',
      '    image: nginx',
      '    environment:',
      '      - API_TOKEN=hunter2hunter2 # dockseal-disable-line no-plain-secrets -- known',
      '    privileged: true',
      '',
    ].join('\n'),
    'start.sh': 'docker run -e DB_PASSWORD=hunter2hunter2 --privileged nginx\n',
    Dockerfile:
      "FROM debian:12\nENV API_TOKEN hunter2hunter2\nRUN echo 'root:hunter2' | chpasswd\nRUN git clone https://bot:hunter2hunter2@example.com/x.git\nUSER 1\n",
    'codeframe.cjs': 'module.exports = (results) => JSON.stringify(results)\n',
  })
  const out = folderWith({})
  const all = FORMATS.flatMap((format, index) => ['-f', format, '-o', join(out, String(index))])
  for (const more of [[], ['--quiet']]) {
    assert.equal(dockseal([...all, ...more], { cwd }).code, 1)
    for (const [index, format] of FORMATS.entries())
      assert.doesNotMatch(readFileSync(join(out, String(index)), 'utf8'), /hunter2/, `${format} ${more.join(' ')}`)
  }
  assert.match(dockseal(['-f', 'pretty', 'start.sh'], { cwd }).stdout, /-e DB_PASSWORD=\*{14} --privileged/)
})
