import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Decision, decide, differencesOf, type Verdict } from '../src/commands/prove/decide.ts'
import type { RoundContext, RoundPlan } from '../src/commands/prove/round-context.ts'
import { closingLines } from '../src/commands/prove/summary.ts'
import type { ObservedContainer } from '../src/live/collect.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { check, onVolume, phaseOf, planOf, refusal, roundOf, type Shown, writePath } from './prove-rounds.ts'

interface Case {
  readonly chosen?: readonly string[]
  readonly plans?: Readonly<Record<string, WritePlan | undefined>>
  readonly needs?: Readonly<Record<string, readonly string[]>>
  readonly refused?: Readonly<Record<string, string>>
  readonly keepPrecautions?: boolean
  /** What the rounds show, in order; the last one is shown again. */
  readonly rounds: readonly Shown[]
}

/** Decides over rounds that show what the case says; a path that could not be written joins the plan. */
async function decided({ chosen = ['web'], plans = {}, needs = {}, refused = {}, keepPrecautions = true, rounds }: Case) {
  const asked: RoundPlan[] = []
  const said: string[] = []
  const planner = (service: string, observed: ReadonlyMap<string, ObservedContainer>) => {
    const base = service in plans ? plans[service] : planOf([])
    const errors = observed.get(service)?.evidence?.readOnlyErrors ?? []
    if (errors.some(({ path }) => path === '/refuse')) return refusal()
    if (errors.some(({ path }) => path === '/forget')) return undefined
    return (
      base && {
        ...base,
        paths: [...base.paths, ...errors.flatMap(({ path = '' }) => (path === '/known' ? [] : [writePath(path, {}, 'log')]))],
      }
    )
  }
  const context = {
    trial: {
      project: { model: { services: Object.fromEntries(chosen.map((name) => [name, { image: name }])) } },
      refused: new Map(Object.entries(refused)),
      needs: (service: string) => needs[service] ?? [],
    },
    options: { keepPrecautions },
    progress: { say: (text: string) => said.push(text) },
  } as unknown as RoundContext
  const run = async (plan: RoundPlan) => {
    asked.push(plan)
    return roundOf(rounds[Math.min(asked.length, rounds.length) - 1] ?? {}, chosen)
  }
  const decision = await decide(chosen, planner, run, context)
  return { decision, asked, said, titles: asked.map(({ title }) => title), verdicts: told(decision) }
}

function told({ verdicts }: Decision): Record<string, string> {
  return Object.fromEntries([...verdicts].map(([service, verdict]) => [service, text(verdict)]))
}

function text(verdict: Verdict): string {
  if ('intents' in verdict) {
    const mounts = verdict.intents.flatMap((intent) => ('path' in intent ? [intent.path] : []))
    return [verdict.is, ...mounts, ...verdict.notes.map((note) => `(${note})`)].join(' ')
  }
  const run = verdict.byRun ? ' by the run' : ''
  if (verdict.is === 'refused') return `refused${run}: ${verdict.why}${verdict.instead === undefined ? '' : `; ${verdict.instead}`}`
  return `not proved${run}: ${verdict.why}; ${verdict.next}`
}

const ONLY_ASKED =
  'its program was not wholly read, and only its health check or its ports were asked: what it writes in other use was not seen, and --check or --check-in shows it'

const UNTRIED = { untried: { why: 'its volume belongs to root', instead: 'mount a directory' } }

const UNREAD = { unread: { read: 'in part', why: 'it starts what is not known' } }

const CASES: Readonly<
  Record<
    string,
    Case & { readonly verdicts: Readonly<Record<string, string>>; readonly titles: readonly string[]; readonly said?: readonly string[] }
  >
