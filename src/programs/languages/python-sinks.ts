import { PYTHON_LIBRARIES } from './python-libraries.ts'
import { MADE_PROGRAM, RUNS_PROGRAM, type Sink } from './sink.ts'

/** Calls of Python that write, and libraries that themselves write files. */

const file: Pick<Sink, 'leaves' | 'path'> = { leaves: 'file', path: [0] }
const log = { how: 'log file', kind: 'log', leaves: 'file' } as const
const database = { how: 'database file of the program', kind: 'data', leaves: 'file', database: true } as const
const sqlite = { ...database, how: 'SQLite database of the program', journal: true } as const
const temporary = { how: 'temporary files', kind: 'scratch', leaves: 'below', variables: { TMPDIR: '' }, fallback: '/tmp' } as const

const opened: Sink = {
  how: 'files that it writes',
  leaves: 'file',
  path: [0, 'file', 'filename'],
  mode: { at: [1, 'mode'], writes: /[wax+]/, without: 'reads' },
}

/** docs.sqlalchemy.org, "SQLite", "Connect Strings". */
const url: Sink = {
  how: 'SQLite database of the program',
  kind: 'data',
  leaves: 'file',
  path: [0, 'url', 'database_url'],
  accepts: /^sqlite(?:\+\w+)?:\/\/\/[^?]/,
  strips: /^sqlite(?:\+\w+)?:\/\/\/(?:file:)?([^?]*)/,
  database: true,
  journal: true,
}

/** Without a place for what it keeps, Numba stops (numba/core/caching.py, "no locator available"); some libraries ask for it on import. */
const numba: Sink = {
  how: 'compiled functions of Numba',
  kind: 'cache',
  leaves: 'below',
  path: [],
  variables: { NUMBA_CACHE_DIR: '', XDG_CACHE_HOME: 'numba' },
  fallback: '~/.cache/numba',
}

/** What yt-dlp downloads, by its options. */
const downloads = {
  how: 'downloads',
  kind: 'data',
  leaves: 'below',
  path: ['0.outtmpl.default', '0.outtmpl'],
  perhaps: true,
  vague: true,
} as const

