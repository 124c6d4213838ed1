import { refused } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const ROMM = ['rommapp/romm docker/Dockerfile, docker/init_scripts/docker-entrypoint.sh and docker/init_scripts/init @ 57badfd62']
export const romm = defineImage({
  names: ['rommapp/romm', 'ghcr.io/rommapp/romm'],
  volumes: ['/romm', '/redis-data'],
  inferred: true,
  writes: [
    {
      path: '/romm',
      from: [{ env: 'ROMM_BASE_PATH' }],
      kind: 'data',
      what: 'covers, saves, settings and the library',
      worldWritable: true,
      evidence: ROMM,
    },
    {
      path: '/redis-data',
      kind: 'data',
      what: 'the queue of its background tasks',
      when: { env: { REDIS_HOST: 'unset' } },
      evidence: ROMM,
    },
    {
      path: '/etc/nginx/conf.d',
      kind: 'config',
      what: 'the site of nginx, rendered from a template',
      hidesNothingNeeded: true,
      worldWritable: true,
      evidence: ROMM,
    },
    { path: '/var/cache/nginx', kind: 'cache', what: 'request bodies and proxy buffers', evidence: ROMM },
    { path: '/tmp', kind: 'runtime', what: 'pid files, sockets and uploads', evidence: ROMM },
  ],
  obstacles: [
    {
      when: { env: { ROMM_BASE_PATH: { matches: '^(?!/romm/?$)' } } },
      effect: 'fails',
      why: 'for another ROMM_BASE_PATH than /romm it changes a link in its pages',
      instead: 'keep /romm',
      evidence: ROMM,
    },
  ],
})

export const gaseous = refused(
  { names: ['gaseousgames/gaseousserver'], volumes: ['/home/gaseous/.gaseous-server'], healthcheck: true },
  { '/home/gaseous/.gaseous-server': 'games, settings and metadata' },
  {
    effect: 'fails',
    why: 'its entrypoint makes its user in /etc/passwd and gives /App, the program, to it',
    evidence: ['gaseous-project/gaseous-server build/standard/entrypoint.sh @ 070589f71 and build/Dockerfile @ 010dcba85'],
  },
)
