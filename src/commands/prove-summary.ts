import { count } from '../report/tally.ts'
import { COMPOSE } from '../sources/compose/dialect.ts'
import { escapeControls } from '../text/escape.ts'
import type { Decision, Verdict } from './prove-decide.ts'

export interface Closing {
  readonly decision: Decision
  readonly times: readonly { readonly title: string; readonly total: number; readonly once: number }[]
  /** Seconds. */
  readonly elapsed: number
  readonly file: string
  readonly proved: readonly string[]
  readonly applied: number
  readonly isApplied: boolean
}

/** The result for each service: proved with which mounts, refused or not proved and why, and what to do next. */
export function closingLines({ decision, times, elapsed, file, proved, applied, isApplied }: Closing): string[] {
  const lines: string[] = ['']
  for (const [service, verdict] of decision.verdicts) lines.push(...verdictLines(service, verdict).map(escapeControls))
  const { writable, sealed } = decision.rounds
  lines.push('')
  lines.push(
    `${count(writable + sealed, 'round')} (${writable} writable, ${sealed} sealed) in ${elapsed.toFixed(0)} s: ${times.map(({ title, total }) => `${title} ${seconds(total)}`).join(', ')}; one start and stop took ${seconds(times[0]?.once ?? 0)}.`,
  )
  const guesses = [...decision.verdicts].flatMap(([service, { is }]) => (is === 'unchecked' ? [service] : []))
  if (guesses.length > 0)
    lines.push(`${file} has what ${guesses.join(', ')} wrote: a guess, which \`dockseal --fix --fix-confidence default\` applies.`)
  if (proved.length === 0) lines.push(guesses.length > 0 ? 'Nothing was proved.' : 'Nothing was proved, so no proof was written.')
  else if (isApplied)
    lines.push(
      `${file} has the proof, and the Compose files have ${count(applied, 'change')}: commit them, then recreate the services (docker compose up -d).`,
    )
  else
    lines.push(
      `${file} has the proof: commit it. \`dockseal --fix --fix-confidence proved\` puts it into the Compose files; prove --apply does so at once.`,
    )
  return lines
}

/** Why a service that works sealed is not proved, and what to do next. */
const unchecked = (service: string) => [
  '    but no check used it, and its program was not wholly read: it may write more in use',
  `    next: give a check that uses it: --check-in ${service} 'wget -qO- localhost/health', or --check ./smoke.sh`,
]

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

function verdictLines(service: string, verdict: Verdict): string[] {
  switch (verdict.is) {
    case 'proved':
    case 'unchecked': {
      const mounts = verdict.intents.flatMap((intent) => (intent.do === 'set-read-only-root' ? [] : [COMPOSE.intent(intent)]))
      const reasons = new Map(verdict.plan.paths.map(({ path, because }) => [path, because[0].text]))
      const how = verdict.is === 'proved' ? 'proved read-only' : `not proved; it ran sealed for ${seconds(verdict.round.ran)}`
      const head = mounts.length === 0 ? `${service}: ${how} as it is` : `${service}: ${how} with`
      const rows = verdict.intents.flatMap((intent) => {
        if (intent.do === 'set-read-only-root') return []
        const why = 'path' in intent ? reasons.get(intent.path) : undefined
        return [`    ${COMPOSE.intent(intent)}${why === undefined ? '' : `    ${why}`}`]
      })
      return [head, ...rows, ...verdict.notes.map((note) => `    note: ${note}`), ...(verdict.is === 'proved' ? [] : unchecked(service))]
    }
    case 'refused':
      return [`${service}: refused because ${verdict.why}`, ...(verdict.instead === undefined ? [] : [`    instead: ${verdict.instead}`])]
    case 'not proved':
      return [`${service}: not proved because ${verdict.why}`, `    next: ${verdict.next}`]
    default:
      return verdict satisfies never
  }
}
