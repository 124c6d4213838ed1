/**
 * What each run of the command line and of a browser needs, for the build alone (`.ci/bundle.js`): with it in one file, both share it, and a
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
