import type { BuildCommand } from '../../src/model/build.ts'
import { MAX_NAME, upTo } from '../../src/text/up-to.ts'

/** A check that an option, a setting or a variable switches off. */
export interface SwitchedOff {
  /** As it is written: "curl -k". */
  readonly what: string
  /** "certificates", "package signatures". */
  readonly of: string
}

const CERTIFICATES = 'certificates'
export const SIGNATURES = 'package signatures'

/** Options by program, from their manual pages. */
const OPTIONS: readonly { readonly names: RegExp; readonly option: RegExp; readonly of: string }[] = [
  { names: /^curl$/, option: /^(?:--insecure|--proxy-insecure|-[a-zA-Z]*k[a-zA-Z]*)$/, of: CERTIFICATES },
  { names: /^wget$/, option: /^--no-check-certificate$/, of: CERTIFICATES },
  { names: /^aria2c$/, option: /^--check-certificate=false$/, of: CERTIFICATES },
  {
    names: /^(?:apt-get|apt|aptitude)$/,
    option: /^(?:--allow-unauthenticated|--force-yes|--allow-insecure-repositories)$/,
    of: SIGNATURES,
  },
  {
    names: /^(?:apt-get|apt)$/,
    option: /(?:AllowUnauthenticated|AllowInsecureRepositories|Verify-Peer)=["']?(?:true|1|yes|false|0)/i,
    of: SIGNATURES,
  },
  { names: /^apk$/, option: /^--allow-untrusted$/, of: SIGNATURES },
  {
    names: /^(?:yum|yum-config-manager|dnf|microdnf|tdnf|zypper)$/,
    option: /^(?:--nogpgcheck|--no-gpg-checks?|--setopt=\S*gpgcheck=(?:0|false)|--setopt=\S*sslverify=(?:0|false))$/,
    of: SIGNATURES,
  },
  { names: /^rpm$/, option: /^(?:--nosignature|--nodigest|--noverify)$/, of: SIGNATURES },
  { names: /^pip[\d.]*$|^uv$|^python[\d.]*$/, option: /^--trusted-host(?:=.*)?$/, of: CERTIFICATES },
  { names: /^helm$/, option: /^--insecure-skip-tls-verify$/, of: CERTIFICATES },
]

/** Settings made by a command of a program: consecutive words. */
const SETTINGS: readonly { readonly names: RegExp; readonly words: RegExp; readonly of: string }[] = [
  { names: /^(?:npm|yarn|pnpm)$/, words: /config set (?:-g |--global )?(?:strict-ssl|enableStrictSsl)[ =]false/i, of: CERTIFICATES },
  {
    names: /^pip[\d.]*$|^uv$|^python[\d.]*$/,
    words: /(?:^| )(?:-i|--index-url|--extra-index-url)[ =]?http:\/\/(?!localhost|127\.)/,
    of: CERTIFICATES,
  },
  { names: /^git$/, words: /(?:config|-c) .*http\.(?:\S+\.)?sslverify[ =](?:false|0)/i, of: CERTIFICATES },
  { names: /^composer$/, words: /config .*(?:disable-tls|secure-http) (?:true|false)/, of: CERTIFICATES },
  { names: /^conda$/, words: /config .*ssl_verify (?:false|no)/i, of: CERTIFICATES },
]

/** Environment variables that do the same for a whole process. */
const VARIABLES: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/, value: /^["']?0/ },
  { name: /^GIT_SSL_NO_VERIFY$/, value: /^["']?(?:1|true|yes)/i },
  { name: /^PYTHONHTTPSVERIFY$/, value: /^["']?0/ },
  { name: /^(?:npm_config_strict_ssl|NPM_CONFIG_STRICT_SSL|YARN_ENABLE_STRICT_SSL)$/, value: /^["']?(?:false|0)/i },
  { name: /^PIP_TRUSTED_HOST$/, value: /./ },
]

/** The check that a command or an environment variable switches off; undefined if none. */
export function checkSwitchedOff(
  given: BuildCommand | { readonly variable: string; readonly value: string | undefined },
): SwitchedOff | undefined {
  if ('variable' in given) {
    const { variable, value } = given
    const found = value !== undefined && VARIABLES.some((each) => each.name.test(variable) && each.value.test(value))
    return found ? { what: `${variable}=${value}`, of: CERTIFICATES } : undefined
  }
  const { name, args } = given
  if (name === undefined) return trustedSource(args)
  const words = args.map(({ text, value }) => value ?? text)
  for (const { names, option, of } of OPTIONS) {
    const found = names.test(name) ? words.find((word) => option.test(word)) : undefined
    if (found !== undefined && !isTurnedOn(found)) return { what: `${name} ${found}`, of }
  }
  for (const setting of SETTINGS) {
    const found = setting.names.test(name) ? setting.words.exec(upTo(500, words.join(' '))) : null
    if (found) return { what: `${name} ${found[0]}`, of: setting.of }
  }
  return trustedSource(args)
}

/** `Verify-Peer=true` and `AllowUnauthenticated=false` ask for the check. */
function isTurnedOn(word: string): boolean {
  return /Verify-Peer=["']?(?:true|1)/i.test(word) || /Allow\w+=["']?(?:false|0)/i.test(upTo(MAX_NAME, word))
}

/** `deb [trusted=yes] …` or `gpgcheck=0` that a command writes into a list of package sources. */
function trustedSource(args: BuildCommand['args']): SwitchedOff | undefined {
  for (const { text } of args) {
    // A package source on the build's own disk needs no signature.
    if (/\b(?:file|copy|cdrom):/.test(text)) continue
    const found = /\btrusted=yes\b|^["']?(?:repo_)?gpgcheck\s*=\s*0|(?:\\n)gpgcheck\s*=\s*0/i.exec(text)
    if (found) return { what: found[0].replace(/^["']|\\n/g, ''), of: SIGNATURES }
  }
  return undefined
}
