import type { Restart } from './container.ts'
import { own } from './own.ts'

/** Policies by their names in Compose and in the engines (`never` is Podman's), and by the conditions of a swarm. */
const POLICIES: Readonly<Record<string, Restart['policy']>> = {
  '': 'no',
  no: 'no',
  never: 'no',
  none: 'no',
  'on-failure': 'on-failure',
  'unless-stopped': 'unless-stopped',
  any: 'always',
  always: 'always',
}

/** The restart policy of this name; undefined for another word. */
export function restartPolicy(name: string, maxRetries?: number): Restart | undefined {
  const policy = own(POLICIES, name)
  return policy && { policy, ...(maxRetries === undefined ? {} : { maxRetries }) }
}

/** `POLICY[:COUNT]`, as `restart:` and `--restart` have it. */
export function parseRestart(text: string): Restart | undefined {
  const [name = '', most = ''] = text.split(':')
  return restartPolicy(name, /^\d+$/.test(most) ? Number(most) : undefined)
}
