import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

export const penpotFrontend = defineImage({
  names: ['penpotapp/frontend'],
  user: '1001',
  writes: [],
  ships: [
    {
      path: '/tmp',
      what: 'templates of its nginx configuration',
      evidence: ['penpot/penpot docker/images/Dockerfile.frontend @ 02fef9184'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders nginx.conf and /var/www/app/js/config.js from templates that it keeps in /tmp',
      evidence: ['penpot/penpot docker/images/Dockerfile.frontend and files/nginx-entrypoint.sh @ 02fef9184'],
    },
  ],
})

export const penpotBackend = defineImage({
  names: ['penpotapp/backend'],
  user: '1001:1001',
  inferred: true,
  writes: [
    {
      path: '/opt/data/assets',
      kind: 'data',
      what: 'uploaded images',
      evidence: ['penpot/penpot docker/images/Dockerfile.backend @ 0049c8b67'],
    },
    jvmTemp(['penpot/penpot docker/images/Dockerfile.backend @ 0049c8b67']),
  ],
})

/** Converts documents with Chromium and LibreOffice, which want a home. */
export const gotenberg = defineImage({
  names: ['gotenberg/gotenberg', 'ghcr.io/gotenberg/gotenberg', 'thecodingmachine/gotenberg'],
  user: '1001:1001',
  accounts: { gotenberg: '1001:1001' },
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'documents in progress and browser profiles',
      evidence: ['gotenberg/gotenberg build/Dockerfile @ 00c6ed038'],
    },
    {
      path: '/home/gotenberg',
      kind: 'cache',
      what: 'profiles and font caches',
      evidence: ['gotenberg/gotenberg build/Dockerfile @ 00c6ed038'],
    },
  ],
  capabilities: [{ needs: [] }],
})

export const tika = defineImage({
  names: ['apache/tika', 'ghcr.io/paperless-ngx/tika'],
  user: [{ when: { tag: { atLeast: '2' } }, use: '35002:35002' }, { use: 'root' }],
  inferred: true,
  writes: [jvmTemp(['apache/tika-docker full/Dockerfile @ 02ea0148b'], 'documents in progress, OCR and native libraries of the JVM')],
  capabilities: [{ needs: [] }],
})

/** NetBox runs NGINX Unit, whose state and sockets lie in one directory. */
export const netbox = defineImage({
  names: ['netboxcommunity/netbox', 'ghcr.io/netbox-community/netbox', 'quay.io/netboxcommunity/netbox'],
  inferred: true,
  writes: [
    {
      path: '/opt/unit',
      kind: 'runtime',
      what: 'sockets and state of NGINX Unit',
      ships: 'the directories state and tmp, which Unit expects',
      when: { not: { command: { matches: 'rqworker|housekeeping' } } },
      evidence: ['netbox-community/netbox-docker docker/launch-netbox.sh and Dockerfile @ 27bf52c'],
    },
    {
      path: '/opt/netbox/netbox/media',
      kind: 'data',
      what: 'uploads',
      evidence: ['netbox-community/netbox-docker docker-compose.yml @ 27bf52c'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Python',
      evidence: ['https://github.com/alephdata/aleph/issues/2425'],
    },
  ],
})

export const defectDojo = defineImage({
  names: ['defectdojo/defectdojo-django'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/app/media',
      from: [{ env: 'DD_MEDIA_ROOT' }],
      kind: 'data',
      what: 'uploads',
      when: { mounted: '/app/media' },
      evidence: ['DefectDojo/django-DefectDojo docker-compose.yml @ 7cfa159a6'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Python',
      evidence: ['https://github.com/alephdata/aleph/issues/2425'],
    },
  ],
  obstacles: [
    {
      when: { mounted: '/app/docker/extra_settings' },
      at: '/app/dojo/settings',
      effect: 'fails',
      why: 'files in /app/docker/extra_settings are copied next to the program at start',
      instead: 'mount them into /app/dojo/settings',
      evidence: ['DefectDojo/django-DefectDojo docker/entrypoint-uwsgi.sh @ 7cfa159a6'],
    },
  ],
})

export const zammad = defineImage({
  names: ['ghcr.io/zammad/zammad', 'zammad/zammad-docker-compose', 'zammad/zammad'],
  user: '1000:1000',
  accounts: { zammad: '1000:1000' },
  inferred: true,
  writes: [
    {
      path: '/opt/zammad/tmp',
      kind: 'scratch',
      what: 'pid files, sockets and caches of Rails',
      evidence: ['https://github.com/zammad/zammad-docker-compose/issues/617'],
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: ['https://github.com/zammad/zammad-docker-compose/issues/617'] },
  ],
  obstacles: [
    {
      when: { command: { matches: 'zammad-nginx' } },
      effect: 'fails',
      why: 'this role renders the configuration of nginx into /etc/nginx',
      evidence: ['https://github.com/zammad/zammad-docker-compose/issues/617'],
    },
  ],
})

/** Laravel and its server render configuration and caches inside the application. */
export const coolify = defineImage({
  names: ['coollabsio/coolify', 'ghcr.io/coollabsio/coolify'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it writes into its own storage and bootstrap directories, and s6 renders /etc/nginx',
      evidence: ['coollabsio/coolify docker/production/Dockerfile @ 379abb25'],
    },
  ],
})

