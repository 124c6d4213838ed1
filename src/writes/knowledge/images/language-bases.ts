import { defineImage, type WriteFact } from '../record.ts'

/** Words of a command that start a program of a build. */
const commands = (...programs: string[]) => ({ command: { matches: `(^|[\\s;&|"'/])(${programs.join('|')})` } })

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

/** Compilers and interpreters that are met as bases. */
export const smallLanguages = defineImage({
  names: [
    'google/dart',
    'crystallang/crystal',
    'haxe',
    'nimlang/nim',
    'mono',
    'babashka/babashka',
    'swipl',
    'perldocker/perl-tester',
    'ghcr.io/gleam-lang/gleam',
    'emscripten/emsdk',
  ],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program and here-documents of the shell',
      // Each starts its own program, or a shell, and prepares no directory.
      evidence: [
        'https://github.com/docker-library/postgres/issues/154',
        'dart-lang/dart-docker stable/trixie/Dockerfile @ 8ae3f4aa7',
        'crystal-lang/distribution-scripts docker/alpine.Dockerfile @ 37f308f92',
        'HaxeFoundation/docker-library-haxe 4.1/bullseye/Dockerfile @ 229abe69d',
        'moigagoo/nimage src/dhbp/flavors/slim.nim @ 98e0feb29',
        'mono/docker 6.12.0.182/Dockerfile @ 213addb26',
        'babashka/babashka Dockerfile @ e30bea13e',
        'SWI-Prolog/docker-swipl 10.0.2/bookworm/Dockerfile @ 3ced67f5d',
        'Perl/docker-perl-tester Dockerfile @ 0c7bd2c32',
        'gleam-lang/gleam containers/erlang-alpine.dockerfile @ 952c30120',
        'emscripten-core/emsdk docker/Dockerfile and entrypoint.sh @ e5bd3d087',
      ],
    },
  ],
  obstacles: [
    {
      when: commands(
        'crystal\\s+(run|build|spec|play)\\b',
        'shards\\s',
        'haxe(lib)?\\s',
        'nim\\s+(c|cpp|compile|r)\\b',
        'nimble\\s',
        'gleam\\s+(run|build|test|dev)\\b',
        'em(cc|\\+\\+|make|cmake|configure)\\s',
        'dart\\s+pub\\b',
        'pub\\s+(get|run|serve)\\b',
        'msbuild\\s',
        'nuget\\s',
        'cpanm?\\s',
      ),
      effect: 'fails',
      why: 'its command compiles or installs at start, into the project',
      instead: 'build in a Dockerfile',
      evidence: [
        'emscripten-core/emsdk docker/README.md "Usage" @ e5bd3d087',
        'HaxeFoundation/docker-library-haxe 4.1/bullseye/Dockerfile (haxelib setup /haxelib) @ 229abe69d',
      ],
    },
  ],
  gainsPrivileges: 'none',
})

export const sbt = defineImage({
  names: ['sbtscala/scala-sbt', 'hseeberger/scala-sbt'],
  extends: 'eclipse-temurin',
  runtime: true,
  accounts: { sbtuser: '1001:1001' },
  writes: [],
  obstacles: [
    {
      when: { any: [{ command: { matches: '^$' } }, commands('sbt(\\s|$)')] },
      effect: 'fails',
      why: 'sbt compiles at start, into the project and into caches below the home directory',
      instead: 'build in a Dockerfile',
      evidence: ['sbt/docker-sbt eclipse-temurin/Dockerfile @ 442f6f83e'],
    },
  ],
})

/** .NET before it left Docker Hub: one name for runtime and SDK. */
export const dotnetOnHub = defineImage({
  names: ['microsoft/dotnet', 'microsoft/aspnetcore-build'],
  extends: 'mcr.microsoft.com/dotnet/sdk',
  runtime: true,
  writes: [],
})
export const aspnetOnHub = defineImage({
  names: ['microsoft/aspnetcore', 'mcr.microsoft.com/dotnet/nightly/aspnet'],
  extends: 'mcr.microsoft.com/dotnet/aspnet',
  runtime: true,
  writes: [],
})
