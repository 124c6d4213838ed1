import type { Container } from '../../src/model/container.ts'

/** The message data that every rule needs: `{{noun}}` and `{{name}}`. */
export function who({ dialect, name }: Container): { readonly noun: string; readonly name: string } {
  return { noun: dialect.noun, name }
}
