import { isInstruction } from './instructions.ts'
import { splitFile } from './lines.ts'

const NAME = /^(?:docker|container)file(?:[._-].+)?$|\.(?:docker|container)file$/i
/** Suffixes of files with a Dockerfile's name that are not Dockerfiles. */
const OTHER = /\.(?:dockerignore|md|rst|txt|go|py|js|ts|ya?ml|json|sh|bak|orig|rej|swp|lock)$/i

/** Whether a file's name is typical of Dockerfiles: `Dockerfile`, `Dockerfile.dev`, `api.Dockerfile`, `Containerfile`. */
export function isDockerfileName(name: string): boolean {
  return NAME.test(name) && !OTHER.test(name)
}

/** A Dockerfile that still has to be rendered: Jinja, ERB and the like, and the `%%TAG%%` of Docker's official images. */
const TEMPLATE = /^[ \t]*(?:\{[%#{]|<%)|^[ \t]*FROM[ \t]+\S{0,200}?(?:%%[\w-]{1,60}%%|\{\{|<%)/im

/** Whether a text is a template that renders to a Dockerfile. */
export function isDockerfileTemplate(text: string): boolean {
  return TEMPLATE.test(text) && /^[ \t\ufeff]*FROM\b/im.test(text)
}

/** Whether a text is a Dockerfile: FROM first, or ARG with a later FROM, and mostly instructions. Templates do not count. */
export function isDockerfileText(text: string): boolean {
  if (!/^[ \t\ufeff]*FROM\b/im.test(text)) return false
  if (TEMPLATE.test(text)) return false
  const names = splitFile(text).lines.map((line) => /^\w+/.exec(line.line.text)?.[0].toUpperCase() ?? '')
  const first = names.find((name) => name !== 'ARG')
  if (first !== 'FROM') return false
  return names.filter(isInstruction).length * 2 > names.length
}
