import { jvmTemp } from '../parts.ts'
import type { ImageRecord } from '../record.ts'
import { defineImage } from '../record.ts'

const HERE_DOCUMENTS = ['https://github.com/docker-library/postgres/issues/154']
const TEMPFILE = ['https://github.com/alephdata/aleph/issues/2425', 'https://github.com/TrafeX/docker-php-nginx/issues/144']
/** A distribution or language image: the program is the user's. */
function runtime(record: Omit<ImageRecord, 'runtime'>): ImageRecord {
  return defineImage({ ...record, runtime: true })
}

export const distributions = runtime({
  names: [
    'alpine',
    'debian',
    'ubuntu',
    'busybox',
    'bash',
    'fedora',
    'rockylinux',
    'almalinux',
    'centos',
    'amazonlinux',
    'archlinux',
    'alpine/git',
    'buildpack-deps',
    'oraclelinux',
    'opensuse/leap',
    'opensuse/tumbleweed',
    'kalilinux/kali-rolling',
    'registry.access.redhat.com/ubi*',
    'registry.redhat.io/ubi*',
    'redhat/ubi*',
    'nvidia/cuda',
    'public.ecr.aws/amazonlinux/amazonlinux',
    'photon',
    'clearlinux',
    'registry.fedoraproject.org/fedora',
    'registry.fedoraproject.org/fedora-minimal',
    'quay.io/fedora/fedora',
    'quay.io/fedora/fedora-minimal',
    'quay.io/centos/centos',
  ],
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files and here-documents of the shell', evidence: HERE_DOCUMENTS }],
})

export const node = runtime({
  names: ['node', 'oven/bun', 'denoland/deno', 'mcr.microsoft.com/playwright'],
  accounts: { node: '1000:1000', bun: '1000:1000' },
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: HERE_DOCUMENTS },
    {
      path: '/root/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { user: 'root', command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s' } },
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: ['nodejs/docker-node 22/bookworm/Dockerfile (user, home) @ f27d936f'],
    },
    {
      path: '/home/node/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { user: 'non-root', command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s' } },
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: ['nodejs/docker-node 22/bookworm/Dockerfile (user, home) @ f27d936f'],
    },
  ],
})

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
    'mcr.microsoft.com/playwright/python',
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

export const ruby = runtime({
  names: ['ruby', 'jruby', 'rubylang/ruby'],
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'Dir.tmpdir: uploads',
      evidence: [
        'https://github.com/zammad/zammad-docker-compose/issues/617',
        'https://docs.ruby-lang.org/en/3.4/Dir.html#method-c-tmpdir',
      ],
    },
  ],
  notes: [{ text: 'Rails also writes tmp/ and log/ of the application' }],
})

export const golang = runtime({
  names: ['golang', 'rust'],
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of the program', evidence: ['go help environment (GOTMPDIR)'] }],
  notes: [{ text: 'Compiling at start also writes module and build caches: build in a Dockerfile instead' }],
  obstacles: [
    {
      when: {
        command: {
          matches:
            '(^|[/\\s;&|"\'])(go\\s+(run|build|install|test)|cargo\\s+(run|build|install|test|watch)|air|reflex|CompileDaemon)(\\s|$)',
        },
      },
      effect: 'fails',
      why: 'it compiles at start, into caches below the home directory',
      instead: 'compile in a Dockerfile',
      evidence: ['go help cache'],
    },
  ],
})

/** Places to work in, where packages are installed by hand. */
export const devContainers = defineImage({
  names: ['mcr.microsoft.com/devcontainers/*', 'mcr.microsoft.com/vscode/devcontainers/*', 'ghcr.io/devcontainers/*', 'gitpod/workspace-*'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it is a development container, in which people install and change things by hand',
      evidence: ['https://containers.dev/overview'],
    },
  ],
})

/** Images without a shell and, for scratch and static, without /tmp. */
export const distroless = defineImage({
  names: [
    'gcr.io/distroless/*',
    'scratch',
    'mcr.microsoft.com/azurelinux/distroless/*',
    'mcr.microsoft.com/cbl-mariner/distroless/*',
    'registry.k8s.io/build-image/distroless-iptables',
  ],
  runtime: true,
  user: [{ when: { tag: { matches: 'nonroot' } }, use: '65532:65532' }, { use: 'root' }],
  accounts: { nonroot: '65532:65532' },
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program',
      absent: true,
      evidence: [
        'GoogleContainerTools/distroless base/base.bzl (/tmp)',
        'https://docs.docker.com/build/building/base-images/#create-a-base-image',
      ],
    },
  ],
  healthcheck: false,
})

export const java = runtime({
  names: [
    'eclipse-temurin',
    'openjdk',
    'java',
    'adoptopenjdk',
    'adoptopenjdk/*',
    'ghcr.io/graalvm/*',
    'container-registry.oracle.com/graalvm/*',
    'amazoncorretto',
    'azul/zulu-openjdk',
    'ibm-semeru-runtimes',
    'sapmachine',
    'bellsoft/liberica-openjdk-alpine',
    'bellsoft/liberica-openjdk-debian',
    'maven',
    'gradle',
  ],
  writes: [
    jvmTemp([
      'docker-library/docs eclipse-temurin/content.md (read-only filesystem paragraph) @ c4a9ba414',
      'https://github.com/xerial/snappy-java/issues/240',
      'https://github.com/netty/netty-tcnative/issues/264',
    ]),
  ],
  obstacles: [
    {
      when: { command: { matches: '(^|[\\s;&|"\'/])(mvnw?|gradlew?)\\s' } },
      effect: 'fails',
      why: 'it builds at start, into the project and into caches below the home directory',
      instead: 'build in a Dockerfile',
      evidence: ['https://maven.apache.org/guides/mini/guide-configuring-maven.html'],
    },
  ],
})

export const dotnet = runtime({
  names: ['mcr.microsoft.com/dotnet/runtime', 'mcr.microsoft.com/dotnet/runtime-deps', 'mcr.microsoft.com/dotnet/core/runtime'],
  user: [{ when: { tag: { matches: 'chiseled|distroless' } }, use: '1654:1654' }, { use: 'root' }],
  accounts: { app: '1654:1654' },
  writes: [
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'sockets of the .NET diagnostics, uploads',
      evidence: ['https://github.com/dotnet/runtime/issues/86259', 'https://github.com/dotnet/coreclr/issues/11769'],
    },
  ],
})

export const aspnet = defineImage({
  names: ['mcr.microsoft.com/dotnet/aspnet', 'mcr.microsoft.com/dotnet/core/aspnet'],
  extends: 'mcr.microsoft.com/dotnet/runtime',
  runtime: true,
  writes: [],
  notes: [{ text: 'ASP.NET keeps data-protection keys in the home directory: without a volume there, users are logged out at each start' }],
})
