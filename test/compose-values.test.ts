import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBytes } from '../src/model/size.ts'
import { parseTmpfsEntry } from '../src/model/tmpfs.ts'
import { parseDotEnv } from '../src/sources/compose/dotenv.ts'
import { interpolate } from '../src/sources/compose/interpolate.ts'
import { yamlComments } from '../src/sources/compose/parse.ts'
import { parseComposePort } from '../src/sources/compose/ports.ts'
import { readPlain } from '../src/sources/compose/scalar.ts'
import { splitCommandLine } from '../src/sources/compose/shell-words.ts'
import { isOnlyVariables } from '../src/sources/compose/variables.ts'
import { isHostPath, parseVolumeSpec } from '../src/sources/compose/volume-spec.ts'

const environment: Readonly<Record<string, string | null>> = { SET: 'value', EMPTY: '', HIDDEN: null, other_1: 'o' }
const lookup = (name: string) => environment[name]

test('interpolation knows every operator', () => {
  for (const [template, text] of [
    ['plain', 'plain'],
    ['$SET ${SET} $other_1', 'value value o'],
    ['$SETx.$SET.y', '.value.y'],
    ['${SET:-d}${EMPTY:-d}${NONE:-d}', 'valuedd'],
    ['${SET-d}${EMPTY-d}${NONE-d}', 'valued'],
    ['${SET:+a}${EMPTY:+a}${NONE:+a}', 'a'],
    ['${SET+a}${EMPTY+a}${NONE+a}', 'aa'],
    ['${SET:?no}${SET?no}${EMPTY?no}', 'valuevalue'],
    ['${NONE:-${SET}}', 'value'],
    ['${NONE:-a${EMPTY:-b${SET}}c}d', 'abvaluecd'],
    ['${NONE:-a:b-c?d+e}', 'a:b-c?d+e'],
    ['${NONE:-{"a": 1}}', '{"a": 1}'],
    ['$$SET $${SET} $$$SET', '$SET ${SET} $value'],
    ['100$ $1 $', '100$ $1 $'],
    ['${NONE:-}', ''],
  ] as const) {
    const result = interpolate(template, lookup)
    assert.equal(result.error, undefined, template)
    assert.equal(result.text, text, template)
  }
})

test('interpolation names what has no value, and what is wrong', () => {
  assert.deepEqual(interpolate('${A}-$B-${SET:-$C}-${EMPTY:-$D}', lookup).missing, ['A', 'B', 'D'])
  assert.deepEqual(interpolate('${HIDDEN:-default}', lookup).missing, ['HIDDEN'])
  for (const template of ['${', '${}', '${1}', '${A', '${A!b}', '${A:b}', '${A-\n}', '${A:-${B}']) {
    assert.equal(interpolate(template, lookup).error?.kind, 'bad', template)
  }
  for (const template of ['${A?}', '${A:?why}', '${EMPTY:?}']) assert.equal(interpolate(template, lookup).error?.kind, 'required', template)
})

test('a nested template of any depth ends', () => {
  const deep = `${'${A:-'.repeat(5000)}x${'}'.repeat(5000)}`
  assert.equal(interpolate(deep, lookup).error?.kind, 'bad')
  // Far more levels than quadratic work could finish.
  assert.equal(isOnlyVariables(`${'${A:-'.repeat(200_000)}${'}'.repeat(200_000)}`), false)
})

test('only references to variables, no literal text', () => {
  for (const template of ['$A', '${A}', '${A}${B}', '${A:-}', '${A:-${B}}', '${A:?must be set}'])
    assert.equal(isOnlyVariables(template), true, template)
  for (const template of ['a$A', '${A:-x}', '$$A', '${A:-${B}x}', '${A:+x}']) assert.equal(isOnlyVariables(template), false, template)
})

