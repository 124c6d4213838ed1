import type { WriteKind } from '../../model/write-kind.ts'

/** A library whose presence alone says what is written, or that its own settings do, which are not read. */
export interface JavaLibrary {
  /** Artifact ids. */
  readonly names: RegExp
  /** Absent: where it writes is not known. `~` is the home directory. */
  readonly path?: string
  readonly kind?: WriteKind
  readonly how: string
  /** It unpacks native code in the temporary directory and loads it there, which a tmpfs must allow. */
  readonly exec?: true
  /** A setting without which it writes nothing. */
  readonly unless?: readonly [key: string, is: RegExp]
}

/** In the temporary directory. */
const NATIVE = { path: 'tmp', kind: 'scratch', how: 'native code that it unpacks', exec: true } as const

export const JAVA_LIBRARIES: readonly JavaLibrary[] = [
  // xerial/sqlite-jdbc README.md, "Native Library"; xerial/snappy-java SnappyLoader.java; luben/zstd-jni Native.java; the JNI of RocksDB
  // (facebook/rocksdb java/src/main/java/org/rocksdb/NativeLibraryLoader.java), which Kafka Streams keeps its state with.
  {
    names:
      /^(?:sqlite-jdbc|snappy-java|zstd-jni|rocksdbjni|kafka-streams|spring-cloud-stream-binder-kafka-streams|quarkus-kafka-streams|duckdb_jdbc|leveldbjni.*|lmdbjava|jna|jna-platform|argon2-jvm|tess4j|onnxruntime|opencv|jserialcomm)$/i,
    ...NATIVE,
  },
  // apache/kafka build.gradle: the clients read and write messages that are compressed with both.
  {
    names:
      /^(?:kafka-clients|spring-kafka|spring-cloud-stream-binder-kafka|spring-cloud-starter-stream-kafka|quarkus-kafka-client|quarkus-smallrye-reactive-messaging-kafka|micronaut-kafka|camel-kafka.*|reactor-kafka)$/,
    ...NATIVE,
  },
  // alibaba/nacos client/src/main/java/com/alibaba/nacos/client/utils/CacheDirUtil.java and LogUtils.java
  {
    names: /^(?:nacos-client|spring-cloud-starter-alibaba-nacos-(?:config|discovery)|nacos-(?:config|discovery)-spring-boot-starter)$/,
    path: '~/nacos',
    kind: 'cache',
    how: 'cache of the Nacos client',
  },
  {
    names: /^(?:nacos-client|spring-cloud-starter-alibaba-nacos-(?:config|discovery)|nacos-(?:config|discovery)-spring-boot-starter)$/,
    path: '~/logs/nacos',
    kind: 'log',
    how: 'log of the Nacos client',
  },
  // alibaba/Sentinel sentinel-core/src/main/java/com/alibaba/csp/sentinel/log/LogBase.java
  { names: /^(?:sentinel-core|spring-cloud-starter-alibaba-sentinel)$/, path: '~/logs/csp', kind: 'log', how: 'log of Sentinel' },
  // apache/dubbo dubbo-common/src/main/java/org/apache/dubbo/common/cache/FileCacheStoreFactory.java
  { names: /^(?:dubbo|dubbo-spring-boot-starter)$/, path: '~/.dubbo', kind: 'cache', how: 'cache of Dubbo' },
  // apache/rocketmq client/src/main/java/org/apache/rocketmq/client/log and its logback of rocketmq-client-java
  {
    names: /^(?:rocketmq-client|rocketmq-spring-boot-starter|spring-cloud-starter-stream-rocketmq)$/,
    path: '~/logs/rocketmqlogs',
    kind: 'log',
    how: 'log of the RocketMQ client',
  },
  {
    names:
      /^(?:lucene-core|hibernate-search-.*lucene.*|ehcache|cache-ehcache|infinispan-(?:core|embedded.*|spring.*)|quarkus-infinispan-embedded|neo4j|ignite-core|mapdb|nitrite|xodus-.*|je|chronicle-.*|orientdb-.*|activemq-broker|artemis-(?:jakarta-)?server|narayana-.*|quarkus-narayana-jta|transactions-.*|spring-boot-starter-jta-.*|h2-mvstore)$/,
    how: 'store of %',
  },
  {
    names:
      /^(?:embedded-(?:redis|elasticsearch|postgres|database-spring-test)|de\.flapdoodle\.embed\.mongo.*|spring-integration-(?:file|ftp|sftp)|camel-(?:file|ftp)|jetty-(?:session|unixsocket-server)|selenium-java|webdrivermanager|playwright|jodconverter-.*|djl-.*|pytorch-engine|javacpp|javacv.*|deeplearning4j-.*|tensorflow.*|vaadin-dev-server|jacoco.*|dropwizard-core|payara-micro|spring-cloud-dataflow-.*|akka-persistence.*|pekko-persistence.*|jgroups.*raft|xxl-job-core|powerjob-.*|apollo-client)$/,
    how: 'files of %',
  },
  { names: /^(?:derby|derbytools)$/, path: 'derby.log', kind: 'log', how: 'log of Derby' },
]

