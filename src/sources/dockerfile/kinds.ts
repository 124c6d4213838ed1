import type { WriteKind } from '../../model/write-plan.ts'

/**
 * What a path is for, by where the Filesystem Hierarchy Standard and custom put it. `config` is the answer of doubt for files
 * that a start script edits; for anything else doubt answers `data`, because that is never put into memory.
 */
export function kindOfPath(path: string, leaves: 'file' | 'directory' | 'content' | 'link' | 'ownership' | 'below'): WriteKind {
  if (/^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)|(?:^|\/)te?mp(?:\/|$)/.test(path)) return 'scratch'
  if (/^\/run(?:\/|$)|\.(?:pid|sock|lock)$|(?:^|\/)pids?(?:\/|$)/.test(path)) return 'runtime'
  if (/(?:^|\/)\.?(?:\w+[-_])?cache(?:\/|$)/i.test(path)) return 'cache'
  if (/^\/var\/log(?:\/|$)|\.log$|(?:^|\/)logs?(?:\/|$)/.test(path)) return 'log'
  if (
    /^\/(?:etc|usr)(?:\/|$)|\.(?:conf|cfg|cnf|ini|ya?ml|toml|env|properties|json|xml|js|php|html|template)$|(?:^|\/)conf(?:ig)?(?:\.d)?(?:\/|$)/.test(
      path,
    )
  ) {
    return 'config'
  }
  return leaves === 'link' ? 'config' : 'data'
}
