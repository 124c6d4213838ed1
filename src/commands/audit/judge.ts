import { judgeLive, type LiveVerdict, type Subject } from '../../lint/live.ts'
import type { Session } from '../session.ts'

/** Judges subjects with the configuration of a session. */
export function judgeAudit(subjects: readonly Subject[], session: Session): LiveVerdict {
  const { link, fixInto } = session
  const { rules, settings } = session.judge
  return judgeLive(subjects, session.io, { judge: { rules, settings }, link, units: { sources: link.sources, fixInto } })
}