> = {
  'a service that works sealed is proved after one round of each kind': {
    plans: {
      web: planOf([writePath('/tmp'), onVolume('/data'), writePath('/shm', { mount: { as: 'covered', by: 'engine', target: '/shm' } })]),
    },
    rounds: [{}],
    verdicts: { web: 'proved /tmp /data' },
    titles: ['writable round', 'sealed round 1'],
    said: [],
  },
  'a volume over files of the image says that it keeps them': {
    plans: { web: planOf([{ ...onVolume('/srv/app'), shipsContent: true }, onVolume('/data')]) },
    rounds: [{}],
    verdicts: {
      web: 'proved /srv/app /data (The volume at /srv/app keeps the content of the first image it is used with: copy into it what later images bring)',
    },
    titles: ['writable round', 'sealed round 1'],
  },
  'a program that was not wholly read is proved if something used it': {
    chosen: ['web', 'other', 'app', 'well', 'open', 'job', 'user', 'db'],
    plans: {
      web: planOf([writePath('/tmp')], UNREAD),
      other: planOf([], { knowledge: undefined }),
      app: planOf([], UNREAD),
      well: planOf([], UNREAD),
      open: planOf([], UNREAD),
      job: planOf([], UNREAD),
      user: planOf([], { ...UNREAD, boundedByUser: true }),
    },
    rounds: [
      {
        states: { well: { health: 'healthy' }, open: { ports: { '80/tcp': 'http 200' } }, job: 'exited 0' },
        checks: [check('curl app', true, 'app')],
      },
    ],
    verdicts: {
      web: 'observed /tmp',
      other: 'observed',
      app: 'proved',
      well: `proved (${ONLY_ASKED})`,
      open: `proved (${ONLY_ASKED})`,
      job: 'proved',
      user: 'proved',
      db: 'proved',
    },
    titles: ['writable round', 'sealed round 1'],
  },
  'what may fail in use needs a check, and nothing else shows it': {
    chosen: ['web', 'app'],
    plans: { web: planOf([onVolume('/data')], UNTRIED), app: planOf([onVolume('/data')], UNTRIED) },
    rounds: [{ states: { web: { health: 'healthy' } }, checks: [check('upload', true, 'app')] }],
    verdicts: {
      web: 'not proved: nothing in the trial showed whether it works: its volume belongs to root; show it by --check or --check-in, or mount a directory',
      app: 'proved /data',
    },
    titles: ['writable round', 'sealed round 1'],
  },
  'what does not work unsealed is not sealed, and a failed check outside counts for all': {
    chosen: ['web', 'job', 'db'],
    rounds: [{ states: { job: 'exited 3' }, checks: [check('curl web', false, 'web'), check('smoke', true)] }],
    verdicts: {
      web: 'not proved: without a seal the check in it fails: curl web says no; make it work first, then prove again',
      job: 'not proved: without a seal it ended with exit code 3; make it work first, then prove again',
      db: 'proved',
    },
    titles: ['writable round', 'sealed round 1'],
  },
  'a check outside that fails without a seal leaves nothing to prove': {
    rounds: [{ checks: [check('smoke', false)] }],
    verdicts: { web: 'not proved: without a seal the check `smoke` fails: smoke says no; make it work first, then prove again' },
    titles: ['writable round'],
  },
  'a plan that says no is a refusal, and no plan is none of the files': {
    chosen: ['web', 'app', 'other', 'host'],
    plans: { web: refusal('build it in'), app: refusal(), other: undefined },
    refused: { host: 'it reaches the host' },
    rounds: [{}],
    verdicts: {
      host: 'refused: it reaches the host',
      web: 'refused by the run: it installs packages; build it in',
      app: 'refused by the run: it installs packages',
      other: 'not proved: dockseal does not find it in the files; name the Compose files by -f',
    },
    titles: ['writable round'],
  },
  'what a sealed round could not write is in the plan of the next': {
    chosen: ['web', 'db'],
    rounds: [{}, { states: { web: 'exited 1' }, errors: { web: ['/var/lib/app'], db: ['/known'] } }, {}],
    verdicts: { web: 'proved /var/lib/app', db: 'proved' },
    titles: ['writable round', 'sealed round 1', 'sealed round 2'],
    said: ['web: it is exited 1, and was running; the next round adds what it could not write'],
  },
  'a complaint alone is worth another round, and counts no more in the last': {
    rounds: [{}, { errors: { web: ['/a'] } }, { errors: { web: ['/b'] } }, { errors: { web: ['/c'] } }, { errors: { web: ['/d'] } }],
    verdicts: { web: 'proved /a /b /c /d' },
    titles: ['writable round', 'sealed round 1', 'sealed round 2', 'sealed round 3', 'sealed round 4'],
    said: ['/a', '/b', '/c'].map(() => 'web: it complains; the next round adds what it could not write'),
  },
  'a failure without a path is compared with a second writable round': {
    rounds: [{}, { states: { web: 'exited 1' }, logs: { web: 'ready\nopen /x: permission denied' } }],
    verdicts: {
      web: 'not proved: it fails now and then, sealed or not: it is exited 1, and was running; make it steady first, then prove again',
    },
    titles: ['writable round', 'sealed round 1', 'control round (writable)', 'sealed round 2'],
    said: ['web: it is exited 1, and was running'],
  },
  'a failure that only the seal brings is not proved, with what the log says': {
    chosen: ['web', 'db', 'app'],
    needs: { web: ['db'] },
    rounds: [
      { logs: { db: 'open /old: permission denied' } },
      { states: { web: 'exited 1', db: 'exited 2' } },
      {},
      { states: { web: 'exited 1', db: 'exited 2' }, logs: { db: 'open /old: permission denied\nopen /new: permission denied' } },
      {},
    ],
    verdicts: {
      db: 'not proved by the run: sealed, it is exited 2, and was running (it says: open /new: permission denied); mount what it names, or have it write elsewhere',
      web: 'proved',
      app: 'proved',
    },
    titles: ['writable round', 'sealed round 1', 'control round (writable)', 'sealed round 2', 'sealed round 3'],
    said: ['web: it is exited 1, and was running', 'db: it is exited 2, and was running'],
  },
  'a failure without a word in the log says where to look': {
    rounds: [{}, { states: { web: 'exited 1' } }, {}, { states: { web: 'exited 1' } }],
    verdicts: {
      web: 'not proved by the run: sealed, it is exited 1, and was running; look at its log: `dockseal prove` cannot see what it needs',
    },
    titles: ['writable round', 'sealed round 1', 'control round (writable)', 'sealed round 2'],
  },
  'a new volume that its user may not write is named, with what helps': {
    plans: { web: planOf([onVolume('/srv/app/data')]) },
    rounds: [
      {},
      {
        states: { web: 'exited 1' },
        logs: { web: "no such file or directory: /etc/x\nEACCES: permission denied, mkdir '/srv/app/data/a'" },
      },
      {},
      {
        states: { web: 'exited 1' },
        logs: { web: "no such file or directory: /etc/x\nEACCES: permission denied, mkdir '/srv/app/data/a'" },
      },
    ],
    verdicts: {
      web: "not proved by the run: sealed, it is exited 1, and was running (it says: EACCES: permission denied, mkdir '/srv/app/data/a'); mount a directory of the host at /srv/app/data that belongs to its user, or make /srv/app/data in the Dockerfile and give it to that user: a new volume takes over the owner",
    },
    titles: ['writable round', 'sealed round 1', 'control round (writable)', 'sealed round 2'],
  },
  'a relative path of the log is below a volume, too': {
    plans: { web: planOf([onVolume('/srv/app/data')]) },
    rounds: [
      {},
      { states: { web: 'exited 1' }, logs: { web: "EACCES: permission denied, open 'data/a'" } },
      {},
      { states: { web: 'exited 1' }, logs: { web: "EACCES: permission denied, open 'data/a'" } },
    ],
    verdicts: {
      web: "not proved by the run: sealed, it is exited 1, and was running (it says: EACCES: permission denied, open 'data/a'); mount a directory of the host at /srv/app/data that belongs to its user, or make /srv/app/data in the Dockerfile and give it to that user: a new volume takes over the owner",
    },
    titles: ['writable round', 'sealed round 1', 'control round (writable)', 'sealed round 2'],
  },
  'four sealed rounds are the most, for those that failed and for the others': {
    chosen: ['web', 'db'],
    rounds: [{}, ...['/a', '/b', '/c', '/d'].map((path) => ({ states: { web: 'exited 1' }, errors: { web: [path] } }))],
    verdicts: {
      web: 'not proved: 4 sealed rounds were not enough: it is exited 1, and was running; see what it writes by --for and --check-in, then prove again',
      db: 'not proved: 4 sealed rounds were not enough to get the others right; prove it alone: name it after `dockseal prove`',
    },
    titles: ['writable round', 'sealed round 1', 'sealed round 2', 'sealed round 3', 'sealed round 4'],
  },
  'a plan that the sealed round turns into a refusal, or that is gone, is not taken': {
    chosen: ['web', 'db'],
    rounds: [{}, { errors: { web: ['/refuse'], db: ['/forget'] } }],
    verdicts: { web: 'proved', db: 'proved' },
    titles: ['writable round', 'sealed round 1'],
  },
  'what was not observed teaches nothing': {
    rounds: [{ unseen: true }, { errors: { web: ['/a'] } }],
    verdicts: { web: 'proved' },
    titles: ['writable round', 'sealed round 1'],
  },
  'a proved service says what it still complains about, and that it had to be killed': {
    rounds: [
      { killed: ['web'], logs: { web: 'open /old: permission denied' } },
      {
        logs: {
          web: 'open /old: permission denied\nopen /a: permission denied\nopen /b: permission denied\nrm /c: permission denied\nls /d: permission denied',
        },
      },
    ],
    verdicts: {
      web: 'proved (it works, and complains: open /a: permission denied) (it works, and complains: open /b: permission denied) (it works, and complains: rm /c: permission denied) (it does not end when it is told to and is killed: what it would write then is not seen)',
    },
    titles: ['writable round', 'sealed round 1'],
  },
}

