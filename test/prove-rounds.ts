import type { Round } from '../src/commands/prove/round.ts'
import type { ObservedContainer } from '../src/live/collect.ts'
import type { CheckResult, Phase, PhaseName, ServiceState } from '../src/live/trial/observed.ts'
import type { Evidence } from '../src/model/evidence.ts'
import type { Reason, WritePath, WritePlan } from '../src/model/write-plan.ts'

/*
 * What `prove` decides from what its rounds show. The rounds are given: that an engine shows the like is what test/engine/prove.test.ts
 * tests.
 */
export const writePath = (path: string, more: Partial<WritePath> = {}, evidence: Reason['evidence'] = 'image-record'): WritePath => ({
  path,
  kind: 'scratch',
  mount: { as: 'tmpfs', options: {} },
  because: [{ evidence, text: `what writes ${path}` }],
  confidence: 'known',
  needs: {},
  ...more,
})
export const onVolume = (path: string, name = 'data') => writePath(path, { kind: 'data', mount: { as: 'volume', name } })
export const planOf = (paths: readonly WritePath[], more: object = {}): WritePlan => ({
  ready: 'with-mounts',
  confidence: 'known',
  paths,
  settings: [],
  notes: [],
  knowledge: { record: 'web', image: 'web', match: 'name', shipped: [], precautions: [], configuration: [], oldFiles: [], volumes: [] },
  ...more,
})
export const refusal = (instead?: string): WritePlan =>
  ({ ...planOf([]), ready: 'no', why: 'it installs packages', ...(instead === undefined ? {} : { instead }) }) as WritePlan

export const seen = (errors: readonly string[] = [], changed: Evidence['changed'] = []): ObservedContainer =>
  ({
    evidence: { changed, readOnlyErrors: errors.map((path) => ({ path, line: `open ${path}: EROFS` })), readOnlyRoot: false },
  }) as unknown as ObservedContainer

export const check = (name: string, ok: boolean, service?: string): CheckResult => ({
  name,
  ok,
  took: 1,
  output: `${name} says no`,
  ...(service === undefined ? {} : { service }),
})

type States = Readonly<Record<string, Partial<ServiceState> | string>>
export const phaseOf = (states: States, checks: readonly CheckResult[] = [], name: PhaseName = 'start'): Phase => ({
  name,
  services: new Map(
    Object.entries(states).map(([service, state]) => [
      service,
      typeof state === 'string' ? { state, ports: {} } : { state: 'running', ports: {}, ...state },
    ]),
  ),
  checks,
})

export interface Shown {
  readonly states?: States
  readonly checks?: readonly CheckResult[]
  /** Paths that a service could not write. */
  readonly errors?: Readonly<Record<string, readonly string[]>>
  readonly logs?: Readonly<Record<string, string>>
  readonly lost?: Readonly<Record<string, readonly string[]>>
  readonly killed?: readonly string[]
  readonly unseen?: true
  readonly phases?: readonly Phase[]
}

export const roundOf = (
  { states = {}, checks = [], errors = {}, logs = {}, lost = {}, killed = [], unseen, phases }: Shown,
  services: readonly string[],
): Round => ({
  phases: phases ?? [phaseOf({ ...Object.fromEntries(services.map((name) => [name, 'running'])), ...states }, checks)],
  logs: new Map(Object.entries(logs)),
  observed: new Map(unseen ? [] : services.map((name) => [name, seen(errors[name])])),
  used: new Map(),
  killed,
  lost: new Map(Object.entries(lost)),
  once: 1,
  ran: 1,
  total: 2,
})
