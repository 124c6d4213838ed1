import type { ReportingConfiguration, ReportingDescriptor, ToolComponent } from 'sarif'
import type { Severity } from '../model/finding.ts'
import { escapeControls } from '../text/escape.ts'
import type { FormatContext, RuleDescription } from './result.ts'

/** SARIF's words for our levels (SARIF 2.1.0, 3.27.10). */
export const SARIF_LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Readonly<
  Record<Severity, ReportingConfiguration.level>
>

/** GitHub's `problem.severity`, for rules without `security-severity` in its filters. */
const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'recommendation' }

/** Where people learn about the tool. */
const INFORMATION_URI = 'https://github.com/dockseal/dockseal'

/** Characters of a description that GitHub shows. */
const DESCRIPTION_LIMIT = 1000

/** `read-only-root-filesystem` → `ReadOnlyRootFilesystem`. It must not repeat the id (multitool, SARIF1001), so one word gets a second. */
function pascalCase(id: string): string {
  const name = id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return name.toLowerCase() === id.toLowerCase() ? `${name}Rule` : name
}

/** The first paragraph of a section of the page, as one line of plain text. */
function firstParagraph(body: string, section: string): string | undefined {
  const found = new RegExp(`^## ${section}\\r?\\n+((?:.+\\r?\\n?)+)`, 'm').exec(body)?.[1]
  return found?.replace(/\s+/g, ' ').replaceAll('`', '').trim()
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** Tags to filter alerts. The benchmark has new numbers since v1.6, so tags with older numbers name their version. */
function tagsOf(rule: RuleDescription): string[] {
  return [
    'security',
    'docker',
    rule.docs.category,
    ...(rule.cis ? [`cis-docker/${rule.cis.from16}`, `cis-docker-v1.5/${rule.cis.upTo15}`] : []),
    ...(rule.owasp === undefined ? [] : [`owasp-docker/${rule.owasp}`]),
  ]
}

function descriptor(id: string, rule: RuleDescription): ReportingDescriptor {
  const short = sentence(rule.docs.description)
  // Viewers show the title.
  const body = rule.help?.replace(/^\s*# [^\n]*\n/, '').trim() ?? ''
  const full = firstParagraph(body, 'Description') ?? short
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: short },
    fullDescription: { text: full.length > DESCRIPTION_LIMIT ? `${full.slice(0, DESCRIPTION_LIMIT)}…` : full },
    help: { text: body === '' ? `${short} See ${rule.docs.url}.` : body, ...(body === '' ? {} : { markdown: body }) },
    helpUri: rule.docs.url,
    defaultConfiguration: { level: SARIF_LEVELS[rule.level] },
    properties: {
      tags: tagsOf(rule),
      precision: 'high',
      'problem.severity': PROBLEM_SEVERITIES[rule.level],
      'security-severity': rule.securitySeverity,
    },
  }
}

/** A rule that only appears in results: no page, no severity score. */
function bareDescriptor(id: string): ReportingDescriptor {
  const text = `${sentence(`Reported as ${escapeControls(id)}`)}`
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `See ${INFORMATION_URI}.` },
    helpUri: INFORMATION_URI,
    properties: { tags: ['maintainability'], precision: 'very-high', 'problem.severity': 'recommendation' },
  }
}

function notification(id: string, name: string, text: string, help: string): ReportingDescriptor {
  return { id, name, shortDescription: { text }, fullDescription: { text }, help: { text: help }, helpUri: INFORMATION_URI }
}

/** Ids of the notifications about files that were not read, or read only in part. */
export const NOTIFICATIONS = { error: 'unreadable', note: 'not-seen-in-full' } as const

/** The tool with all its rules, in the order of their ids, and those that appear only in results. `ruleIds`: the ids in the results. */
export function sarifDriver(ruleIds: Iterable<string>, context: FormatContext): ToolComponent & { readonly rules: ReportingDescriptor[] } {
  const ids = [...new Set([...Object.keys(context.rulesMeta), ...ruleIds])].sort()
  return {
    name: 'dockseal',
    informationUri: INFORMATION_URI,
    version: context.version,
    semanticVersion: context.version,
    rules: ids.map((id) => {
      const rule = context.rulesMeta[id]
      return rule === undefined ? bareDescriptor(id) : descriptor(id, rule)
    }),
    notifications: [
      notification(
        NOTIFICATIONS.error,
        'CannotRead',
        'A file could not be read or understood.',
        'Correct the file, or leave it out with `ignore`.',
      ),
      notification(
        NOTIFICATIONS.note,
        'PartlySeen',
        'A file or a container was seen only in part.',
        'The message says what would make it whole.',
      ),
    ],
  }
}
