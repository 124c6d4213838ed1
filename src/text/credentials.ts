/** Words that name a credential when they end a key (`DB_PASSWORD`, `smtpPass`, `api.token`). */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  'PASSWORD PASSWD PASS PWD PW PASSPHRASE PASSCODE SECRET TOKEN APIKEY SECRETKEY PRIVATEKEY ENCRYPTIONKEY SALT REQUIREPASS MASTERAUTH'.split(
    ' ',
  ),
)

/** Words that turn a following `KEY` into a credential. `ROUTING`, `SORT`, `GPG` and the like do not. */
const KEY_WORDS: ReadonlySet<string> = new Set(
  (
    'API SECRET PRIVATE ENCRYPTION ENCRYPT SIGNING SIGN MASTER AUTH JWT SERVICE ACCOUNT HMAC COOKIE SESSION ADMIN SALT NONCE ' +
    'FERNET CIPHER AES ROOT'
  ).split(' '),
)

/** Words right before a credential word that say how it is limited or used, not what it is: `MAX_TOKEN`, `RESET_PASSWORD`. */
const NOT_A_SECRET: ReadonlySet<string> = new Set(
  'MAX MIN NUM ALLOW ENABLE DISABLE USE REQUIRE REQUIRED FORCE RESET FORGOT CHANGE SHOW HIDE HAS IS NO EMPTY RANDOM PER PROXY'.split(' '),
)

/** Words before a plural that is a list of credentials; `MAX_TOKENS` and `OUTPUT_TOKENS` count something. */
const OWNERS: ReadonlySet<string> = new Set('API AUTH ACCESS ADMIN BEARER USER'.split(' '))

/** Endings that may come after a credential word without changing what it is: `SECRET_KEY_BASE`, `PASSWORD_1`, `PASSWORD_ADMIN`. */
const HARMLESS_ENDING = /^(?:\d+|BASE|PLAIN|PRIMARY|ADMIN)$/

/** Two words written as one: `PGPASSWORD`, `JWTSECRET`, `MYAPIKEY`, `ROOTPASS`. */
const JOINED =
  /^(?:\w+(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|APIKEY)|(?:ADMIN|DB|MAIL|MONGO|MYSQL|PG|POSTGRES|RABBITMQ|REDIS|ROOT|SMTP|USER)(?:PASS|PWD|PW))$/

/** Whether a key names a credential: `POSTGRES_PASSWORD`, `jwtSecret`; not `PASSWORD_FILE`, `PUBLIC_KEY`, or the shell's `PWD`. */
export function isSecretKey(key: string): boolean {
  // Most keys contain none of these words and need not be split.
  if (!/PASS|PW|SECRET|TOKEN|KEY|SALT|MASTERAUTH/i.test(key) || /^(?:OLD)?PWD$/.test(key) || key.length > 200) return false
  const written = wordsOf(key)
  const words = written.filter((word, at) => at === 0 || at === written.length - 1 || !/^\d+$/.test(word))
  const isBase = words.at(-1) === 'BASE' && words.at(-2) === 'KEY' && words.length > 2
  while (words.length > 1 && HARMLESS_ENDING.test(words.at(-1) ?? '')) words.pop()
  const last = (words.at(-1) ?? '').replace(/\d+$/, '')
  const before = words.at(-2)
  if (words.includes('PUBLIC') || (before !== undefined && NOT_A_SECRET.has(before))) return false
  if (SECRET_WORDS.has(last) || JOINED.test(last) || isBase) return true
  // Laravel's key; at the end of a longer name it is usually the public half of a pair (Pusher).
  if (key.toUpperCase() === 'APP_KEY') return true
  if (/^(?:TOKEN|PASSWORD|SECRET)S$/.test(last)) return before !== undefined && OWNERS.has(before)
  return last === 'KEY' && before !== undefined && (KEY_WORDS.has(before) || words.includes('SECRET'))
}

function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z\d]+/)
    .filter((word) => word !== '')
}

/**
 * Tokens with a form of their own, whatever the key is called: of GitHub, GitLab, Slack, Stripe, Google, npm, Docker Hub, SendGrid, OpenAI,
 * Anthropic, Hugging Face, DigitalOcean, Shopify, PyPI, age (the issuers' own documents on their formats), and webhooks that anybody may
 * post to.
 */
const TOKEN =
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|(?:sk|rk)_(?:live|test)_|AIza|npm_|dckr_pat_|SG\.|sk-(?:proj-|ant-)?|hf_|dop_v1_|shpat_|pypi-|AGE-SECRET-KEY-1)[\w.-]{16,200}|\bhttps:\/\/(?:hooks\.slack\.com\/services|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks)\/[\w/-]{16,200}/g

/** Characters of the shortest text that `TOKEN` matches; most values are shorter. */
const MIN_TOKEN = 'hf_'.length + 16

/** Where tokens with a known form are. A token that is filled up with one character, or says that it is an example, does not count. */
export function tokenSpans(text: string): (readonly [start: number, end: number])[] {
  if (text.length < MIN_TOKEN || text.search(TOKEN) === -1) return []
  return [...text.matchAll(TOKEN)].flatMap(({ 0: token, index }) => {
    const tail = token.slice(-16)
    const isReal = new Set(tail).size > 6 && !/example|your|x{4}|placeholder|\.{3}/i.test(token)
    return isReal ? [[index, index + token.length] as const] : []
  })
}
