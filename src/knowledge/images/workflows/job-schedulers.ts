import { jvmTemp, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const airflow = defineImage({
  names: ['apache/airflow'],
  user: '50000:0',
  accounts: { airflow: '50000:0' },
  inferred: true,
  writes: [
    {
      path: '/opt/airflow/logs',
      kind: 'data',
      what: 'logs of the tasks',
      evidence: ['https://github.com/helm/charts/issues/22938'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['https://github.com/apache/airflow/issues/19206'] },
  ],
  obstacles: [
    {
      when: { not: { mounted: '/opt/airflow/airflow.cfg' } },
      at: '/opt/airflow',
      effect: 'fails',
      why: 'it writes airflow.cfg into /opt/airflow at start',
      instead: 'mount an airflow.cfg and a webserver_config.py of your own',
      evidence: [
        'https://github.com/wellcometrust/reach/issues/281',
        'https://www.astronomer.io/docs/astro-private-cloud/v-1-x/read-only-root-filesystem.md',
      ],
    },
    {
      when: { env: { _PIP_ADDITIONAL_REQUIREMENTS: 'set' } },
      effect: 'fails',
      why: '_PIP_ADDITIONAL_REQUIREMENTS installs Python packages at start',
      instead: 'install them in a Dockerfile',
      evidence: ['https://airflow.apache.org/docs/docker-stack/entrypoint.html'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

const PUCKEL = ['puckel/docker-airflow Dockerfile and script/entrypoint.sh @ bed777970']
export const airflowPuckel = defineImage({
  names: ['puckel/docker-airflow'],
  user: '1000:1000',
  accounts: { airflow: '1000:1000' },
  writes: [{ path: '/usr/local/airflow/logs', kind: 'data', what: 'logs of the tasks', evidence: PUCKEL }],
  obstacles: [
    {
      at: '/usr/local/airflow',
      effect: 'fails',
      why: 'it writes pid files, settings and its default database into /usr/local/airflow, beside its configuration',
      evidence: PUCKEL,
    },
    {
      when: { mounted: '/requirements.txt' },
      effect: 'fails',
      why: 'its entrypoint installs the packages of /requirements.txt',
      instead: 'install them in a Dockerfile',
      evidence: PUCKEL,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const PREFECT = 'PrefectHQ/prefect Dockerfile, scripts/entrypoint.sh and src/prefect/settings/models/root.py (home) @ ce79dd3d6'
export const prefect = defineImage({
  names: ['prefecthq/prefect'],
  inferred: true,
  writes: [
    {
      path: '/root/.prefect',
      from: [{ env: 'PREFECT_HOME' }],
      kind: 'data',
      what: 'its SQLite database, profiles and results',
      absent: true,
      evidence: [PREFECT],
    },
    temporary(PREFECT),
  ],
  obstacles: [
    {
      when: { env: { EXTRA_PIP_PACKAGES: { matches: '.' } } },
      effect: 'fails',
      why: 'EXTRA_PIP_PACKAGES makes it install packages at start',
      instead: 'build an image with them',
      evidence: [PREFECT],
    },
  ],
  notes: [{ text: 'Flows that a worker runs, or code that it fetches, may write elsewhere' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const KESTRA = ['kestra-io/kestra Dockerfile and docker-compose.yml @ 58c1ca2d0']
export const kestra = defineImage({
  names: ['kestra/kestra'],
  user: 'kestra',
  inferred: true,
  writes: [
    { path: '/app/storage', kind: 'data', what: 'files of the flows, where they are kept on disk', absent: true, evidence: KESTRA },
    {
      path: '/tmp/kestra-wd',
      kind: 'data',
      what: 'files of running tasks, at the same place as on the host',
      when: { mounted: '/tmp/kestra-wd' },
      evidence: KESTRA,
    },
    jvmTemp(KESTRA, 'files of running tasks and native libraries of the JVM'),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const RUNDECK = ['rundeck/rundeck docker/official/Dockerfile and docker/official/lib/entry.sh @ 2f047102d']
export const rundeck = defineImage({
  names: ['rundeck/rundeck', 'rundeckpro/enterprise'],
  user: 'rundeck',
  volumes: ['/home/rundeck/server/data', '/home/rundeck/var/logs'],
  writes: [
    { path: '/home/rundeck/server/data', kind: 'data', what: 'its database and projects', evidence: RUNDECK },
    { path: '/home/rundeck/var/logs', kind: 'data', what: 'output of the jobs', evidence: RUNDECK },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint renders its settings next to the program',
      evidence: RUNDECK,
    },
  ],
  healthcheck: false,
})

const SEMAPHORE = ['semaphoreui/semaphore deployment/docker/server/Dockerfile and server-wrapper @ d4a271374']
export const semaphore = defineImage({
  names: ['semaphoreui/semaphore', 'ansiblesemaphore/semaphore'],
  user: '1001:0',
  inferred: true,
  writes: [
    {
      path: '/etc/semaphore',
      from: [{ env: 'SEMAPHORE_CONFIG_PATH' }],
      kind: 'data',
      what: 'its configuration with the key of its secrets',
      evidence: SEMAPHORE,
    },
    { path: '/var/lib/semaphore', from: [{ env: 'SEMAPHORE_DB_PATH' }], kind: 'data', what: 'the file database', evidence: SEMAPHORE },
    {
      from: [{ env: 'SEMAPHORE_TMP_PATH' }],
      kind: 'data',
      what: 'projects and the tools that they bring',
      absent: true,
      evidence: SEMAPHORE,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'projects and the tools that they bring',
      exec: true,
      ships: 'an empty directory for projects',
      hidesNothingNeeded: true,
      evidence: SEMAPHORE,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const ofelia = defineImage({
  // mcuadros/ofelia Dockerfile @ ebd2b12f0: a program that keeps nothing unless its configuration asks for reports.
  names: ['mcuadros/ofelia', 'ghcr.io/mcuadros/ofelia'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A save-folder that its configuration names needs a mount, and so does what its local jobs write' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})
