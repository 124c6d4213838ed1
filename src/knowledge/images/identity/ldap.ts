import { refused, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const openldap = refused(
  { names: ['osixia/openldap'], dropsTo: 'openldap', healthcheck: false },
  { '/var/lib/ldap': 'the directory', '/etc/ldap/slapd.d': 'its configuration' },
  {
    effect: 'fails',
    why: 'its start script gives /etc/ldap and its own service directory to the server and writes certificates and configuration there',
    evidence: ['osixia/docker-openldap image/service/slapd/startup.sh and image/Dockerfile @ 635034a75'],
  },
)

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

const LLDAP = ['lldap/lldap docker-entrypoint.sh and .github/workflows/Dockerfile.ci.alpine-base @ 9cc54ab03']
export const lldap = defineImage({
  names: ['lldap/lldap', 'ghcr.io/lldap/lldap', 'nitnelave/lldap'],
  user: [{ when: { tag: { matches: 'rootless' } }, use: '1000:1000' }, { use: 'root' }],
  accounts: { lldap: '1000:1000' },
  dropsTo: 'lldap',
  volumes: ['/data'],
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its configuration, key and database', owner: 'lldap', chowned: true, evidence: LLDAP },
    temporary('lldap/lldap docker-entrypoint.sh (bash) @ 9cc54ab03'),
  ],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { UID: { matches: '^(?!1000$)' } } }, { env: { GID: { matches: '^(?!1000$)' } } }],
      },
      effect: 'fails',
      why: 'for another UID or GID than 1000 its entrypoint gives the programs in /app to that user',
      instead: 'use a rootless tag with `user:`',
      evidence: LLDAP,
    },
  ],
  healthcheck: true,
})

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

const LDAP_ADMIN = ['osixia/docker-phpLDAPadmin image/Dockerfile and image/service/phpldapadmin/startup.sh @ 6d1b92e88']
export const phpLdapAdmin = defineImage({
  names: ['osixia/phpldapadmin'],
  volumes: ['/var/www/phpldapadmin'],
  writes: [{ path: '/var/www/phpldapadmin', kind: 'data', what: 'the program, copied there at the first start', evidence: LDAP_ADMIN }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes its settings into /container and /etc/apache2',
      evidence: LDAP_ADMIN,
    },
  ],
  healthcheck: false,
})
