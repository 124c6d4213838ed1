import { RUNS_PROGRAM, type Sink } from './sink.ts'

/** A library that downloads models or data on demand, and where it keeps them; `path`: the arguments that choose another place. */
function models(
  how: string,
  home: string,
  variables: Readonly<Record<string, string>>,
  path: Sink['path'] = ['cache_dir', 'cache_folder', 'download_root'],
): Sink {
  return { how, kind: 'data', leaves: 'below', path, variables, fallback: `~/${home}`, perhaps: true, vague: true }
}

/** huggingface.co/docs/huggingface_hub, "Environment variables" */
const huggingFace = models('models of Hugging Face', '.cache/huggingface', {
  SENTENCE_TRANSFORMERS_HOME: '',
  TRANSFORMERS_CACHE: '',
  HF_HUB_CACHE: '',
  HF_HOME: '',
  XDG_CACHE_HOME: 'huggingface',
})

/** docs.pytorch.org, "torch.hub" */
const torch = models('models of PyTorch', '.cache/torch', { TORCH_HOME: '', XDG_CACHE_HOME: 'torch' })

/** What Ultralytics leaves of a run. */
const runs = { how: 'results of Ultralytics', kind: 'data', leaves: 'below', path: ['project'], fallback: 'runs', vague: true } as const

