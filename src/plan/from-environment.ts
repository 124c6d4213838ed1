import { type Container, knownValue } from '../model/container.ts'
import { databaseFile } from '../model/database-file.ts'
import { byNames } from '../model/own.ts'
import { normaliseTarget, parentOf } from '../model/path.ts'
import { isSystemDirectory, isWorldWritable } from '../model/system-directory.ts'
import type { Need } from './need.ts'

/**
 * Variables that tell programs and their libraries where to put temporary files and caches (POSIX, XDG Base Directory Specification, the
 * documentation of npm, yarn, pip, uv, Helm, Hugging Face, PyTorch, Matplotlib, Numba). Downloads there may be large, and a new volume for
 * them belongs to root.
 */
const DIRECTORIES = new Map(
  byNames<Pick<Need, 'kind' | 'exec' | 'large' | 'absent'>>({
    TMPDIR: { kind: 'scratch', exec: true },
    'XDG_CACHE_HOME YARN_CACHE_FOLDER PIP_CACHE_DIR HELM_CACHE_HOME MPLCONFIGDIR': { kind: 'cache' },
    'NPM_CONFIG_CACHE UV_CACHE_DIR NUMBA_CACHE_DIR': { kind: 'cache', exec: true },
    'HF_HOME HF_HUB_CACHE TRANSFORMERS_CACHE SENTENCE_TRANSFORMERS_HOME TORCH_HOME': { kind: 'cache', large: true, absent: true },
  }),
)

/** Directories for temporary files and caches that a container's own environment names, except world-writable and system ones. */
export function needsFromDirectories({ environment }: Container): Need[] {
  return environment.items.flatMap(({ value, origin }): Need[] => {
    const text = knownValue(value)
    const facts = text?.startsWith('/') ? DIRECTORIES.get(value.name.toUpperCase()) : undefined
    if (facts === undefined || text === undefined || text === '/') return []
    const path = normaliseTarget(text)
    if (isWorldWritable(path) || isSystemDirectory(path)) return []
    const reason = { evidence: 'default' as const, text: `directory of ${value.name}`, origin }
    return [{ path, ...facts, because: [reason], confidence: 'inferred' }]
  })
}

/** Database files that the container's environment names, for an image about which nothing is known. */
export function needsFromEnvironment({ environment }: Container): Need[] {
  return environment.items.flatMap(({ value, origin }): Need[] => {
    const text = knownValue(value)
    const file = text === undefined ? undefined : databaseFile(value.name, text)
    const directory = file?.startsWith('/') ? parentOf(normaliseTarget(file)) : undefined
    if (directory === undefined || isSystemDirectory(directory)) return []
    const reason = { evidence: 'default' as const, text: `database file of ${value.name}`, origin }
    return [{ path: directory, kind: 'data', because: [reason], confidence: 'default' }]
  })
}
