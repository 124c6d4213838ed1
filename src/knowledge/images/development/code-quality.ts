import { defineImage } from '../../record.ts'

const SONARQUBE = 'SonarSource/docker-sonarqube community-build/Dockerfile line 66 @ df5a6ae'
const SONARQUBE_EXAMPLE = 'SonarSource/docker-sonarqube example-compose-files/sq-with-postgres/docker-compose.yml @ df5a6ae'

/** SonarQube: its vendor's own examples run it read-only. */
export const sonarqube = defineImage({
  names: ['sonarqube', 'mc1arke/sonarqube-with-community-branch-plugin'],
  user: '1000:0',
  accounts: { sonarqube: '1000:0' },
  volumes: ['/opt/sonarqube/data', '/opt/sonarqube/extensions', '/opt/sonarqube/logs', '/opt/sonarqube/temp'],
  writes: [
    { path: '/opt/sonarqube/data', kind: 'data', what: 'the search index', evidence: [SONARQUBE] },
    {
      path: '/opt/sonarqube/extensions',
      kind: 'data',
      what: 'plug-ins',
      when: { not: { tag: { matches: 'datacenter-search' } } },
      evidence: [SONARQUBE, SONARQUBE_EXAMPLE],
    },
    { path: '/opt/sonarqube/logs', kind: 'log', what: 'logs', evidence: [SONARQUBE, SONARQUBE_EXAMPLE] },
    {
      path: '/opt/sonarqube/temp',
      kind: 'scratch',
      what: 'temporary files of the embedded search engine, which executes them',
      exec: true,
      large: true,
      evidence: [SONARQUBE, 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/executable-jna-tmpdir'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the JVM',
      // The vendor's cluster example runs its application nodes read-only without it.
      when: { not: { tag: { matches: 'datacenter-app' } } },
      evidence: [SONARQUBE_EXAMPLE],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
