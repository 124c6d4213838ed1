import { setFlagsFromString } from 'node:v8'

/**
 * By major version of Node: how V8 is told to optimise a function only when it has run about three times as much as usual. A run is over
 * in seconds, and V8 would spend a third of the processor's time on code that is hardly used any more. Later versions wait by themselves.
 */
const FLAGS: Readonly<Record<string, string>> = { 20: '--interrupt-budget=200000', 22: '--invocation-count-for-turbofan=9000' }

/** Has V8 optimise late. To be called before any code is compiled whose compiled form is kept: V8 takes that under the same flags only. */
export function optimiseLate(): void {
  const flag = FLAGS[process.versions.node.split('.')[0] ?? '']
  if (flag !== undefined) setFlagsFromString(flag)
}
