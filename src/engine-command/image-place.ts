import type { Item, Opaque } from '../shell/value.ts'
import { MAX_NAME, upTo } from '../text/up-to.ts'

/**
 * Whether an unresolved argument is the image, or contains flags before it. Everything depends on the image's position, and here only names
 * and neighbours can show it: `$IMAGE` is one, `$DOCKER_OPTS` is not, `"$1"` is one word and so an image, `$EXTRA nginx:1` is not.
 */
export function isImagePlace(item: Opaque, rest: readonly Item[]): boolean {
  const name = variableName(item.raw)
  const follows = rest.findIndex((other) => other.kind === 'opaque' || !other.text.startsWith('-'))
  const next = rest[follows]
  if (next === undefined) return true
  if (name === '@' || name === '*' || item.raw === '') return false
  // The output of a command: the id of an image that it built, or flags.
  if (name === '') return /build|image|tag|pull|load|iid/.test(item.raw) || !looksLikeImage(next)
  if (item.may?.some(({ text }) => text.startsWith('-'))) return false
  if (isImageName(name)) return true
  if (isOptionName(name)) return false
  const field = rest.find((other) => other.kind === 'field')
  if (field && DOCKER_FLAG.test(field.text)) return false
  if (field === rest[0] && field?.text.startsWith('-')) return !/^--?[a-z][\w-]*$/i.test(field.text) || field.text === '-c'
  if (looksLikeImage(next) || (rest[0]?.kind === 'opaque' && field && looksLikeImage(field))) return false
  // One quoted word is rarely a list of flags. An unquoted one is, unless a program to run in it follows.
  return item.single || next.kind === 'opaque' || rest.length > follows + 1 || PROGRAM.test(next.text)
}

/** Flags of the engine that few other programs have. */
const DOCKER_FLAG = /^(?:-[vep]|-it|-ti|--(?:volume|env|publish|name|rm|network|net|mount|restart|entrypoint|workdir)(?:=.*)?)$/

/** Programs that people run in a container whose image is an argument. */
const PROGRAM =
  /^(?:\/|\.\/|(?:ba|da|z|a)?sh$|python|node$|npm$|make$|ls$|cat$|env$|id$|true$|sleep$|echo$|go$|cargo$|java$|mvn|gradle|ruby$|php$|curl$|pytest$)/

/** `$NAME`, `${NAME…}`, `$(NAME)` → the name; the empty string for anything else. */
export function variableName(text: string): string {
  return /^"?\$[{(]?([A-Za-z_]\w*|[0-9@*])(?:[[:)}?+=-]|\[@\]|"|$)/.exec(text)?.[1] ?? ''
}

/** Whether a variable is named for an image (`$IMAGE_TAG`, `${appImage}`). */
export function isImageName(name: string): boolean {
  return /(?:^|_)(?:image|img|tag|repo(?:sitory)?|container)(?:_?(?:name|tag|ref|url|id|version|full|path|dev|prod|local|test|latest|base|build|builder|dist))*\d*$|image$/i.test(
    upTo(MAX_NAME, name).replace(/([a-z])([A-Z])/g, '$1_$2'),
  )
}

const OPTION_WORDS = new Set(
  `opt opts option options device devices arg args argument arguments flag flags param params extra extras mount mounts vol vols volume volumes env envs
  environment port ports label labels tty interactive detach gpu gpus security user limit limits mem memory cpu cpus cap caps dns link
  links net network host rm it`.split(/\s+/),
)

/** The words of a variable's name in lower case: `dockerCmd`, `DOCKER_CMD`. */
export function nameWords(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
}

function isOptionName(name: string): boolean {
  return nameWords(name).some((word) => OPTION_WORDS.has(word) || /(?:opts|args|flags|params)$/.test(word))
}

/** Whether a word looks like an image reference rather than a program or an argument: a path of names with a tag or a registry. */
export function looksLikeImage(item: Item): boolean {
  if (item.kind === 'opaque') return isImageName(variableName(item.raw))
  const text = item.text.replace(/\$\{[^}]*\}|\$\([^)]*\)|\$\w+/g, 'x')
  // `"$REF" ci/test.sh`: a script of the sources, run in the image before it.
  if (/\.(?:sh|bash|py|pl|rb)$/.test(text)) return false
  return (
    /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][\w.-]*)+(?::[\w][\w.-]*)?(?:@sha256:[0-9a-f]+)?$/.test(text) ||
    /^[a-z0-9][a-z0-9._-]*(?::[\w][\w.-]*|@sha256:[0-9a-f]+)$/.test(text)
  )
}
