import type { FileContent } from '../../engine-command/file-content.ts'
import { readCiFile } from '../ci/ci.ts'
import { readGithubWorkflow, readGitlabCi } from '../ci/workflow.ts'
import { readDevcontainer } from '../devcontainer/devcontainer.ts'
import { readQuadlet } from '../quadlet/quadlet.ts'
import type { Files } from '../source.ts'
import { readUnit } from '../systemd/systemd.ts'
import { readJustfile } from './justfile.ts'
import { readMakefile } from './makefile.ts'
import { readMarkdown } from './markdown.ts'
import { readPackageJson } from './package-json.ts'
import type { RunFileKind } from './recognise.ts'
import { readShellScript } from './shell.ts'

/** Reads the commands of a file in the way of its kind. `markdown`: the shell blocks of documentation count. */
export function readContent(file: string, text: string, kind: RunFileKind, markdown: boolean, io: Files): FileContent {
  switch (kind) {
    case 'shell':
      return readShellScript(text, file, io)
    case 'makefile':
      return readMakefile(text)
    case 'justfile':
      return readJustfile(text)
    case 'package-json':
      return readPackageJson(text)
    case 'systemd':
      return readUnit(text, file)
    case 'quadlet':
      return readQuadlet(text, file)
    case 'github-workflow':
      return readGithubWorkflow(text)
    case 'gitlab-ci':
      return readGitlabCi(text)
    case 'ci':
    case 'tasks':
      return readCiFile(text)
    case 'devcontainer':
      return readDevcontainer(text)
    case 'markdown':
      return markdown ? readMarkdown(text) : { commands: [], definitions: [], comments: [] }
    default:
      return kind satisfies never
  }
}
