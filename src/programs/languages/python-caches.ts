import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'
import type { PythonModule } from './python-program.ts'

/** A library that loads models or data over the network when they are asked for, and where it keeps them. */
interface Cache {
  readonly call: RegExp
  readonly how: string
  /** Variables that name the directory, each with what lies below it; the first that is set counts. */
  readonly variables: readonly (readonly [name: string, below: string])[]
  /** Below the home directory where none is set. */
  readonly home: string
}

const CACHES: readonly Cache[] = [
  {
    // huggingface.co/docs/huggingface_hub, "Environment variables"
    call: /\b(?:from_pretrained|SentenceTransformer|CrossEncoder|snapshot_download|hf_hub_download|HuggingFaceEmbeddings|WhisperModel)\(/,
    how: 'models of Hugging Face',
    variables: [
      ['SENTENCE_TRANSFORMERS_HOME', ''],
      ['TRANSFORMERS_CACHE', ''],
      ['HF_HUB_CACHE', ''],
      ['HF_HOME', ''],
      ['XDG_CACHE_HOME', 'huggingface'],
    ],
    home: '.cache/huggingface',
  },
  // openai/whisper whisper/__init__.py
  { call: /\bwhisper\.load_model\(/, how: 'models of Whisper', variables: [['XDG_CACHE_HOME', 'whisper']], home: '.cache/whisper' },
  // docs.pytorch.org, "torch.hub"
  {
    call: /\btorch\.hub\.load/,
    how: 'models of PyTorch',
    variables: [
      ['TORCH_HOME', ''],
      ['XDG_CACHE_HOME', 'torch'],
    ],
    home: '.cache/torch',
  },
  // nltk.org, "Installing NLTK Data"
  { call: /\bnltk\.download\(/, how: 'data of NLTK', variables: [['NLTK_DATA', '']], home: 'nltk_data' },
  { call: /\beasyocr\.Reader\(/, how: 'models of EasyOCR', variables: [['EASYOCR_MODULE_PATH', '']], home: '.EasyOCR' },
  { call: /\bDeepFace\.\w+\(/, how: 'models of DeepFace', variables: [['DEEPFACE_HOME', '.deepface']], home: '.deepface' },
]

/** Steps of a build that load models already. */
const LOADS = /\bpython[\d.]*\s+(?:-\w\s+)?\S*(?:download|preload|prefetch|fetch|warm|models?)\w*(?:\.py)?\b/i

/** What libraries in the code of a program load when they are first used; nothing where the build has done so. */
export function pythonCaches(modules: readonly PythonModule[], place: Place): readonly ApplicationWrite[] {
  if (place.built(LOADS)) return []
  return CACHES.flatMap(({ call, how, variables, home }): ApplicationWrite[] => {
    const module = modules.find(({ text }) => call.test(text))
    if (!module || place.built(call)) return []
    const path = chosen(variables, place) ?? (place.home === undefined ? undefined : pathFrom(place.home, home))
    const origin = lineAt(module.found, module.text.search(call))
    return path === undefined ? [] : [{ path, kind: 'data', leaves: 'below', how, conditional: true, origin }]
  })
}

function chosen(variables: Cache['variables'], { variable }: Place): string | undefined {
  for (const [name, below] of variables) {
    const value = variable(name)
    if (typeof value === 'string' && value.startsWith('/')) return pathFrom(value, below)
  }
  return undefined
}
