import { APACHE_LOG_LINKS, apacheRun, phpTemp, refused } from '../parts.ts'
import { defineImage } from '../record.ts'

export const testOpenldap = refused(
  {
    names: ['rroemhild/test-openldap', 'ghcr.io/rroemhild/docker-test-openldap'],
    volumes: ['/etc/ldap/slapd.d', '/etc/ldap/ssl', '/var/lib/ldap', '/run/slapd'],
    healthcheck: true,
  },
  { '/var/lib/ldap': 'the directory, which it makes anew at every start', '/etc/ldap/slapd.d': 'its configuration' },
  {
    effect: 'fails',
    why: 'its start scripts configure the package of slapd anew and edit the entries that they load, in the image',
    evidence: ['rroemhild/docker-test-openldap Dockerfile and rootfs/etc/cont-init.d @ 07f302d'],
  },
)

/** Made to run read-only: all that changes is behind links into /data and /tmp, which are VOLUMEs with /run. */
const FREEIPA = ['freeipa/freeipa-container README (--read-only) and Dockerfile.fedora-43 @ a6c83e3']
export const freeipa = defineImage({
  names: ['freeipa/freeipa-server', 'quay.io/freeipa/freeipa-server'],
  volumes: ['/tmp', '/run', '/data'],
  writes: [
    { path: '/data', kind: 'data', what: 'configuration, directory, keys and logs', evidence: FREEIPA },
    { path: '/run', kind: 'runtime', what: 'state of systemd and of the services', evidence: FREEIPA },
    { path: '/tmp', kind: 'runtime', what: 'temporary files and caches of the services', evidence: FREEIPA },
  ],
  healthcheck: false,
})

const DVWA = ['digininja/DVWA Dockerfile, dvwa/includes/dvwaPage.inc.php (setup checks) and dvwa/includes/DBMS/MySQL.php @ 33e364c']
export const dvwa = defineImage({
  names: ['ghcr.io/digininja/dvwa'],
  accounts: { 'www-data': '33:33' },
  inferred: true,
  writes: [
    {
      path: '/var/www/html/hackable/uploads',
      kind: 'data',
      what: 'files that exercises upload',
      owner: 'www-data',
      ships: 'a picture',
      hidesNothingNeeded: true,
      without: { effect: 'degrades', what: 'the exercise of uploads does not work' },
      evidence: DVWA,
    },
    apacheRun(),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  obstacles: [{ effect: 'degrades', why: 'the copy of its settings that an exercise looks for is not made', evidence: DVWA }],
  healthcheck: false,
})

export const webDvwa = refused(
  { names: ['vulnerables/web-dvwa'] },
  { '/var/lib/mysql': 'the database of the exercises' },
  {
    effect: 'fails',
    why: 'its start script writes the settings of MySQL in /etc and of the exercises among their pages, and starts services of the system',
    instead: 'keep such laboratories off any network that matters',
    evidence: ['opsxcq/docker-vulnerable-dvwa main.sh @ 35c1e50e2'],
  },
)

export const webgoat = refused(
  { names: ['webgoat/webgoat', 'webgoat/goatandwolf'], user: 'webgoat', healthcheck: true },
  {},
  {
    effect: 'fails',
    why: 'it keeps its database in a directory named for its version, in /home/webgoat beside the program',
    instead: 'keep such laboratories off any network that matters',
    evidence: ['WebGoat/WebGoat Dockerfile (user.home) and src/main/resources/application-webgoat.properties @ 7517acca9'],
  },
)

export const redoc = defineImage({
  names: ['redocly/redoc'],
  extends: 'nginx',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script edits index.html among its pages and nginx.conf, and stops where it cannot',
      instead: 'serve a page of your own with the bundle of Redoc from a plain nginx',
      evidence: ['Redocly/redoc config/docker/Dockerfile and config/docker/docker-run.sh @ 1f67fe5a'],
    },
  ],
})

export const collaboraCode = refused(
  { names: ['collabora/code'] },
  {},
  {
    effect: 'fails',
    why: 'its start script writes keys and settings into /etc/coolwsd and into the template of its jails, and makes the jails in /opt/cool',
    evidence: ['CollaboraOnline/online docker/from-packages/scripts/start-collabora-online.sh @ 07d76bf70'],
  },
)

export const cryptpad = refused(
  {
    names: ['cryptpad/cryptpad'],
    user: '4001:4001',
    accounts: { cryptpad: '4001:4001' },
    volumes: ['/cryptpad/blob', '/cryptpad/block', '/cryptpad/customize', '/cryptpad/data', '/cryptpad/datastore'],
    healthcheck: true,
  },
  {
    '/cryptpad/blob': 'files',
    '/cryptpad/block': 'login blocks',
    '/cryptpad/customize': 'changes of its pages',
    '/cryptpad/data': 'logs, pins and tasks',
    '/cryptpad/datastore': 'documents',
  },
  {
    effect: 'fails',
    why: 'its entrypoint builds pages at every start, into www beside the program, and stops where it cannot',
    evidence: ['cryptpad/cryptpad Dockerfile, docker-entrypoint.sh and scripts/build.js @ 9004ad2dd'],
  },
)
