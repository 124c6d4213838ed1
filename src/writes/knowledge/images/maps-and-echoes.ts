import { temporary } from '../parts.ts'
import { defineImage } from '../record.ts'

export const svix = defineImage({
  names: ['svix/svix-server'],
  user: '1001',
  inferred: true,
  writes: [temporary('svix/svix-webhooks server/Dockerfile @ 4fc0cfb8b')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const PARSE = ['parse-community/parse-server Dockerfile @ 7ea2a2953']
export const parseServer = defineImage({
  names: ['parseplatform/parse-server'],
  user: '1000:1000',
  accounts: { node: '1000:1000' },
  volumes: ['/parse-server/cloud', '/parse-server/config'],
  inferred: true,
  writes: [
    { path: '/parse-server/logs', from: [{ env: 'PARSE_SERVER_LOGS_FOLDER' }], kind: 'log', what: 'logs', evidence: PARSE },
    {
      path: '/parse-server/files',
      kind: 'data',
      what: 'files, where they are kept on disk',
      when: { mounted: '/parse-server/files' },
      evidence: PARSE,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: PARSE },
  ],
  configuration: ['/parse-server/cloud', '/parse-server/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const GEOSERVER = ['geoserver/docker Dockerfile and startup.sh @ 9602a9e27']
export const geoServer = defineImage({
  names: ['docker.osgeo.org/geoserver'],
  writes: [
    {
      path: '/opt/geoserver_data',
      from: [{ env: 'GEOSERVER_DATA_DIR' }],
      kind: 'data',
      what: 'maps, styles and settings',
      evidence: GEOSERVER,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes settings and extensions into the directories of Tomcat',
      evidence: GEOSERVER,
    },
  ],
})

const KARTOZA = ['kartoza/docker-geoserver Dockerfile and scripts/entrypoint.sh @ 35dfd2ddf']
export const kartozaGeoServer = defineImage({
  names: ['kartoza/geoserver'],
  writes: [
    {
      path: '/opt/geoserver/data_dir',
      from: [{ env: 'GEOSERVER_DATA_DIR' }],
      kind: 'data',
      what: 'maps, styles and settings',
      evidence: KARTOZA,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint makes its user at start',
      evidence: KARTOZA,
    },
  ],
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

export const chisel = defineImage({
  // jpillora/chisel .github/Dockerfile @ 44310b656: a program in an empty image that keeps nothing.
  names: ['jpillora/chisel'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const httpbin = defineImage({
  names: ['kennethreitz/httpbin'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'files by which gunicorn watches its workers',
      evidence: [
        'postmanlabs/httpbin Dockerfile (gunicorn) @ f8ec666b4',
        'https://docs.gunicorn.org/en/stable/settings.html#worker-tmp-dir',
      ],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const echoServer = defineImage({
  // Ealenn/Echo-Server Dockerfile @ 2b735482f: a program on Node.js that keeps nothing.
  names: ['ealen/echo-server'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A log file that LOGS__FILE__PATH or the like names needs a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})
