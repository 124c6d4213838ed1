import { defineImage } from '../record.ts'

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

/** Varnish compiles its configuration to a library and loads it: the textbook case of an executable tmpfs. */
export const varnish = defineImage({
  names: ['varnish'],
  user: 'varnish',
  writes: [
    {
      path: '/var/lib/varnish/varnishd',
      kind: 'runtime',
      what: 'VCL compiled to a shared object',
      exec: true,
      evidence: ['docker-library/docs varnish/content.md @ c4a9ba414'],
    },
  ],
  healthcheck: false,
})