export const appwrite = defineImage({
  names: ['appwrite/appwrite', 'ghcr.io/appwrite/appwrite'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'uploads and temporary files of PHP',
      evidence: ['https://appwrite.io/docs/advanced/self-hosting (storage in volumes below /storage)'],
    },
  ],
})

export const windmill = defineImage({
  names: ['ghcr.io/windmill-labs/windmill', 'ghcr.io/windmill-labs/windmill-ee'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'jobs, which it executes there',
      exec: true,
      evidence: ['windmill-labs/windmill docker-compose.yml (volumes below /tmp/windmill)'],
    },
  ],
})

export const n8nRunners = defineImage({
  names: ['n8nio/runners', 'ghcr.io/n8n-io/runners'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the tasks',
      evidence: ['n8n-io/n8n docker/images/runners/Dockerfile'],
    },
  ],
})

export const forgejoRunner = defineImage({
  names: ['code.forgejo.org/forgejo/runner', 'data.forgejo.org/forgejo/runner'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'its registration and caches',
      evidence: ['https://forgejo.org/docs/latest/admin/actions/runner-installation/ (working directory /data)'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files',
      evidence: ['https://forgejo.org/docs/latest/admin/actions/runner-installation/'],
    },
  ],
})

export const perconaXtradbCluster = defineImage({
  names: ['percona/percona-xtradb-cluster', 'perconalab/percona-xtradb-cluster'],
  user: '1001:1001',
  volumes: ['/var/lib/mysql', '/var/log/mysql'],
  writes: [
    {
      path: '/var/lib/mysql',
      kind: 'data',
      what: 'the database',
      evidence: ['percona/percona-docker percona-xtradb-cluster-8.4/Dockerfile @ 5c654083'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint edits /etc/mysql/node.cnf at every start',
      evidence: ['percona/percona-docker percona-xtradb-cluster-8.4/dockerdir/entrypoint.sh line 10 @ 5c654083'],
    },
  ],
})

/** Rocket.Chat's home is /tmp. */
export const rocketChat = defineImage({
  names: ['rocket.chat', 'rocketchat/rocket.chat', 'registry.rocket.chat/rocketchat/rocket.chat'],
  user: 'rocketchat',
  volumes: ['/app/uploads'],
  inferred: true,
  writes: [
    { path: '/app/uploads', kind: 'data', what: 'uploads', evidence: ['RocketChat/Docker.Official.Image 8.1/Dockerfile @ 30094c990'] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'its home directory',
      evidence: ['RocketChat/Docker.Official.Image 8.1/Dockerfile (HOME=/tmp) @ 30094c990'],
    },
  ],
})

/** Java programs that keep nothing. */
export const javaTools = defineImage({
  names: [
    'openzipkin/zipkin',
    'ghcr.io/openzipkin/zipkin',
    'provectuslabs/kafka-ui',
    'ghcr.io/kafbat/kafka-ui',
    'wiremock/wiremock',
    'flyway/flyway',
    'redgate/flyway',
    'liquibase/liquibase',
    'liquibase',
  ],
  inferred: true,
  writes: [jvmTemp(['https://github.com/xerial/snappy-java/issues/240', 'https://github.com/netty/netty-tcnative/issues/264'])],
})
export const kafdrop = defineImage({
  names: ['obsidiandynamics/kafdrop'],
  inferred: true,
  writes: [jvmTemp(['obsidiandynamics/kafdrop src/main/docker/Dockerfile @ dd68ef732'])],
  obstacles: [
    {
      when: { any: [{ env: { KAFKA_PROPERTIES: 'set' } }, { env: { KAFKA_TRUSTSTORE: 'set' } }, { env: { KAFKA_KEYSTORE: 'set' } }] },
      effect: 'fails',
      why: 'KAFKA_PROPERTIES, KAFKA_TRUSTSTORE and KAFKA_KEYSTORE are turned into files in the root directory',
      instead: 'mount the files and name them with KAFKA_PROPERTIES_FILE and its like',
      evidence: ['obsidiandynamics/kafdrop src/main/docker/kafdrop.sh @ dd68ef732'],
    },
  ],
})
