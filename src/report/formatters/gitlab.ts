import type { Severity } from '../../model/finding.ts'
import { escapeControls, jsonText } from '../../text/escape.ts'
import { messageWithSureness } from '../confidence.ts'
import { hash64 } from '../fingerprint.ts'
import { isLive, relativePath } from '../paths.ts'
import type { FormatContext, LintMessage, LintResult } from '../result.ts'
import { coverageBeside } from '../tally.ts'

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' }

/** Gives a unique fingerprint for each finding of a report; edits elsewhere in the file do not change it. */
function fingerprints(): (path: string, message: LintMessage) => string {
  const seen = new Map<string, number>()
  return (path, message) => {
    const base = [path, message.ruleId ?? '', message.fingerprint ?? message.message].join('\0')
    const times = seen.get(base) ?? 0
    seen.set(base, times + 1)
    const key = times === 0 ? base : `${base}\0${times}`
    return hash64(key) + hash64(`dockseal\0${key}`)
  }
}

const pathOf = (filePath: string, context: FormatContext) => (isLive(filePath) ? filePath : relativePath(context.root, filePath))

/** GitLab's Code Quality report (GitLab Docs, "Code Quality report format", after Code Climate). */
export function gitlab(results: readonly LintResult[], context: FormatContext): string {
  const fingerprint = fingerprints()
  const issues = results.flatMap(({ filePath, messages }) => {
    const path = pathOf(filePath, context)
    return messages.map((message) => ({
      type: 'issue',
      check_name: message.ruleId ?? 'unreadable',
      description: escapeControls(messageWithSureness(message)),
      categories: ['Security'],
      severity: message.fatal ? 'blocker' : SEVERITIES[message.level],
      fingerprint: fingerprint(path, message),
      location: {
        path,
        lines: { begin: Math.max(1, message.line), ...(message.endLine === undefined ? {} : { end: message.endLine }) },
      },
    }))
  })
  return `${jsonText(issues, 2)}\n`
}

/** Version of the schema that the report follows. */
const SCHEMA = '15.0.2'
const SAST_SEVERITIES: Readonly<Record<Severity, string>> = { error: 'High', warning: 'Medium', info: 'Low' }
const PROGRAM = { id: 'dockseal', name: 'dockseal', vendor: { name: 'dockseal' }, url: 'https://github.com/dockseal/dockseal' }

/** UTC, to the second, without a zone. */
const time = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 19)

/** GitLab's SAST report (its security report schemas). A file that could not be read is a message of the scan, not a vulnerability. */
export function gitlabSast(results: readonly LintResult[], context: FormatContext): string {
  const fingerprint = fingerprints()
  const all = results.flatMap(({ filePath, messages }) => messages.map((message) => ({ path: pathOf(filePath, context), message })))
  const unread = [
    ...all.flatMap(({ path, message }) => (message.fatal ? [{ level: 'warn', value: `${path}: ${message.message}` }] : [])),
    ...coverageBeside(results, context).map(({ level, filePath, message }) => ({
      level: level === 'error' ? 'warn' : 'info',
      value: `${pathOf(filePath, context)}: ${message}`,
    })),
  ]
  const report = {
    version: SCHEMA,
    scan: {
      type: 'sast',
      status: 'success',
      start_time: time(performance.timeOrigin),
      end_time: time(Date.now()),
      analyzer: { ...PROGRAM, version: context.version },
      scanner: { ...PROGRAM, version: context.version },
      messages: unread.map(({ level, value }) => ({ level, value: escapeControls(value) })),
    },
    vulnerabilities: all.flatMap(({ path, message }) =>
      message.fatal ? [] : [vulnerability(path, message, fingerprint(path, message), context)],
    ),
  }
  return `${jsonText(report, 2)}\n`
}

function vulnerability(file: string, message: LintMessage, id: string, context: FormatContext) {
  const rule = message.ruleId ?? 'dockseal'
  const { docs, cis } = context.rulesMeta[rule] ?? {}
  return {
    id,
    name: docs?.description ?? rule,
    description: escapeControls(message.message),
    severity: SAST_SEVERITIES[message.level],
    ...(message.fixTitle === undefined ? {} : { solution: `dockseal --fix: ${escapeControls(message.fixTitle)}` }),
    identifiers: [
      { type: 'dockseal_rule', name: rule, value: rule, ...(docs ? { url: docs.url } : {}) },
      ...(cis ? [{ type: 'cis_docker_benchmark', name: `CIS Docker Benchmark ${cis.from16}`, value: cis.from16 }] : []),
    ],
    location: { file, start_line: Math.max(1, message.line), ...(message.endLine === undefined ? {} : { end_line: message.endLine }) },
  }
}
