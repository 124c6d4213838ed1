import type { RunFileKind } from '../recognise.ts'
import type { RoomContent } from '../room.ts'
import { readCiFile } from './ci.ts'
import { readDevcontainer } from './devcontainer.ts'
import { readJustfile } from './justfile.ts'
import { readMakefile } from './makefile.ts'
import { readMarkdown } from './markdown.ts'
import { readPackageJson } from './package-json.ts'
import { readQuadlet } from './quadlet.ts'
import { readShellScript } from './shell.ts'
import { readUnit } from './systemd.ts'
import { readGithubWorkflow, readGitlabCi } from './workflow.ts'

/** Reads the commands of a file in the way of its kind. `markdown`: the shell blocks of documentation count. */
export function readRoom(file: string, text: string, kind: RunFileKind, markdown: boolean): RoomContent {
  switch (kind) {
    case 'shell':
      return readShellScript(text)
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
