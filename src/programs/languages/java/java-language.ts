import { byNames } from '../../../model/own.ts'
import { filled } from '../../frameworks/java-settings.ts'
import { either } from '../evaluate.ts'
import { first, homeDirectory, itself, printf, variable, workingDirectory } from '../known-functions.ts'
import { type KnownCall, type KnownFunction, type KnownMethod, type Language, NamedTable, sinkTable } from '../language.ts'
import { javaParser } from '../parsers.ts'
import { signsOf } from '../signs.ts'
import { sinksOf } from '../sink-rows.ts'
import { joinFrom, joinTexts, knownText, mapText, NOTHING, slash, sureText, UNKNOWN_VALUE, type Values } from '../value.ts'
import { CONSTRUCTOR, JAVA } from './java-grammar.ts'
import { GIVEN_PROPERTY } from './java-properties.ts'

/** A property of the JVM (java.lang.System, "getProperties"), else a setting, as written; `null` if it is not set, undefined if unknown. */
function rawProperty(name: string, { program }: Pick<KnownCall, 'program'>): string | null | undefined {
  const written = program.surroundings.variable(name)
  if (typeof written === 'string') return written
  const call = { args: [], named: new Map(), receiver: NOTHING, program }
  if (name === 'java.io.tmpdir') return '/tmp'
  if (name === 'user.dir') return sureText(workingDirectory(call))
  if (name === 'user.home') return sureText(homeDirectory(call))
  return name === 'file.separator' ? '/' : written
}

/** A property with its places filled. */
function propertyNamed(name: string, call: Pick<KnownCall, 'program'>): Values {
  const raw = (each: string) => rawProperty(each, call)
  const written = raw(name)
  return typeof written === 'string' ? filled(written, raw) : written === null ? NOTHING : UNKNOWN_VALUE
}

/** `System.getProperty("a", "b")`, `environment.getProperty("a")`. */
const property: KnownMethod = ({ args: [name, fallback = NOTHING], program }) => {
  const key = name && sureText(name)
  return key === undefined ? UNKNOWN_VALUE : either(propertyNamed(key, { program }), () => fallback)
}

/** A text of `@Value`, and what counts if its property is not set. */
const given: KnownFunction = ({ args: [text = UNKNOWN_VALUE, fallback], program }) => {
  const written = sureText(text)
  if (written === undefined) return UNKNOWN_VALUE
  const raw = (name: string) => rawProperty(name, { program })
  if (fallback === undefined) return filled(written, raw)
  // A place without a value has the fallback, else it is unknown.
  const own = raw(written.slice(2, -1))
  return typeof own === 'string' ? filled(own, raw) : own === null ? fallback : either(UNKNOWN_VALUE, () => fallback)
}

const directoryName: KnownMethod = ({ receiver }) =>
  mapText(receiver, (found) => (found.open ? undefined : { ...found, text: found.text.replace(/\/?[^/]*$/, '') || '.' }))

const joined: KnownFunction = ({ args }) => joinTexts(args, slash)

const SINKS = sinksOf('java')

/** What a call with the address of a database writes. */
export const [JAVA_DATABASE] = SINKS['java.sql.DriverManager.getConnection'] ?? []

export const JAVA_LANGUAGE: Language = {
  id: 'java',
  grammar: JAVA,
  parser: javaParser,
  // @lezer/java 1.1 takes the words of module declarations for keywords everywhere (The Java Language Specification, 3.9).
  masked: (text) => text.replace(/\b(?:to|with|exports|opens|uses|provides|requires|transitive)\b/g, (word) => word.toUpperCase()),
  // All files of a program are read: Spring finds classes that nobody imports.
  modulesNamed: () => [],
  dynamic: 'never',
  standardName: (name) => name,
  functions: new NamedTable<KnownFunction>(
    byNames({
      [GIVEN_PROPERTY]: given,
      'java.nio.file.Paths.get java.nio.file.Path.of java.io.File': (call) => (call.args.length === 0 ? UNKNOWN_VALUE : joined(call)),
      'java.util.Objects.requireNonNull java.lang.String.valueOf String.valueOf org.springframework.util.StringUtils.cleanPath java.util.Optional.ofNullable java.util.Optional.of java.net.URI.create':
        first,
      // A stream is no path; the call that opens a file for it counts.
      'java.io.OutputStream java.io.Writer java.io.StringWriter java.io.OutputStreamWriter java.io.BufferedWriter java.io.FileWriter java.io.FileOutputStream java.io.BufferedOutputStream java.io.ByteArrayOutputStream java.io.PrintStream java.io.PrintWriter java.util.zip.ZipOutputStream java.util.zip.GZIPOutputStream java.nio.file.Files.newOutputStream java.nio.file.Files.newBufferedWriter':
        () => NOTHING,
      'String.format java.lang.String.format': printf(/(%[sd])/),
      'System.getenv System.getenv().get System.getenv().getOrDefault': variable,
      'System.getProperty System.getProperties().getProperty': property,
      'java.nio.file.Files.createTempDirectory java.nio.file.Files.createTempFile java.io.File.createTempFile': (call) =>
        mapText(propertyNamed('java.io.tmpdir', call), (found) => ({ ...found, text: `${found.text}/`, open: true })),
      'java.nio.file.Files.createDirectories java.nio.file.Files.createDirectory': first,
    }),
  ),
  joins: new Set(['java.nio.file.Paths.get', 'java.nio.file.Path.of', 'java.io.File']),
  methods: new Map<string, KnownMethod>(
    byNames<KnownMethod>({
      'toFile toPath toAbsolutePath normalize toString getAbsolutePath getPath getCanonicalPath getAbsoluteFile getCanonicalFile toRealPath trim strip toURI':
        itself,
      resolve: ({ receiver, args: [next = UNKNOWN_VALUE] }) => joinTexts([receiver, next], joinFrom),
      'getParent getParentFile': directoryName,
      'orElse orElseGet': ({ receiver, args: [fallback = UNKNOWN_VALUE] }) => either(receiver, () => fallback),
      'getOutputStream getWriter getBody': () => NOTHING,
      'getProperty getRequiredProperty': property,
    }),
  ),
  constants: new Map([
    ...['File.separator', 'java.io.File.separator', 'java.io.File.separatorChar'].map((name) => [name, () => knownText('/')] as const),
    ...['System.out', 'System.err'].map((name) => [name, () => NOTHING] as const),
  ]),
  environment: new Set(),
  bareMembers: true,
  fieldOf: (method) => {
    const [, initial, rest = ''] = /^(?:get|is)([A-Z])(\w*)$/.exec(method) ?? []
    return initial === undefined ? undefined : initial.toLowerCase() + rest
  },
  constructorName: CONSTRUCTOR,
  settings: new Map(),
  starts: ({ syntax: { top } }) => [...top.inner.values()].flatMap((scope) => scope.inner.get('main') ?? []),
  sinks: sinkTable(SINKS),
  signs: signsOf(SINKS),
}
