import { APACHE_CAPABILITIES, APACHE_LOG_LINKS, APACHE_VARIANT, apacheRun, jvmTemp, phpTemp, temporary, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** pgAdmin writes a configuration file next to its program unless another file is named. */
export const pgadmin = defineImage({
  names: ['dpage/pgadmin4', 'elestio/pgadmin'],
  user: '5050:0',
  accounts: { pgadmin: '5050:0' },
  volumes: ['/var/lib/pgadmin'],
  writes: [
    {
      path: '/var/lib/pgadmin',
      kind: 'data',
      what: 'servers, users and saved queries',
      evidence: ['https://github.com/pgadmin-org/pgadmin4/issues/7330'],
    },
    { path: '/tmp', kind: 'scratch', what: 'workers of gunicorn', evidence: ['https://github.com/alephdata/aleph/issues/2425'] },
  ],
  settings: [
    {
      environment: { name: 'PGADMIN_DISABLE_POSTFIX', value: '1' },
      why: 'the mail server writes to /var/spool/postfix',
      evidence: ['https://www.pgadmin.org/docs/pgadmin4/latest/container_deployment.html (PGADMIN_DISABLE_POSTFIX)'],
    },
  ],
  obstacles: [
    {
      when: { env: { PGADMIN_CUSTOM_CONFIG_DISTRO_FILE: 'unset' }, not: { mounted: '/pgadmin4/config_distro.py' } },
      at: '/pgadmin4/config_distro.py',
      effect: 'fails',
      why: 'its entrypoint writes /pgadmin4/config_distro.py, next to the program',
      instead: 'set PGADMIN_CUSTOM_CONFIG_DISTRO_FILE to a file in a volume',
      evidence: ['https://github.com/pgadmin-org/pgadmin4/issues/7330', 'https://github.com/pgadmin-org/pgadmin4/issues/10218'],
    },
  ],
  healthcheck: false,
})

/** phpMyAdmin writes a secret beside its shipped configuration, and every page fails without it. */
export const phpmyadmin = defineImage({
  names: ['phpmyadmin', 'phpmyadmin/phpmyadmin'],
  accounts: WWW_DATA,
  writes: [
    {
      path: '/sessions',
      from: [{ env: 'SESSION_SAVE_PATH' }],
      kind: 'runtime',
      what: 'PHP sessions',
      worldWritable: true,
      evidence: ['phpmyadmin/docker apache/Dockerfile lines 75-83 @ 452a995'],
    },
    {
      path: '/etc/phpmyadmin',
      kind: 'config',
      what: 'config.secret.inc.php, written at the first start',
      when: { not: { mounted: '/etc/phpmyadmin/config.secret.inc.php' } },
      ships: 'config.inc.php',
      without: { effect: 'degrades', what: 'every page is a PHP error while the container stays up' },
      evidence: ['phpmyadmin/docker apache/docker-entrypoint.sh and config.inc.php @ 452a995'],
    },
    {
      path: '/var/www/html/tmp',
      kind: 'cache',
      what: 'compiled templates',
      worldWritable: true,
      without: { effect: 'degrades', what: 'the template cache is off' },
      evidence: ['phpmyadmin/docker apache/Dockerfile lines 139-149 @ 452a995'],
    },
    apacheRun(APACHE_VARIANT),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  obstacles: [
    {
      when: { env: { APACHE_PORT: 'set' } },
      at: '/etc/apache2',
      effect: 'fails',
      why: 'APACHE_PORT makes the entrypoint edit /etc/apache2/ports.conf',
      instead: 'publish the port with `ports:`',
      evidence: ['phpmyadmin/docker apache/docker-entrypoint.sh @ 452a995'],
    },
    {
      when: { env: { HIDE_PHP_VERSION: 'set' } },
      effect: 'degrades',
      why: 'HIDE_PHP_VERSION has no effect, because it writes into the PHP configuration',
      evidence: ['phpmyadmin/docker apache/docker-entrypoint.sh @ 452a995'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [...APACHE_CAPABILITIES],
  healthcheck: false,
})

/** Adminer keeps its sessions in /tmp; design and plug-ins from the environment are written into the web root. */
export const adminer = defineImage({
  names: ['adminer'],
  user: 'adminer',
  accounts: { adminer: '100:101' },
  writes: [
    {
      path: '/tmp',
      kind: 'runtime',
      what: 'PHP sessions',
      without: { effect: 'degrades', what: 'the page loads and the login does not stick' },
      evidence: ['TimWolla/docker-adminer 5/Dockerfile @ 7088bf0'],
    },
  ],
  obstacles: [
    {
      when: { any: [{ env: { ADMINER_DESIGN: 'set' } }, { env: { ADMINER_PLUGINS: 'set' } }] },
      at: '/var/www/html',
      effect: 'fails',
      why: 'ADMINER_DESIGN and ADMINER_PLUGINS make the entrypoint write into /var/www/html',
      instead: 'mount the files into /var/www/html/plugins-enabled',
      evidence: ['TimWolla/docker-adminer 5/entrypoint.sh @ 7088bf0'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const mongoExpress = defineImage({
  names: ['mongo-express'],
  // mongo-express/mongo-express-docker 1.0/20-alpine3.19 @ 0752343: waits for the database and starts node.
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const redisCommander = defineImage({
  names: ['rediscommander/redis-commander', 'ghcr.io/joeferner/redis-commander'],
  user: 'redis',
  writes: [],
  obstacles: [
    {
      when: { env: { REDIS_HOSTS: 'set' } },
      effect: 'fails',
      why: 'REDIS_HOSTS is turned into a file next to the program',
      instead: 'use REDIS_HOST and REDIS_PORT, or mount the configuration file',
      evidence: ['joeferner/redis-commander docker/entrypoint.sh @ 0c0ef13f6'],
    },
  ],
  healthcheck: true,
})

export const redisInsight = defineImage({
  names: ['redis/redisinsight'],
  user: '1000:1000',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'RI_APP_FOLDER_ABSOLUTE_PATH' }],
      kind: 'data',
      what: 'connections and its logs',
      evidence: ['https://redis.io/docs/latest/operate/redisinsight/install/install-on-docker/ (/data, user 1000)'],
    },
    temporary('https://nodejs.org/api/os.html#ostmpdir'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CLOUDBEAVER = 'dbeaver/cloudbeaver deploy/docker/cloudbeaver-ce/docker-compose.yml and deploy/scripts/run-server.sh @ 0126b204c'
export const cloudbeaver = defineImage({
  names: ['dbeaver/cloudbeaver', 'dbeaver/cloudbeaver-ee'],
  inferred: true,
  writes: [
    { path: '/opt/cloudbeaver/workspace', kind: 'data', what: 'connections, users and settings', evidence: [CLOUDBEAVER] },
    { path: '/opt/cloudbeaver/logs', kind: 'log', what: 'logs', absent: true, evidence: [CLOUDBEAVER] },
    jvmTemp([CLOUDBEAVER]),
  ],
  healthcheck: false,
})

const DBGATE = ['dbgate/dbgate docker/Dockerfile and docker/entrypoint.sh @ ecf82e662']
export const dbgate = defineImage({
  names: ['dbgate/dbgate'],
  volumes: ['/root/.dbgate'],
  inferred: true,
  writes: [
    {
      path: '/root/.dbgate',
      from: [{ env: 'WORKSPACE_DIR' }],
      kind: 'data',
      what: 'connections and queries',
      when: { user: 'root' },
      evidence: DBGATE,
    },
    temporary('dbgate/dbgate docker/Dockerfile (Node.js) @ ecf82e662'),
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'it cannot add the name dockerhost to /etc/hosts',
      instead: 'use `extra_hosts: ["dockerhost:host-gateway"]`',
      evidence: DBGATE,
    },
  ],
  healthcheck: false,
})

export const pgweb = defineImage({
  // sosedoff/pgweb Dockerfile @ 34cc2b831: one program that starts as pgweb.
  names: ['sosedoff/pgweb', 'ghcr.io/sosedoff/pgweb'],
  user: '1000:1000',
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
