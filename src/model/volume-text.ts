/** Whether the short forms (`name:path`) can say that a volume is mounted at a path: a colon in it would begin the options. */
export function isShortVolume(path: string): boolean {
  return !path.includes(':')
}

/** The value of `--mount` for a named volume (docker run reference): comma-separated, so a field with a comma is quoted as in a table. */
export function volumeMount(name: string, path: string, readOnly = false): string {
  const field = `destination=${path}`
  const quoted = /[,"]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
  return `type=volume,source=${name},${quoted}${readOnly ? ',readonly' : ''}`
}

/** An entry of Compose's `volumes:` for a named volume: `data:/data`, else the long form in braces. */
export function volumeEntry(name: string, path: string): string {
  // A single letter before a colon would be a Windows drive.
  if (name.length > 1 && isShortVolume(path)) return `${name}:${path}`
  return `{ type: volume, source: ${name}, target: ${JSON.stringify(path)} }`
}
