type Digest = (text: string) => string

let digest: Digest | undefined

/** Replaces the hash function from now on: `src/browser` gives one where there is no Node. */
export function useSha256(own: Digest): void {
  digest = own
}

/** The SHA-256 of texts one after another, in hexadecimal digits. */
export function sha256(texts: Iterable<string>): string {
  if (digest) return digest([...texts].join(''))
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256')
  for (const text of texts) hash.update(text)
  return hash.digest('hex')
}
