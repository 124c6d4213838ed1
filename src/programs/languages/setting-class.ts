import { importedName } from './full-name.ts'
import { stringOf } from './grammar.ts'
import type { Module } from './module.ts'
import type { Program } from './program.ts'
import type { Expression, Scope } from './syntax.ts'

/** Whether a class holds settings of pydantic, which the environment may set. */
export function isSettings(scope: Scope, module: Module, program: Program): boolean {
  return scope.bases.some((base) => /(?:^|\.)(?:Base)?Settings$/.test(importedName(base, { scope, module }, program) ?? ''))
}

/** The variable that sets a field of pydantic's settings: its alias, or its name behind their prefix (docs.pydantic.dev, "Settings Management"). */
export function settingVariable(scope: Scope, name: string): string {
  const last = (from: Scope | undefined, of: string) => from?.bindings.get(of)?.at(-1)?.value
  const option = (found: Expression | undefined, ...names: readonly string[]): string | undefined => {
    if (found?.is === 'record') return stringOf(found.entries.find(({ key }) => key !== undefined && names.includes(key))?.value)
    return found?.is === 'call'
      ? stringOf(found.args.find((each) => each.name !== undefined && names.includes(each.name))?.value)
      : undefined
  }
  const alias = option(last(scope, name), 'env', 'validation_alias', 'alias')
  const prefix = option(last(scope, 'model_config'), 'env_prefix') ?? stringOf(last(scope.inner.get('Config'), 'env_prefix')) ?? ''
  return (alias ?? `${prefix}${name}`).toUpperCase()
}
