import type { Level } from '../lint/settings.ts'
import type { Confidence, FixInto } from '../model/intent.ts'

/** A rule's level, alone or with its options. */
export type ConfiguredRule = Level | readonly [Level] | readonly [Level, Readonly<Record<string, unknown>>]

/** The content of a configuration file, validated against `config.schema.json`. Every key is optional. */
export interface Config {
  readonly extends?: 'dockseal:recommended' | 'dockseal:cis' | 'dockseal:strict'
  readonly rules?: Readonly<Record<string, ConfiguredRule>>
  readonly overrides?: readonly {
    readonly files?: readonly string[]
    readonly services?: readonly string[]
    readonly rules: Readonly<Record<string, ConfiguredRule>>
    readonly reason?: string
  }[]
  readonly ignore?: readonly string[]
  readonly projects?: readonly (readonly string[])[]
  /** Image records (`ImageRecord`; evidence is optional), validated against `record.schema.json`. */
  readonly images?: readonly object[]
  /** `tmpfsSize`: a size as Compose writes it, `64m`. */
  readonly fix?: { readonly confidence?: Confidence; readonly degraded?: boolean; readonly into?: FixInto; readonly tmpfsSize?: string }
  readonly requireReason?: boolean
  readonly reportUnusedDisables?: Level
  readonly strictCoverage?: boolean
  readonly markdown?: boolean
}

/** A configuration with the directory that its globs are relative to. */
export interface LoadedConfig {
  readonly config: Config
  /** Absolute path of the file; absent if there is none. */
  readonly file?: string
  readonly directory: string
}
