/** How a container stands with a control of a benchmark that no finding decides. */
export interface ControlStatus {
  readonly status: 'fail' | 'unknown' | 'not-applicable'
  readonly why: string
}
