import { defineImage } from '../record.ts'

const ROOT = { user: 'root' } as const
const TRITON = 'triton-lang/triton python/triton/runtime/cache.py (default_cache_dir) @ 10852d2ef'

/** Weights and compiled kernels go below the home directory of whoever runs it. */
const VLLM = ['vllm-project/vllm docs/deployment/docker.md @ 02319794a and vllm/envs.py (VLLM_CACHE_ROOT, VLLM_CONFIG_ROOT) @ 001f69f8b']
export const vllm = defineImage({
  names: ['vllm/vllm-openai'],
  accounts: { vllm: '2000:0' },
  inferred: true,
  writes: [
    {
      path: '/root/.cache/huggingface',
      from: [{ env: 'HF_HOME' }, { env: 'HF_HUB_CACHE' }],
      kind: 'cache',
      what: 'downloaded models',
      large: true,
      absent: true,
      when: ROOT,
      evidence: VLLM,
    },
    {
      path: '/root/.cache',
      from: [{ env: 'XDG_CACHE_HOME' }],
      kind: 'cache',
      what: 'compiled models and kernels, which it loads from there',
      exec: true,
      large: true,
      absent: true,
      when: ROOT,
      evidence: VLLM,
    },
    {
      path: '/root/.triton',
      from: [{ env: 'TRITON_CACHE_DIR' }],
      kind: 'cache',
      what: 'compiled kernels, which it loads from there',
      exec: true,
      absent: true,
      when: ROOT,
      evidence: [TRITON],
    },
    {
      path: '/root/.config',
      from: [{ env: 'XDG_CONFIG_HOME' }],
      kind: 'cache',
      what: 'what it reports of its use',
      absent: true,
      when: ROOT,
      without: { effect: 'degrades', what: 'it does not report its use' },
      evidence: VLLM,
    },
    {
      path: '/home/vllm',
      kind: 'cache',
      what: 'downloaded models and compiled kernels',
      exec: true,
      large: true,
      ships: 'the files of a new home directory',
      hidesNothingNeeded: true,
      when: { user: 'non-root' },
      evidence: VLLM,
    },
    { path: '/tmp', kind: 'scratch', what: 'sockets between its processes, and compiled code', exec: true, evidence: VLLM },
  ],
  healthcheck: false,
})

/** Models and the profile of LibreOffice are in the image, below its home directory. */
const UNSTRUCTURED = ['Unstructured-IO/unstructured-api Dockerfile, scripts/app-start.sh and scripts/initialize-libreoffice.sh @ d57d709']
export const unstructuredApi = defineImage({
  names: ['downloads.unstructured.io/unstructured-io/unstructured-api'],
  user: '1000:1000',
  accounts: { 'notebook-user': '1000:1000' },
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'documents in work', evidence: UNSTRUCTURED },
    {
      path: '/home/notebook-user/.config',
      kind: 'cache',
      what: 'the profile of LibreOffice',
      ships: 'a profile that the build made',
      without: { effect: 'degrades', what: 'older files of Word, PowerPoint and Excel are not converted' },
      evidence: UNSTRUCTURED,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
