import type { Container } from '../../model/container.ts'

/** The images that commands of a text build (`docker build -t app .`), with their tags. */
export function builtImages(text: string): ReadonlySet<string> {
  const images = new Set<string>()
  if (!/\bbuild\b/.test(text)) return images
  for (const line of text.replace(/\\\r?\n/g, '  ').split('\n')) {
    if (!/\bbuild\b/.test(line)) continue
    for (const [, name = ''] of line.matchAll(/(?<=\s)(?:-t|--tag)(?:=|\s+)["']?([^\s"'$]+)(?=["'\s]|$)/g)) images.add(tagged(name))
  }
  return images
}

/** Whether a command of the same file builds the image that a container runs. */
export function isBuiltHere({ image }: Container, built: ReadonlySet<string>): boolean {
  return image.state === 'set' && built.has(tagged(image.value))
}

function tagged(name: string): string {
  return name.lastIndexOf(':') > name.lastIndexOf('/') || name.includes('@') ? name : `${name}:latest`
}
