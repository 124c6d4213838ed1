import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const OCTOPRINT = ['OctoPrint/octoprint-docker Dockerfile and root/etc/cont-init.d/01-mjpg-streamer-config @ 32fdd6eae']
export const octoprint = defineImage({
  names: ['octoprint/octoprint'],
  volumes: ['/octoprint'],
  writes: [{ path: '/octoprint', kind: 'data', what: 'settings, files to print and plug-ins', evidence: OCTOPRINT }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its s6-overlay removes the service of the camera from /etc at start',
      evidence: OCTOPRINT,
    },
  ],
  healthcheck: false,
})

const SPOOLMAN = ['Donkie/Spoolman Dockerfile and entrypoint.sh @ a9e50559b']
export const spoolman = defineImage({
  names: ['ghcr.io/donkie/spoolman'],
  accounts: { app: '1000:1000' },
  dropsTo: 'app',
  inferred: true,
  writes: [
    { path: '/home/app/.local/share/spoolman', kind: 'data', what: 'its database, backups and logs', owner: 'app', evidence: SPOOLMAN },
    temporary('Donkie/Spoolman Dockerfile @ a9e50559b'),
  ],
  obstacles: [
    {
      when: { any: [{ env: { PUID: { matches: '^(?!1000$)' } } }, { env: { PGID: { matches: '^(?!1000$)' } } }] },
      effect: 'fails',
      why: 'for another PUID or PGID than 1000 it changes the ids of its user at start',
      instead: 'set `user:` to those ids',
      evidence: SPOOLMAN,
    },
  ],
  healthcheck: false,
})
