import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangedPath, Evidence } from '../src/model/evidence.ts'
import { limitsOfEvidence, needsFromEvidence } from '../src/plan/from-evidence.ts'

const added = (path: string, more: Partial<ChangedPath> = {}): ChangedPath => ({ path, kind: 'added', ...more })
const changed = (path: string, more: Partial<ChangedPath> = {}): ChangedPath => ({ path, kind: 'changed', ...more })
const deleted = (path: string): ChangedPath => ({ path, kind: 'deleted' })
const error = (path: string, more: object = {}) => ({ path, line: `open ${path}: read-only file system`, ...more })
const directory = { type: 'directory' } as const

type Row = readonly [
  what: string,
  evidence: Partial<Evidence> & { readonly programs?: readonly string[] },
  /** Needs, then notes (`note`) and obstacles (`obstacle`), each in short. */
  answers: readonly string[],
]

const ROWS: readonly Row[] = [
  ['a new file needs its directory', { changed: [changed('/srv/app'), added('/srv/app/state.db')] }, ['data /srv/app anyUser ships']],
  [
    'a directory that is new as well needs the one above',
    { changed: [added('/srv/app', directory), added('/srv/app/x.db')] },
    ['data /srv/app absent anyUser'],
  ],
  [
    'a new directory is one that was made in its directory',
    { changed: [changed('/opt/a'), added('/opt/a/b', directory), added('/opt/a/b/c.db')] },
    ['data /opt/a anyUser ships'],
  ],
  [
    'the owner and mode of a directory are those that were seen',
    { changed: [changed('/srv/app', { owner: { uid: 5, gid: 6 }, mode: 0o750 }), added('/srv/app/x.log')] },
    ['data /srv/app uid=5 mode=750 ships'],
  ],
  [
    'an owner without a mode',
    { changed: [changed('/srv/app', { owner: { uid: 5, gid: 6 } }), added('/srv/app/x.log')] },
    ['data /srv/app uid=5 ships'],
  ],
  [
    '/tmp and /var/tmp are mounted whole',
    { changed: [added('/tmp/a/b'), added('/var/tmp/c')] },
    ['scratch /tmp worldWritable', 'scratch /var/tmp worldWritable'],
  ],
  ['/tmp changed without an entry in it', { changed: [changed('/tmp', directory)] }, ['scratch /tmp worldWritable']],
  ['the same where deleted files are seen', { changed: [changed('/tmp', directory)], seesDeleted: true }, []],
  [
    'a directory whose entries came and went',
    { changed: [changed('/srv/app', { entriesChanged: true, ...directory })] },
    ['data /srv/app anyUser ships'],
  ],
  [
    'one that a new entry explains',
    { changed: [changed('/srv/app', { entriesChanged: true, ...directory }), added('/srv/app/x.log')] },
    ['data /srv/app anyUser ships'],
  ],
  [
    'a changed file of the image',
    { changed: [changed('/var/cache/app'), changed('/var/cache/app/x', { type: 'file' })] },
    ['cache /var/cache/app anyUser ships'],
  ],
  [
    'a deleted file of the image',
    { changed: [changed('/var/cache/app'), deleted('/var/cache/app/x')] },
    ['cache /var/cache/app anyUser ships'],
  ],
  ['a changed directory without a new entry', { changed: [changed('/srv/app', directory)] }, []],
  ['a changed directory of the system', { changed: [changed('/var/lib')] }, []],
  ['a working directory that the engine makes', { changed: [added('/app', directory)], programs: ['/app'] }, []],
  [
    'a new directory that is no working directory',
    { changed: [changed('/srv/x'), added('/srv/x/app', directory)], programs: ['/app'] },
    ['data /srv/x anyUser ships'],
  ],
  [
    'a program that was written is executed',
    { changed: [changed('/srv/app'), added('/srv/app/tool', { type: 'file', mode: 0o755 })] },
    ['data /srv/app anyUser exec ships'],
  ],
  [
    'a new file without a mode, or that no one runs',
    { changed: [changed('/srv/app'), added('/srv/app/a.log', { type: 'file', mode: 0o644 }), added('/srv/app/b.log', { mode: 0o755 })] },
    ['data /srv/app anyUser ships'],
  ],
  [
    'below /run each directory is mounted, and must exist',
    { changed: [changed('/run'), changed('/run/app'), added('/run/app/a.pid'), added('/run/b.pid')] },
    ['runtime /run/app mustExist anyUser', 'runtime /run'],
  ],
  ['data in /run is not kept', { changed: [added('/run/x.db')] }, ['runtime /run']],
  [
    'a directory below another one is served by it',
    { changed: [changed('/srv/a'), added('/srv/a/x.log'), changed('/srv/a/b'), added('/srv/a/b/y.log')] },
    ['data /srv/a anyUser ships'],
  ],
  [
    'what the image ships there, if somebody looked',
    { changed: [changed('/srv/app', { ships: false }), added('/srv/app/x.db')] },
    ['data /srv/app anyUser'],
  ],
  [
    'a file of the system may be written once',
    { changed: [changed('/etc'), added('/etc/new.conf')] },
    ['note /etc/new.conf was written; it is in a directory of the system, which no mount can replace'],
  ],
  [
    'a hidden file at the root',
    { changed: [added('/.cache')] },
    ['note /.cache was written; it is in a directory of the system, which no mount can replace'],
  ],
  ['a file at the root that is not hidden', { changed: [added('/state')] }, ['obstacle /state in a directory of the system']],
  [
    'a file beside the program',
    { changed: [changed('/app'), added('/app/state.db')], programs: ['/app/server'] },
    ['obstacle /app/state.db beside the program'],
  ],
  [
    'a directory that a program makes beside itself',
    { changed: [changed('/app'), added('/app/uploads', directory), added('/app/uploads/a.png')], programs: ['/app'] },
    ['data /app/uploads absent anyUser'],
  ],
  [
    'a cache among installed packages, which a volume would keep old',
    { changed: [changed('/app/node_modules'), added('/app/node_modules/.vite', directory), added('/app/node_modules/.vite/deps/a.js')] },
    ['cache /app/node_modules/.vite absent anyUser'],
  ],
  [
    'an empty program directory',
    { changed: [changed('/app', { ships: false }), added('/app/state.db')], programs: ['/app'] },
    ['data /app anyUser'],
  ],
  [
    'a working directory of which only the written file is shipped',
    { changed: [changed('/data', { ships: 'changed' }), changed('/data/db.json')], programs: ['/data'] },
    ['data /data anyUser ships'],
  ],
  ['a directory of the system in which something came and went', { changed: [changed('/var/lib', { entriesChanged: true })] }, []],
  ['an error names its file', { readOnlyErrors: [error('/srv/app/x.db')] }, ['data /srv/app anyUser ships log']],
  ['an error inside a directory', { readOnlyErrors: [error('/srv/app', { inside: true })] }, ['data /srv/app anyUser ships log']],
  [
    'an error about a new directory of the system’s',
    { readOnlyErrors: [error('/var/lib/app', { madeDirectory: true })] },
    ['data /var/lib/app anyUser ships log'],
  ],
  [
    'an error about a new directory beside the program',
    { readOnlyErrors: [error('/app/data', { madeDirectory: true })], programs: ['/app'] },
    ['data /app/data anyUser ships log'],
  ],
  [
    'an error about a new directory of its own',
    { readOnlyErrors: [error('/srv/app/new', { madeDirectory: true })] },
    ['data /srv/app anyUser ships log'],
  ],
  [
    'an error that names no absolute path',
    { readOnlyErrors: [error('state.db'), { line: 'read-only file system' }] },
    ['failed somewhere', 'failed somewhere'],
  ],
  [
    'a directory of the site, if it is empty',
    { changed: [changed('/srv', { ships: false }), added('/srv/state.db'), changed('/opt'), added('/opt/state.db')], programs: ['/srv'] },
    ['data /srv anyUser', 'obstacle /opt/state.db in a directory of the system'],
  ],
  [
    'files of the image in a directory of the system',
    { changed: [changed('/etc/app'), changed('/etc/app/a.conf')] },
    ['config /etc/app touched anyUser ships'],
  ],
  [
    'a new file among them',
    { changed: [changed('/etc/app'), changed('/etc/app/a.conf'), added('/etc/app/b.conf')] },
    ['config /etc/app anyUser ships'],
  ],
  [
    'an error in the system fails without a mount that helps',
    { readOnlyErrors: [error('/usr/share/x', {}), error('/opt/x')] },
    ['failed /usr/share/x in a directory of the system', 'failed /opt/x in a directory of the system'],
  ],
  [
    'what may not be executed needs exec',
    {
      execErrors: [
        { path: '/tmp/a/run', line: 'x' },
        { path: '/srv/app/run', line: 'y' },
      ],
    },
    ['scratch /tmp worldWritable exec log', 'scratch /srv/app exec log'],
  ],
]