/** Names in code that say that more decides where something is written than is read here. */
export const UNFOLLOWED: Readonly<Record<string, string>> = {
  PropertySource: 'the settings that it loads are not read',
  FlatFileItemWriter: 'where its batches write is not known',
  FlatFileItemWriterBuilder: 'where its batches write is not known',
  FileWritingMessageHandler: 'where its messages are written is not known',
  // eclipse-paho/paho.mqtt.java MqttClient.java: in the working directory, unless it is given another place.
  MqttClient: 'where its MQTT client keeps messages is not known',
  MqttAsyncClient: 'where its MQTT client keeps messages is not known',
}

/** Settings that a server gives, which nobody sees here (docs.spring.io, "Spring Cloud Config Client"). */
export const SETTINGS_SERVERS =
  /^(?:spring-cloud-starter-(?:config|consul-config|consul-all|vault-config|zookeeper-config|alibaba-nacos-config|kubernetes-.*config)|spring-cloud-config-client|nacos-config-spring-boot-starter|apollo-client|quarkus-config-consul|quarkus-spring-cloud-config-client|spring-cloud-azure-appconfiguration-config.*)$/

/** A setting that says where something is written. */
export interface PlaceSetting {
  /** The first that is set counts. */
  readonly keys: readonly string[]
  readonly kind: WriteKind
  readonly leaves: 'file' | 'below'
  readonly how: string
  /** It writes only if this key has the value `true`. */
  readonly when?: readonly string[]
  /** Where it writes if nothing is set; absent: nowhere. `tmp` is the temporary directory. */
  readonly fallback?: string
  /** A key with the base of relative paths; absent: the working directory. */
  readonly base?: string
}

/** docs.spring.io, "Common Application Properties"; quarkus.io, "All configuration options"; docs.micronaut.io, "Configuration Reference". */
export const PLACE_SETTINGS: readonly PlaceSetting[] = [
  { keys: ['logging.file.name', 'logging.file'], kind: 'log', leaves: 'file', how: 'log file of Spring Boot' },
  { keys: ['logging.file.path', 'logging.path'], kind: 'log', leaves: 'below', how: 'log file of Spring Boot' },
  { keys: ['server.tomcat.basedir', 'server.tomcat.base-dir'], kind: 'scratch', leaves: 'below', how: 'directory of Tomcat' },
  {
    keys: ['server.tomcat.accesslog.directory'],
    when: ['server.tomcat.accesslog.enabled'],
    base: 'server.tomcat.basedir',
    fallback: 'logs',
    kind: 'log',
    leaves: 'below',
    how: 'access log of Tomcat',
  },
  {
    keys: ['server.undertow.accesslog.dir'],
    when: ['server.undertow.accesslog.enabled'],
    fallback: 'logs',
    kind: 'log',
    leaves: 'below',
    how: 'access log of Undertow',
  },
  {
    keys: ['server.jetty.accesslog.filename'],
    when: ['server.jetty.accesslog.enabled'],
    kind: 'log',
    leaves: 'file',
    how: 'access log of Jetty',
  },
  {
    keys: ['server.servlet.session.store-dir'],
    when: ['server.servlet.session.persistent'],
    fallback: 'tmp',
    kind: 'data',
    leaves: 'below',
    how: 'sessions',
  },
  {
    keys: [
      'spring.servlet.multipart.location',
      'spring.http.multipart.location',
      'micronaut.server.multipart.location',
      'quarkus.http.body.uploads-directory',
    ],
    kind: 'scratch',
    leaves: 'below',
    how: 'uploads until they are read',
  },
  {
    keys: ['spring.artemis.embedded.data-directory'],
    when: ['spring.artemis.embedded.persistent'],
    kind: 'data',
    leaves: 'below',
    how: 'journal of Artemis',
  },
  {
    keys: ['spring.kafka.streams.state-dir', 'spring.kafka.streams.properties.state.dir', 'quarkus.kafka-streams.state-dir'],
    kind: 'data',
    leaves: 'below',
    how: 'state of Kafka Streams',
  },
  {
    keys: ['spring.cloud.config.server.git.basedir', 'spring.cloud.config.server.svn.basedir'],
    kind: 'cache',
    leaves: 'below',
    how: 'clone of the settings',
  },
  {
    keys: ['spring.jpa.properties.hibernate.search.backend.directory.root'],
    kind: 'data',
    leaves: 'below',
    how: 'index of Hibernate Search',
  },
  {
    keys: ['quarkus.log.file.path'],
    when: ['quarkus.log.file.enable', 'quarkus.log.file.enabled'],
    fallback: 'quarkus.log',
    kind: 'log',
    leaves: 'file',
    how: 'log file of Quarkus',
  },
  {
    keys: ['quarkus.http.access-log.log-directory'],
    when: ['quarkus.http.access-log.log-to-file'],
    fallback: '.',
    kind: 'log',
    leaves: 'below',
    how: 'access log of Quarkus',
  },
  { keys: ['xxl.job.executor.logpath'], kind: 'log', leaves: 'below', how: 'log of jobs' },
  { keys: ['spring.pid.file'], kind: 'runtime', leaves: 'file', how: 'pid file' },
]
