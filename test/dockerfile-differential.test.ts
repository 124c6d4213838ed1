import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oracleReading, ourReading } from './dockerfile-oracle.ts'

/** Every case is a whole Dockerfile; both parsers must read it alike, down to the offsets. */
const AGREED: Readonly<Record<string, string>> = {
  'an ordinary file': 'FROM alpine:3.20 AS build\nWORKDIR /app\nCOPY . .\nRUN make\nCMD ["./app"]\n',
  'no line break at the end': 'FROM alpine\nUSER app',
  'windows line breaks': 'FROM alpine\r\nRUN a \\\r\n  && b\r\nCOPY a \\\r\n  b\r\n',
  'a byte order mark': '\uFEFFFROM alpine\nUSER app\n',
  'blank lines and comments between instructions': '\n# one\nFROM alpine\n\n   # two\n\tUSER app\n',
  'lower and mixed case': 'from alpine as x\nRun a\ncopy a b\n',
  'a comment inside a continuation': 'FROM alpine\nRUN a \\\n# why\n  && b\nUSER app\n',
  'an indented comment inside a continuation': 'FROM alpine\nRUN a \\\n    # why\n  && b\n',
  'a blank line inside a continuation': 'FROM alpine\nRUN a \\\n\n  && b\nUSER app\n',
  'blanks behind the continuation sign': 'FROM alpine\nRUN a \\  \t\n  && b\n',
  'a continuation at the end of the file': 'FROM alpine\nRUN a \\\n',
  'a continuation at the very end': 'FROM alpine\nRUN a \\',
  'a word cut by a continuation': 'FROM al\\\npine\nUSER a\\\npp\n',
  'the escape directive': '# escape=`\nFROM alpine\nRUN a `\n  && b\nCOPY a `\n b\n',
  'escape behind syntax': '# syntax=docker/dockerfile:1\n# escape=`\nFROM alpine\nRUN dir c:\\ `\n c\n',
  'check behind syntax': '# syntax=docker/dockerfile:1\n# check=skip=all\nFROM alpine\n',
  'a directive behind a comment is a comment': '# hello\n# escape=`\nFROM alpine\nRUN a \\\n b\n',
  flags: 'FROM --platform=linux/amd64 alpine\nCOPY --from=build --chown=1:1 --link a b\nADD --checksum=sha256:1 http://x/y /z\n',
  mounts: 'FROM alpine\nRUN --mount=type=cache,target=/a --mount=type=secret,id=b \\\n  --network=none make\n',
  'healthcheck flags': 'FROM alpine\nHEALTHCHECK --interval=5s --timeout=3s \\\n  CMD curl -f http://localhost/\nHEALTHCHECK NONE\n',
  'the exec form': 'FROM alpine\nENTRYPOINT [ "a", "b c" , "d" ]\nVOLUME ["/a", "/b"]\nSHELL ["/bin/bash", "-c"]\n',
  'the exec form over lines': 'FROM alpine\nCMD [ \\\n  "a", \\\n  "b" \\\n]\n',
  'the exec form of copy': 'FROM alpine\nCOPY --chown=1 ["a b", "c"]\n',
  'what only looks like the exec form': "FROM alpine\nCMD ['a', 'b']\n",
  'environment in both forms': 'FROM alpine\nENV A=1 B="x y" C=\'z\' D=a\\ b\nENV E some  value\nLABEL a=b "c d"=e\n',
  'environment over lines': 'FROM alpine\nENV A=1 \\\n    # why\n    B=2\n',
  arguments: 'ARG V=1\nFROM alpine:${V:-2}\nARG X\nARG Y="a b"\n',
  'volumes and ports': 'FROM alpine\nVOLUME /a /b\nEXPOSE 80 443/tcp $PORT\n',
  'a heredoc': 'FROM alpine\nRUN <<EOF\na\nFROM b\n# c\nEOF\nUSER app\n',
  'a heredoc with tabs and quotes': 'FROM alpine\nRUN <<-"EOF" bash\n\ta\n\tEOF\nUSER app\n',
  'a heredoc for another program': 'FROM alpine\nRUN python3 <<EOF\nprint(1)\nEOF\nUSER app\n',
  'a here-string is none': 'FROM alpine\nRUN cat <<<hello\nUSER app\n',
  onbuild: 'FROM alpine\nONBUILD RUN a \\\n b\nONBUILD COPY --chown=1 a b\n',
  'a hash sign inside a line': 'FROM alpine\nRUN a # b \\\n  c\n',
  'only a stage': 'FROM scratch',
  'a trailing list of names': 'FROM a AS b\nFROM b\nCOPY --from=0 x y\n',
}

