import { refused, s6Run } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const COMPOSE_LINT_TENSION = 'tmatens/compose-lint docs/examples/read-only-in-tension @ a250bcb'

/** Home Assistant runs on s6-overlay; integrations that install Python packages at run time do not. */
export const homeAssistant = defineImage({
  names: ['ghcr.io/home-assistant/home-assistant', 'homeassistant/home-assistant'],
  writes: [
    { path: '/config', kind: 'data', what: 'configuration, history and credentials', evidence: [COMPOSE_LINT_TENSION] },
    s6Run([COMPOSE_LINT_TENSION, 'https://github.com/just-containers/s6-overlay/issues/397']),
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: [COMPOSE_LINT_TENSION] },
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'integrations that install Python packages at run time (most custom ones) do not work',
      evidence: ['https://github.com/home-assistant/core/issues/128214', 'https://github.com/home-assistant/core/issues/74700'],
    },
  ],
  healthcheck: false,
})

const OPENHAB = ['openhab/openhab-docker alpine/Dockerfile and alpine/entrypoint @ ec3b3489b']
export const openHab = defineImage({
  names: ['openhab/openhab', 'ghcr.io/openhab/openhab'],
  volumes: ['/openhab/conf', '/openhab/userdata', '/openhab/addons'],
  writes: (['/openhab/conf', '/openhab/userdata', '/openhab/addons'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/openhab/userdata' ? 'its database, caches and logs' : 'settings and add-ons',
      evidence: OPENHAB,
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint makes its user and groups at start',
      evidence: OPENHAB,
    },
  ],
  healthcheck: true,
})

export const iobroker = refused(
  { names: ['buanet/iobroker', 'iobroker/iobroker'], volumes: ['/opt/iobroker'], dropsTo: 'iobroker', healthcheck: true },
  { '/opt/iobroker': 'the program with its adapters, states and settings' },
  {
    effect: 'fails',
    why: 'its start script changes the ids of its user and writes marks into /opt/.docker_config and /opt/scripts',
    evidence: ['buanet/ioBroker.docker debian12/scripts/iobroker_startup.sh and debian12/Dockerfile @ a5763c2'],
  },
)

const DOMOTICZ = ['domoticz/domoticz-docker Dockerfile and docker-entrypoint.sh @ c8221b5']
export const domoticz = defineImage({
  names: ['domoticz/domoticz'],
  volumes: ['/opt/domoticz/userdata'],
  inferred: true,
  writes: [
    { path: '/opt/domoticz/userdata', kind: 'data', what: 'its database, scripts, plug-ins and backups', evidence: DOMOTICZ },
    { from: [{ env: 'DATABASE_PATH', parent: true }], kind: 'data', what: 'its database', absent: true, evidence: DOMOTICZ },
    { from: [{ env: 'LOG_PATH', parent: true }], kind: 'log', what: 'its log', absent: true, evidence: DOMOTICZ },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of scripts and plug-ins', evidence: DOMOTICZ },
  ],
  obstacles: [
    {
      effect: 'degrades',
      why: 'userdata/customstart.sh is run at every start instead of the first one, and cannot install packages of the system',
      evidence: DOMOTICZ,
    },
  ],
  healthcheck: false,
})

const HOMEBRIDGE = ['homebridge/docker-homebridge Dockerfile and rootfs/etc/s6-overlay/scripts/setup.sh @ eff9b9469']
export const homebridge = defineImage({
  names: ['homebridge/homebridge', 'oznu/homebridge', 'ghcr.io/homebridge/homebridge'],
  volumes: [{ path: '/homebridge', when: { not: { tag: { matches: 'none' } } } }],
  writes: [{ path: '/homebridge', kind: 'data', what: 'settings, plug-ins and what they keep', exec: true, evidence: HOMEBRIDGE }],
  obstacles: [
    {
      effect: 'fails',
      why: 'at start it writes /etc/avahi and puts a link in the place of /var/lib/homebridge',
      evidence: HOMEBRIDGE,
    },
  ],
  healthcheck: false,
})
