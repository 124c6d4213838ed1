import type { CompileGlobs } from '../discover/globs.ts'
import { recordsFromConfiguration } from '../knowledge/from-configuration.ts'
import type { KnowledgeOptions } from '../lint/knowledge.ts'
import type { Preset } from '../lint/rule.ts'
import type { Level, LintSettings, Override, RuleSetting } from '../lint/settings.ts'
import { parseBytes } from '../model/size.ts'
import { relative, sep } from '../text/path.ts'
import type { Config, ConfiguredRule, LoadedConfig } from './config.ts'

/** What the command line adds to the configuration. */
export interface CommandLineRules {
  readonly preset?: Preset
  /** `--rule id:level`. */
  readonly rules: Readonly<Record<string, Level>>
}

/** Folds configuration and command line into the settings of a run below `root`. `compile` reads the globs of overrides. */
export function foldSettings(
  { config, directory }: LoadedConfig,
  commandLine: CommandLineRules,
  compile: CompileGlobs,
  root: string,
): LintSettings {
  return {
    preset: commandLine.preset ?? ((config.extends ?? 'dockseal:recommended').slice('dockseal:'.length) as Preset),
    rules: table(config.rules ?? {}),
    overrides: (config.overrides ?? []).map((override) => foldOverride(override, directory, compile)),
    forced: table(commandLine.rules),
    requireReason: config.requireReason ?? false,
    reportUnusedDisables: config.reportUnusedDisables ?? 'warning',
    root,
  }
}

/** The configuration's image records and its size for a new tmpfs. */
export function foldKnowledge({ images, fix }: Config): Pick<KnowledgeOptions, 'records' | 'tmpfsSize'> {
  const tmpfsSize = fix?.tmpfsSize === undefined ? undefined : parseBytes(fix.tmpfsSize)
  return { records: recordsFromConfiguration(images), ...(tmpfsSize === undefined ? {} : { tmpfsSize }) }
}

function table(rules: Readonly<Record<string, ConfiguredRule>>): Record<string, RuleSetting> {
  return Object.fromEntries(
    Object.entries(rules).map(([id, setting]): [string, RuleSetting] => {
      if (typeof setting === 'string') return [id, { level: setting }]
      const [level, options] = setting
      return [id, { level, ...(options === undefined ? {} : { options }) }]
    }),
  )
}

function foldOverride(override: NonNullable<Config['overrides']>[number], directory: string, compile: CompileGlobs): Override {
  const inFiles = override.files && compile(override.files)
  const inServices = override.services && compile(override.services)
  return {
    matches: (file, subject) =>
      (!inFiles || inFiles(relative(directory, file).split(sep).join('/'))) && (!inServices || inServices(subject)),
    rules: table(override.rules),
  }
}
