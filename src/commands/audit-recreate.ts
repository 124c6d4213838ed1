import type { LiveVerdict, ReportedFinding, Subject } from '../lint/live.ts'
import { recreate, updateService } from '../live/recreate.ts'
import type { Intent } from '../model/intent.ts'
import { pushTo } from '../model/maps.ts'
import type { ResultFinding } from '../report/results.ts'
import { escapeControls } from '../text/escape.ts'
import { maskText } from '../text/mask.ts'

/** Findings about running containers without a file: no edit is possible, so they say what to do instead. */
export function withRecreation(findings: readonly ReportedFinding[]): ResultFinding[] {
  return findings.map((finding): ResultFinding => {
    const { runsOnly, ...rest } = finding
    if (!finding.fix || finding.resolvedEdits || !runsOnly) return rest
    const name = runsOnly.container.name
    return {
      ...rest,
      fixRefused: `it is running; see \`dockseal audit --fix ${name}\``,
    }
  })
}

/** Prints the command that makes each container or service without a file again, with all fixes. */
export function printRecreation(verdict: LiveVerdict): void {
  const bySubject = new Map<Subject, Intent[]>()
  for (const { runsOnly, fix, resolvedEdits } of verdict.findings) {
    if (!runsOnly || !fix || resolvedEdits || fix.applicability === 'manual') continue
    pushTo(bySubject, runsOnly, ...fix.intents)
  }
  for (const [subject, intents] of bySubject) {
    const { container, live, host } = subject
    const where = escapeControls(host === undefined ? container.name : `${container.name} on ${host}`)
    const once = [...new Map(intents.map((intent) => [JSON.stringify(intent), intent])).values()]
    if (!live) {
      write(`# service ${where}\n${maskText(updateService(container.name, once))}\n`)
      continue
    }
    const { command, notes } = recreate(live, once)
    const remarks = ['remove or rename the old one first; what it keeps outside of volumes is lost', ...notes]
    write(`# container ${where}: ${escapeControls(remarks.join('; '))}\n${maskText(command)}\n`)
  }
}

function write(text: string): void {
  process.stderr.write(text)
}
