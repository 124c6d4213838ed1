import { defineRule } from '../src/lint/rule.ts'
import type { BuildCommand, BuildInstruction } from '../src/model/build.ts'
import type { Origin } from '../src/model/fact.ts'
import { builtInstructions, isTestStage, knownWords } from './shared/stages.ts'
import { checkSwitchedOff, SIGNATURES, type SwitchedOff } from './shared/switched-off.ts'

export const unverifiedDownload = defineRule({
  id: 'unverified-download',
  meta: {
    title: 'Only verified packages and programs get into an image',
    why: 'Without a check, whoever controls the connection or the server decides what is in the image.',
    category: 'supply-chain',
    cis: { upTo15: '4.11', from16: '4.11' },
    severity: 'warning',
    securitySeverity: '6.0',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      switchedOff:
        '{{what}} disables the check of {{of}}: {{who}} decides what gets into the image. Remove it. If a certificate or key is missing, install that one.',
      stays:
        '{{what}} disables the check of {{of}} for every process of the image, also at run time. Remove it. If a certificate is missing, install that one.',
      plainHttp:
        '{{address}} is downloaded without encryption, and nothing checks the result. Use https, or compare a checksum in the same RUN.',
      piped: 'The answer of {{address}} is run without a check. Download it to a file, compare its checksum, then run it.',
    },
  },
  image(image, report) {
    for (const { instruction, stage } of builtInstructions(image)) {
      if (isTestStage(stage)) continue
      if (instruction.name === 'ENV' && stage.shipped) judgeEnvironment(instruction, report)
      if (instruction.name === 'RUN') judgeRun(instruction, report)
    }
  },
})

interface Found {
  readonly messageId: 'switchedOff' | 'stays' | 'plainHttp' | 'piped'
  readonly at: Origin
  readonly data: Readonly<Record<string, string>>
  readonly severity?: 'info'
}

function judgeEnvironment(instruction: BuildInstruction, report: (found: Found) => void): void {
  for (const { name, value, origin } of instruction.pairs) {
    const found = checkSwitchedOff({ variable: name, value: value?.value })
    if (found) report({ messageId: 'stays', at: origin, data: dataOf(found) })
  }
}

/** A signature also protects against the server itself, even over a secure connection. */
function dataOf({ what, of }: SwitchedOff): Readonly<Record<string, string>> {
  const who =
    of === SIGNATURES ? 'whoever controls the server, a mirror or the way to them' : 'whoever sits between the builder and the server'
  return { what, of, who }
}

function judgeRun(instruction: BuildInstruction, report: (found: Found) => void): void {
  const { commands } = instruction
  const verified = commands.some(verifies)
  for (const command of commands) {
    for (const { name, value } of command.environment) {
      const found = checkSwitchedOff({ variable: name, value: value.value })
      if (found) report({ messageId: 'switchedOff', at: command.origin, data: dataOf(found) })
    }
    const found = verified && isLoader(command) ? undefined : checkSwitchedOff(command)
    if (found) report({ messageId: 'switchedOff', at: command.origin, data: dataOf(found) })
    if (!isLoader(command)) continue
    const address = command.args
      .map(({ text, value }) => (value ?? text).replace(/^["']|["']$/g, ''))
      .find((word) => /^(?:https?|ftp):\/\//i.test(word))
    const runs = isRunUnchecked(command, commands)
    if (address === undefined || verified || isLocal(address)) continue
    if (/^(?:http|ftp):/i.test(address)) report({ messageId: 'plainHttp', at: command.origin, data: { address } })
    else if (runs) report({ messageId: 'piped', at: command.origin, data: { address }, severity: 'info' })
  }
}

/** Programs that check a download by a checksum or a signature. */
function verifies({ name, args }: BuildCommand): boolean {
  if (name === undefined) return false
  if (/^(?:sha\d+sum|shasum|md5sum|b2sum|gpgv?2?|minisign|signify|cosign|slsa-verifier|rpmkeys)$/.test(name)) return true
  const words = args.map(({ text }) => text)
  return (
    (name === 'openssl' && words.includes('dgst')) ||
    (name === 'gh' && words.includes('attestation')) ||
    (name === 'rpm' && words.some((word) => /^(?:-K|--checksig)$/.test(word)))
  )
}

function isLoader({ name }: BuildCommand): boolean {
  return name === 'curl' || name === 'wget' || name === 'aria2c'
}

const INTERPRETER = /^(?:ba|da|a|z|k)?sh$|^(?:python|perl|ruby|node|php)[\d.]*$/

/** Its output goes through a pipe into an interpreter, or it is in `sh -c "$(curl …)"` or `bash <(curl …)`. */
function isRunUnchecked(command: BuildCommand, commands: readonly BuildCommand[]): boolean {
  const { pipeline } = command
  const next =
    pipeline && commands.find((each) => each.pipeline?.id === pipeline.id && each.pipeline.index > pipeline.index && isInterpreter(each))
  if (next) return true
  return commands.some((each) => each !== command && isInterpreter(each) && each.args.some(({ origin }) => holds(origin, command.origin)))
}

function isInterpreter(command: BuildCommand): boolean {
  if (command.name === undefined || !INTERPRETER.test(command.name)) return false
  // `| python3 -c 'import json …'` reads data; `| sh -s -- args` and `| bash -` run what comes.
  return !knownWords(command).some((word) => /^-[a-z]*[cem]$/.test(word)) || /sh$/.test(command.name)
}

function holds(outer: Origin, inner: Origin): boolean {
  return (
    outer.kind === 'text' &&
    inner.kind === 'text' &&
    outer.file === inner.file &&
    outer.span[0] <= inner.span[0] &&
    inner.span[1] <= outer.span[1]
  )
}

/** The machine itself, or an address with a variable as host. */
function isLocal(address: string): boolean {
  return /^\w+:\/\/(?:localhost|127\.|\[::1\]|0\.0\.0\.0|host\.docker\.internal|[^/]*\$)/i.test(address)
}
