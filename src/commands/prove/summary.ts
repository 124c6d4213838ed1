import { count } from '../../report/tally.ts'
import { COMPOSE } from '../../sources/compose/dialect.ts'
import { escapeControls } from '../../text/escape.ts'
import type { Decision, Verdict } from './decide.ts'

export interface Closing {
  readonly decision: Decision
  readonly times: readonly { readonly title: string; readonly total: number; readonly once: number }[]
  /** Seconds. */
  readonly elapsed: number
  readonly file: string
  /** Services that work sealed. */
  readonly works: readonly string[]
  readonly applied: number
  readonly isApplied: boolean
}

/** The result for each service: proved or observed with which mounts, refused or not proved and why, and what to do next. */
export function closingLines({ decision, times, elapsed, file, works, applied, isApplied }: Closing): string[] {
  const lines: string[] = ['']
  for (const [service, verdict] of decision.verdicts) lines.push(...verdictLines(service, verdict).map(escapeControls))
  const { writable, sealed } = decision.rounds
  lines.push('')
  lines.push(
    `${count(writable + sealed, 'round')} (${writable} writable, ${sealed} sealed) in ${elapsed.toFixed(0)} s: ${times.map(({ title, total }) => `${title} ${seconds(total)}`).join(', ')}; one start and stop took ${seconds(times[0]?.once ?? 0)}.`,
  )
  const isRefused = [...decision.verdicts.values()].some((verdict) => !('intents' in verdict) && verdict.byRun)
  if (works.length === 0)
    lines.push(isRefused ? `Nothing was proved; ${file} has the reason: commit it.` : 'Nothing was proved, so no proof was written.')
  else if (isApplied)
    lines.push(
      `${file} has the result, and the Compose files have ${count(applied, 'change')}: commit them, then recreate the services (docker compose up -d).`,
    )
  else
    lines.push(
      `${file} has the result: commit it. \`dockseal --fix --fix-confidence observed\` puts it into the Compose files; prove --apply does so at once.`,
    )
  return lines
}

/** Why a service that works sealed is only observed, and what to do next. */
const onlyObserved = (service: string) => [
  '    but nothing used it, and its program was not wholly read: it may write more in use',
  `    next: give a check that uses it, and it is proved: --check-in ${service} 'wget -qO- localhost/health', or --check ./smoke.sh`,
]

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

function verdictLines(service: string, verdict: Verdict): string[] {
  switch (verdict.is) {
    case 'proved':
    case 'observed': {
      const mounts = verdict.intents.flatMap((intent) => (intent.do === 'set-read-only-root' ? [] : [COMPOSE.intent(intent)]))
      const reasons = new Map(verdict.plan.paths.map(({ path, because }) => [path, because[0].text]))
      const how = verdict.is === 'proved' ? 'proved read-only' : `ran read-only for ${seconds(verdict.round.ran)}`
      const head = mounts.length === 0 ? `${service}: ${how} as it is` : `${service}: ${how} with`
      const rows = verdict.intents.flatMap((intent) => {
        if (intent.do === 'set-read-only-root') return []
        const why = 'path' in intent ? reasons.get(intent.path) : undefined
        return [`    ${COMPOSE.intent(intent)}${why === undefined ? '' : `    ${why}`}`]
      })
      return [head, ...rows, ...verdict.notes.map((note) => `    note: ${note}`), ...(verdict.is === 'proved' ? [] : onlyObserved(service))]
    }
    case 'refused':
      return [`${service}: refused because ${verdict.why}`, ...(verdict.instead === undefined ? [] : [`    instead: ${verdict.instead}`])]
    case 'not proved':
      return [`${service}: not proved because ${verdict.why}`, `    next: ${verdict.next}`]
    default:
      return verdict satisfies never
  }
}
