import { jvmTemp, temporary } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** Consul keeps its state in one VOLUME. */
export const consul = defineImage({
  names: ['hashicorp/consul', 'consul'],
  accounts: { consul: '100:1000' },
  dropsTo: 'consul',
  volumes: ['/consul/data'],
  writes: [
    {
      path: '/consul/data',
      from: [{ option: '-data-dir' }],
      kind: 'data',
      what: 'cluster state',
      owner: 'consul',
      chowned: true,
      evidence: ['hashicorp/docker-consul 0.X/Dockerfile @ aedd084'],
    },
    {
      path: '/consul/config',
      kind: 'config',
      what: 'local.json, written from CONSUL_LOCAL_CONFIG',
      when: { env: { CONSUL_LOCAL_CONFIG: 'set' } },
      owner: 'consul',
      chowned: true,
      evidence: ['hashicorp/docker-consul 0.X/docker-entrypoint.sh lines 53-60 @ aedd084'],
    },
  ],
  obstacles: [
    {
      when: { env: { CONSUL_ALLOW_PRIVILEGED_PORTS: 'set' } },
      effect: 'fails',
      why: 'CONSUL_ALLOW_PRIVILEGED_PORTS makes the entrypoint run setcap on the program',
      instead: 'use ports above 1023',
      evidence: ['hashicorp/docker-consul 0.X/docker-entrypoint.sh @ aedd084'],
    },
  ],
  healthcheck: false,
})

/** etcd keeps its data where the command says, else below its working directory. */
export const etcd = defineImage({
  names: ['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd', 'registry.k8s.io/etcd'],
  writes: [
    {
      path: '/var/lib/etcd',
      from: [{ option: '--data-dir' }, { option: '-data-dir' }, { env: 'ETCD_DATA_DIR' }],
      kind: 'data',
      what: 'the key space',
      evidence: ['etcd-io/etcd Dockerfile-release.amd64 @ 1293f5d4b'],
    },
  ],
  obstacles: [
    {
      when: { tag: { below: '3.5' }, env: { ETCD_DATA_DIR: 'unset' }, not: { command: { matches: '-data-dir' } } },
      effect: 'fails',
      why: 'this version has no working directory, so that its data goes to /default.etcd',
      instead: 'give it --data-dir=/var/lib/etcd and a volume there',
      evidence: ['etcd-io/etcd Dockerfile-release at v3.4 (no WORKDIR)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

/** ZooKeeper writes its zoo.cfg at start unless one is mounted; the directory is its own user's, which a tmpfs is not. */
export const zookeeper = defineImage({
  names: ['zookeeper'],
  accounts: { zookeeper: '1000:1000' },
  dropsTo: 'zookeeper',
  volumes: ['/data', '/datalog', '/logs'],
  writes: [
    {
      path: '/data',
      from: [{ env: 'ZOO_DATA_DIR' }],
      kind: 'data',
      what: 'snapshots and the server id',
      owner: 'zookeeper',
      chowned: true,
      evidence: ['31z4/zookeeper-docker 3.9.4/docker-entrypoint.sh @ 52a8364'],
    },
    {
      path: '/datalog',
      from: [{ env: 'ZOO_DATA_LOG_DIR' }],
      kind: 'data',
      what: 'transaction log',
      owner: 'zookeeper',
      chowned: true,
      evidence: ['31z4/zookeeper-docker 3.9.4/Dockerfile @ 52a8364'],
    },
    {
      path: '/logs',
      from: [{ env: 'ZOO_LOG_DIR' }],
      kind: 'log',
      what: 'logs',
      owner: 'zookeeper',
      chowned: true,
      evidence: ['31z4/zookeeper-docker 3.9.4/Dockerfile @ 52a8364'],
    },
    {
      path: '/conf',
      from: [{ env: 'ZOO_CONF_DIR' }],
      kind: 'config',
      what: 'zoo.cfg, generated from the ZOO_ variables',
      when: { not: { mounted: '/conf/zoo.cfg' } },
      owner: 'zookeeper',
      ships: 'logback.xml and configuration.xsl',
      evidence: ['31z4/zookeeper-docker 3.9.4/Dockerfile lines 18-22,67 and docker-entrypoint.sh @ 52a8364'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID'] }, { needs: [] }],
  healthcheck: false,
})

const CP = ['confluentinc/kafka-images zookeeper/include/etc/confluent/docker/configure @ f8e3015a9']
export const cpZookeeper = defineImage({
  names: ['confluentinc/cp-zookeeper'],
  user: '1000:1000',
  accounts: { appuser: '1000:1000' },
  volumes: ['/var/lib/zookeeper/data', '/var/lib/zookeeper/log', '/etc/zookeeper/secrets'],
  inferred: true,
  writes: [
    ...(['/var/lib/zookeeper/data', '/var/lib/zookeeper/log'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'data',
        what: path.endsWith('log') ? 'transaction log' : 'snapshots',
        evidence: CP,
      }),
    ),
    {
      path: '/etc/kafka',
      kind: 'config',
      what: 'zookeeper.properties and log4j.properties, rendered at start',
      ships: 'sample configuration',
      hidesNothingNeeded: true,
      evidence: CP,
    },
    { path: '/var/log/kafka', kind: 'log', what: 'logs', evidence: CP },
    jvmTemp(CP),
  ],
})

const NACOS = ['nacos-group/nacos-docker build/Dockerfile and build/bin/docker-startup.sh @ b47f96f51']
export const nacos = defineImage({
  names: ['nacos/nacos-server'],
  inferred: true,
  writes: [
    {
      path: '/home/nacos/data',
      kind: 'data',
      what: 'the embedded database, snapshots and the state of the cluster',
      ships: 'archives of skills in version 3',
      evidence: NACOS,
    },
    {
      path: '/home/nacos/logs',
      kind: 'log',
      what: 'logs',
      ships: 'a link of start.out to standard output',
      hidesNothingNeeded: true,
      evidence: NACOS,
    },
    {
      path: '/home/nacos/conf',
      kind: 'config',
      what: 'cluster.conf, written at start of a cluster',
      ships: 'application.properties and nacos-logback.xml',
      when: { not: { env: { MODE: { matches: '^standalone$' } } } },
      evidence: NACOS,
    },
    jvmTemp(NACOS, 'work directory of Tomcat and native libraries'),
  ],
  healthcheck: false,
})

/** It starts sshd first, and nothing where that fails: a tmpfs on /run would take away the directory that sshd asks for. */
const WURSTMEISTER = 'wurstmeister/zookeeper-docker Dockerfile and start-zk.sh @ 97957bdea'
export const wurstmeisterZookeeper = defineImage({
  names: ['wurstmeister/zookeeper'],
  volumes: [
    { path: '/opt/zookeeper-3.4.13/conf', when: { tag: { atLeast: '3.4.13' } } },
    { path: '/opt/zookeeper-3.4.13/data', when: { tag: { atLeast: '3.4.13' } } },
  ],
  inferred: true,
  writes: [
    {
      path: '/opt/zookeeper-3.4.13/conf',
      kind: 'config',
      what: 'zoo.cfg and log4j.properties, edited at start',
      ships: 'its configuration',
      when: { tag: { atLeast: '3.4.13' } },
      evidence: [WURSTMEISTER],
    },
    {
      path: '/opt/zookeeper-3.4.13/data',
      kind: 'data',
      what: 'snapshots and transaction log',
      when: { tag: { atLeast: '3.4.13' } },
      evidence: [WURSTMEISTER],
    },
    temporary(WURSTMEISTER),
  ],
  healthcheck: false,
})
