import type { Severity } from '../model/finding.ts'
import { type Confidence, isAsSure } from '../model/intent.ts'
import type { Preset, Rule } from './rule.ts'

export type Level = Severity | 'off'

/** A rule's level and options; absent parts fall back to the next weaker setting. */
export interface RuleSetting {
  readonly level?: Level
  readonly options?: Readonly<Record<string, unknown>>
}

export interface Override {
  /** Answers whether the override holds for a file (absolute path) and subject (service, container or image name). */
  readonly matches: (file: string, subject: string) => boolean
  readonly rules: Readonly<Record<string, RuleSetting>>
}

/** What decides which rules run where, and how. The configuration and the command line are merged into it once. */
export interface LintSettings {
  readonly preset: Preset
  readonly rules: Readonly<Record<string, RuleSetting>>
  readonly overrides: readonly Override[]
  /** Set by `--rule`; stronger than everything. */
  readonly forced: Readonly<Record<string, RuleSetting>>
  readonly requireReason: boolean
  readonly reportUnusedDisables: Level
  /** Absolute path of the repository, or of the folder that is linted; empty: not known. */
  readonly root: string
}

export const DEFAULT_SETTINGS: LintSettings = {
  preset: 'recommended',
  rules: {},
  overrides: [],
  forced: {},
  requireReason: false,
  reportUnusedDisables: 'warning',
  root: '',
}

/** The options of a rule that has none set. */
export const NO_OPTIONS: Readonly<Record<string, unknown>> = {}

/** The rule's setting for one subject: preset, then configuration, then overrides in order, then the command line. */
export function settingFor(
  rule: Rule,
  settings: LintSettings,
  file: string,
  subject: string,
): Required<Pick<RuleSetting, 'options'>> & { level: Level | 'default' } {
  let level: Level | 'default' = rule.meta.presets.includes(settings.preset) ? 'default' : 'off'
  let options = NO_OPTIONS
  const apply = (setting: RuleSetting | undefined) => {
    if (setting?.level !== undefined) level = setting.level
    if (setting?.options !== undefined) options = setting.options
  }
  apply(settings.rules[rule.id])
  for (const override of settings.overrides) {
    if (Object.hasOwn(override.rules, rule.id) && override.matches(file, subject)) apply(override.rules[rule.id])
  }
  apply(settings.forced[rule.id])
  return { level, options }
}

/** A rule that the settings switch on, with its level and options for one subject. */
export interface ActiveRule {
  readonly rule: Rule
  readonly level: Exclude<Level, 'off'> | 'default'
  readonly options: Readonly<Record<string, unknown>>
}

/** Without overrides the same rules are on for every subject, and most runs have none. */
const everywhere = new WeakMap<readonly Rule[], WeakMap<LintSettings, readonly ActiveRule[]>>()

/** The rules that are on for one subject, in order. */
export function activeRules(rules: readonly Rule[], settings: LintSettings, file: string, subject: string): readonly ActiveRule[] {
  const bySettings = everywhere.get(rules) ?? new WeakMap<LintSettings, readonly ActiveRule[]>()
  everywhere.set(rules, bySettings)
  const known = bySettings.get(settings)
  if (known) return known
  const active = rules.flatMap((rule): ActiveRule[] => {
    const { level, options } = settingFor(rule, settings, file, subject)
    return level === 'off' ? [] : [{ rule, level, options }]
  })
  if (settings.overrides.length === 0) bySettings.set(settings, active)
  return active
}

/** Whether a fix of confidence `have` may be applied if at least `wanted` is asked for. A fix without confidence depends on no plan. */
export function isConfident(have: Confidence | undefined, wanted: Confidence): boolean {
  return have === undefined || isAsSure(have, wanted)
}
