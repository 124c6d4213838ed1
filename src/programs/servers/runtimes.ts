import { own } from '../../model/own.ts'
import { absolutePath } from '../../model/path.ts'
import type { WriteKind } from '../../model/write-kind.ts'
import { type ExecutedCommand, wordsOfVariable } from '../../shell/executed-command.ts'
import { hasOption, option, readOperands } from '../../shell/operands.ts'
import { jsonObject, object } from '../../text/json.ts'
import { plainText } from '../../text/mapped-text.ts'
import { OTHER } from '../languages/grammar.ts'
import { moduleOf } from '../languages/module.ts'
import { exportedValue } from '../languages/names.ts'
import { Program } from '../languages/program.ts'
import { PYTHON_LANGUAGE } from '../languages/python/python.ts'
import { NOTHING, sureText } from '../languages/value.ts'
import {
  fileOption,
  inDirectory,
  type ServerReading,
  type ServerSurroundings,
  type ServerWrite,
  scratch,
  userHome,
  write,
} from './server-write.ts'

/** Settings of gunicorn's configuration file that name files (docs.gunicorn.org, "Settings"), and their options. */
const GUNICORN: Readonly<Record<string, { readonly options: readonly string[]; readonly kind: WriteKind; readonly how: string }>> = {
  pidfile: { options: ['-p', '--pid'], kind: 'runtime', how: 'pid file of gunicorn' },
  accesslog: { options: ['--access-logfile'], kind: 'log', how: 'log of gunicorn' },
  errorlog: { options: ['--error-logfile', '--log-file'], kind: 'log', how: 'log of gunicorn' },
}

/** Without its heartbeat files in the temporary directory gunicorn exits (docs.gunicorn.org, "worker_tmp_dir"). */
export function gunicorn(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const words = [...wordsOfVariable(command, 'GUNICORN_CMD_ARGS'), ...command.args]
  const read = readOperands(words, [
    ...['-b', '-w', '-k', '-c', '-p', '-t', '-n', '-u', '-g', '-m', '-e', '--worker-tmp-dir', '--bind', '--workers', '--config', '--chdir'],
    ...Object.values(GUNICORN).flatMap(({ options }) => options),
  ])
  const { settings, unread } = pythonSettings(option(read, '-c', '--config') ?? 'gunicorn.conf.py', command, around)
  const setting = (name: string, ...options: readonly string[]) => option(read, ...options) ?? settings.get(name)
  const hasDirectory = hasOption(read, '--worker-tmp-dir') || settings.has('worker_tmp_dir')
  const directory = setting('worker_tmp_dir', '--worker-tmp-dir')
  const socket = /^unix:(.+)$/.exec(setting('bind', '-b', '--bind') ?? '')?.[1]
  return [
    hasDirectory
      ? inDirectory(directory, command, 'scratch', 'heartbeat files of gunicorn')
      : scratch('heartbeat files of gunicorn', command),
    fileOption(socket, command, 'runtime', 'socket of gunicorn'),
    ...Object.entries(GUNICORN).map(([name, { options, kind, how }]) => fileOption(setting(name, ...options), command, kind, how)),
    ...unread.map((what) => ({ unread: what })),
  ]
}

/** What a configuration in Python sets these names to; one that is given a value which is not known is unread. */
function pythonSettings(file: string, command: ExecutedCommand, around: ServerSurroundings) {
  const path = absolutePath(file.replace(/^file:/, ''), command.cwd) ?? ''
  const module = moduleOf({ file: path, text: plainText(around.configuration(path) ?? '') }, path, PYTHON_LANGUAGE)
  const { home } = around
  const surroundings = { language: PYTHON_LANGUAGE, cwd: command.cwd ?? '/', home, variable: command.variable, imported: () => [] }
  const program = new Program(surroundings, [module], new Set([module]))
  const settings = new Map<string, string>()
  const unread: string[] = around.unseen(path) ? [path] : []
  for (const name of ['bind', 'worker_tmp_dir', ...Object.keys(GUNICORN)]) {
    const [value, ...others] = exportedValue(name, module, program) ?? NOTHING
    const values = value?.is === 'list' ? program.value(value.items[0] ?? OTHER(0), value.around) : value ? [value, ...others] : []
    const plain = sureText(values)
    if (plain !== undefined) settings.set(name, plain)
    else if (name !== 'bind' && !values.every(({ is }) => is === 'nothing')) unread.push(`${name} of gunicorn (${path})`)
  }
  return { settings, unread }
}

