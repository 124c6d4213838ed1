import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const MLFLOW = 'mlflow/mlflow docker/Dockerfile @ 0daeb8215'
export const mlflow = defineImage({
  names: ['ghcr.io/mlflow/mlflow'],
  inferred: true,
  writes: [
    {
      from: [{ option: '--artifacts-destination' }, { env: 'MLFLOW_ARTIFACTS_DESTINATION' }],
      kind: 'data',
      what: 'artefacts, where an option puts them into a directory',
      absent: true,
      evidence: ['https://mlflow.org/docs/latest/api_reference/cli.html (--artifacts-destination)'],
    },
    {
      from: [{ option: '--default-artifact-root' }, { env: 'MLFLOW_DEFAULT_ARTIFACT_ROOT' }],
      kind: 'data',
      what: 'artefacts, where an option puts them into a directory',
      absent: true,
      evidence: ['https://mlflow.org/docs/latest/api_reference/cli.html (--default-artifact-root)'],
    },
    temporary(MLFLOW),
  ],
  obstacles: [
    {
      when: {
        not: { any: [{ command: { matches: '--backend-store-uri' } }, { env: { MLFLOW_BACKEND_STORE_URI: 'set' } }] },
      },
      effect: 'fails',
      why: 'it keeps runs in its working directory, which is the root of the container, unless told where',
      instead: 'give --backend-store-uri and --artifacts-destination, with a volume for what lies in files',
      evidence: [MLFLOW, 'https://mlflow.org/docs/latest/api_reference/cli.html (--backend-store-uri)'],
    },
    {
      when: { command: { matches: '--backend-store-uri[= ]+sqlite:///(?!/)|pip3?\\s+install' } },
      effect: 'fails',
      why: 'its command writes into the working directory, which is the root of the container, or installs packages',
      instead: 'name an absolute path in a volume (sqlite:////data/mlflow.db), and install packages in a Dockerfile',
      evidence: [MLFLOW],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const LANGFUSE = ['langfuse/langfuse web/Dockerfile and web/entrypoint.sh @ 627514461']
const unprivileged = {
  user: '1001:1001',
  inferred: true,
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
} as const
export const langfuse = defineImage({
  names: ['langfuse/langfuse', 'ghcr.io/langfuse/langfuse'],
  ...unprivileged,
  writes: [
    {
      path: '/app/web/.next/cache',
      kind: 'cache',
      what: 'rendered pages and images',
      absent: true,
      without: { effect: 'degrades', what: 'pages are rendered anew each time' },
      evidence: LANGFUSE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: LANGFUSE },
  ],
})

export const langfuseWorker = defineImage({
  names: ['langfuse/langfuse-worker', 'ghcr.io/langfuse/langfuse-worker'],
  ...unprivileged,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'exports', evidence: ['langfuse/langfuse worker/Dockerfile @ 627514461'] }],
})
