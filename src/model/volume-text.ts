/** Whether the short forms (`name:path`) can mount a volume at this path: a colon in it would begin the options. */
export function isShortVolume(path: string): boolean {
  return !path.includes(':')
}

/** The value of `--mount` for a named volume (docker run reference): comma-separated, so a field with a comma is quoted as in CSV. */
export function volumeMount(name: string, path: string, readOnly = false): string {
  const field = `destination=${path}`
  const quoted = /[,"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
  return `type=volume,source=${name},${quoted}${readOnly ? ',readonly' : ''}`
}

/** The flag of `docker run` that mounts a named volume, and its value; `-v` cannot say a path with a colon. */
export function volumeFlag(name: string, path: string, readOnly = false): readonly [flag: string, value: string] {
  return isShortVolume(path) ? ['-v', `${name}:${path}${readOnly ? ':ro' : ''}`] : ['--mount', volumeMount(name, path, readOnly)]
}

/** Whether Compose reads `name:path` as a named volume: a single letter before a colon would be a Windows drive. */
export function isShortEntry(name: string, path: string): boolean {
  return name.length > 1 && isShortVolume(path)
}

/** An entry of Compose's `volumes:` for a named volume: `data:/data`, else the long form in braces. */
export function volumeEntry(name: string, path: string): string {
  return isShortEntry(name, path) ? `${name}:${path}` : `{ type: volume, source: ${name}, target: ${JSON.stringify(path)} }`
}
