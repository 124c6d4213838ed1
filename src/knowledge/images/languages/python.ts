import { commands, runtime } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const TEMPFILE = ['https://github.com/alephdata/aleph/issues/2425', 'https://github.com/TrafeX/docker-php-nginx/issues/144']

const UV = [
  'astral-sh/uv crates/uv-cache/src/lib.rs (create_base_files, init) @ 26a9dd4b2',
  'astral-sh/uv docs/guides/integration/docker.md @ 00281189f',
]
/** `uv run` makes its cache and a lock in it, even where there is nothing to install. */
const UV_RUNS = {
  command: { matches: '(^|[\\s;&|"\'/])(uvx\\s|uv\\s+(\\S+\\s+)*(run|tool)\\s)' },
  not: { any: [{ env: { UV_NO_CACHE: 'set' } }, { command: { matches: '--no-cache' } }] },
} as const

export const python = runtime({
  names: [
    'python',
    'ghcr.io/astral-sh/uv',
    'astral/uv',
    'pypy',
    'tiangolo/uvicorn-gunicorn-fastapi',
    'tiangolo/uvicorn-gunicorn',
    'tiangolo/uvicorn-gunicorn-starlette',
    'tiangolo/meinheld-gunicorn',
    'tiangolo/meinheld-gunicorn-flask',
    'pytorch/pytorch',
    'tensorflow/tensorflow',
  ],
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'tempfile: workers of gunicorn, uploads', evidence: TEMPFILE },
    {
      path: '/root/.cache/uv',
      from: [{ env: 'UV_CACHE_DIR' }],
      kind: 'cache',
      what: 'cache of uv',
      when: { all: [UV_RUNS, { any: [{ user: 'root' }, { env: { UV_CACHE_DIR: 'set' } }] }] },
      absent: true,
      exec: true,
      evidence: UV,
    },
  ],
  obstacles: [
    {
      when: { all: [UV_RUNS, { user: 'non-root', env: { UV_CACHE_DIR: 'unset' } }] },
      effect: 'fails',
      why: 'uv does not start without its cache, which lies below the home directory of its user',
      instead: 'set UV_CACHE_DIR=/tmp/uv, or start the program without uv from the environment that the build made',
      evidence: UV,
    },
    {
      when: { command: { matches: '(^|[\\s;&|"\'])(poetry|uv|pipenv)\\s+(\\S+\\s+)*(install|sync)\\b' } },
      effect: 'fails',
      why: 'its command installs packages at start',
      instead: 'install them in a Dockerfile',
      evidence: ['https://python-poetry.org/docs/cli/#install'],
    },
  ],
})

const CONDA = [
  'ContinuumIO/docker-images anaconda3/debian/Dockerfile @ dc64b234e',
  'conda-forge/miniforge-images ubuntu/Dockerfile @ 841e405ae',
  'mamba-org/micromamba-docker debian.Dockerfile and _entrypoint.sh @ a815800ca',
]

/** Jupyter, which these images are often started for, does not start without a directory for its connections. */
function jupyter(home: string, user: 'root' | 'non-root'): WriteFact {
  return {
    path: `${home}/.local/share/jupyter/runtime`,
    from: [{ env: 'JUPYTER_RUNTIME_DIR' }],
    kind: 'runtime',
    what: 'connection files of Jupyter',
    when: { all: [commands('jupyter'), { user }] },
    absent: true,
    evidence: [...CONDA, 'https://docs.jupyter.org/en/latest/use/jupyter-directories.html#runtime-files'],
  }
}

/** Environments of conda: programs run in one that the build made. */
export const conda = defineImage({
  names: [
    'continuumio/miniconda3',
    'continuumio/anaconda3',
    'condaforge/miniforge3',
    'condaforge/mambaforge',
    'quay.io/condaforge/miniforge3',
    'quay.io/condaforge/mambaforge',
  ],
  extends: 'python',
  runtime: true,
  writes: [jupyter('/root', 'root')],
  obstacles: [
    {
      when: commands('(conda|mamba|micromamba)\\s+(\\S+\\s+)*(install|create|update|upgrade)\\b'),
      effect: 'fails',
      why: 'its command installs packages into /opt/conda at start',
      instead: 'install them in a Dockerfile',
      evidence: ['conda-forge/miniforge-images ubuntu/Dockerfile (CONDA_DIR) @ 841e405ae'],
    },
  ],
  gainsPrivileges: 'none',
})

export const micromamba = defineImage({
  names: ['mambaorg/micromamba', 'ghcr.io/mamba-org/micromamba'],
  extends: 'continuumio/miniconda3',
  runtime: true,
  user: 'mambauser',
  accounts: { mambauser: '57439:57439' },
  // Its entrypoint only activates the environment.
  writes: [jupyter('/home/mambauser', 'non-root')],
})
