import type { Config } from './config/config.ts';
import type { Preset } from './lint/rule.ts';
import type { Level } from './lint/settings.ts';
import type { Container } from './model/container.ts';
import type { Confidence } from './model/intent.ts';
import type { WritePlan } from './model/write-plan.ts';
import type { LintMessage, LintResult } from './report/result.ts';
import type { ImageRecord } from './writes/knowledge/record.ts';
export type { Confidence, Config, Container, ImageRecord, Level, LintMessage, LintResult, Preset, WritePlan };
export interface LintOptions {
    /** Default: `recommended`. */
    readonly preset?: Preset;
    /** Levels by rule id. */
    readonly rules?: Readonly<Record<string, Level>>;
    /** A configuration as a file would hold it; globs are relative to `cwd`. */
    readonly config?: Config;
    /** Default: the process's. */
    readonly cwd?: string;
}
export interface TextOptions extends LintOptions {
    /** What the text is called; its name helps to tell what it is. Default: `compose.yaml`. */
    readonly filename?: string;
    /** Texts of other files that this one refers to, by path: `extends`, `include`, the Dockerfile of a `build:`. */
    readonly files?: Readonly<Record<string, string>>;
}
/**
 * Lints one text: a Compose file, a script, a Dockerfile. What cannot be read is a fatal message of the result, as with ESLint.
 * @example lintText('services: {web: {image: nginx}}').messages[0]?.ruleId
 */
export declare function lintText(text: string, options?: TextOptions): LintResult;
/** Lints files and folders as the command line does. Reads files, writes none. */
export declare function lintFiles(paths: readonly string[], options?: LintOptions): Promise<LintResult[]>;
export interface FixedText {
    readonly text: string;
    /** How many findings were repaired. */
    readonly applied: number;
    /** What could not be repaired: the finding's message, and what to do by hand. */
    readonly refused: readonly {
        readonly message: string;
        readonly why: string;
    }[];
}
/** Repairs one text where a fix is at least as sure as `confidence` (default: `default`, which includes the CIS default). */
export declare function fixText(text: string, options?: TextOptions & {
    readonly confidence?: Confidence;
}): FixedText;
/** The containers that a text describes, as the engine would run them. */
export declare function readContainers(text: string, options?: TextOptions): readonly Container[];
/** Which paths a container must still be able to write under a read-only root, how, why, and how sure that is. */
export declare function planWrites(container: Container, options?: {
    readonly images?: readonly ImageRecord[];
}): WritePlan;