test('plain scalars have the type that Go gives them', () => {
  for (const [source, value, text] of [
    ['', null, ''],
    ['~', null, ''],
    ['Null', null, ''],
    ['True', true, 'true'],
    ['tRUE', 'tRUE', 'tRUE'],
    ['yes', 'yes', 'yes'],
    ['off', 'off', 'off'],
    ['0755', 493, '493'],
    ['0o755', 493, '493'],
    ['0b11', 3, '3'],
    ['-0x1f', -31, '-31'],
    ['1_000', 1000, '1000'],
    ['089', 89, '89'],
    ['1.10', 1.1, '1.1'],
    ['1e3', 1000, '1000'],
    ['1000000.0', 1e6, '1e+06'],
    ['.5', 0.5, '0.5'],
    ['18446744073709551615', 18446744073709552000, '18446744073709551615'],
    ['22:22', '22:22', '22:22'],
    ['1.2.3', '1.2.3', '1.2.3'],
    ['+', '+', '+'],
    ['toString', 'toString', 'toString'],
  ] as const) {
    assert.deepEqual(readPlain(source), { value, text }, source)
  }
})

test('env files are read as Compose reads them', () => {
  const source = [
    '\ufeff# comment',
    'PLAIN=a b # c',
    'HASH=a#b',
    "SINGLE='$SET \\' x' # c",
    'DOUBLE="$SET\\n\\$x \\"q\\""',
    'COLON: yes',
    'export EXPORTED=1\r',
    'MULTI="one',
    'two"',
    'REF=${PLAIN}/$SET',
    'LOST=$NONE',
    'SOPS=ENC[AES256_GCM,data:qQ==,iv:$PLAIN,tag:xQ==,type:str]',
    'DOTENVX="encrypted:BPx1"',
    'EMPTY_VALUE=',
    'SET',
    'NOT_SET',
    'DOTTED.name-x[0]=1',
  ].join('\n')
  const { variables, error } = parseDotEnv(source, lookup, 'unknown')
  assert.equal(error, undefined)
  assert.deepEqual(Object.fromEntries(variables), {
    PLAIN: 'a b',
    HASH: 'a#b',
    SINGLE: "$SET ' x",
    DOUBLE: 'value\n$x "q"',
    COLON: 'yes',
    EXPORTED: '1',
    MULTI: 'one\ntwo',
    REF: 'a b/value',
    LOST: null,
    SOPS: null,
    DOTENVX: null,
    EMPTY_VALUE: '',
    SET: 'value',
    'DOTTED.name-x[0]': '1',
  })
  assert.equal(parseDotEnv('LOST=$NONE', lookup, 'empty').variables.get('LOST'), '')
})

test('a bad line of an env file is told with its place, what stands before it counts', () => {
  for (const [source, offset] of [
    ['A=1\nB?=2\n', 4],
    ['A=1\nB C=2\n', 4],
    ['A=1\nB="open\n', 6],
  ] as const) {
    const { variables, error } = parseDotEnv(source, lookup, 'unknown')
    assert.deepEqual([...variables], [['A', '1']], source)
    assert.equal(error?.offset, offset, source)
  }
})

test('a command text is split into words as Compose splits it', () => {
  for (const [text, words] of [
    ['a  b\tc', ['a', 'b', 'c']],
    [`a "b c" 'd "e"' f\\ g ""`, ['a', 'b c', 'd "e"', 'f g', '']],
    ['sh -c "echo $0 | cat"', ['sh', '-c', 'echo $0 | cat']],
    ['a b; c', ['a', 'b']],
    ['a 2>x', ['a']],
    ['a $(b c) d', ['a', '$(b c)', 'd']],
    ['', []],
  ] as const) {
    assert.deepEqual(splitCommandLine(text), words, text)
  }
  for (const text of ['a "b', "a 'b", 'a (b)', 'a b)', 'a \\']) assert.equal(splitCommandLine(text), undefined, text)
})

