import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const ollama = defineImage({
  names: ['ollama/ollama'],
  inferred: true,
  writes: [
    {
      path: '/root/.ollama',
      from: [{ env: 'OLLAMA_MODELS' }],
      kind: 'data',
      what: 'models and keys',
      when: { user: 'root' },
      absent: true,
      evidence: ['https://hub.docker.com/r/ollama/ollama (-v ollama:/root/.ollama)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'runner libraries, which it loads from there',
      exec: true,
      evidence: ['ollama/ollama docs/faq.md (OLLAMA_TMPDIR)'],
    },
  ],
})

const LOCAL_AI = 'mudler/LocalAI Dockerfile, entrypoint.sh and core/cli/run.go @ 82c191afa'
export const localAi = defineImage({
  names: ['localai/localai', 'quay.io/go-skynet/local-ai'],
  volumes: ['/models', '/backends', '/configuration', '/data'],
  inferred: true,
  writes: [
    {
      path: '/models',
      from: [{ env: 'LOCALAI_MODELS_PATH' }, { env: 'MODELS_PATH' }],
      kind: 'data',
      what: 'models',
      evidence: [LOCAL_AI],
    },
    {
      path: '/backends',
      from: [{ env: 'LOCALAI_BACKENDS_PATH' }, { env: 'BACKENDS_PATH' }],
      kind: 'data',
      what: 'programs that it downloads to run models',
      exec: true,
      evidence: [LOCAL_AI],
    },
    {
      path: '/configuration',
      from: [{ env: 'LOCALAI_CONFIG_DIR' }],
      kind: 'data',
      what: 'API keys and settings',
      evidence: [LOCAL_AI],
    },
    { path: '/data', from: [{ env: 'LOCALAI_DATA_PATH' }], kind: 'data', what: 'collections, agents and jobs', evidence: [LOCAL_AI] },
    { path: '/tmp', kind: 'scratch', what: 'generated content and uploads', exec: true, large: true, evidence: [LOCAL_AI] },
  ],
  obstacles: [
    {
      when: { any: [{ tag: { matches: 'aio' } }, { env: { EXTRA_BACKENDS: { matches: '.' } } }] },
      effect: 'fails',
      why: 'it builds the backends that EXTRA_BACKENDS names at start',
      evidence: [LOCAL_AI],
    },
  ],
  healthcheck: true,
})

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

const TGI = 'huggingface/text-generation-inference Dockerfile (HF_HOME) @ db931fcf4'
export const textGeneration = defineImage({
  names: ['ghcr.io/huggingface/text-generation-inference'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'HF_HOME' }, { env: 'HUGGINGFACE_HUB_CACHE' }],
      kind: 'cache',
      what: 'downloaded models',
      large: true,
      absent: true,
      evidence: [TGI],
    },
    { path: '/root/.triton', kind: 'cache', what: 'compiled kernels', exec: true, absent: true, evidence: [TGI] },
    { path: '/root/.cache', kind: 'cache', what: 'compiled kernels', exec: true, absent: true, evidence: [TGI] },
    { path: '/tmp', kind: 'scratch', what: 'sockets and compiled kernels', exec: true, evidence: [TGI] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const textEmbeddings = defineImage({
  names: ['ghcr.io/huggingface/text-embeddings-inference'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'HUGGINGFACE_HUB_CACHE' }],
      kind: 'cache',
      what: 'downloaded models',
      large: true,
      absent: true,
      evidence: ['huggingface/text-embeddings-inference Dockerfile (HUGGINGFACE_HUB_CACHE) @ 0d124dc97'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'sockets of its back ends',
      evidence: ['huggingface/text-embeddings-inference router/src/main.rs (uds_path)'],
    },
  ],
  healthcheck: false,
})

export const libretranslate = defineImage({
  names: ['libretranslate/libretranslate'],
  user: '1032:1032',
  accounts: { libretranslate: '1032:1032' },
  inferred: true,
  writes: [
    {
      path: '/home/libretranslate/.local',
      kind: 'cache',
      what: 'downloaded languages',
      large: true,
      evidence: ['LibreTranslate/LibreTranslate docker/Dockerfile and docker-compose.yml @ 39429cbe7'],
    },
    {
      path: '/app/db',
      kind: 'data',
      what: 'API keys, where they are used',
      when: { mounted: '/app/db' },
      evidence: ['LibreTranslate/LibreTranslate docker-compose.yml @ 39429cbe7'],
    },
    temporary('LibreTranslate/LibreTranslate docker/Dockerfile @ 39429cbe7'),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