/** Options of the JVM that name files (docs.oracle.com, "java" of the tools); a heap is dumped only if memory runs out. */
const JVM_FILES: readonly { readonly option: RegExp; readonly how: string; readonly conditional?: true }[] = [
  { option: /^-Xloggc:(.+)$/, how: 'garbage collection log of the JVM' },
  { option: /^-Xlog:[^:]*:(?:file=)?(?!stdout|stderr)([^:]+)/, how: 'log of the JVM' },
  { option: /^-XX:HeapDumpPath=(.+)$/, how: 'heap dump of the JVM', conditional: true },
  { option: /^-XX:ErrorFile=(.+)$/, how: 'error file of the JVM', conditional: true },
  { option: /^-XX:StartFlightRecording.*[=,]filename=([^,]+)/, how: 'recording of the JVM' },
]

/** Every JVM keeps its performance data below the temporary directory, and unpacks native libraries there. */
export function java(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  if (command.args.some((arg) => arg === '-version' || arg === '--version')) return []
  const variables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_OPTS'].flatMap((name) => wordsOfVariable(command, name))
  const options = [...command.args, ...variables].filter((arg) => arg !== undefined)
  const directory = options.flatMap((arg) => /^-Djava\.io\.tmpdir=(.*)$/.exec(arg)?.[1] ?? [])[0]
  return [
    directory === undefined
      ? write('/tmp', 'scratch', 'temporary files of the JVM')
      : inDirectory(directory, command, 'scratch', 'temporary files of the JVM'),
    ...[...new Set(options)].flatMap((arg) =>
      JVM_FILES.map(({ option: pattern, how, conditional }) => {
        const found = fileOption(pattern.exec(arg)?.[1]?.replace(/%[pt].*$/, ''), command, 'log', how)
        return found && conditional ? { ...found, conditional } : found
      }),
    ),
  ]
}

/**
 * `next start` keeps optimised images and fetched data in `.next/cache` below the application (nextjs.org, "Caching"). `next dev` also
 * writes the types of a TypeScript project where they differ (vercel/next.js packages/next/src/lib/typescript/writeAppTypeDeclarations.ts).
 */
export function nextjs(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const verb = command.args.find((arg) => arg !== undefined && !arg.startsWith('-')) ?? 'dev'
  if (verb === 'start') return [inDirectory('.next/cache', command, 'cache', 'image and fetch cache of Next.js')]
  if (verb !== 'dev') return []
  const isTyped = around.configuration(absolutePath('tsconfig.json', command.cwd) ?? '') !== undefined
  const types = isTyped ? fileOption('next-env.d.ts', command, 'config', 'types of next dev') : undefined
  return [inDirectory('.next', command, 'cache', 'build of next dev'), types && { ...types, conditional: true }]
}

/**
 * Streamlit keeps the number of its installation in the home directory; without it, sessions break (streamlit/streamlit#12383), unless usage
 * statistics are off (lib/streamlit/runtime/metrics_util.py, `_get_machine_id_v4`).
 */
export function streamlit(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const home = userHome(around)
  const given = option(readOperands(command.args, ['--browser.gatherUsageStats']), '--browser.gatherUsageStats')
  const written = [`${command.cwd ?? ''}/.streamlit`, `${home ?? ''}/.streamlit`].map(
    (path) => around.configuration(`${path}/config.toml`) ?? '',
  )
  const isOff =
    /^false$/i.test(given ?? command.variable('STREAMLIT_BROWSER_GATHER_USAGE_STATS') ?? '') ||
    written.some((text) => /^[ \t]*(?:browser\.)?gatherUsageStats[ \t]*=[ \t]*false\b/m.test(text))
  return isOff || home === undefined ? [] : [inDirectory(`${home}/.streamlit`, command, 'cache', 'number of the installation of Streamlit')]
}

/**
 * Vite keeps bundled dependencies below node_modules. To read its configuration, it writes it as JavaScript: below node_modules since
 * version 6, beside the configuration before (vitejs/vite packages/vite/src/node/config.ts, `loadConfigFromBundledFile`).
 */