for (const [name, text] of Object.entries(AGREED)) {
  test(`both parsers read alike: ${name}`, () => {
    assert.deepEqual(ourReading(text), oracleReading(text))
  })
}

/** Where we differ from the oracle, with what BuildKit's parser does (frontend/dockerfile/parser), which decides. */
const DECIDED: readonly { readonly name: string; readonly why: string; readonly text: string; readonly ours: readonly string[] }[] = [
  {
    name: 'two escape signs at the end of a line',
    why: 'an escaped sign is no continuation (lineContinuationRegex)',
    text: 'FROM alpine\nCOPY a C:\\\\\nUSER app\n',
    ours: ['FROM alpine', 'COPY a C:\\\\', 'USER app'],
  },
  {
    name: 'a heredoc of COPY',
    why: 'its lines are the content of a file, not arguments (Dockerfile reference, "Here-Documents")',
    text: 'FROM alpine\nCOPY <<EOF /a\nb c\nEOF\nUSER app\n',
    ours: ['FROM alpine', 'COPY <<EOF /a', 'USER app'],
  },
  {
    name: 'a shell test in brackets',
    why: 'it is no JSON, so it is the shell form (parseMaybeJSON)',
    text: 'FROM alpine\nRUN [ "$A" = "b" ] && c\n',
    ours: ['FROM alpine', 'RUN [ "$A" = "b" ] && c'],
  },
  {
    name: 'an array that does not end',
    why: 'it is no JSON, so it is the shell form (parseMaybeJSON)',
    text: 'FROM alpine\nCMD ["a", "b"\n',
    ours: ['FROM alpine', 'CMD ["a", "b"'],
  },
  {
    name: 'a comment inside an array',
    why: 'comment lines inside a continuation go before the array is read (processLine)',
    text: 'FROM alpine\nCMD [ \\\n  "a", \\\n  # why\n  "b" \\\n]\n',
    ours: ['FROM alpine', 'CMD a b'],
  },
  {
    name: 'two dashes alone',
    why: 'they end the flags (extractBuilderFlags)',
    text: 'FROM alpine\nCOPY --link -- --a b\n',
    ours: ['FROM alpine', 'COPY --a b'],
  },
  {
    name: 'an address in angle brackets',
    why: 'only RUN, COPY and ADD have heredocs (heredocDirectives)',
    text: 'FROM alpine\nLABEL a="b <<c@d.e>>"\nUSER app\n',
    ours: ['FROM alpine', 'LABEL a=b <<c@d.e>>', 'USER app'],
  },
]

for (const { name, why, text, ours } of DECIDED) {
  test(`we follow BuildKit, not the oracle: ${name}: ${why}`, async () => {
    assert.notDeepEqual(ourReading(text), oracleReading(text))
    const { readInstruction } = await import('../src/sources/dockerfile/instructions.ts')
    const { splitFile } = await import('../src/sources/dockerfile/lines.ts')
    const split = splitFile(text)
    const shown = split.lines.map((line) => {
      const { name: keyword, args, pairs, json, rest } = readInstruction(line, split.escape)
      const shownPairs = pairs.map((pair) => `${pair.name}=${pair.value?.text.replaceAll('"', '') ?? ''}`)
      return `${keyword} ${pairs.length > 0 ? shownPairs.join(' ') : json || keyword === 'COPY' ? args.map((arg) => arg.text).join(' ') : rest.text}`
    })
    assert.deepEqual(shown, ours)
  })
}
