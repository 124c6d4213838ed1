import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Tomcat ships its writable directories world-writable. */
export const tomcat = defineImage({
  names: ['tomcat'],
  runtime: true,
  writes: [
    {
      path: '/usr/local/tomcat/logs',
      kind: 'log',
      what: 'logs',
      worldWritable: true,
      evidence: ['docker-library/tomcat 11.0/jdk21/temurin-noble/Dockerfile line 138 @ 40f27d56'],
    },
    {
      path: '/usr/local/tomcat/temp',
      kind: 'scratch',
      what: 'java.io.tmpdir, without which Tomcat does not start',
      worldWritable: true,
      exec: true,
      evidence: ['docker-library/tomcat 11.0/jdk21/temurin-noble/Dockerfile line 138 @ 40f27d56'],
    },
    {
      path: '/usr/local/tomcat/work',
      kind: 'cache',
      what: 'compiled JSPs',
      worldWritable: true,
      evidence: ['docker-library/tomcat 11.0/jdk21/temurin-noble/Dockerfile line 138 @ 40f27d56'],
    },
  ],
  notes: [{ text: 'WAR files are unpacked into webapps: ship them unpacked, or set unpackWARs="false"' }],
  healthcheck: false,
})

export const jetty = defineImage({
  names: ['jetty'],
  runtime: true,
  user: 'jetty',
  writes: [
    {
      path: '/tmp/jetty',
      kind: 'scratch',
      what: 'unpacked applications',
      evidence: ['docker-library/docs jetty/content.md "Read-only container" @ c4a9ba414'],
    },
    { path: '/run/jetty', kind: 'runtime', what: 'pid file', evidence: ['docker-library/docs jetty/content.md @ c4a9ba414'] },
  ],
  healthcheck: false,
})

export const openLiberty = defineImage({
  names: ['open-liberty', 'icr.io/appcafe/open-liberty'],
  runtime: true,
  user: '1001:0',
  writes: [
    {
      path: '/opt/ol/wlp/output',
      kind: 'runtime',
      what: 'work area of the server',
      evidence: ['docker-library/docs open-liberty/content.md @ c4a9ba414'],
    },
    { path: '/logs', kind: 'log', what: 'logs', evidence: ['docker-library/docs open-liberty/content.md @ c4a9ba414'] },
  ],
  healthcheck: false,
})

const WILDFLY_DOCS = 'wildfly/wildfly docs/src/main/asciidoc/_admin-guide'

/** WildFly keeps a history beside its configuration and markers beside what it deploys, and the image ships both directories filled. */
export const wildfly = defineImage({
  names: ['quay.io/wildfly/wildfly', 'jboss/wildfly'],
  runtime: true,
  user: '1000:1000',
  accounts: { jboss: '1000:1000' },
  writes: [jvmTemp(['jboss-dockerfiles/wildfly Dockerfile @ 25c932e'])],
  obstacles: [
    {
      effect: 'fails',
      why: 'at each start it writes a history into standalone/configuration and markers into standalone/deployments, beside what these ship',
      evidence: [
        `${WILDFLY_DOCS}/management-tasks/Configuration_file_history.adoc @ 163aef47c`,
        `${WILDFLY_DOCS}/Application_deployment.adoc "Deployment Scanner Modes" @ 1f652fe2c`,
        'jboss-dockerfiles/wildfly Dockerfile @ 25c932e',
      ],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PAYARA = 'payara/Payara appserver/extras/docker-images'

/** Payara Micro is one jar, which unpacks itself into the temporary directory. */
export const payaraMicro = defineImage({
  names: ['payara/micro'],
  runtime: true,
  user: 'payara',
  accounts: { payara: '1000:1000' },
  writes: [
    jvmTemp(
      [
        `${PAYARA}/micro/src/main/docker/Dockerfile @ 7e1dd6a91`,
        'payara/Payara appserver/extras/payara-micro/payara-micro-core/src/main/java/fish/payara/micro/impl/RuntimeDirectory.java lines 98-100 @ 7e1dd6a91',
      ],
      'the server, which unpacks itself there',
    ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** The full server keeps its domain, configuration and caches beside its programs. */
export const payaraServer = defineImage({
  names: ['payara/server-full', 'payara/server-web'],
  runtime: true,
  user: 'payara',
  accounts: { payara: '1000:1000' },
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes commands into /opt/payara/config, and its domain lies beside its programs',
      instead: 'use payara/micro',
      evidence: [
        `${PAYARA}/server-full/src/main/docker/bin/init_1_generate_deploy_commands.sh @ 7e1dd6a91`,
        `${PAYARA}/server-full/src/main/docker/Dockerfile @ 7e1dd6a91`,
      ],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const UNIT = 'nginx/unit pkg/docker/Dockerfile.minimal @ ad736f9f4'
const UNIT_STATE = [UNIT, 'nginx/unit pkg/docker/docker-entrypoint.sh @ ad736f9f4']

/** Unit keeps what its control socket was told; its entrypoint tells it what lies in /docker-entrypoint.d where it knows nothing yet. */
export const unit = defineImage({
  names: ['unit', 'nginx/unit'],
  runtime: true,
  accounts: { unit: '999:999' },
  writes: [
    {
      path: '/var/lib/unit',
      kind: 'data',
      what: 'configuration and certificates that the control socket was given',
      when: { not: { mounted: '/docker-entrypoint.d' } },
      evidence: UNIT_STATE,
    },
    {
      // A volume would keep the first configuration: the entrypoint applies it to an empty directory only.
      path: '/var/lib/unit',
      kind: 'config',
      what: 'configuration applied from /docker-entrypoint.d',
      when: { mounted: '/docker-entrypoint.d' },
      evidence: UNIT_STATE,
    },
    { path: '/run', kind: 'runtime', what: 'control socket and pid file', evidence: [UNIT] },
    { path: '/var/tmp', kind: 'scratch', what: 'request bodies', evidence: [UNIT] },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of the application', evidence: [UNIT] },
  ],
  ships: [{ path: '/var/log', what: 'the link of the log to standard error', evidence: [UNIT] }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** nginx in front of uWSGI, configured anew at each start. */
export const uwsgiNginx = defineImage({
  names: ['tiangolo/uwsgi-nginx', 'tiangolo/uwsgi-nginx-flask'],
  runtime: true,
  accounts: { nginx: '102:102' },
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders /etc/nginx/nginx.conf and /etc/nginx/conf.d',
      instead: 'build on python with gunicorn',
      evidence: [
        'tiangolo/uwsgi-nginx-docker docker-images/entrypoint.sh @ afe929aba',
        'tiangolo/uwsgi-nginx-flask-docker docker-images/entrypoint.sh @ 282392a26',
      ],
    },
  ],
  gainsPrivileges: 'none',
})

export const frankenphp = defineImage({
  names: ['dunglas/frankenphp'],
  runtime: true,
  gainsPrivileges: 'the file capability NET_BIND_SERVICE of frankenphp',
  healthcheck: true,
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] },
  writes: [
    { path: '/data', kind: 'data', what: 'certificates of Caddy', evidence: ['dunglas/symfony-docker compose.yaml (caddy_data:/data)'] },
    {
      path: '/config',
      kind: 'data',
      what: 'configuration of Caddy',
      evidence: ['dunglas/symfony-docker compose.yaml (caddy_config:/config)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'PHP uploads and sessions',
      evidence: ['docker-library/docs wordpress/content.md "Static image" @ c4a9ba414'],
    },
  ],
})
