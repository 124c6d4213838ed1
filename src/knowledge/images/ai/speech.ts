import { oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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

const PIPER = 'rhasspy/wyoming-addons piper/run.sh and piper/Dockerfile (--data-dir, --download-dir) @ f93510766'
export const wyoming = oneDirectory(
  {
    names: ['rhasspy/wyoming-piper', 'rhasspy/wyoming-whisper', 'rhasspy/wyoming-openwakeword'],
    gainsPrivileges: 'none',
    healthcheck: false,
  },
  '/data',
  'downloaded voices and models',
  PIPER,
)
