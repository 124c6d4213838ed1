import { commands } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const interpreters = defineImage({
  names: ['perl', 'swift', 'julia', 'r-base', 'rocker/r-ver', 'haskell', 'dart', 'groovy', 'clojure'],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program and here-documents of the shell',
      evidence: ['https://github.com/docker-library/postgres/issues/154'],
    },
  ],
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