test('what was seen on an engine becomes needs, notes and obstacles', () => {
  for (const [what, { programs = [], ...given }, expected] of ROWS) {
    const evidence: Evidence = { changed: [], readOnlyErrors: [], readOnlyRoot: false, ...given }
    const { needs, notes, obstacles, failed } = needsFromEvidence(evidence, programs)
    const answers = [
      ...needs.map(({ path, kind, owner, mode, because, ...flags }) =>
        [
          `${kind} ${path}`,
          ...(owner ? [`uid=${owner.uid}`] : []),
          ...(mode === undefined ? [] : [`mode=${mode.toString(8)}`]),
          ...['absent', 'touched', 'mustExist', 'worldWritable', 'anyUser', 'exec', 'ships'].filter((flag) => flag in flags),
          ...(because[0].evidence === 'log' ? ['log'] : []),
        ].join(' '),
      ),
      ...notes.map((note) => `note ${note}`),
      ...failed.map(({ path, where }) => (path === undefined ? 'failed somewhere' : `failed ${path} ${where}`)),
      ...obstacles.map(({ path, why }) => `obstacle ${path} ${why.replace(/^.*?, | *, which.*$/g, '')}`),
    ]
    assert.deepEqual(answers, expected, what)
  }
})

test('a need says what was seen, a long line in short', () => {
  const why = (given: Partial<Evidence>) =>
    needsFromEvidence({ changed: [], readOnlyErrors: [], readOnlyRoot: false, ...given }, []).needs[0]?.because[0].text
  assert.equal(why({ changed: [added('/srv/a/x')] }), 'written while it ran: /srv/a/x')
  assert.equal(why({ changed: [added('/srv/a/x'), added('/srv/a/y'), added('/srv/a/z')] }), 'written while it ran: /srv/a/x and 2 more')
  assert.equal(why({ changed: [changed('/srv/a', { entriesChanged: true })] }), 'something was made in /srv/a and deleted again')
  assert.equal(why({ changed: [added('/srv/a/x')], readOnlyErrors: [{ path: '/srv/a/y', line: 'no' }] }), 'no')
  const line = (length: number) => why({ readOnlyErrors: [{ path: '/srv/a/y', line: 'x'.repeat(length) }] })
  assert.deepEqual([line(100), line(101)], ['x'.repeat(100), `${'x'.repeat(97)}...`])
})

test('evidence says for how long it was seen, to the second', () => {
  const base: Evidence = { changed: [added('/srv/a/x')], readOnlyErrors: [], readOnlyRoot: false, seesDeleted: true }
  const note = (runningFor: number) => limitsOfEvidence({ ...base, runningFor })[0]?.slice(0, 24)
  assert.deepEqual([note(119), note(120), note(599)], ['It has run for 119 secon', 'It has run for 2 minutes', 'It has run for 9 minutes'])
  assert.match(note(600) ?? '', /^`docker diff`/)
  assert.deepEqual(limitsOfEvidence({ ...base, changed: [] }), [])
})
