import { belowPath, withSlashes } from '../text/file-name.ts'

/** Whether a result is about a live container, which has no file. */
export function isLive(filePath: string): boolean {
  return filePath.startsWith('docker://')
}

/** `file` relative to `root`, with `/`; undefined where it is not below `root`. Both absolute. */
export function below(root: string, file: string): string | undefined {
  if (isLive(file)) return undefined
  return belowPath(root, file)
}

/** As `below`, but gives the absolute path of other files. */
export function relativePath(root: string, file: string): string {
  return below(root, file) ?? withSlashes(file)
}

/** The subject of a result for a reader: a file relative to `root`, or a live container. */
export function placeName(filePath: string, root: string): string {
  if (!isLive(filePath)) return relativePath(root, filePath)
  const { name, host } = liveName(filePath)
  return host === undefined ? `container ${name}` : `container ${name} on ${host}`
}

/** Name and host of a live container's result path (see `liveFilePath`). */
export function liveName(filePath: string): { readonly name: string; readonly host?: string } {
  const parts = filePath.slice('docker://'.length).split('/').map(decodeURIComponent)
  const [first = '', second] = parts
  return second === undefined ? { name: first } : { name: second, host: first }
}

/** Percent-encodes a path for a URI (RFC 3986): all but unreserved characters and the separating `/`. */
export function encodePath(path: string): string {
  return path
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`))
    .join('/')
}

/** `file:` URI of an absolute path (RFC 8089); `file:///C:/…` on Windows, `file://server/share` for a network share. */
export function fileUri(path: string): string {
  const slashed = withSlashes(path)
  if (slashed.startsWith('//')) return `file:${encodePath(slashed)}`
  const drive = /^([A-Za-z]:)(.*)$/s.exec(slashed)
  if (drive) return `file:///${drive[1]}${encodePath(drive[2] ?? '')}`
  return `file://${encodePath(slashed.startsWith('/') ? slashed : `/${slashed}`)}`
}