export const PYTHON_SINKS: Readonly<Record<string, Sink | readonly Sink[]>> = {
  'open io.open codecs.open aiofiles.open gzip.open bz2.open lzma.open': opened,
  '.open': { ...opened, path: ['receiver'], mode: { at: [0, 'mode'], writes: /[wax+]/, without: 'reads' }, vague: true },
  '.write_text .write_bytes .touch': { ...file, how: 'files that it writes', path: ['receiver'] },
  '.mkdir': { how: 'mkdir', leaves: 'directory', path: ['receiver'], vague: true, ofPath: ['parents', 'exist_ok'] },
  'os.makedirs os.mkdir': { how: 'os.makedirs', leaves: 'directory', path: [0, 'name', 'path'] },
  'subprocess.run subprocess.Popen subprocess.call subprocess.check_call subprocess.check_output': [
    { ...MADE_PROGRAM, path: ['0.0', 0] },
    { ...RUNS_PROGRAM, path: [0, 'args'] },
  ],
  'subprocess.getoutput subprocess.getstatusoutput os.system os.popen pexpect.spawn asyncio.create_subprocess_shell asyncio.create_subprocess_exec':
    RUNS_PROGRAM,
  'ctypes.CDLL ctypes.cdll.LoadLibrary': { ...MADE_PROGRAM, path: [0] },
  'os.rename os.replace os.symlink os.link': { ...file, how: 'files that it renames', path: [1, 'dst'] },
  '.rename .replace .symlink_to .hardlink_to': {
    ...file,
    how: 'files that it renames',
    path: [0, 'target'],
    // With a second argument it is the method of texts.
    unless: { at: [1], is: /^/ },
    accepts: /^\//,
    vague: true,
  },
  'shutil.copy shutil.copy2 shutil.copyfile shutil.move': { ...file, how: 'files that it copies', path: [1, 'dst'] },
  'shutil.copytree': { how: 'files that it copies', leaves: 'below', path: [1, 'dst'] },
  'shutil.unpack_archive': { how: 'files that it unpacks', leaves: 'below', path: [1, 'extract_dir'] },
  'shutil.make_archive': { ...file, how: 'archives that it makes' },
  'zipfile.ZipFile tarfile.open': { ...opened, how: 'archives that it makes' },
  'h5py.File netCDF4.Dataset': { ...opened, kind: 'data' },
  '.clone_from': { how: 'clone of a repository', leaves: 'below', path: [1, 'to_path'], vague: true },
  // github.com/yt-dlp/yt-dlp, "Output template": the directories before the first field, else the working directory.
  'yt_dlp.YoutubeDL youtube_dl.YoutubeDL': [
    { ...downloads, accepts: /^[^%]+\//, strips: /^([^%]+)\// },
    { ...downloads, accepts: /^[^/]*%[^/]*$/, strips: /^()/, suffix: '.' },
    // A conversion follows a download; without a template that goes to the working directory.
    { ...downloads, fallback: './', mode: { at: ['0.postprocessors'], writes: /^/, without: 'reads' }, accepts: /^\.\/$/ },
  ],
  '.extractall': { how: 'files that it unpacks', leaves: 'below', path: [0, 'path'], vague: true },
  'urllib.request.urlretrieve wget.download gdown.download': {
    ...file,
    how: 'files that it downloads',
    path: [1, 'filename', 'output', 'out'],
    vague: true,
  },
  'logging.FileHandler logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler logging.handlers.WatchedFileHandler concurrent_log_handler.ConcurrentRotatingFileHandler':
    { ...log, path: [0, 'filename'] },
  'logging.basicConfig': { ...log, path: ['filename'] },
  'logging.config.dictConfig': { ...log, path: ['0.handlers.**.filename'] },
  'loguru.logger.add': { ...log, path: [0, 'sink'], vague: true },
  'sqlite3.connect aiosqlite.connect apsw.Connection': { ...sqlite, path: [0, 'database'] },
  'duckdb.connect': { ...database, journal: true, path: [0, 'database'] },
  'ZODB.FileStorage.FileStorage pickledb.load pickledb.PickleDB': { ...database, path: [0, 'file_name', 'location'] },
  'lmdb.open lmdb.Environment': { ...database, leaves: 'below', path: [0, 'path'], unless: { at: ['readonly'], is: /^true$/ } },
  // huey.readthedocs.io, "SqliteHuey"
  'huey.SqliteHuey': { ...database, path: ['filename', 1], fallback: 'huey.db' },
  // docs.telethon.dev, "Sessions"; docs.pyrogram.org, "Storage Engines": a session is a SQLite file unless it is given as text.
  'telethon.TelegramClient telethon.sync.TelegramClient': {
    ...database,
    how: 'session of Telegram',
    path: [0, 'session'],
    suffix: '.session',
    vague: true,
  },
  'pyrogram.Client hydrogram.Client': {
    ...database,
    how: 'session of Telegram',
    path: [0, 'name'],
    suffix: '.session',
    unless: { at: ['session_string', 'in_memory'], is: /^/ },
    vague: true,
  },
  'telegram.ext.PicklePersistence': { how: 'state of the bot', kind: 'data', leaves: 'file', path: [0, 'filepath'] },
  // tortoise.github.io, "Databases", "DB URL"
  'tortoise.Tortoise.init tortoise.contrib.fastapi.register_tortoise tortoise.contrib.fastapi.RegisterTortoise': {
    ...sqlite,
    path: ['db_url'],
    accepts: /^sqlite:\/\/(?!:memory)/,
    strips: /^sqlite:\/\/([^?]*)/,
  },
  'peewee.SqliteDatabase playhouse.sqlite_ext.SqliteExtDatabase sqlitedict.SqliteDict': { ...sqlite, path: [0, 'filename'] },
  'tinydb.TinyDB': { ...database, path: [0, 'path'] },
  'shelve.open dbm.open': { ...database, path: [0, 'filename'] },
  'dataset.connect sqlalchemy.create_engine sqlalchemy.ext.asyncio.create_async_engine sqlmodel.create_engine databases.Database sqlalchemy.engine_from_config':
    url,
  'chromadb.PersistentClient': { how: 'database of Chroma', kind: 'data', leaves: 'below', path: [0, 'path'], fallback: 'chroma' },
  'persist_directory=': { how: 'database of Chroma', kind: 'data', leaves: 'below', path: ['persist_directory'] },
  'diskcache.Cache diskcache.FanoutCache diskcache.Deque diskcache.Index': {
    how: 'cache on disk',
    kind: 'cache',
    leaves: 'below',
    path: [0, 'directory'],
    variables: { TMPDIR: '' },
    fallback: '/tmp',
  },
  'lancedb.connect lancedb.connect_async': { ...database, leaves: 'below', path: [0, 'uri'] },
  'langchain_community.cache.SQLiteCache langchain.cache.SQLiteCache': { ...sqlite, path: [0, 'database_path'], fallback: '.langchain.db' },
  // docs.mem0.ai: its directory is made when it is imported (mem0/memory/setup.py).
  'mem0.Memory mem0.Memory.from_config mem0.AsyncMemory mem0.AsyncMemory.from_config': {
    how: 'memories of Mem0',
    kind: 'data',
    leaves: 'below',
    path: [],
    variables: { MEM0_DIR: '' },
    fallback: '~/.mem0',
  },
  'torch.utils.tensorboard.SummaryWriter tensorboardX.SummaryWriter': {
    how: 'logs for TensorBoard',
    kind: 'data',
    leaves: 'below',
    path: [0, 'log_dir', 'logdir'],
    fallback: 'runs',
  },
  // Before version 5 the directory is made with the interface (gradio/flagging.py, `CSVLogger.setup`).
  'gradio.Interface': {
    how: 'answers that people flag in Gradio',
    kind: 'data',
    leaves: 'below',
    path: ['flagging_dir'],
    fallback: 'flagged',
    unless: { at: ['allow_flagging', 'flagging_mode'], is: /^never$/ },
  },
  'osmnx.graph_from_place osmnx.graph_from_point osmnx.graph_from_bbox osmnx.graph_from_address osmnx.geocode osmnx.features_from_place': {
    how: 'cache of OSMnx',
    kind: 'cache',
    leaves: 'below',
    path: [],
    fallback: 'cache',
    perhaps: true,
  },
  'numba.jit numba.njit numba.vectorize numba.guvectorize': { ...numba, mode: { at: ['cache'], writes: /^true$/i, without: 'reads' } },
  'librosa.load librosa.stft librosa.resample librosa.feature.mfcc librosa.feature.melspectrogram librosa.effects.trim librosa.beat.beat_track umap.UMAP resampy.resample':
    numba,
  'joblib.Memory': { how: 'cache of joblib', kind: 'cache', leaves: 'below', path: [0, 'location'] },
  'joblib.dump torch.save': { ...file, how: 'files that it writes', path: [1, 'filename', 'f'], vague: true },
  // requests-cache.readthedocs.io, "Backends": SQLite beside the program.
  'requests_cache.install_cache requests_cache.CachedSession': {
    how: 'cache of requests',
    kind: 'cache',
    leaves: 'file',
    path: [0, 'cache_name'],
    fallback: 'http_cache',
    suffix: '.sqlite',
    unless: { at: [1, 'backend'], is: /^(?!sqlite|filesystem)/ },
  },
  'tempfile.NamedTemporaryFile tempfile.TemporaryDirectory tempfile.mkdtemp tempfile.mkstemp tempfile.TemporaryFile tempfile.SpooledTemporaryFile':
    { ...temporary, path: ['dir'] },
  // werkzeug.palletsprojects.com, "FileStorage"; Pillow, "Image.save".
  '.save': { ...file, how: 'saved files', path: [0, 'dst', 'fp'], accepts: /\/|\.[a-z]\w{1,4}$/i, vague: true },
  '.export': { ...file, how: 'files that it writes', path: [0, 'out_f'], accepts: /\.[a-z]\w{1,4}$/i, vague: true },
  '.save_local': { how: 'index of the program', kind: 'data', leaves: 'below', path: [0, 'folder_path'], vague: true },
  'reportlab.pdfgen.canvas.Canvas reportlab.platypus.SimpleDocTemplate': {
    ...file,
    how: 'files that it writes',
    path: [0, 'filename'],
    vague: true,
  },
  'faiss.write_index': { ...file, how: 'index of Faiss', kind: 'data', path: [1] },
  'whoosh.index.create_in': { how: 'index of Whoosh', kind: 'data', leaves: 'below', path: [0] },
  '.to_csv .to_json .to_parquet .to_excel .to_pickle .to_feather .savefig .tofile .write_html .write_image': {
    ...file,
    how: 'files that it writes',
    path: [0, 'path_or_buf', 'path', 'fname', 'file'],
    accepts: /[/.]/,
    vague: true,
  },
  'cv2.imwrite numpy.save numpy.savez numpy.savetxt soundfile.write imageio.imwrite': { ...file, how: 'files that it writes' },
  ...PYTHON_LIBRARIES,
}

/** Any name that gets the URL of a SQLite database: its user creates the file. */
export const PYTHON_URL: Sink = { ...url, path: [], always: true }

/** Names of settings that say what a library writes. */
export const PYTHON_SETTINGS: ReadonlyMap<string, Sink> = new Map<string, Sink>([
  ['SQLALCHEMY_DATABASE_URI', { ...url, path: [], always: true }],
  ['UPLOAD_FOLDER', { how: 'uploads', kind: 'data', leaves: 'below', path: [], perhaps: true, vague: true }],
  // flask-session.readthedocs.io, "Configuration"
  ['SESSION_FILE_DIR', { how: 'sessions in files', kind: 'data', leaves: 'below', path: [], vague: true }],
  ['CACHE_DIR', { how: 'cache of Flask', kind: 'cache', leaves: 'below', path: [], perhaps: true, vague: true }],
])
