import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { diskFiles } from '../../src/discover/files.ts'
import type { Fact } from '../../src/model/fact.ts'
import { type BuildOptions, parseDockerfile } from '../../src/sources/dockerfile/parse.ts'
import { run, whyNoEngine } from './machine.ts'

/*
 * What we read from a Dockerfile is what BuildKit makes of it: every case is built from scratch, which needs no network, and the
 * image's configuration is compared with our facts.
 */
interface Case {
  readonly text: string
  readonly options?: BuildOptions
  /** Files of the context, besides the Dockerfile. */
  readonly files?: Readonly<Record<string, string>>
}

const CASES: Readonly<Record<string, Case>> = {
  'settings in all forms': {
    text: 'FROM scratch\nCOPY x /x\nENV A=1 B="two words" C=\'$A\' D=a\\ b\nENV E some value\nUSER 1000:1000\nWORKDIR /srv\nWORKDIR app\nVOLUME /a /b\nENTRYPOINT ["/x", "a b"]\nCMD run $A now\n',
  },
  'the exec form of volumes, and a reset command': {
    text: 'FROM scratch\nCOPY x /x\nVOLUME ["/a", "/b c"]\nCMD ["/x"]\nENTRYPOINT ["/x"]\nCMD []\n',
  },
  'stages, their names in any case, and what they hand down': {
    text: 'FROM scratch AS Base\nCOPY x /x\nENV A=1\nUSER app\nCMD ["/x"]\nFROM scratch AS other\nCOPY x /x\nUSER never\nFROM base\nENV B=${A}2\nENTRYPOINT ["/x"]\n',
  },
  'a target by name': { text: 'FROM scratch AS one\nCOPY x /x\nUSER one\nFROM scratch\nCOPY x /x\nUSER two\n', options: { target: 'ONE' } },
  'arguments with defaults, given, global and redeclared': {
    text: 'ARG G=global\nARG H=gone\nFROM scratch\nCOPY x /x\nARG G\nARG D=default\nARG GIVEN=no\nENV E=$G-$D-$GIVEN-${H:-none}\nUSER ${D}\nWORKDIR /${GIVEN}\n',
    options: { args: { GIVEN: 'yes' } },
  },
  'an environment variable goes before an argument': { text: 'FROM scratch\nCOPY x /x\nARG A=arg\nENV A=env\nUSER $A\nENV B=$A\n' },
  'one instruction sees the environment before it': { text: 'FROM scratch\nCOPY x /x\nENV A=old\nENV A=new B=$A\n' },
  substitutions: {
    text: 'FROM scratch\nCOPY x /x\nENV P=a.tar.gz Q=\nENV A=${P%.*} B=${P%%.*} C=${P#*.} D=${P##*.} E=${Q:-empty} F=${Q-unset} G=${P:+set} H="${P:-x} y" I=\\$P J=\'${P}\' K="\\"q\\"" L=${P/tar/zip}\n',
  },
  'the escape directive': {
    text: '# escape=`\nFROM scratch\nCOPY x /x\nENV A=a`\nb\nENV B=c:\\dir C=`$A\nLABEL d="e `"f`""\nUSER u\n',
  },
  'directives, comments, blank lines and continuations': {
    text: '# check=skip=all\n\n# a comment\nFROM scratch\nCOPY x /x\nENV A=1 \\\n    # why\n\n    B=2 \\\n    C=3\nCMD ["/x", \\\n# in an array\n  "y"]\nUSER u \\',
  },
  'windows line breaks and a byte order mark': {
    text: '\uFEFFFROM scratch\r\nCOPY x /x\r\nENV A=1 \\\r\n  B=2\r\nCMD ["/x"]\r\n',
  },
  heredocs: {
    text: 'FROM scratch\nCOPY <<one <<-"two" /d/\nUSER never\none\n\tCMD never\n\ttwo\nUSER u\nCMD ["/x"]\n',
  },
  healthchecks: {
    text: 'FROM scratch AS a\nCOPY x /x\nHEALTHCHECK --interval=5s CMD ["/x", "y"]\nFROM a\nUSER u\n',
  },
  'no healthcheck': { text: 'FROM scratch\nCOPY x /x\nHEALTHCHECK CMD /x y || exit 1\nHEALTHCHECK NONE\n' },
  'another shell': { text: 'FROM scratch\nCOPY x /x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nCMD a | b\nENTRYPOINT c\n' },
  'keywords in small letters': { text: 'from scratch as x\ncopy x /x\nuser u\nentrypoint ["/x"]\n' },
  'what ONBUILD holds is for others': { text: 'FROM scratch\nCOPY x /x\nONBUILD USER root\nONBUILD ENV A=1\nUSER u\n' },
  'what only looks like an array': { text: 'FROM scratch\nCOPY x /x\nCMD [\'/x\', \'y\']\nENTRYPOINT ["/x" "y"]\n' },
}

