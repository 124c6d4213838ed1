import type { WriteKind } from '../../model/write-kind.ts'

/** A library whose presence alone says what is written, or that its own settings do, which are not read. */
export interface JavaLibrary {
  /** Artifact ids. */
  readonly names: RegExp
  /** `tmp`, or below the home directory (`~`). Absent: where it writes is not known. */
  readonly path?: string
  readonly kind?: WriteKind
  readonly how: string
  /** It unpacks native code in the temporary directory and loads it there, which a tmpfs must allow. */
  readonly exec?: true
}

/** In the temporary directory. */
const native = (names: RegExp): JavaLibrary => ({ names, path: 'tmp', kind: 'scratch', how: 'native code that it unpacks', exec: true })

/** Below the home directory. */
const kept = (names: RegExp, path: string, kind: WriteKind, how: string): JavaLibrary => ({ names, path, kind, how })

const NACOS = /^(?:nacos-client|spring-cloud-starter-alibaba-nacos-(?:config|discovery)|nacos-(?:config|discovery)-spring-boot-starter)$/

export const JAVA_LIBRARIES: readonly JavaLibrary[] = [
  // xerial/sqlite-jdbc USAGE.md; facebook/rocksdb java/src/main/java/org/rocksdb/NativeLibraryLoader.java, which Kafka Streams needs
  // (apache/kafka build.gradle); java-native-access/jna src/com/sun/jna/Native.java, if the cache below the home directory is not writable.
  native(
    /^(?:sqlite-jdbc|rocksdbjni|.*kafka-streams|duckdb_jdbc|leveldbjni.*|lmdbjava|jna(?:-platform)?|argon2-jvm|tess4j|onnxruntime|jserialcomm)$/i,
  ),
  // apache/kafka build.gradle: clients read messages that are compressed by snappy-java and zstd-jni, which both unpack native code.
  native(
    /^(?:snappy-java|zstd-jni|kafka-clients|(?:spring|micronaut|reactor)-kafka|spring-cloud-.*stream-.*kafka|quarkus-.*kafka.*|camel-kafka.*)$/,
  ),
  // alibaba/nacos client/src/main/java/com/alibaba/nacos/client/naming/utils/CacheDirUtil.java and nacos-logback12.xml
  kept(NACOS, '~/nacos', 'cache', 'cache of the Nacos client'),
  kept(NACOS, '~/logs/nacos', 'log', 'log of the Nacos client'),
  // alibaba/Sentinel sentinel-core/src/main/java/com/alibaba/csp/sentinel/log/LogBase.java
  kept(/^(?:sentinel-core|spring-cloud-starter-alibaba-sentinel)$/, '~/logs/csp', 'log', 'log of Sentinel'),
  // apache/dubbo dubbo-common/src/main/java/org/apache/dubbo/common/cache/FileCacheStoreFactory.java
  kept(/^dubbo(?:-spring-boot-starter)?$/, '~/.dubbo', 'cache', 'cache of Dubbo'),
  {
    names:
      /^(?:lucene-core|hibernate-search-.*lucene.*|ehcache|cache-ehcache|infinispan-(?:core|embedded.*|spring.*)|quarkus-infinispan-embedded|neo4j|ignite-core|mapdb|nitrite|xodus-.*|je|chronicle-.*|orientdb-.*|activemq-broker|artemis-(?:jakarta-)?server|narayana-.*|transactions-.*|h2-mvstore|jena-tdb.*|rdf4j-sail-nativerdf|akka-persistence.*|pekko-persistence.*)$/,
    how: 'store of %',
  },
  {
    names:
      /^(?:de\.flapdoodle\.embed\.mongo.*|spring-integration-file|camel-file|playwright|jodconverter-.*|javacpp|javacv.*|xxl-job-core|apollo-client)$/,
    how: 'files of %',
  },
]

/** Names in code that say that more decides where something is written than is read here. */
export const UNFOLLOWED: Readonly<Record<string, string>> = {
  PropertySource: 'the settings that it loads are not read',
  FlatFileItemWriter: 'where its batches write is not known',
  // eclipse-paho/paho.mqtt.java MqttClient.java and MqttDefaultFilePersistence.java: in the working directory, unless it is given another place.
  MqttClient: 'where its MQTT client keeps messages is not known',
  MqttAsyncClient: 'where its MQTT client keeps messages is not known',
}

/** Settings that a server gives, which nobody sees here (docs.spring.io, "Spring Cloud Config Client"). */
export const SETTINGS_SERVERS =
  /^(?:spring-cloud-starter-(?:config|consul-config|alibaba-nacos-config|kubernetes-.*config)|spring-cloud-config-client|nacos-config-spring-boot-starter|apollo-client|quarkus-config-consul)$/

/** A setting that says where something is written. */
export interface PlaceSetting {
  /** The first that is set counts. */
  readonly keys: readonly string[]
  readonly kind: WriteKind
  readonly leaves: 'file' | 'below'
  readonly how: string
  /** It writes only if this key has the value `true`. */
  readonly when?: string
  /** Where it writes if nothing is set; absent: nowhere. */
  readonly fallback?: string
  /** A key with the base of relative paths; absent: the working directory. */
  readonly base?: string
}

type Place = Pick<PlaceSetting, 'kind' | 'leaves'>
const log: Place = { kind: 'log', leaves: 'below' }
const logFile: Place = { kind: 'log', leaves: 'file' }
const scratch: Place = { kind: 'scratch', leaves: 'below' }

/** docs.spring.io, "Common Application Properties"; micronaut-projects/micronaut-core HttpServerConfiguration.java. */
export const PLACE_SETTINGS: readonly PlaceSetting[] = [
  { ...logFile, keys: ['logging.file.name', 'logging.file'], how: 'log file of Spring Boot' },
  { ...log, keys: ['logging.file.path', 'logging.path'], how: 'log file of Spring Boot' },
  { ...scratch, keys: ['server.tomcat.basedir'], how: 'directory of Tomcat' },
  {
    ...log,
    keys: ['server.tomcat.accesslog.directory'],
    when: 'server.tomcat.accesslog.enabled',
    base: 'server.tomcat.basedir',
    fallback: 'logs',
    how: 'access log of Tomcat',
  },
  // Directories of uploads and of state.
  {
    ...scratch,
    keys: ['spring.servlet.multipart.location', 'spring.http.multipart.location', 'micronaut.server.multipart.location'],
    how: 'uploads until they are read',
  },
  { ...scratch, kind: 'data', keys: ['spring.kafka.streams.state-dir'], how: 'state of Kafka Streams' },
]
