/** How many of real files and of generated inputs the quick loop leaves out: it takes one of so many (`.ci/test.js`). */
const STEP = Number(process.env.DOCKSEAL_SAMPLE ?? 1)

/** What a run judges of a long list: all of it, or one of four in the quick loop, from all over the list. */
export function sampleOf<T>(list: readonly T[]): readonly T[] {
  return list.filter((_, index) => index % STEP === 0)
}

/** The same of a number of inputs. */
export function sampleCount(count: number): number {
  return Math.ceil(count / STEP)
}
