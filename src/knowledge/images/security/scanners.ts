import { jvmTemp, PLAIN } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const TRIVY = 'aquasecurity/trivy Dockerfile @ dc3c56eed'
export const trivy = defineImage({
  names: ['aquasec/trivy', 'ghcr.io/aquasecurity/trivy', 'public.ecr.aws/aquasecurity/trivy'],
  inferred: true,
  writes: [
    {
      path: '/root/.cache',
      from: [{ env: 'TRIVY_CACHE_DIR' }, { option: '--cache-dir' }],
      kind: 'cache',
      what: 'vulnerability databases and scanned layers',
      large: true,
      absent: true,
      evidence: [TRIVY, 'https://trivy.dev/latest/docs/configuration/cache/'],
    },
    { path: '/tmp', kind: 'scratch', what: 'images and archives in work', large: true, evidence: [TRIVY] },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CLAMAV = ['Cisco-Talos/clamav-docker clamav/1.4/alpine/Dockerfile and scripts/docker-entrypoint.sh @ ba18a8c1a']
export const clamAv = defineImage({
  names: ['clamav/clamav'],
  accounts: { clamav: '100:101' },
  inferred: true,
  writes: [
    {
      path: '/var/lib/clamav',
      kind: 'data',
      what: 'signatures of viruses',
      owner: 'clamav',
      chowned: true,
      evidence: CLAMAV,
    },
    { path: '/var/log/clamav', kind: 'log', what: 'logs', owner: 'clamav', evidence: CLAMAV },
    { path: '/run', kind: 'runtime', what: 'sockets, locks and pid files', evidence: CLAMAV },
    { path: '/tmp', kind: 'scratch', what: 'files in work and its socket', evidence: CLAMAV },
  ],
  notes: [
    {
      text: 'CLAMD_CONF_* and FRESHCLAM_CONF_* change files in /etc/clamav, which a read-only root forbids: mount a configuration of your own',
    },
  ],
  healthcheck: true,
})

const DEPENDENCY_TRACK = ['DependencyTrack/dependency-track apiserver/src/main/docker/Dockerfile (DATA_DIR) @ c157ee480']
export const dependencyTrack = defineImage({
  names: ['dependencytrack/apiserver', 'ghcr.io/dependencytrack/apiserver', 'dependencytrack/bundled'],
  user: '1000:1000',
  accounts: { dtrack: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'its keys, index and embedded database', evidence: DEPENDENCY_TRACK },
    jvmTemp(DEPENDENCY_TRACK),
  ],
  ...PLAIN,
})

/** A silent failure: the start script goes on without the settings that it was given. */
const DT_FRONTEND = ['DependencyTrack/frontend docker/docker-entrypoint.d/30-oidc-configuration.sh @ f681ba009']
export const dependencyTrackFrontend = defineImage({
  names: ['dependencytrack/frontend', 'ghcr.io/dependencytrack/frontend'],
  extends: 'nginxinc/nginx-unprivileged',
  writes: [
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'its site, rendered from a template of the image',
      ships: 'default.conf',
      hidesNothingNeeded: true,
      evidence: [
        'DependencyTrack/frontend docker/Dockerfile.alpine @ f681ba009',
        'nginxinc/docker-nginx entrypoint/20-envsubst-on-templates.sh @ b430bec',
      ],
    },
  ],
  obstacles: [
    {
      when: { any: (['API_BASE_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_ID'] as const).map((name) => ({ env: { [name]: 'set' } })) },
      at: '/opt/owasp/dependency-track-frontend/static/config.json',
      effect: 'fails',
      why: 'its settings are written into static/config.json, and are silently left out where that cannot be done',
      instead: 'mount a config.json of your own',
      evidence: DT_FRONTEND,
    },
  ],
})

export const defectDojo = defineImage({
  names: ['defectdojo/defectdojo-django'],
  user: '1001',
  inferred: true,
  writes: [
    {
      path: '/app/media',
      from: [{ env: 'DD_MEDIA_ROOT' }],
      kind: 'data',
      what: 'uploads',
      when: { mounted: '/app/media' },
      evidence: ['DefectDojo/django-DefectDojo docker-compose.yml @ 7cfa159a6'],
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of Python',
      evidence: ['https://github.com/alephdata/aleph/issues/2425'],
    },
  ],
  obstacles: [
    {
      when: { mounted: '/app/docker/extra_settings' },
      at: '/app/dojo/settings',
      effect: 'fails',
      why: 'files in /app/docker/extra_settings are copied next to the program at start',
      instead: 'mount them into /app/dojo/settings',
      evidence: ['DefectDojo/django-DefectDojo docker/entrypoint-uwsgi.sh @ 7cfa159a6'],
    },
  ],
})

const DOJO = ['DefectDojo/django-DefectDojo Dockerfile.nginx-alpine, docker/entrypoint-nginx.sh and nginx/nginx.conf @ 7cfa159a6']
export const defectdojoNginx = defineImage({
  names: ['defectdojo/defectdojo-nginx'],
  user: '1001:0',
  inferred: true,
  writes: [
    {
      path: '/run/defectdojo',
      kind: 'runtime',
      what: 'nginx.pid and the address of the application, written at each start',
      mustExist: true,
      evidence: DOJO,
    },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: DOJO },
    {
      path: '/etc/nginx',
      kind: 'config',
      what: 'its configuration, which it changes where IPv6 is off, and for its certificate and metrics',
      ships: 'the configuration of nginx',
      evidence: DOJO,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: DOJO },
  ],
  ships: [
    {
      path: '/var/log/nginx',
      what: 'links of access.log and error.log to standard output, so the logs no longer reach `docker logs`',
      evidence: DOJO,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const WEB_CHECK = ['Lissy93/web-check Dockerfile @ 714cf62ca']
export const webCheck = defineImage({
  names: ['lissy93/web-check', 'ghcr.io/lissy93/web-check'],
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'profiles of its browser', evidence: WEB_CHECK },
    ...(['/root/.config', '/root/.cache'] as const).map(
      (path): WriteFact => ({
        path,
        kind: 'cache',
        what: 'settings and caches of its browser',
        absent: true,
        evidence: WEB_CHECK,
      }),
    ),
  ],
  healthcheck: false,
})