describe('what prove decides', () => {
  for (const [name, { verdicts, titles, said, ...given }] of Object.entries(CASES))
    it(name, async () => {
      const found = await decided(given)
      assert.deepEqual(found.verdicts, verdicts)
      assert.deepEqual(found.titles, titles)
      if (said) assert.deepEqual(found.said, said)
      const sealed = titles.filter((title) => /^(?:sealed|lean)/.test(title)).length
      assert.deepEqual(found.decision.rounds, { writable: titles.length - sealed, sealed })
    })

  it('gives each round what it needs: the seal, what is in memory, what must keep its data, what is expected', async () => {
    const { asked } = await decided({
      chosen: ['web', 'db'],
      plans: { web: planOf([writePath('/tmp'), writePath('/run')]), db: planOf([onVolume('/data', 'rows')]) },
      rounds: [{}, { states: { web: 'exited 1' } }, {}, {}],
    })
    const [writable, sealed, control] = asked
    const shown = (plan: RoundPlan | undefined) => [plan?.isSealed, plan?.watched, [...(plan?.memory ?? [])], plan?.volumes]
    assert.deepEqual(shown(writable), [false, ['web', 'db'], [], []])
    assert.deepEqual(shown(sealed), [true, ['web', 'db'], [['web', ['/tmp', '/run']]], [{ service: 'db', volume: 'rows' }]])
    assert.deepEqual([writable?.expected, sealed?.expected?.name, control?.expected?.name], [undefined, 'start', 'start'])
    const model = (sealed?.model ?? assert.fail()) as { readonly services: Readonly<Record<string, { readonly read_only?: boolean }>> }
    assert.deepEqual([model.services.web?.read_only, model.services.db?.read_only], [true, true])
  })
})

