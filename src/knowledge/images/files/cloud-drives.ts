import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const OWNCLOUD = ['owncloud-docker/base v24.04/Dockerfile.multiarch and overlay/etc/entrypoint.d @ 30a86dc97']
export const ownCloudServer = defineImage({
  names: ['owncloud/server'],
  accounts: { 'www-data': '33:33' },
  volumes: ['/mnt/data'],
  writes: [
    {
      path: '/mnt/data',
      kind: 'data',
      what: 'files, settings, apps and sessions',
      evidence: [...OWNCLOUD, 'owncloud-docker/server v24.04/Dockerfile.multiarch @ 60e75e5f0'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint writes /etc/environment and the configuration of Apache and PHP',
      evidence: OWNCLOUD,
    },
  ],
})

const OCIS = 'owncloud/ocis ocis/docker/Dockerfile.linux.amd64 @ 071e1a810'
export const ocis = defineImage({
  names: ['owncloud/ocis'],
  user: '1000:1000',
  accounts: { 'ocis-user': '1000:1000' },
  volumes: ['/var/lib/ocis', '/etc/ocis'],
  inferred: true,
  writes: [
    { path: '/var/lib/ocis', kind: 'data', what: 'files, users and search index', evidence: [OCIS] },
    { path: '/etc/ocis', kind: 'data', what: 'settings and secrets that `ocis init` makes', evidence: [OCIS] },
    temporary(OCIS),
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const SEAFILE = ['haiwen/seafile-docker image/seafile_13.0/Dockerfile and scripts/scripts_13.0/create_data_links.sh @ 7ab3682fb']
export const seafile = defineImage({
  names: ['seafileltd/seafile-mc', 'seafileltd/seafile-pro-mc', 'seafileltd/seafile'],
  writes: [{ path: '/shared', kind: 'data', what: 'libraries, settings and logs', evidence: SEAFILE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it puts links to its data next to its programs in /opt/seafile',
      evidence: SEAFILE,
    },
  ],
})

const CLOUDREVE = ['cloudreve/cloudreve Dockerfile, .build/entrypoint.sh and .build/aria2.supervisor.conf @ 0bb0ab833']
export const cloudreve = defineImage({
  names: ['cloudreve/cloudreve'],
  volumes: ['/cloudreve/data'],
  inferred: true,
  writes: [
    { path: '/cloudreve/data', kind: 'data', what: 'files, its settings and database', evidence: CLOUDREVE },
    { path: '/tmp', kind: 'scratch', what: 'previews in work and logs of aria2', evidence: CLOUDREVE },
  ],
  obstacles: [
    {
      at: '/cloudreve',
      effect: 'degrades',
      why: 'the supervisor of aria2 keeps its log and pid file next to the program, so that downloads by aria2 are not there',
      instead: 'run aria2 as a service of its own',
      evidence: CLOUDREVE,
    },
  ],
  healthcheck: false,
})
