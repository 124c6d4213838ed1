/**
 * What each run of the command line and of a browser needs. Only the build uses this file (`.ci/bundle.js`): both share one chunk, and a
 * start reads few files.
 */
import '../../rules/index.ts'
import '../knowledge/from-configuration.ts'
import '../lint/knowledge.ts'
import '../lint/session.ts'
import '../project/recognise.ts'
import '../project/sources.ts'
import '../report/results.ts'
import '../sources/text-files.ts'
import '../text/shell-word.ts'
