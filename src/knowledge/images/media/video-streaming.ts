import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const MEDIAMTX = ['bluenviron/mediamtx docker/standard.Dockerfile and mediamtx.yml (recordPath) @ 3e09466c1']
export const mediaMtx = defineImage({
  names: ['bluenviron/mediamtx'],
  inferred: true,
  writes: [
    {
      path: '/recordings',
      kind: 'data',
      what: 'recordings, where they are turned on',
      when: { any: [{ mounted: '/recordings' }, { env: { MTX_PATHDEFAULTS_RECORD: { matches: '^(yes|true)$' } } }] },
      absent: true,
      evidence: MEDIAMTX,
    },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'files of the programs that it starts',
      when: { tag: { matches: 'ffmpeg|rpi' } },
      evidence: MEDIAMTX,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const SRS = ['ossrs/srs Dockerfile (conf/docker.conf) @ 101382afd']
export const srs = defineImage({
  names: ['ossrs/srs'],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it keeps its pid file, streams and logs in /usr/local/srs/objs, where its programs lie',
      evidence: SRS,
    },
  ],
  healthcheck: false,
})

const OWNCAST = ['owncast/owncast Earthfile @ 0136f2ba4', 'owncast/owncast core/transcoder/thumbnailGenerator.go @ 030f963d5']
export const owncast = defineImage({
  names: ['owncast/owncast', 'ghcr.io/owncast/owncast'],
  inferred: true,
  writes: [
    {
      path: '/app/data',
      kind: 'data',
      what: 'its database, backups, logs and the stream',
      evidence: [...OWNCAST, 'owncast/owncast config/constants.go @ ac1cd9b90'],
    },
    temporary('owncast/owncast Earthfile (FFmpeg) @ 0136f2ba4'),
  ],
  obstacles: [
    {
      when: { tag: { below: '0.1' } },
      effect: 'fails',
      why: 'before version 0.1 it writes pictures into its pages in /app/webroot',
      instead: 'take a newer version',
      evidence: ['owncast/owncast config/constants.go (WebRoot) @ ac1cd9b90'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MEDIA_CMS = ['mediacms-io/mediacms deploy/docker/entrypoint.sh @ 90b9fad55']
export const mediaCms = defineImage({
  names: ['mediacms/mediacms'],
  writes: [
    {
      path: '/home/mediacms.io/mediacms/media_files',
      kind: 'data',
      what: 'films and pictures',
      when: { mounted: '/home/mediacms.io/mediacms/media_files' },
      evidence: MEDIA_CMS,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint copies settings next to the program, changes groups and takes the program for its user',
      evidence: MEDIA_CMS,
    },
  ],
})

const PEERTUBE = ['Chocobozzz/PeerTube support/docker/production/Dockerfile.bookworm @ 25d2580f4 and entrypoint.sh @ 1b7861be0']
export const peertube = defineImage({
  names: ['chocobozzz/peertube'],
  dropsTo: 'peertube',
  volumes: ['/data', '/config'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'videos, plug-ins, logs and work files',
      exec: true,
      evidence: PEERTUBE,
    },
    {
      path: '/config',
      kind: 'data',
      what: 'settings that are changed in the browser',
      evidence: PEERTUBE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files of Node.js', evidence: PEERTUBE },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