const skip = whyNoEngine()

describe('Dockerfiles as BuildKit reads them', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-dockerfile-'))
  const images: string[] = []
  after(() => {
    for (const image of images) run('docker', ['image', 'rm', '--force', image])
    rmSync(folder, { recursive: true })
  })

  for (const [name, { text, options = {}, files = {} }] of Object.entries(CASES)) {
    it(name, () => {
      const context = join(folder, `case-${images.length}`)
      for (const [path, content] of Object.entries({ x: 'x', ...files, Dockerfile: text })) {
        mkdirSync(dirname(join(context, path)), { recursive: true })
        writeFileSync(join(context, path), content)
      }
      const config = build(context, options, images)
      const { images: read, problems } = parseDockerfile(join(context, 'Dockerfile'), text, diskFiles(), options)
      const [image] = read
      assert.ok(image)
      assert.deepEqual(problems, [])
      assert.deepEqual(
        {
          user: value(image.user) ?? '',
          workingDir: value(image.workingDir) ?? '/',
          environment: Object.fromEntries(image.environment.items.map((item) => [item.value.name, item.value.value])),
          volumes: image.volumes.items.map((item) => item.value).sort(),
          entrypoint: value(image.entrypoint) ?? [],
          command: value(image.command) ?? [],
          healthcheck: image.healthcheck.state === 'set' ? image.healthcheck.value.disabled : undefined,
        },
        config,
      )
    })
  }
})

/** Builds with BuildKit, and answers the image's configuration in the words of our facts. */
function build(context: string, options: BuildOptions, images: string[]) {
  const args = Object.entries(options.args ?? {}).flatMap(([name, given]) => ['--build-arg', `${name}=${given}`])
  const target = options.target === undefined ? [] : ['--target', options.target]
  const built = run('docker', ['build', '--quiet', '--network', 'none', ...args, ...target, context], { env: { DOCKER_BUILDKIT: '1' } })
  assert.equal(built.status, 0, built.stderr)
  const image = built.stdout.trim()
  images.push(image)
  const shown = run('docker', ['image', 'inspect', '--format', '{{json .Config}}', image])
  const config: Config = JSON.parse(shown.stdout)
  // The builder gives every image a PATH.
  const environment = (config.Env ?? []).filter((entry) => !entry.startsWith('PATH='))
  return {
    user: config.User ?? '',
    workingDir: config.WorkingDir || '/',
    environment: Object.fromEntries(environment.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])),
    volumes: Object.keys(config.Volumes ?? {}).sort(),
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    healthcheck: config.Healthcheck ? config.Healthcheck.Test[0] === 'NONE' : undefined,
  }
}

interface Config {
  readonly User?: string
  readonly WorkingDir?: string
  readonly Env?: readonly string[]
  readonly Volumes?: Readonly<Record<string, unknown>> | null
  readonly Entrypoint?: readonly string[] | null
  readonly Cmd?: readonly string[] | null
  readonly Healthcheck?: { readonly Test: readonly string[] }
}

function value<T>(fact: Fact<T>): T | undefined {
  return fact.state === 'set' ? fact.value : undefined
}
