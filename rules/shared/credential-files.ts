import { baseName } from '../../src/model/path.ts'

/** Names of files that hold a credential of any program. Public halves (`id_rsa.pub`) and samples do not count. */
const NAMES: readonly RegExp[] = [
  /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  /^\.env(?:\.(?!example|sample|template|dist|defaults?)[\w-]+)?$/,
  /^\.(?:netrc|pgpass|git-credentials|npmrc|yarnrc|pypirc|htpasswd|dockercfg|s3cfg|my\.cnf|boto)$/,
  /^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|env|txt))?$/,
  /^(?:service[-_]?account|gcp|google)[-_\w]*\.json$/,
  /^kubeconfig(?:\.ya?ml)?$/,
  /(?:^|[-_.])(?:private[-_]?)?key\.pem$/,
  /^(?:private|privkey|server|client|tls|ssl|ca)?[-_.]?\w*\.key$/,
  /\.(?:p12|pfx|jks|keystore|ppk)$/,
]

/** Directories of credentials. `.docker` does not count: in a repository it holds what an image is built from. */
const DIRECTORIES = /(?:^|\/)\.(?:ssh|aws|gnupg|kube|azure|config\/gcloud)(?:\/|$)/

/** Whether the name of a path in the build context is that of a file or directory of credentials. */
export function isCredentialFile(path: string): boolean {
  const clean = path.replace(/\/$/, '')
  const name = baseName(clean)
  if (/\.(?:pub|example|sample|template|dist|md)$/i.test(name)) return false
  if (/(?:^|\/)\.docker\/config\.json$/.test(clean)) return true
  if (DIRECTORIES.test(clean)) return !/(?:known_hosts|config|authorized_keys)$/.test(name) || /\.kube\/config/.test(clean)
  return NAMES.some((pattern) => pattern.test(name))
}