describe('precautions', () => {
  const usual = writePath('/usual', { without: { effect: 'works', what: 'nothing' } })
  const guess = writePath('/guess', { confidence: 'default' })
  const plans = { web: planOf([writePath('/tmp'), usual, guess, onVolume('/data')]) }
  const tries = async (rounds: readonly Shown[], more: Partial<Case> = {}) => {
    const { titles, verdicts, asked } = await decided({ plans, keepPrecautions: false, rounds, ...more })
    return { verdict: verdicts.web, lean: titles.slice(2), volumes: asked.at(-1)?.volumes.length }
  }
  const failed: Shown = { states: { web: 'exited 1' } }

  it('are all left out at once where the service works without them', async () => {
    assert.deepEqual(await tries([{}]), { verdict: 'proved /tmp /data', lean: ['lean round 1'], volumes: 0 })
  })

  it('are left out by half where it does not', async () => {
    const lean = ['lean round 1', 'lean round 2', 'lean round 3']
    assert.deepEqual(await tries([{}, {}, failed, {}, failed]), { verdict: 'proved /tmp /guess /data', lean, volumes: 0 })
    assert.deepEqual(await tries([{}, {}, failed, failed, {}]), { verdict: 'proved /tmp /usual /data', lean, volumes: 0 })
    assert.deepEqual(await tries([{}, {}, failed, failed, failed]), { verdict: 'proved /tmp /usual /guess /data', lean, volumes: 0 })
    // A new complaint is as bad as a failure.
    const complains: Shown = { errors: { web: ['/known', '/known'] } }
    assert.deepEqual(await tries([{}, { errors: { web: ['/known'] } }, complains, complains, { errors: { web: ['/known'] } }]), {
      verdict: 'proved /tmp /usual /data',
      lean,
      volumes: 0,
    })
  })

  it('stay where nobody asks for less, and one alone is tried once', async () => {
    assert.deepEqual(await tries([{}], { keepPrecautions: true }), { verdict: 'proved /tmp /usual /guess /data', lean: [], volumes: 1 })
    const one = { plans: { web: planOf([writePath('/tmp'), guess]) } }
    assert.deepEqual(await tries([{}, {}, failed], one), { verdict: 'proved /tmp /guess', lean: ['lean round 1'], volumes: 0 })
    const none = { plans: { web: planOf([writePath('/tmp')]) } }
    assert.deepEqual(await tries([{}], none), { verdict: 'proved /tmp', lean: [], volumes: 0 })
  })
})