test('sizes are powers of 1024', () => {
  for (const [text, bytes] of [
    ['512', 512],
    ['1k', 1024],
    ['64m', 67108864],
    ['1.5GB', 1610612736],
    ['2 GiB', 2147483648],
    ['10b', 10],
    ['-1', -1],
    ['1t', 1099511627776],
  ] as const) {
    assert.equal(parseBytes(text), bytes, text)
  }
  for (const text of ['', 'm', '1x', '1mm', 'ten', '1,5m']) assert.equal(parseBytes(text), undefined, text)
})

test('tmpfs entries keep every option', () => {
  assert.deepEqual(parseTmpfsEntry('/run:exec,mode=1777,size=64m,uid=1000,gid=5,nosuid,nr_inodes=1k,rw'), {
    path: '/run',
    options: { exec: true, mode: 0o1777, size: 67108864, uid: 1000, gid: 5, suid: false, other: ['nr_inodes=1k', 'rw'] },
  })
  assert.deepEqual(parseTmpfsEntry('/tmp'), { path: '/tmp', options: {} })
  assert.deepEqual(parseTmpfsEntry('/tmp:size=50%,mpol=a=b'), { path: '/tmp', options: { other: ['size=50%', 'mpol=a=b'] } })
})

test('short volumes come apart at the right colons', () => {
  for (const [text, source, target, modes] of [
    ['/data', undefined, '/data', []],
    ['name:/data', 'name', '/data', []],
    ['./a:/b:ro,z', './a', '/b', ['ro', 'z']],
    ['C:\\a:D:\\b:ro', 'C:\\a', 'D:\\b', ['ro']],
    ['${A:-/x}:/b', '${A:-/x}', '/b', []],
    ['${A}:${B:-/c}:${M}', '${A}', '${B:-/c}', ['${M}']],
  ] as const) {
    assert.deepEqual(parseVolumeSpec(text), { ...(source === undefined ? {} : { source }), target, modes }, text)
  }
  for (const text of ['', ':/a', 'ab:', 'ab::c', 'ab:/b:ro:xx']) assert.equal(parseVolumeSpec(text), undefined, text)
  for (const source of ['./a', '/a', '~/a', 'C:\\a', '\\\\.\\pipe\\x', '${DIR}', '${DIR}/x', '$DIR'])
    assert.equal(isHostPath(source), true, source)
  for (const source of ['a', 'a.b', '${NAME}_data', '$NAME-x']) assert.equal(isHostPath(source), false, source)
})

test('ports in every short form', () => {
  for (const [text, port] of [
    ['80', { target: '80', protocol: 'tcp' }],
    ['8080:80/UDP', { target: '80', published: '8080', protocol: 'udp' }],
    ['127.0.0.1:8000-8001:80-81', { target: '80-81', published: '8000-8001', hostIp: '127.0.0.1', protocol: 'tcp' }],
    ['127.0.0.1::80', { target: '80', hostIp: '127.0.0.1', protocol: 'tcp' }],
    ['[::1]:8080:80', { target: '80', published: '8080', hostIp: '::1', protocol: 'tcp' }],
    ['${IP:-0.0.0.0}:${PORT:-80/x}:80', { target: '80', published: '${PORT:-80/x}', hostIp: '${IP:-0.0.0.0}', protocol: 'tcp' }],
  ] as const) {
    assert.deepEqual(parseComposePort(text), port, text)
  }
})

test('comments are found where directives are, and not inside of scalars', () => {
  const text = 'a: 1 # dockseal-disable-line x\nb: "# no"\nc: |\n  # no\nd: # yes\n  e#f\n'
  const comments = yamlComments('f', text)
  assert.deepEqual(
    comments.map(({ text: body }) => body),
    ['dockseal-disable-line x', 'yes'],
  )
  for (const { span } of comments) assert.equal(text[span[0]], '#')
  assert.deepEqual(yamlComments('f', 'a: 1 # other'), [])
})