export function vite(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const read = readOperands(command.args, ['-c', '--config', '--port', '-m', '--mode', '--base', '--outDir', '--host', '-l', '--logLevel'])
  const root = absolutePath(read.operands.find((word) => !/^(?:dev|serve|build|optimize|preview)$/.test(word ?? '')) ?? '.', command.cwd)
  const given = option(read, '-c', '--config')
  const configuration =
    given === undefined ? (root === undefined ? undefined : around.glob(`${root}/vite.config.*`)[0]) : absolutePath(given, root)
  const compiled = 'compiled configuration of vite'
  const isOld = /(?:^|[^\d.])v?[2-5](?:\.|$)/.test(packageVersion('vite', root, around) ?? '')
  return [
    inDirectory('node_modules/.vite', command, 'cache', 'dependency cache of vite'),
    isOld
      ? configuration === undefined
        ? undefined
        : fileOption(`${configuration}.timestamp.mjs`, command, 'scratch', compiled)
      : inDirectory('node_modules/.vite-temp', command, 'scratch', compiled),
    SWC_USERS.some((name) => packageVersion(name, root, around) !== undefined) ? swcAddon(command, around) : undefined,
    ...Object.entries(GENERATED).map(([plugin, path]) =>
      packageVersion(plugin, root, around) === undefined || read.operands.includes('preview')
        ? undefined
        : inDirectory(path, { ...command, cwd: root }, 'cache', `types and routes of ${plugin}`),
    ),
  ]
}

/** Frameworks on Vite that write beside the sources when the development server starts (svelte.dev/docs/kit, reactrouter.com). */
const GENERATED: Readonly<Record<string, string>> = { '@sveltejs/kit': '.svelte-kit', '@react-router/dev': '.react-router' }

/** Plug-ins of Vite that load SWC. */
const SWC_USERS = ['@vitejs/plugin-react-swc', 'unplugin-swc', '@swc/core']

/** SWC copies its native addon from the package to a cache and loads it there (@swc/core 1.16, "SWC_NATIVE_BINDING_CACHE"). */
function swcAddon(command: ExecutedCommand, around: ServerSurroundings): ServerWrite | undefined {
  const chosen = command.variable('SWC_NATIVE_BINDING_CACHE')
  const directory = userHome(around)
  const usual = directory === undefined ? undefined : `${directory}/.cache`
  const found = inDirectory(chosen === null ? usual : chosen, command, 'cache', 'native addon of SWC')
  return found && { ...found, exec: true }
}

/** Members of package.json that name packages with their versions (docs.npmjs.com, "package.json"). */
const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** The version of a package in the package.json of a directory. */
export function packageVersion(name: string, directory: string | undefined, { configuration }: ServerSurroundings): string | undefined {
  const manifest = directory === undefined ? undefined : jsonObject(configuration(`${directory}/package.json`))
  const versions = DEPENDENCIES.map((key) => own(object(manifest?.[key]), name))
  return versions.find((version) => typeof version === 'string')
}

/** pm2 keeps sockets, pids and logs in PM2_HOME, and starts nothing without them (keymetrics/docker-pm2#94). */
export function pm2(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const chosen = command.variable('PM2_HOME')
  const home = userHome(around)
  const directory = chosen !== null ? chosen : home === undefined ? undefined : `${home}/.pm2`
  return [inDirectory(directory, command, 'runtime', 'sockets, pids and logs of pm2')]
}

/**
 * The beat scheduler keeps its last run times in a file of the working directory (docs.celeryq.dev, "celery beat"), and so does a persistent
 * Flower with its events (mher/flower flower/options.py).
 */
export function celery(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const beat = command.args.includes('beat') || command.args.some((arg) => arg === '-B' || arg === '--beat')
  const read = readOperands(command.args, '-s --schedule --pidfile --statedb --db -S -f --logfile -A -l -c -Q -n --scheduler'.split(' '))
  const files = [
    fileOption(option(read, '--pidfile'), command, 'runtime', 'pid file of celery'),
    fileOption(option(read, '-f', '--logfile'), command, 'log', 'log of celery'),
    fileOption(option(read, '--statedb'), command, 'data', 'state of celery workers'),
  ]
  const keeps = /^(?:|true|1|yes|y)$/i.test(option(read, '--persistent') ?? command.variable('FLOWER_PERSISTENT') ?? 'no')
  if (command.args.includes('flower') && keeps)
    files.push(fileOption(option(read, '--db') ?? command.variable('FLOWER_DB') ?? 'flower', command, 'data', 'events of Flower'))
  if (!beat || /DatabaseScheduler|redbeat/.test(`${option(read, '-S', '--scheduler')}`)) return files
  return [...files, fileOption(option(read, '-s', '--schedule') ?? 'celerybeat-schedule', command, 'runtime', 'schedule of celery beat')]
}

/** `go run` builds in the temporary directory, executes there, and keeps a build cache. */
export function goRun(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (command.args[0] !== 'run') return []
  const home = userHome(around)
  const cache = command.variable('GOCACHE') ?? (home === undefined ? undefined : `${home}/.cache/go-build`)
  const temporary = scratch('programs that go run builds', command)
  return [temporary && { ...temporary, exec: true }, inDirectory(cache, command, 'cache', 'build cache of go run')]
}
