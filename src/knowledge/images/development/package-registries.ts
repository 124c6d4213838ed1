import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const nexus = defineImage({
  names: ['sonatype/nexus3'],
  user: '200:200',
  accounts: { nexus: '200:200' },
  volumes: ['/nexus-data'],
  inferred: true,
  writes: [
    {
      path: '/nexus-data',
      kind: 'data',
      what: 'repositories, configuration and logs',
      evidence: ['sonatype/docker-nexus3 Dockerfile.java21 @ 7b38e1c8a'],
    },
    jvmTemp(['sonatype/docker-nexus3 Dockerfile.java21 @ 7b38e1c8a']),
  ],
  capabilities: [{ needs: [] }],
})

const VERDACCIO = ['verdaccio/verdaccio Dockerfile @ 00b57662']
export const verdaccio = defineImage({
  names: ['verdaccio/verdaccio'],
  user: '10001',
  volumes: ['/verdaccio/storage'],
  inferred: true,
  writes: [
    { path: '/verdaccio/storage', kind: 'data', what: 'packages, and users where the configuration keeps them there', evidence: VERDACCIO },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://nodejs.org/api/os.html#ostmpdir'] },
  ],
  configuration: ['/verdaccio/conf'],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PYPI = ['pypiserver/pypiserver Dockerfile and docker/entrypoint.sh @ d87ef03f9']
export const pypiServer = defineImage({
  names: ['pypiserver/pypiserver'],
  accounts: { pypiserver: '9898:9898' },
  dropsTo: 'pypiserver',
  volumes: ['/data/packages'],
  inferred: true,
  writes: [
    { path: '/data/packages', kind: 'data', what: 'packages', owner: 'pypiserver', chowned: true, evidence: PYPI },
    temporary('pypiserver/pypiserver Dockerfile (Python) @ d87ef03f9'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
