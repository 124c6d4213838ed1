import { temporary } from '../parts.ts'
import type { WriteFact } from '../record.ts'
import { defineImage } from '../record.ts'

/** Its vendor's Compose file runs it read-only, with these tmpfs mounts. */
const CRAWL = ['unclecode/crawl4ai docker-compose.yml (read_only, tmpfs), Dockerfile and deploy/docker/supervisord.conf @ 7e8015214']
const CRAWL_WRITES = {
  '/var/lib/redis': 'the queue of its tasks',
  '/var/lib/crawl4ai/outputs': 'screenshots and PDF files, to be fetched',
  '/home/appuser/.crawl4ai': 'profiles of its browsers and what it crawled',
  '/home/appuser/.cache/url_seeder': 'lists of addresses',
  '/home/appuser/.gunicorn': 'temporary files of gunicorn',
} as const
export const crawl4Ai = defineImage({
  names: ['unclecode/crawl4ai'],
  user: '999:999',
  accounts: { appuser: '999:999' },
  writes: [
    ...Object.entries(CRAWL_WRITES).map(([path, what]): WriteFact => ({ path, kind: 'cache', what, absent: true, evidence: CRAWL })),
    { path: '/tmp', kind: 'scratch', what: 'profiles of its browsers and supervisord.pid', evidence: CRAWL },
  ],
  healthcheck: true,
})

const SILLY = ['SillyTavern/SillyTavern Dockerfile, docker/docker-entrypoint.sh and docker/docker-compose.yml @ ba6f7b7a9']
export const sillyTavern = defineImage({
  names: ['ghcr.io/sillytavern/sillytavern'],
  inferred: true,
  writes: [
    { path: '/home/node/app/config', kind: 'data', what: 'its settings', evidence: SILLY },
    { path: '/home/node/app/data', kind: 'data', what: 'characters, chats and caches', absent: true, evidence: SILLY },
    { path: '/home/node/app/plugins', kind: 'data', what: 'plug-ins', when: { mounted: '/home/node/app/plugins' }, evidence: SILLY },
    {
      path: '/home/node/app/public/scripts/extensions/third-party',
      kind: 'data',
      what: 'extensions that are installed in the browser',
      when: { mounted: '/home/node/app/public/scripts/extensions/third-party' },
      evidence: SILLY,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: SILLY },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const WHISPER = 'ahmetoner/whisper-asr-webservice Dockerfile and docker-compose.yml @ ea12224ef'
export const whisperAsr = defineImage({
  names: ['onerahmet/openai-whisper-asr-webservice'],
  inferred: true,
  writes: [
    {
      path: '/root/.cache',
      from: [{ env: 'ASR_MODEL_PATH' }],
      kind: 'cache',
      what: 'downloaded models',
      large: true,
      absent: true,
      evidence: [WHISPER],
    },
    temporary(WHISPER),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SPEACHES = 'speaches-ai/speaches Dockerfile @ 870e1e16a'
export const speaches = defineImage({
  names: ['ghcr.io/speaches-ai/speaches'],
  user: '1000:1000',
  accounts: { ubuntu: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/home/ubuntu/.cache/huggingface/hub',
      kind: 'cache',
      what: 'downloaded models',
      large: true,
      evidence: [SPEACHES],
    },
    temporary(SPEACHES),
  ],
  gainsPrivileges: 'none',
})

const KOKORO = [
  'remsky/Kokoro-FastAPI docker/cpu/Dockerfile.optimized, docker/scripts/entrypoint.sh and api/src/core/config.py @ 26eec068d',
]
export const kokoro = defineImage({
  names: ['ghcr.io/remsky/kokoro-fastapi-cpu', 'ghcr.io/remsky/kokoro-fastapi-gpu'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/app/api/temp_files',
      from: [{ env: 'TEMP_FILE_DIR' }],
      kind: 'scratch',
      what: 'speech to be fetched',
      absent: true,
      evidence: KOKORO,
    },
    {
      path: '/home/appuser/.cache',
      kind: 'cache',
      what: 'models of its languages',
      absent: true,
      evidence: KOKORO,
    },
    { path: '/tmp', kind: 'scratch', what: 'speech in work', evidence: KOKORO },
  ],
  obstacles: [
    {
      when: { env: { DOWNLOAD_MODEL: { matches: '^true$' } } },
      effect: 'fails',
      why: 'DOWNLOAD_MODEL makes it download its model next to the program at start',
      instead: 'leave it out: the image has the model',
      evidence: KOKORO,
    },
  ],
  gainsPrivileges: 'none',
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

const MCPO = ['open-webui/mcpo Dockerfile (uvx, npx) @ 788ff92e5']
export const mcpo = defineImage({
  names: ['ghcr.io/open-webui/mcpo'],
  inferred: true,
  writes: [
    { path: '/root/.cache', kind: 'cache', what: 'servers that uvx downloads', exec: true, absent: true, evidence: MCPO },
    { path: '/root/.local', kind: 'cache', what: 'interpreters and servers that uv downloads', exec: true, absent: true, evidence: MCPO },
    { path: '/root/.npm', kind: 'cache', what: 'servers that npx downloads', exec: true, absent: true, evidence: MCPO },
    { path: '/tmp', kind: 'scratch', what: 'builds of packages', exec: true, evidence: MCPO },
  ],
  notes: [{ text: 'What the servers that it starts write is not known' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})
