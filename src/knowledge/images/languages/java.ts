import { commands, jvmTemp, runtime } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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
