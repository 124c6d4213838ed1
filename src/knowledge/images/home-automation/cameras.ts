import { oneDirectory, s6Run } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const FRIGATE = ['blakeblackshear/frigate docs/docs/frigate/installation.md @ e3fa70189']
export const frigate = defineImage({
  names: ['ghcr.io/blakeblackshear/frigate', 'blakeblackshear/frigate'],
  writes: [
    { path: '/config', kind: 'data', what: 'its configuration and database', evidence: FRIGATE },
    { path: '/media/frigate', kind: 'data', what: 'recordings and clips', evidence: FRIGATE },
    { path: '/tmp/cache', kind: 'scratch', what: 'segments of recordings', large: true, evidence: FRIGATE },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start scripts write below /usr/local/nginx/conf and /etc/letsencrypt',
      evidence: ['blakeblackshear/frigate docker/main/rootfs/etc/s6-overlay/s6-rc.d/nginx/run @ e3fa70189'],
    },
  ],
})

const SCRYPTED = ['koush/scrypted install/docker/Dockerfile.s6, Dockerfile.full (SCRYPTED_VOLUME) and docker-compose.yml @ 06c989b63']
export const scrypted = defineImage({
  names: ['ghcr.io/koush/scrypted', 'koush/scrypted'],
  inferred: true,
  writes: [
    {
      path: '/server/volume',
      from: [{ env: 'SCRYPTED_VOLUME' }],
      kind: 'data',
      what: 'settings, its database and plug-ins',
      absent: true,
      evidence: SCRYPTED,
    },
    {
      path: '/root/.npm',
      kind: 'cache',
      what: 'caches and logs of npm, by which it starts and installs plug-ins',
      exec: true,
      evidence: SCRYPTED,
    },
    s6Run(SCRYPTED),
    { path: '/tmp', kind: 'scratch', what: 'temporary files of plug-ins', exec: true, evidence: SCRYPTED },
  ],
  obstacles: [
    {
      when: { env: { SCRYPTED_DOCKER_AVAHI: { matches: '^true$' } } },
      effect: 'fails',
      why: 'SCRYPTED_DOCKER_AVAHI makes its start edit /etc/avahi/avahi-daemon.conf',
      instead: 'use the avahi of the host, by its socket',
      evidence: ['koush/scrypted install/docker/fs/etc/s6-overlay/scripts/setup.sh @ 06c989b63'],
    },
  ],
  healthcheck: false,
})

const MOTIONEYE = [
  'motioneye-project/motioneye docker/Dockerfile, docker/entrypoint.sh and motioneye/extra/motioneye.conf.sample @ 505e250f',
]
export const motioneye = defineImage({
  names: ['ghcr.io/motioneye-project/motioneye'],
  accounts: { motion: '0:0' },
  volumes: ['/etc/motioneye', '/var/lib/motioneye'],
  inferred: true,
  writes: [
    { path: '/etc/motioneye', kind: 'data', what: 'cameras and settings', evidence: MOTIONEYE },
    { path: '/var/lib/motioneye', kind: 'data', what: 'pictures and films', evidence: MOTIONEYE },
    { path: '/var/log/motioneye', kind: 'log', what: 'logs', evidence: MOTIONEYE },
    { path: '/run', kind: 'runtime', what: 'pid files', evidence: MOTIONEYE },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Python', evidence: MOTIONEYE },
  ],
  healthcheck: false,
})

export const go2rtc = oneDirectory(
  { names: ['alexxit/go2rtc', 'ghcr.io/alexxit/go2rtc'], volumes: ['/config'], healthcheck: false },
  '/config',
  'its configuration, where it is changed in the browser',
  'AlexxIT/go2rtc docker/Dockerfile @ dc1685e9c',
)
