import { fileName } from '../../text/file-name.ts'
import type { Match, Source } from '../source.ts'
import { isInstruction } from './instructions.ts'
import { splitFile } from './lines.ts'

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
    if (TEMPLATE.test(text) && /^[ \t\ufeff]*FROM\b/im.test(text)) {
      if (!isExplicit && saysTemplate(name)) return { is: 'nothing' }
      return { is: 'skipped', why: 'is a template of a Dockerfile, not yet rendered' }
    }
    if (/^[ \t\ufeff]*FROM\b/im.test(text)) return undefined
    const why = 'has no FROM, so no image can be built from it'
    if (!isExplicit && !/^(?:dockerfile|containerfile)$/i.test(name)) return { is: 'skipped', why }
    return { is: 'refused', message: why, hint: 'begin it with FROM, or leave it out with --ignore-pattern' }
  },
  isBuilt: true,
}

/** Whether a name is typical of a template rather than a Dockerfile. */
function saysTemplate(name: string): boolean {
  return /\.(?:j2|jinja2?|template|tmpl|tpl|erb|em|in)$/.test(name)
}

const NAME = /^(?:docker|container)file(?:[._-].+)?$|\.(?:docker|container)file$/i
/** Suffixes of files with a Dockerfile's name that are not Dockerfiles. */
const OTHER = /\.(?:dockerignore|md|rst|txt|go|py|js|ts|ya?ml|json|sh|bak|orig|rej|swp|lock)$/i

/** Whether a file's name is typical of Dockerfiles: `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`, `Containerfile`. */
export function isDockerfileName(name: string): boolean {
  return NAME.test(name) && !OTHER.test(name)
}

/** A Dockerfile that still has to be rendered: Jinja, ERB and the like, and the `%%TAG%%` of Docker's official images. */
const TEMPLATE = /^[ \t]*(?:\{[%#{]|<%)|^[ \t]*FROM[ \t]+\S{0,200}?(?:%%[\w-]{1,60}%%|\{\{|<%)/im

/** Whether a text is a Dockerfile: FROM first, or ARG with a later FROM, and mostly instructions. Templates do not count. */
export function isDockerfileText(text: string): boolean {
  if (!/^[ \t\ufeff]*FROM\b/im.test(text)) return false
  if (TEMPLATE.test(text)) return false
  const names = splitFile(text).lines.map((line) => /^\w+/.exec(line.line.text)?.[0].toUpperCase() ?? '')
  const first = names.find((name) => name !== 'ARG')
  if (first !== 'FROM') return false
  return names.filter(isInstruction).length * 2 > names.length
}
