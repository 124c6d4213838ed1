import { gzipSync } from 'node:zlib'
import { jsonObject, object, stringIn } from '../text/json.ts'

/** The run as described by the runner's environment (GitHub Docs, "Variables reference"). */
export interface WorkflowRun {
  readonly apiUrl: string
  /** `owner/name`. */
  readonly repository: string
  readonly ref: string
  readonly sha: string
  readonly workspace: string
  readonly token: string
  /** The webhook's document (`GITHUB_EVENT_PATH`). */
  readonly event: unknown
}

/** Most bytes of a compressed report that GitHub accepts (GitHub Docs, "SARIF support for code scanning"). */
const MAX_COMPRESSED = 10 * 2 ** 20
const MAX_TRIES = 3

/** Why the report of this run cannot become alerts, or undefined: a token of a pull request from a fork may only read. */
export function whyNoUpload({ event, repository, token }: WorkflowRun): string | undefined {
  if (token === '') return 'there is no token'
  const request = object(event).pull_request
  if (request !== undefined && object(object(object(request).head).repo).full_name !== repository)
    return 'this pull request comes from a fork, so its token may not write code-scanning alerts'
  return undefined
}

/** Sends a SARIF report to GitHub. Gives an error of one line, or undefined. `pause`: milliseconds before the next try. */
export async function uploadSarif(sarif: string, run: WorkflowRun, pause = 2000): Promise<string | undefined> {
  const compressed = gzipSync(sarif)
  if (compressed.length > MAX_COMPRESSED) return `the report is larger than GitHub takes (${MAX_COMPRESSED >> 20} MiB compressed)`
  const body = JSON.stringify({
    commit_sha: run.sha,
    ref: run.ref,
    sarif: compressed.toString('base64'),
    checkout_uri: `file://${run.workspace}`,
  })
  for (let tries = 1; ; tries++) {
    const { status, why } = await post(`${run.apiUrl}/repos/${run.repository}/code-scanning/sarifs`, body, run.token)
    if (status >= 200 && status < 300) return undefined
    if (tries === MAX_TRIES || (status > 0 && status < 500 && status !== 429)) return explain(status, why)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** `status` 0: no answer. */
async function post(url: string, body: string, token: string): Promise<{ readonly status: number; readonly why: string }> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'content-type': 'application/json' }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(60_000) })
    const text = await answer.text()
    return { status: answer.status, why: stringIn(jsonObject(text)?.message) ?? '' }
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return { status: 0, why: cause instanceof Error ? cause.message : String(cause) }
  }
}

function explain(status: number, why: string): string {
  const said = status === 0 ? why : `status ${status}${why === '' ? '' : ` (${why.split('\n')[0]?.slice(0, 200)})`}`
  if (status === 401 || status === 403 || status === 404)
    return `${said}; the job needs the permission "security-events: write", and the repository code scanning (private ones: GitHub Code Security)`
  return said
}
