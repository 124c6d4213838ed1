import type { Origin } from '../model/fact.ts'
import { belowPath, fileName } from '../text/file-name.ts'
import { MAX_PATH, upTo } from '../text/up-to.ts'

const TESTS = /(^|[/._-])(tests?|testing|ci|e2e|integration|fixtures|bench(marks?)?)([/._-]|$)/i

/** Files of pipelines; what they start is gone when they end. */
const PIPELINES =
  /(^|\/)\.(github\/workflows|circleci|woodpecker|buildkite|semaphore)\/|(^|\/)\.(travis|drone|woodpecker|cirrus)\.ya?ml$|-pipelines?\.ya?ml$/i

/** Files that developers start on their own machine: a devcontainer, `compose.dev.yaml`, `docker-compose.local.yml`. */
const DEVELOPMENT =
  /(^|\/)\.devcontainer\/|(^|[/._-])(dev(el(opment)?)?|local)[._-][^/]*compose[^/]*$|compose[^/]*[._-](dev(el(opment)?)?|local)[._-][^/]*$/i

/** Whether a place is in a file for tests or development, by its name or a directory below `root`, or in a pipeline. */
export function isForTests(origin: Origin, root: string): boolean {
  if (origin.kind !== 'text') return false
  const path = upTo(MAX_PATH, (root === '' ? undefined : belowPath(root, origin.file)) ?? fileName(origin.file))
  return TESTS.test(path) || PIPELINES.test(path) || DEVELOPMENT.test(path)
}
