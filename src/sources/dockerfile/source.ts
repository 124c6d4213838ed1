import { fileName } from '../../text/file-name.ts'
import type { Match, Source } from '../source.ts'
import { isDockerfileName, isDockerfileTemplate, isDockerfileText } from './recognise.ts'

/** Dockerfiles. The service that builds one decides how it is read, so the graph makes their units. */
export const dockerfile: Source = {
  id: 'dockerfile',
  dialects: [],
  globs: ['**/{Dockerfile,Containerfile}', '**/{Dockerfile,Containerfile}.*', '**/*.{Dockerfile,dockerfile,Containerfile}'],
  isName: (path) => isDockerfileName(fileName(path)),
  matches: ({ path, text, isExplicit }): Match | undefined => {
    const name = fileName(path)
    const isNamed = isDockerfileName(name)
    if ((isNamed || isExplicit) && isDockerfileText(text)) return { is: 'read' }
    if (!isNamed) return undefined
    if (isDockerfileTemplate(text)) {
      if (!isExplicit && saysTemplate(name)) return { is: 'nothing' }
      return { is: 'skipped', why: 'is a template of a Dockerfile, not yet rendered' }
    }
    if (/^[ \t\ufeff]*FROM\b/im.test(text)) return undefined
    const why = 'has no FROM, so no image can be built from it'
    if (!isExplicit && !isDefaultName(name)) return { is: 'skipped', why }
    return { is: 'refused', message: why, hint: 'begin it with FROM, or leave it out with --ignore-pattern' }
  },
  isBuilt: true,
}

/** Whether a build without `-f` reads a file with this name. */
function isDefaultName(name: string): boolean {
  return /^(?:dockerfile|containerfile)$/i.test(name)
}

/** Whether a name is typical of a template rather than a Dockerfile. */
function saysTemplate(name: string): boolean {
  return /\.(?:j2|jinja2?|template|tmpl|tpl|erb|em|in)$/.test(name)
}