describe('a service differs from the writable round', () => {
  const baseline = roundOf(
    {
      phases: [
        phaseOf({ web: { ports: { '80/tcp': 'http 200' } } }, [check('was broken', false), check('inside', false, 'db')]),
        phaseOf({ web: 'restarting' }, [check('late', false)], 'second start'),
      ],
    },
    ['web'],
  )
  const differs = (shown: Shown) => differencesOf('web', baseline, roundOf(shown, ['web']))
  const web = { web: { ports: { '80/tcp': 'http 200' } } }

  it('by each phase against the same one, or against the first', () => {
    assert.deepEqual(differs({ phases: [phaseOf(web), phaseOf({ web: 'restarting' }, [], 'second start')] }), [])
    assert.deepEqual(differs({ phases: [phaseOf(web), phaseOf(web, [], 'second start')] }), [
      'after the second start it is running, and was restarting',
    ])
    assert.deepEqual(differs({ phases: [phaseOf({ web: 'exited 1' }, [], 'new container')] }), [
      'after the new container it is exited 1, and was running',
      'after the new container port 80/tcp answers nothing, and answered http 200',
    ])
    assert.deepEqual(differencesOf('other', baseline, roundOf({}, ['other'])), [])
  })

  it('by a check outside that failed in no round before', () => {
    const checks = [
      check('was broken', false),
      check('new', false),
      check('fine', true),
      check('inside', false, 'db'),
      check('late', false),
    ]
    assert.deepEqual(differs({ phases: [phaseOf(web, checks)] }), [
      'the check `new` fails: new says no',
      'the check `late` fails: late says no',
    ])
    assert.deepEqual(differs({ phases: [phaseOf(web, [check('inside', false)])] }), ['the check `inside` fails: inside says no'])
    assert.deepEqual(differs({ phases: [phaseOf({ web: 'restarting' }, [check('late', false)], 'second start')] }), [])
  })

  it('by what was gone in a new container', () => {
    const gone = 'what it had written to its volume was gone in a new container: data/a'
    assert.deepEqual(differs({ phases: [phaseOf(web)], lost: { web: ['data/a'] } }), [gone])
    assert.deepEqual(differs({ phases: [phaseOf(web)], lost: { web: ['data/a', 'data/b', 'data/c'], db: ['x'] } }), [`${gone} and 2 more`])
  })
})

it('says whether the file has why nothing was proved', () => {
  const closing = (verdict: Verdict) =>
    closingLines({
      decision: { verdicts: new Map([['web', verdict]]), rounds: { writable: 1, sealed: 0 }, baseline: roundOf({}, ['web']) },
      times: [],
      elapsed: 1,
      file: 'dockseal-proof.yaml',
      works: [],
      applied: 0,
      isApplied: false,
    }).join('\n')
  assert.match(closing({ is: 'refused', why: 'it is privileged' }), /so no proof was written/)
  assert.match(closing({ is: 'refused', why: 'it replaces itself', byRun: true }), /dockseal-proof\.yaml has the reason/)
})
