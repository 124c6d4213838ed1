import { RUNS_PROGRAM, type Sink } from './sink.ts'

const written = { how: 'files that it writes', leaves: 'file' } as const
const made = { how: 'mkdir', leaves: 'directory' } as const
const temporary = {
  how: 'temporary files',
  kind: 'scratch',
  leaves: 'below',
  variables: { 'java.io.tmpdir': '' },
  fallback: '/tmp',
} as const
const uploaded = { how: 'uploads', kind: 'data', leaves: 'file' } as const

/** Addresses of databases that are files, and what is the path in them. */
export const FILE_DATABASE =
  /^(?:jdbc|r2dbc):(?:h2:(?!mem:|tcp:|ssl:|zip:)|hsqldb:(?!mem:|hsql|http|res:)|sqlite:(?!:memory:|$)|derby:(?!memory:|\/\/)|duckdb:(?=.))/
export const FILE_DATABASE_PATH = /^\w+:\w+:(?:file:)?(?:\/\/(?=[/.~]))?([^;?]*)/

const database = {
  how: 'database file',
  kind: 'data',
  leaves: 'file',
  database: true,
  journal: true,
  accepts: FILE_DATABASE,
  strips: FILE_DATABASE_PATH,
} as const

/** Calls of the JDK and of libraries that write. */
export const JAVA_SINKS: Readonly<Record<string, Sink | readonly Sink[]>> = {
  'java.nio.file.Files.write java.nio.file.Files.writeString java.nio.file.Files.newOutputStream java.nio.file.Files.newBufferedWriter java.nio.file.Files.createFile':
    { ...written, path: [0] },
  'java.nio.file.Files.copy java.nio.file.Files.move': { ...written, path: [1] },
  'java.nio.file.Files.createDirectory java.nio.file.Files.createDirectories': { ...made, path: [0] },
  'java.nio.file.Files.createTempFile java.nio.file.Files.createTempDirectory': { ...temporary, path: [0], accepts: /\// },
  'java.io.File.createTempFile': { ...temporary, path: [2] },
  'java.nio.channels.FileChannel.open': { ...written, path: [0], unless: { at: [1], is: /^(?:StandardOpenOption\.)?READ$/ } },
  'java.io.FileOutputStream java.io.FileWriter': { ...written, path: [0] },
  'java.io.PrintWriter java.io.PrintStream': { ...written, path: [0] },
  'java.io.RandomAccessFile': { ...written, path: [0], mode: { at: [1], writes: /w/, without: 'reads' } },
  'java.util.logging.FileHandler': { ...written, kind: 'log', how: 'log file', path: [0], vague: true },
  '.mkdirs .mkdir': { ...made, path: ['receiver'], vague: true },
  '.createNewFile': { ...written, path: ['receiver'] },
  '.renameTo': { ...written, path: [0] },
  '.transferTo': { ...uploaded, path: [0] },
  'org.apache.commons.io.FileUtils.writeStringToFile org.apache.commons.io.FileUtils.writeByteArrayToFile org.apache.commons.io.FileUtils.writeLines org.apache.commons.io.FileUtils.write org.apache.commons.io.FileUtils.openOutputStream org.apache.commons.io.FileUtils.touch':
    { ...written, path: [0] },
  'org.apache.commons.io.FileUtils.copyFile org.apache.commons.io.FileUtils.copyInputStreamToFile org.apache.commons.io.FileUtils.copyDirectory org.apache.commons.io.FileUtils.copyToFile org.apache.commons.io.FileUtils.copyURLToFile org.apache.commons.io.FileUtils.moveFile org.apache.commons.io.FileUtils.moveDirectory':
    { ...written, path: [1] },
  'cn.hutool.core.io.FileUtil.writeString cn.hutool.core.io.FileUtil.writeUtf8String cn.hutool.core.io.FileUtil.writeBytes cn.hutool.core.io.FileUtil.writeFromStream cn.hutool.core.io.FileUtil.copy cn.hutool.core.io.FileUtil.move':
    { ...written, path: [1] },
  'cn.hutool.core.io.FileUtil.mkdir cn.hutool.core.io.FileUtil.touch': { ...made, path: [0] },
  'com.google.common.io.Files.write com.google.common.io.Files.copy': { ...written, path: [1], vague: true },
  'org.springframework.util.FileCopyUtils.copy': { ...written, path: [1] },
  'javax.imageio.ImageIO.write': { ...written, path: [2] },
  '.writeValue': { ...written, path: [0] },
  'Runtime.getRuntime().exec java.lang.Runtime.getRuntime().exec java.lang.ProcessBuilder ProcessBuilder': RUNS_PROGRAM,
  'java.sql.DriverManager.getConnection': { ...database, path: [0] },
  '.setJdbcUrl .setUrl .jdbcUrl .url': { ...database, path: [0], vague: true },
  'org.rocksdb.RocksDB.open': { how: 'database of RocksDB', kind: 'data', leaves: 'below', path: [1] },
  '.setLocation': { ...temporary, how: 'directory for uploads', path: [0], accepts: /^\.{0,2}\//, vague: true },
  // vert-x3/vertx-web vertx-web/src/main/java/io/vertx/ext/web/handler/BodyHandler.java, DEFAULT_UPLOADS_DIRECTORY
  'io.vertx.ext.web.handler.BodyHandler.create': { ...uploaded, kind: 'scratch', leaves: 'below', path: [0], fallback: 'file-uploads' },
}
