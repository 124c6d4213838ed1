import { defineRule } from '../src/lint/rule.ts'
import type { BuildInstruction, BuildWord } from '../src/model/build.ts'
import type { Origin } from '../src/model/fact.ts'
import { baseName } from '../src/model/path.ts'
import { isSecretKey } from '../src/text/credentials.ts'
import { isCredentialFile } from './shared/credential-files.ts'
import { judgeSecret, judgeUrlPassword } from './shared/secrets.ts'
import { commandsOf, knownWords, type PlacedCommand, shippedInstructions } from './shared/stages.ts'

export const secretInImage = defineRule({
  id: 'secret-in-image',
  meta: {
    title: 'No password, token or key gets into an image',
    why: 'Everybody who can pull the image can read the credential, and a later layer does not remove it.',
    category: 'secrets',
    cis: { upTo15: '4.10', from16: '4.10' },
    owasp: '12',
    severity: 'warning',
    securitySeverity: '7.0',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      literal:
        '{{instruction}} {{key}} writes a credential into the image. Pass it when the container starts, or to the build as RUN --mount=type=secret.',
      placeholder:
        '{{instruction}} {{key}} writes a placeholder credential into the image, and the container starts with it. Leave it out, and require it when the container starts.',
      baked:
        'ENV {{key}} keeps the build argument {{argument}} in the image. Pass it when the container starts, or use RUN --mount=type=secret where the build needs it.',
      argument:
        'The value of build argument {{key}} is kept in the history and the provenance of the image. Use RUN --mount=type=secret,id=…, which leaves nothing behind.',
      file: '{{instruction}} copies {{file}} into the image; a later RUN rm does not remove it. Mount it where the build needs it: RUN --mount=type=secret,target=….',
      settings:
        '{{instruction}} copies {{file}} into the image, and with it any token in it; a later RUN rm does not remove it. If it has one, mount it where the build needs it: RUN --mount=type=secret,target=….',
      url: 'The address in this {{instruction}} holds a password, which stays in the history of the image. Use RUN --mount=type=secret.',
      password:
        'This RUN sets a password that is in the Dockerfile, so every container of the image has it. Leave the account locked, or set the password when the container starts.',
    },
  },
  image(image, report) {
    const placed = shippedInstructions(image)
    const secretArguments = new Set<string>()
    for (const { instruction } of placed) {
      if (instruction.name === 'ENV' || instruction.name === 'ARG') judgePairs(instruction, secretArguments, report)
      if (instruction.name === 'COPY' || instruction.name === 'ADD') judgeCopy(instruction, report)
    }
    for (const each of commandsOf(placed)) if (each.instruction.name === 'RUN') judgeCommand(each, report)
  },
})

type MessageId = 'literal' | 'placeholder' | 'baked' | 'argument' | 'file' | 'settings' | 'url' | 'password'

interface Found {
  readonly messageId: MessageId
  readonly at: Origin
  readonly data?: Readonly<Record<string, string>>
  readonly severity?: 'info'
}

/** No credential is longer, and searching a longer text takes too much time. */
const MAX_TEXT = 4096

function judgePairs(instruction: BuildInstruction, secretArguments: Set<string>, report: (found: Found) => void): void {
  for (const { name: key, value, origin } of instruction.pairs) {
    const data = { instruction: instruction.name, key }
    if (instruction.name === 'ARG' && isSecretKey(key)) secretArguments.add(key)
    const judged = value && judgeValue(key, value)
    const kind = judged && value && isDummy(value.text) ? 'placeholder' : judged
    if (kind === 'literal') report({ messageId: 'literal', at: origin, data })
    // The default of an ARG is gone when the container starts.
    else if (kind === 'placeholder' && instruction.name === 'ENV') report({ messageId: 'placeholder', at: origin, data, severity: 'info' })
    else if (instruction.name === 'ARG' && isSecretKey(key)) report({ messageId: 'argument', at: origin, data, severity: 'info' })
    else if (value) {
      const argument = referencesOf(value.text).find((name) => secretArguments.has(name))
      if (argument) report({ messageId: 'baked', at: origin, data: { ...data, argument } })
    }
  }
}

/** `literal`: a credential that works as it is, by the variable's name or as a URL password. */
function judgeValue(key: string, value: BuildWord): 'literal' | 'placeholder' | undefined {
  if (value.text.length > MAX_TEXT) return undefined
  const text = unquoted(value)
  const variable = { name: key, value: text, interpolated: false, ...(value.text.includes('$') ? { written: text } : {}) }
  const kind = (isSecretKey(key) ? judgeSecret(variable, false) : undefined) ?? judgeUrlPassword(variable, false)
  return kind === 'default' ? 'literal' : kind
}

/** Texts that say that they are not a secret: `dummy`, `fake-token`, `build-time`. */
function isDummy(text: string): boolean {
  return /dummy|fake|not[-_]?(?:a[-_]?)?(?:real|secret|needed|used)|build[-_]?(?:time|only)|^["']?(?:x|foo|bar|test|tmp|temp|ci)["']?$/i.test(
    text,
  )
}

/** A key for one build command (`SECRET_KEY=x manage.py collectstatic`) usually only lets the program start; a generated one is real. A plain word is no token. */
function isForBuildOnly(key: string, value: string): boolean {
  if (isDummy(value) || (/(?:SECRET|TOKEN)$/i.test(key) && /^[a-z]+$/i.test(value))) return true
  const generated = value.length >= 20 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/(.)\1{3}/.test(value)
  return /KEY(?:_BASE)?$/i.test(key) && !generated
}

/** What is written, without its quotes; a reference in it stays. */
function unquoted({ text, value }: BuildWord): string {
  return text.includes('$') ? text.replace(/^(["'])(.*)\1$/s, '$2') : (value ?? text)
}

function referencesOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]))
}

function judgeCopy(instruction: BuildInstruction, report: (found: Found) => void): void {
  // Files from another stage were judged there, or the build created them.
  if (instruction.flags.some(({ name }) => name === 'from')) return
  for (const { value, text, origin } of instruction.args.slice(0, -1)) {
    const file = value ?? text
    if (!isCredentialFile(file)) continue
    const data = { instruction: instruction.name, file }
    // Most of these that are kept with the source have settings only.
    if (/^\.(?:npmrc|yarnrc)$/.test(baseName(file))) report({ messageId: 'settings', at: origin, data, severity: 'info' })
    else report({ messageId: 'file', at: origin, data })
  }
}

function judgeCommand({ command, instruction }: PlacedCommand, report: (found: Found) => void): void {
  for (const { name: key, value } of command.environment) {
    if (isSecretKey(key) && judgeValue(key, value) === 'literal' && !isForBuildOnly(key, value.value ?? value.text))
      report({ messageId: 'literal', at: command.origin, data: { instruction: 'RUN', key } })
  }
  for (const word of command.args) {
    if (!word.text.includes('://') || word.text.length > MAX_TEXT) continue
    const address = judgeUrlPassword({ name: '', value: word.text, interpolated: false, written: word.text }, false)
    if (address === 'literal' || address === 'default')
      report({ messageId: 'url', at: word.origin, data: { instruction: instruction.name } })
  }
  // `echo "root:secret" | chpasswd`
  if (command.name !== 'chpasswd' || !command.pipeline) return
  const { id, index } = command.pipeline
  const before = instruction.commands.find(({ pipeline }) => pipeline?.id === id && pipeline.index === index - 1)
  const written = before ? knownWords(before).join(' ').slice(0, 1000) : ''
  if (before && /\b[\w.-]+:[^\s:$*!]+/.test(written)) report({ messageId: 'password', at: before.origin })
}
