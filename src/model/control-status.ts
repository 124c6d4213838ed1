/** The state of a container for a benchmark's control that no finding decides. */
export interface ControlStatus {
  readonly status: 'fail' | 'unknown' | 'not-applicable'
  readonly why: string
}
