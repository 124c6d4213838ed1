import { defineRule } from '../src/lint/rule.ts'
import type { Container, EnvironmentVariable } from '../src/model/container.ts'
import type { Sourced } from '../src/model/fact.ts'
import { isSecretKey, judgeSecret, judgeUrlPassword, type SecretKind } from './shared/secrets.ts'
import { who } from './shared/words.ts'

/** OWASP Docker Security Cheat Sheet, rule 12: no password, token or key stands in the definition of a container. */
export const noPlainSecrets = defineRule({
  id: 'no-plain-secrets',
  meta: {
    title: 'No password, token or key is in the definition of a container',
    why: 'A credential in a file is in its history, in backups and in docker inspect.',
    category: 'secrets',
    scope: 'container',
    owasp: '12',
    severity: 'warning',
    securitySeverity: '6.5',
    presets: ['recommended', 'cis', 'strict'],
    fixable: false,
    messages: {
      literal: 'Variable {{key}} of {{noun}} "{{name}}" holds a credential in plain text. {{advice}}',
      url: 'The address in variable {{key}} of {{noun}} "{{name}}" holds a password in plain text. {{advice}}',
      fallback:
        'Variable {{key}} of {{noun}} "{{name}}" falls back to a credential in the file if nobody sets it. Require the variable instead: ${VARIABLE:?}.',
      placeholder: 'Variable {{key}} of {{noun}} "{{name}}" holds a placeholder credential, and the container starts with it. {{advice}}',
    },
  },
  *container(container, context) {
    let seen: ReturnType<typeof seenBefore> | undefined
    for (const item of container.environment.items) {
      // A file of variables is where a secret belongs that must be in the environment; image-level values are judged at the image.
      if (item.origin.kind === 'text' && (item.origin.via === 'env-file' || item.origin.via === 'image')) continue
      if (isOfImage(item.value, context.image?.environment.items)) continue
      const found = judge(item.value, container.source === 'live')
      if (!found) continue
      seen ??= seenBefore(container, context.document ?? [])
      if (seen(item)) continue
      const advice = adviceFor(container, item.value.name, found)
      const data = { ...who(container), key: item.value.name, advice }
      yield {
        messageId: found.messageId,
        at: item.origin,
        data,
        severity: found.kind === 'literal' && !context.isForTests(item.origin) ? 'warning' : 'info',
      }
    }
  },
})

/** The value itself never leaves this function. */
function judge(variable: EnvironmentVariable, live: boolean) {
  const byKey = isSecretKey(variable.name) ? judgeSecret(variable, live) : undefined
  const kind = byKey ?? judgeUrlPassword(variable, live)
  if (!kind) return undefined
  return { kind, isUrl: byKey === undefined, messageId: MESSAGES[kind] ?? (byKey ? 'literal' : 'url') } as const
}

const MESSAGES: Readonly<Record<SecretKind, 'fallback' | 'placeholder' | undefined>> = {
  literal: undefined,
  default: 'fallback',
  placeholder: 'placeholder',
}

function isOfImage(variable: EnvironmentVariable, image: readonly Sourced<{ name: string; value: string }>[] | undefined): boolean {
  return image?.some(({ value }) => value.name === variable.name && value.value === variable.value) ?? false
}

/** One text that several services share (an anchor, an extended service) is one secret: the first of them reports it. */
function seenBefore(container: Container, document: readonly Container[]): (item: Sourced<EnvironmentVariable>) => boolean {
  const before = document.slice(0, Math.max(0, document.indexOf(container)))
  const places = new Set(before.flatMap(({ environment }) => environment.items.map(placeOf)))
  return (item) => places.has(placeOf(item))
}

function placeOf({ origin, value }: Sourced<EnvironmentVariable>): string {
  return origin.kind === 'text' ? `${origin.file}:${origin.span[0]}-${origin.span[1]}:${value.name}` : `${origin.id}:${origin.path}`
}

function adviceFor(container: Container, key: string, { kind, isUrl }: { kind: SecretKind; isUrl: boolean }): string {
  const live = container.source === 'live'
  if (kind === 'placeholder' && !live) return 'Require a variable instead: ${VARIABLE:?}.'
  const file = `Move it to a secret file${isUrl ? '' : ` (many images read ${key}_FILE)`}`
  return live ? `${file}.` : `${file}, or to a variable that is set outside this file.`
}
