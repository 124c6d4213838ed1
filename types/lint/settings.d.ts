import type { Severity } from '../model/finding.ts';
import type { Confidence } from '../model/intent.ts';
import type { Preset, Rule } from './rule.ts';
export type Level = Severity | 'off';
/** A rule's level and options; absent parts fall back to what stands below. */
export interface RuleSetting {
    readonly level?: Level;
    readonly options?: Readonly<Record<string, unknown>>;
}
export interface Override {
    /** Answers whether the override holds for a file (absolute path) and subject (service, container or image name). */
    readonly matches: (file: string, subject: string) => boolean;
    readonly rules: Readonly<Record<string, RuleSetting>>;
}
/** What decides which rules run where, and how. The configuration and the command line are folded into it once. */
export interface LintSettings {
    readonly preset: Preset;
    readonly rules: Readonly<Record<string, RuleSetting>>;
    readonly overrides: readonly Override[];
    /** Set by `--rule`; stronger than everything. */
    readonly forced: Readonly<Record<string, RuleSetting>>;
    readonly requireReason: boolean;
    readonly reportUnusedDisables: Level;
}
export declare const DEFAULT_SETTINGS: LintSettings;
/** The rule's setting for one subject: preset, then configuration, then overrides in order, then the command line. */
export declare function settingFor(rule: Rule, settings: LintSettings, file: string, subject: string): Required<Pick<RuleSetting, 'options'>> & {
    level: Level | 'default';
};
/** Whether a fix of confidence `have` may be applied where at least `wanted` is asked for. A fix without confidence rests on no plan. */
export declare function isConfident(have: Confidence | undefined, wanted: Confidence): boolean;
