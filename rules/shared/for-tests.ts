import type { Origin } from '../../src/model/fact.ts'

const TESTS = /(^|[/._-])(tests?|testing|ci|e2e|integration|fixtures|bench(marks?)?)([/._-]|$)/i

/** Where pipelines are written; what they start is gone when they end. */
const PIPELINES =
  /(^|\/)\.(github\/workflows|circleci|woodpecker|buildkite)\/|(^|\/)\.(travis|drone|woodpecker)\.ya?ml$|-pipelines?\.ya?ml$/i

/**
 * Whether a file is for tests, by its name or directory (`compose.test.yaml`, `ci/…`), or a pipeline: there a database on tmpfs or in an
 * anonymous volume is chosen for speed, and its password protects nothing.
 */
export function isForTests(origin: Origin): boolean {
  return origin.kind === 'text' && (TESTS.test(origin.file) || PIPELINES.test(origin.file))
}
