import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { controlsApart } from '../src/live/controls.ts'
import type { EngineFacts } from '../src/live/host-config.ts'
import { containerFromInspect } from '../src/live/inspect.ts'
import { container } from './container-builder.ts'

describe('a control that no rule decides', () => {
  const live = (more: object = {}) => {
    const answer = containerFromInspect({ Id: 'a'.repeat(64), State: { Status: 'running' }, HostConfig: {}, Config: {}, ...more })
    assert.ok(answer.ok)
    return answer.live
  }
  const facts = (security?: readonly string[]): EngineFacts => ({ engine: 'docker', ...(security ? { security } : {}) })
  const apart = (subject: Partial<Parameters<typeof controlsApart>[0]>) =>
    Object.fromEntries(
      [...controlsApart({ container: subject.live?.container ?? container({}), imageKnown: true, ...subject })].map(
        ([control, { status }]) => [control, status],
      ),
    )
  const privileged = live({ HostConfig: { Privileged: true } })
  const BOTH = ['name=apparmor', 'name=selinux', 'name=seccomp,profile=builtin']

  it('fails under privileged mode, but for what the host does not have', () => {
    assert.deepEqual(apart({ live: privileged, facts: facts(BOTH) }), { '5.2': 'fail', '5.3': 'fail', '5.4': 'fail', '5.22': 'fail' })
    assert.deepEqual(apart({ live: privileged, facts: facts([]) }), {
      '5.2': 'not-applicable',
      '5.3': 'not-applicable',
      '5.4': 'fail',
      '5.22': 'fail',
    })
    const off = live({ HostConfig: { Privileged: false } })
    assert.deepEqual(apart({ live: off, facts: facts(['name=seccomp,profile=builtin']) }), {
      '5.2': 'not-applicable',
      '5.3': 'not-applicable',
    })
  })

  it('depends on what confines a container that runs', () => {
    const confined = { AppArmorProfile: 'docker-default', ProcessLabel: 'system_u' }
    assert.deepEqual(apart({ live: live(confined), facts: facts(BOTH) }), {})
    assert.deepEqual(apart({ live: live(confined) }), {})
    assert.deepEqual(apart({ live: live(), facts: facts(BOTH) }), { '5.3': 'fail' })
    assert.deepEqual(apart({ live: live({ State: { Status: 'exited' } }), facts: facts(BOTH) }), {})
    assert.deepEqual(apart({ live: live(), facts: facts() }), { '5.2': 'unknown', '5.3': 'unknown' })
  })

  it('fails where the engine filters no system calls, unless the container asks for a filter', () => {
    const without = [...BOTH.slice(0, 2), 'name=seccomp,profile=unconfined']
    const labelled = { ProcessLabel: 'x' }
    assert.deepEqual(apart({ live: live(labelled), facts: facts(without) }), { '5.22': 'fail' })
    assert.deepEqual(apart({ live: live(labelled), facts: facts(BOTH.slice(0, 2)) }), { '5.22': 'fail' })
    const options = (SecurityOpt: readonly string[]) => live({ ...labelled, HostConfig: { SecurityOpt } })
    assert.deepEqual(apart({ live: options(['seccomp=/p.json']), facts: facts(without) }), {})
    assert.deepEqual(apart({ live: options(['apparmor=x']), facts: facts(without) }), { '5.22': 'fail' })
  })

  it('of a swarm service depends on its privileges and on its image', () => {
    const of = (more: Parameters<typeof container>[0], imageKnown = true) =>
      apart({ container: container(more), imageKnown, facts: facts([]) })
    const modules = { '5.2': 'not-applicable', '5.3': 'not-applicable', '5.22': 'fail' }
    assert.deepEqual(of({ swarm: true }), { ...modules, '5.26': 'fail' })
    assert.deepEqual(of({}), modules)
    assert.deepEqual(of({}, false), { ...modules, '4.1': 'unknown' })
    const user = { state: 'set', value: 'app', origin: { kind: 'live', id: 'a', path: '' } } as const
    assert.deepEqual(of({ user }, false), modules)
  })
})
