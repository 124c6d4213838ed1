import { defineRule, type RuleContext } from '../src/lint/rule.ts'
import type { Container, EnvironmentVariable } from '../src/model/container.ts'
import type { Origin, Sourced } from '../src/model/fact.ts'
import { remember } from '../src/model/maps.ts'
import { isSecretKey } from '../src/text/credentials.ts'
import { isPasswordHash, secretsIn } from '../src/text/mask.ts'
import { judgeSecret, judgeText, judgeToken, judgeUrlPassword, type SecretKind } from './shared/secrets.ts'

/** OWASP Docker Security Cheat Sheet, rule 12: no password, token or key is in the definition of a container. */
export const noPlainSecrets = defineRule({
  id: 'no-plain-secrets',
  meta: {
    title: 'No password, token or key is in the definition of a container',
    why: 'A credential in a file is in its history, in backups and in docker inspect.',
    category: 'secrets',
    owasp: '12',
    severity: 'warning',
    securitySeverity: '6.5',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      literal: 'Variable {{key}} of {{noun}} "{{name}}" holds a credential in plain text. {{advice}}',
      url: 'The address in variable {{key}} of {{noun}} "{{name}}" holds a password in plain text. {{advice}}',
      fallback:
        'Variable {{key}} of {{noun}} "{{name}}" falls back to a credential in the file if nobody sets it. Require the variable instead: ${VARIABLE:?}.',
      token: 'Variable {{key}} of {{noun}} "{{name}}" holds a token in plain text. {{advice}}',
      text: 'The {{setting}} of {{noun}} "{{name}}" holds a credential in plain text. {{advice}}',
      placeholder: 'Variable {{key}} of {{noun}} "{{name}}" holds a placeholder credential, and the container starts with it. {{advice}}',
    },
  },
  container(container, report, context) {
    let seen: ReturnType<typeof seenBefore> | undefined
    for (const item of container.environment.items) {
      // A secret that must be in the environment belongs in a file of variables; values of the image are judged at the image.
      if (item.origin.kind === 'text' && (item.origin.via === 'env-file' || item.origin.via === 'image')) continue
      if (isOfImage(item.value, context.image?.environment.items)) continue
      const found = judge(item.value, container.origin.kind === 'live')
      if (!found) continue
      seen ??= seenBefore(container, context.document ?? [])
      if (seen(item)) continue
      const advice = adviceFor(container, secretFile(container, context, item.value.name), found)
      const data = { key: item.value.name, advice }
      report({
        messageId: found.messageId,
        at: item.origin,
        data,
        severity: found.kind === 'literal' && !context.isForTests(item.origin) ? 'warning' : 'info',
      })
    }
    for (const { setting, text, origin } of textsOf(container)) {
      if (origin.kind === 'text' && (origin.via === 'image' || origin.via === 'env-file')) continue
      const secrets = secretsIn(text).map(([start, end]) => text.slice(start, end))
      const isSecret = secrets.some((secret) => isPasswordHash(secret) || judgeText(secret) === 'literal')
      if (!isSecret) continue
      const advice = adviceFor(container, undefined, { kind: 'literal' })
      report({
        messageId: 'text',
        at: origin,
        data: { setting, advice },
        severity: context.isForTests(origin) ? 'info' : 'warning',
      })
    }
  },
})

/** The value itself never leaves this function. */
function judge(variable: EnvironmentVariable, live: boolean) {
  const byKey = isSecretKey(variable.name) ? judgeSecret(variable, live) : undefined
  const byUrl = byKey ? undefined : judgeUrlPassword(variable, live)
  const kind = byKey ?? byUrl ?? judgeToken(variable, live)
  return kind && ({ kind, messageId: MESSAGES[kind] ?? (byKey ? 'literal' : byUrl ? 'url' : 'token') } as const)
}

/** Texts outside the environment that often hold credentials: options of the program, a health check's command, the users of a proxy. */
function* textsOf({ command, entrypoint, healthcheck, labels }: Container): Iterable<{ setting: string; text: string; origin: Origin }> {
  for (const [setting, fact] of Object.entries({ entrypoint, command })) {
    if (fact.state === 'set') yield { setting, text: fact.value.join(' '), origin: fact.origin }
  }
  if (healthcheck.state === 'set') yield { setting: 'health check', text: healthcheck.value.test.join(' '), origin: healthcheck.origin }
  for (const { value, origin } of labels.items) {
    if (value.value !== null && /auth/i.test(value.name)) yield { setting: `label ${value.name}`, text: value.value, origin }
  }
}

/** The variable that names a file with the secret of `key`, according to the image's record. */
function secretFile(container: Container, context: RuleContext, key: string): string | undefined {
  if (container.build.state !== 'unset') return undefined
  for (const [variable, file] of Object.entries(context.plan().knowledge?.secretFiles ?? {})) {
    const [head = '', tail] = variable.split('*')
    if (tail === undefined ? key === variable : key.startsWith(head)) return file.replace('*', key.slice(head.length))
  }
  return undefined
}

const MESSAGES: Readonly<Record<SecretKind, 'fallback' | 'placeholder' | undefined>> = {
  literal: undefined,
  default: 'fallback',
  placeholder: 'placeholder',
}

function isOfImage(variable: EnvironmentVariable, image: readonly Sourced<{ name: string; value: string }>[] | undefined): boolean {
  return image?.some(({ value }) => value.name === variable.name && value.value === variable.value) ?? false
}

/** For each document, the first container with a variable of a place. */
const firstWith = new WeakMap<readonly Container[], ReadonlyMap<string, Container>>()

/** A text that several services share (an anchor, an extended service) is one secret: the first of them reports it. */
function seenBefore(container: Container, document: readonly Container[]): (item: Sourced<EnvironmentVariable>) => boolean {
  // The last entry of a key counts, so the containers are taken from the last to the first.
  const first = remember(
    firstWith,
    document,
    () => new Map(document.toReversed().flatMap((each) => each.environment.items.map((item) => [placeOf(item), each] as const))),
  )
  return (item) => (first.get(placeOf(item)) ?? container) !== container
}

function placeOf({ origin, value }: Sourced<EnvironmentVariable>): string {
  return origin.kind === 'text' ? `${origin.file}:${origin.span[0]}-${origin.span[1]}:${value.name}` : `${origin.id}:${origin.path}`
}

function adviceFor(container: Container, variable: string | undefined, { kind }: { kind: SecretKind }): string {
  const live = container.origin.kind === 'live'
  if (kind === 'placeholder' && !live) return 'Require a variable instead: ${VARIABLE:?}.'
  const file = `Use a secret file${variable === undefined ? '' : ` (${variable})`}`
  return live ? `${file}.` : `${file} or a variable set outside.`
}
