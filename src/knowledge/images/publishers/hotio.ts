import { defineImage } from '../../record.ts'

/** All of hotio's images start alike: ids are changed before the program runs, and services are moved about in /etc. */
const HOTIO = ['hotio/base linux-amd64.Dockerfile, root/etc/s6-overlay/init-hook and s6-rc.d/init-setup/run @ 7a36f8070']
export const hotio = defineImage({
  names: ['ghcr.io/hotio/*', 'hotio/*', 'cr.hotio.dev/hotio/*'],
  volumes: ['/config'],
  writes: [{ path: '/config', kind: 'data', what: 'settings, databases and logs of the program', evidence: HOTIO }],
  obstacles: [
    {
      effect: 'fails',
      why: 'it changes the ids of its user at start',
      evidence: HOTIO,
    },
  ],
})
