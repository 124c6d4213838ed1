import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { type ApplicationWrite, pathFrom } from '../../application.ts'
import { evaluate } from '../evaluate.ts'
import type { Module } from '../module.ts'
import { partOf } from '../names.ts'
import { Program } from '../program.ts'
import type { Gap } from '../program-input.ts'
import type { Values } from '../value.ts'
import { JAVASCRIPT_LANGUAGE } from './javascript.ts'
import type { NodeFiles } from './node-files.ts'

/** What a process manager starts and writes. */
export interface ManagedApps {
  readonly modules: readonly Module[]
  readonly writes: readonly ApplicationWrite[]
  readonly gaps: readonly Gap[]
  /** What it sets in the environment of its programs; undefined unless one value holds for all of them. */
  readonly variables: ReadonlyMap<string, string | undefined>
}

/** The parts of an app with variables that only `--env` with their name sets. */
const SOMETIMES = ['env_production', 'env_development', 'env_staging', 'env_test']

/** What the configuration of pm2 starts, and the logs that it names. */
export function managedApps(main: Module, files: NodeFiles, { name, cwd = '/', origin }: ExecutedCommand): ManagedApps {
  // Without a configuration, it starts the file itself.
  if (!/^pm2/.test(name) || !/\.(?:config\.[cm]?js|json)$/.test(main.path))
    return { modules: [], writes: [], gaps: [], variables: new Map() }
  const program = new Program(
    {
      language: JAVASCRIPT_LANGUAGE,
      cwd,
      home: undefined,
      variable: () => undefined,
      imported: (from, specifier) => files.loaded(from, specifier) ?? [],
    },
    [main],
    new Set([main]),
  )
  const whole: Values = [{ is: 'module', module: main }]
  const inside = (values: Values, part: string): Values => values.flatMap((value) => partOf(value, part, program) ?? [])
  const apps = inside(whole, 'apps').flatMap((value) =>
    value.is === 'list' ? value.items.flatMap((item) => evaluate(item, value.around, program)) : [value],
  )
  const textOf = (app: Values, part: string) => {
    const [value, ...others] = inside(app, part)
    return others.length === 0 && value?.is === 'text' && !value.open ? value.text : undefined
  }
  const each = apps.map((app) => {
    // https://pm2.keymetrics.io/docs/usage/application-declaration/
    const directory = pathFrom(cwd, textOf([app], 'cwd') ?? '.')
    const script = textOf([app], 'script')
    const run = script === 'node' ? textOf([app], 'args')?.trim().split(/\s+/)[0] : script
    const module = run === undefined ? undefined : files.resolve(pathFrom(directory, run))
    return { app, directory, module, run: run ?? script ?? 'a program' }
  })
  const { variables, several } = variablesOf((part) => apps.map((app) => inside([app], part)), textOf)
  return {
    variables,
    modules: each.flatMap(({ module }) => module ?? []),
    writes: each.flatMap(({ app, directory }) =>
      ['error_file', 'out_file', 'log_file'].flatMap((part) => {
        const text = textOf([app], part)
        const path = text === undefined ? undefined : pathFrom(directory, text)
        return path === undefined || path.startsWith('/dev/')
          ? []
          : [{ path, kind: 'log' as const, leaves: 'file' as const, how: 'log file of pm2', origin }]
      }),
    ),
    gaps: [
      ...several.map((name) => ({ why: `which value pm2 gives to ${name} is not known`, origin })),
      ...(each.length === 0 ? [{ why: 'what pm2 starts is not known', origin }] : []),
      ...each.flatMap(({ module, run }) => (module ? [] : [{ why: `${run}, which pm2 starts, was not found`, origin }])),
    ],
  }
}

/** The environment that pm2 gives its programs. `several`: variables that name places, and not the same one for all. */
function variablesOf(inApps: (part: string) => readonly Values[], textOf: (values: Values, part: string) => string | undefined) {
  const namesIn = (part: string) =>
    inApps(part)
      .flat()
      .flatMap((found) => (found.is === 'record' ? found.entries.flatMap(({ key }) => key ?? []) : []))
  const sometimes = new Set(SOMETIMES.flatMap(namesIn))
  const common = (name: string): string | undefined => {
    const [value, ...others] = inApps('env').map((given) => textOf(given, name))
    return sometimes.has(name) || others.some((other) => other !== value) ? undefined : value
  }
  const variables = new Map([...sometimes, ...namesIn('env')].map((name) => [name, common(name)]))
  const isPlace = (name: string) =>
    ['env', ...SOMETIMES].some((part) => inApps(part).some((given) => /^[.~]{0,2}\//.test(textOf(given, name) ?? '')))
  const several = [...variables].flatMap(([name, value]) => (value === undefined && isPlace(name) ? [name] : []))
  return { variables, several }
}
