import { controls } from './cis-table.js'

/** One control of the CIS Docker Benchmark, in our own words. */
export interface CisControlEntry {
  /** Its number from v1.6 on. */
  readonly from16: string
  /** Its number in v1.2 to v1.5; absent for a control that v1.6 added. */
  readonly upTo15?: string
  /** What it wants, without a full stop. */
  readonly title: string
  /** Profile: 1 for everyone, 2 for where more defence is worth more effort. */
  readonly level: 1 | 2
  /** Why a container's settings cannot decide it, and what to check; absent if rules decide it. */
  readonly manual?: string
  /** The rules that decide it, if other rules name its number too; absent: every rule that names it. */
  readonly decidedBy?: readonly string[]
}

/** The number before v1.6, which put swarm mode in as 5.1. */
function numberUpTo15(from16: string): Pick<CisControlEntry, 'upTo15'> {
  const [section, number] = from16.split('.').map(Number)
  if (section !== 5 || number === undefined) return { upTo15: from16 }
  return number === 1 ? {} : { upTo15: `5.${number - 1}` }
}

/** The controls of the benchmark, in its order. */
export const CIS_CONTROLS: readonly CisControlEntry[] = controls.map((control) => ({ ...control, ...numberUpTo15(control.from16) }))