/** Libraries of Python that keep models, data or runs, each with its source. */
export const PYTHON_LIBRARIES: Readonly<Record<string, Sink | readonly Sink[]>> = {
  'transformers.pipeline sentence_transformers.SentenceTransformer sentence_transformers.CrossEncoder huggingface_hub.snapshot_download huggingface_hub.hf_hub_download faster_whisper.WhisperModel langchain_community.embeddings.HuggingFaceEmbeddings langchain_huggingface.HuggingFaceEmbeddings langchain.embeddings.HuggingFaceEmbeddings langchain_community.embeddings.SentenceTransformerEmbeddings langchain_community.embeddings.HuggingFaceBgeEmbeddings datasets.load_dataset .from_pretrained':
    huggingFace,
  // openai/whisper whisper/__init__.py
  'whisper.load_model': models('models of Whisper', '.cache/whisper', { XDG_CACHE_HOME: 'whisper' }),
  'torch.hub.load torch.hub.load_state_dict_from_url': torch,
  'torchvision.models.alexnet torchvision.models.densenet121 torchvision.models.efficientnet_b0 torchvision.models.inception_v3 torchvision.models.mobilenet_v2 torchvision.models.mobilenet_v3_large torchvision.models.resnet18 torchvision.models.resnet34 torchvision.models.resnet50 torchvision.models.resnet101 torchvision.models.vgg16 torchvision.models.vgg19':
    torch,
  // nltk.org, "Installing NLTK Data"
  'nltk.download': models('data of NLTK', 'nltk_data', { NLTK_DATA: '' }, ['download_dir', 1]),
  // stanfordnlp/stanza stanza/resources/common.py, `DEFAULT_MODEL_DIR`
  'stanza.download stanza.Pipeline': models('models of Stanza', 'stanza_resources', { STANZA_RESOURCES_DIR: '' }, ['model_dir', 'dir', 1]),
  // deepinsight/insightface python-package/insightface/utils/storage.py and app/face_analysis.py
  'insightface.app.FaceAnalysis': models('models of InsightFace', '.insightface', {}, ['root', 1]),
  'insightface.model_zoo.get_model': models('models of InsightFace', '.insightface', {}, ['root']),
  // Version 2: `BASE_DIR` of paddleocr.py; version 3 loads by PaddlePaddle/PaddleX paddlex/utils/cache.py, `CACHE_DIR`.
  'paddleocr.PaddleOCR': [
    models('models of PaddleOCR', '.paddleocr', {}),
    models('models of PaddleX', '.paddlex', { PADDLE_PDX_CACHE_HOME: '' }),
  ],
  // coqui-ai/TTS TTS/utils/generic_utils.py, `get_user_data_dir`; versions before 0.17 read no variable.
  'TTS.api.TTS': models('models of Coqui TTS', '.local/share/tts', { TTS_HOME: 'tts', XDG_DATA_HOME: 'tts' }),
  // flairNLP/flair flair/__init__.py, `cache_root`
  'flair.models.SequenceTagger.load flair.models.TextClassifier.load flair.nn.Classifier.load': models('models of Flair', '.flair', {
    FLAIR_CACHE_ROOT: '',
  }),
  // piskvorky/gensim gensim/downloader.py, `BASE_DIR`
  'gensim.downloader.load': models('data of Gensim', 'gensim-data', { GENSIM_DATA_DIR: '' }),
  // argosopentech/argos-translate argostranslate/settings.py makes both directories when it is imported.
  'argostranslate.package.update_package_index argostranslate.package.install_from_path argostranslate.package.get_installed_packages argostranslate.translate.translate argostranslate.translate.get_installed_languages argostranslate.translate.get_translation_from_codes':
    [
      {
        how: 'packages of Argos Translate',
        kind: 'data',
        leaves: 'below',
        path: [],
        variables: { XDG_DATA_HOME: 'argos-translate' },
        fallback: '~/.local/share/argos-translate',
      },
      {
        how: 'downloads of Argos Translate',
        kind: 'cache',
        leaves: 'below',
        path: [],
        variables: { XDG_CACHE_HOME: 'argos-translate' },
        fallback: '~/.local/cache/argos-translate',
      },
    ],
  'sklearn.datasets.fetch_20newsgroups sklearn.datasets.fetch_california_housing sklearn.datasets.fetch_openml': models(
    'data of scikit-learn',
    'scikit_learn_data',
    { SCIKIT_LEARN_DATA: '' },
    ['data_home'],
  ),
  // Programs that they start lie there: a volume lets them run.
  'pyppeteer.launch': models('browser of pyppeteer', '.local/share/pyppeteer', { PYPPETEER_HOME: '' }),
  // ultrafunkamsterdam/undetected-chromedriver undetected_chromedriver/patcher.py, `data_path`
  'undetected_chromedriver.Chrome': models('driver of the browser', '.local/share/undetected_chromedriver', {}),
  // SergeyPirogov/webdriver_manager webdriver_manager/core/constants.py, `DEFAULT_USER_HOME_CACHE_PATH`
  'webdriver_manager.chrome.ChromeDriverManager webdriver_manager.firefox.GeckoDriverManager webdriver_manager.microsoft.EdgeChromiumDriverManager':
    models('driver of the browser', '.wdm', {}),
  'easyocr.Reader': models('models of EasyOCR', '.EasyOCR', { EASYOCR_MODULE_PATH: '' }, ['model_storage_directory', 2]),
  // ultralytics/ultralytics ultralytics/utils/__init__.py: settings go to a directory in /tmp if ~/.config cannot be written.
  'ultralytics.YOLO ultralytics.SAM ultralytics.RTDETR ultralytics.YOLOWorld': [
    {
      how: 'settings of Ultralytics',
      kind: 'config',
      leaves: 'below',
      path: [],
      variables: { YOLO_CONFIG_DIR: '' },
      fallback: '/tmp/Ultralytics',
    },
    // docs.ultralytics.com, "Models": weights with one of these names are downloaded if the file is missing.
    {
      leaves: 'file',
      how: 'weights that it downloads',
      kind: 'data',
      path: [0, 'model'],
      accepts: /(?:^|\/)(?:yolo(?:v?\d+)[nstmblcexu]+[-\w]*|yolo_nas_[sml]|(?:mobile_)?sam\d?(?:_\w+)?|FastSAM-[sx]|rtdetr-[lx])\.pt$/,
      perhaps: true,
      vague: true,
    },
  ],
  // docs.ultralytics.com, "Predict" and "Train": results go to `project`, by default `runs`.
  '.predict .track': { ...runs, mode: { at: ['save', 'save_txt', 'save_crop'], writes: /^true$/i, without: 'reads' } },
  '.train': { ...runs, mode: { at: ['epochs'], writes: /^\d/, without: 'reads' } },
  // mlflow.org, "Tracking": without a server runs are kept in `mlruns`.
  'mlflow.start_run mlflow.set_experiment mlflow.log_metric mlflow.log_metrics mlflow.log_param mlflow.log_params mlflow.log_artifact mlflow.autolog mlflow.sklearn.log_model':
    {
      how: 'runs of MLflow',
      kind: 'data',
      leaves: 'below',
      path: [],
      variables: { MLFLOW_TRACKING_URI: '' },
      fallback: 'mlruns',
      replacedBy: 'set_tracking_uri',
    },
  'mlflow.set_tracking_uri': { how: 'runs of MLflow', kind: 'data', leaves: 'below', path: [0, 'uri'], vague: true },
  // spacy.io, "spacy download": it runs pip.
  'spacy.cli.download spacy.cli.download.download': { ...RUNS_PROGRAM, runs: 'pip install MODEL' },
  'deepface.DeepFace.represent deepface.DeepFace.verify deepface.DeepFace.find deepface.DeepFace.analyze deepface.DeepFace.build_model':
    models('models of DeepFace', '.deepface', { DEEPFACE_HOME: '.deepface' }),
}
