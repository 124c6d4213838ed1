import { defineImage } from '../../record.ts'

/** Its start script puts plug-ins and secrets into the one file of settings, beside the program. */
const CKAN = ['ckan/ckan-docker-base ckan-2.11/Dockerfile, setup/start_ckan.sh and setup/prerun.py (update_plugins) @ cc0887e']
export const ckan = defineImage({
  names: ['ckan/ckan-base', 'ckan/ckan-dev'],
  user: 'ckan',
  accounts: { ckan: '503:502' },
  inferred: true,
  writes: [
    { path: '/var/lib/ckan', from: [{ env: 'CKAN_STORAGE_PATH' }], kind: 'data', what: 'uploads', evidence: CKAN },
    { path: '/tmp', kind: 'scratch', what: 'the socket of uWSGI, temporary files of Python', evidence: CKAN },
  ],
  obstacles: [
    {
      when: { any: [{ command: { matches: '^$' } }, { command: { matches: 'start_ckan' } }] },
      effect: 'fails',
      why: 'its start script writes plug-ins and secrets into /srv/app/ckan.ini, beside the program',
      evidence: CKAN,
    },
  ],
  healthcheck: false,
})

const CKAN_SOLR = 'ckan/ckan-solr solr-9/Dockerfile and solr-8/Dockerfile (FROM solr, solr-precreate) @ 235381b'
export const ckanSolr = defineImage({
  // No extension of `solr`: its tags count versions of CKAN.
  names: ['ckan/ckan-solr'],
  user: '8983:8983',
  accounts: { solr: '8983:8983' },
  volumes: ['/var/solr'],
  writes: [
    {
      path: '/var/solr',
      kind: 'data',
      what: 'the index, logs and pid file',
      evidence: [CKAN_SOLR, 'apache/solr-docker 9.9/Dockerfile @ 884b2e6'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Jetty and the JVM',
      evidence: ['apache/solr solr/bin/solr (-Djava.io.tmpdir, jetty.tmpdir default)'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
