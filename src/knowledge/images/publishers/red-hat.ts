import { temporary } from '../../parts.ts'
import type { ImageRecord } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** Names of a builder image of Software Collections in the registries that carry it. */
function named(...programs: string[]): ImageRecord['names'] {
  const places = ['registry.access.redhat.com/ubi*', 'registry.redhat.io/ubi*', 'registry.redhat.io/rhel*', 'quay.io/sclorg']
  const [first = '', ...more] = programs.flatMap((program) => places.map((place) => `${place}/${program}-*`))
  return [first, ...more]
}

const BASE = 'sclorg/s2i-base-container core/Dockerfile.rhel9 @ cada84e64'

/** Node.js as uid 1001, at home in the directory of the application. */
export const sclNodejs = defineImage({
  names: named('nodejs'),
  runtime: true,
  user: '1001:0',
  accounts: { default: '1001:0' },
  writes: [
    temporary('sclorg/s2i-nodejs-container 22/Dockerfile.rhel9 @ cb79a8beb'),
    {
      path: '/opt/app-root/src/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s|s2i/run|STI_SCRIPTS_PATH' } },
      absent: true,
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [`${BASE} (HOME)`, 'sclorg/s2i-nodejs-container 22/s2i/bin/run @ cb79a8beb'],
    },
  ],
  gainsPrivileges: 'none',
})

export const sclPython = defineImage({
  names: named('python'),
  extends: 'python',
  runtime: true,
  user: '1001:0',
  accounts: { default: '1001:0' },
  // sclorg/s2i-python-container 3.12/Dockerfile.rhel9 and s2i/bin/run @ e007f85c9: nothing beside what Python writes.
  writes: [],
  gainsPrivileges: 'none',
})

export const sclRuby = defineImage({
  names: named('ruby'),
  extends: 'ruby',
  runtime: true,
  user: '1001:0',
  accounts: { default: '1001:0' },
  // sclorg/s2i-ruby-container 3.3/Dockerfile.rhel9 and s2i/bin/run @ 7196a77f3
  writes: [],
  gainsPrivileges: 'none',
})

/** Started by nothing (the image then prints its usage), by S2I's own script, or by the program. */
const S2I_RUN = { any: [{ command: { matches: '^$' } }, { command: { matches: 's2i/run|STI_SCRIPTS_PATH' } }] } as const

export const sclPerl = defineImage({
  names: named('perl'),
  runtime: true,
  user: '1001:0',
  accounts: { default: '1001:0' },
  writes: [temporary(BASE)],
  obstacles: [
    {
      when: S2I_RUN,
      effect: 'fails',
      why: 'its run script renders the configuration of Apache in /opt/app-root/etc',
      evidence: ['sclorg/s2i-perl-container 5.32/s2i/bin/run @ d067b1b25'],
    },
  ],
  gainsPrivileges: 'none',
})

/** PHP with Apache: everything but plain `php` goes through a script that renders the settings of both. */
export const sclPhp = defineImage({
  names: named('php'),
  runtime: true,
  user: '1001:0',
  accounts: { default: '1001:0' },
  writes: [temporary('sclorg/s2i-php-container 8.2/s2i/bin/run (SESSION_PATH) @ 0b9549b2f')],
  obstacles: [
    {
      when: { not: { command: { matches: '(^|[\\s;&|"\'/])php\\s' } } },
      effect: 'fails',
      why: 'its run script renders /etc/php.ini and changes the configuration of Apache',
      evidence: ['sclorg/s2i-php-container 8.2/s2i/bin/run and root/usr/libexec/container-setup @ 0b9549b2f'],
    },
  ],
  gainsPrivileges: 'none',
})

export const sclHttpd = defineImage({
  names: named('httpd'),
  user: '1001:0',
  accounts: { default: '1001:0' },
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its run script edits /etc/httpd and writes a certificate and accounts',
      instead: 'use the official httpd image',
      evidence: ['sclorg/httpd-container 2.4/root/usr/bin/run-httpd and common.sh @ 5dd8f956c'],
    },
  ],
  gainsPrivileges: 'none',
})

const NGINX = 'sclorg/nginx-container 1.24/Dockerfile.rhel9 @ a36fc022a'

/** nginx as uid 1001; started as its documentation says (`nginx -g "daemon off;"`), it writes only where it may. */
export const sclNginx = defineImage({
  names: named('nginx'),
  user: '1001:0',
  accounts: { default: '1001:0' },
  inferred: true,
  writes: [
    { path: '/run', kind: 'runtime', what: 'nginx.pid', evidence: [NGINX] },
    {
      path: '/var/lib/nginx/tmp',
      kind: 'cache',
      what: 'request bodies and proxy buffers',
      mustExist: true,
      evidence: [NGINX],
    },
    { path: '/var/log/nginx', kind: 'log', what: 'logs', evidence: [NGINX] },
  ],
  configuration: ['/etc/nginx'],
  obstacles: [
    {
      when: S2I_RUN,
      effect: 'fails',
      why: 'its run script writes accounts into /opt/app-root/etc, beside the configuration',
      instead: 'start it with `nginx -g "daemon off;"`',
      evidence: ['sclorg/nginx-container 1.24/s2i/bin/run and root/opt/app-root/etc/generate_container_user @ a36fc022a'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const redHatOpenjdk = defineImage({
  names: ['registry.access.redhat.com/ubi*/openjdk-*', 'registry.redhat.io/ubi*/openjdk-*'],
  extends: 'eclipse-temurin',
  runtime: true,
  user: '185',
  accounts: { default: '185:0', jboss: '185:0' },
  // jboss-container-images/openjdk modules/user/module.yaml and modules/run/artifacts/opt/jboss/container/java/run/run-java.sh @ d708f1b56
  writes: [],
  gainsPrivileges: 'none',
})
