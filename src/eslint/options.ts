import { checkRecords } from '../config/records.ts'
import { recordsFromConfiguration } from '../knowledge/from-configuration.ts'
import type { Preset } from '../lint/rule.ts'
import { CONFIDENCES, type Confidence } from '../model/intent.ts'
import { parseBytes } from '../model/size.ts'

/** `languageOptions` of a configuration: the keys of `.docksealrc.yml` that concern no single rule. */
export interface LanguageOptions {
  /** The preset: in `cis` and `strict` a container that cannot be sealed is reported. Default: `recommended`. */
  readonly preset?: Preset
  /** Also reports findings of level `info`, as warnings or errors of ESLint. Default: false. */
  readonly info?: boolean
  /** As in `.docksealrc.yml`: the least confidence of a fix, whether it may stop a part of a service, the size of a new tmpfs. */
  readonly fix?: { readonly confidence?: Confidence; readonly degraded?: boolean; readonly tmpfsSize?: string }
  /** Image records of your own, as in `.docksealrc.yml`. */
  readonly images?: readonly object[]
}

const PRESETS = ['recommended', 'cis', 'strict']

/** Refuses invalid language options. Ignores keys of other languages: a configuration for all files may set them. */
export function validateLanguageOptions({ preset, info, fix, images }: LanguageOptions): void {
  const expect = (holds: boolean, message: string): void => {
    if (!holds) throw new TypeError(message)
  }
  expect(preset === undefined || PRESETS.includes(preset), `"preset" must be one of ${PRESETS.join(', ')}.`)
  expect(info === undefined || typeof info === 'boolean', '"info" must be true or false.')
  expect(fix === undefined || (typeof fix === 'object' && fix !== null), '"fix" must be an object.')
  const { confidence, degraded, tmpfsSize } = fix ?? {}
  expect(confidence === undefined || CONFIDENCES.includes(confidence), `"fix.confidence" must be one of ${CONFIDENCES.join(', ')}.`)
  expect(degraded === undefined || typeof degraded === 'boolean', '"fix.degraded" must be true or false.')
  expect(tmpfsSize === undefined || parseBytes(tmpfsSize) !== undefined, '"fix.tmpfsSize" must be a size such as "64m".')
  expect(images === undefined || Array.isArray(images), '"images" must be a list of image records.')
  const [mistake] = images ? checkRecords(recordsFromConfiguration(images)) : []
  if (mistake) throw new TypeError(`"images.${mistake.path.join('.')}": ${mistake.message}; ${mistake.hint}.`)
}
