import { defineImage } from '../../record.ts'

/** Graphical programs on one base image, whose documentation describes the read-only root. */
const JLESAGE = ['jlesage/docker-baseimage README.md "Using Read-Only Filesystem" @ d601d898d']
export const jlesage = defineImage({
  names: ['jlesage/*', 'ghcr.io/jlesage/*'],
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', kind: 'data', what: 'settings and data of the program', owner: '1000:1000', chowned: true, evidence: JLESAGE },
    { path: '/run', kind: 'runtime', what: 'its services, users and sockets', evidence: JLESAGE },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: JLESAGE },
  ],
  notes: [
    {
      text: 'Images of this vendor from before April 2026 do not start read-only (https://github.com/jlesage/docker-baseimage/issues/16)',
    },
  ],
})
