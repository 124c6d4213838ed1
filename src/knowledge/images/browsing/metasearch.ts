import { PLAIN, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const searxng = defineImage({
  names: ['searxng/searxng', 'ghcr.io/searxng/searxng'],
  accounts: { searxng: '977:977' },
  volumes: ['/etc/searxng', '/var/cache/searxng'],
  inferred: true,
  writes: [
    {
      path: '/etc/searxng',
      kind: 'data',
      what: 'settings.yml with its secret',
      owner: 'searxng',
      chowned: true,
      evidence: ['searxng/searxng container/dist.dockerfile and container/entrypoint.sh @ 9fea41204'],
    },
    {
      path: '/var/cache/searxng',
      kind: 'cache',
      what: 'caches of the engines',
      owner: 'searxng',
      chowned: true,
      evidence: ['searxng/searxng container/dist.dockerfile @ 9fea41204'],
    },
    { path: '/tmp', kind: 'scratch', what: 'caches of the engines', evidence: ['searxng/searxng searx/cache.py (tempfile.gettempdir)'] },
  ],
})

const WHOOGLE = ['benbusby/whoogle-search docker-compose.yml (tmpfs) and Dockerfile @ 13e52132e']
export const whoogle = defineImage({
  names: ['benbusby/whoogle-search', 'ghcr.io/benbusby/whoogle-search'],
  user: '927:927',
  accounts: { whoogle: '927:927' },
  volumes: ['/config'],
  inferred: true,
  writes: [
    { path: '/config', from: [{ env: 'CONFIG_VOLUME' }], kind: 'cache', what: 'settings of its visitors and keys', evidence: WHOOGLE },
    { path: '/var/lib/tor', kind: 'cache', what: 'the state of Tor', evidence: WHOOGLE },
    { path: '/run/tor', kind: 'runtime', what: 'the socket of Tor', absent: true, evidence: WHOOGLE },
    temporary('benbusby/whoogle-search Dockerfile @ 13e52132e'),
  ],
  obstacles: [
    {
      at: '/whoogle/app/static/build',
      effect: 'fails',
      why: 'it makes scripts and styles in app/static/build at start, next to the program',
      evidence: ['benbusby/whoogle-search Dockerfile (app/static/build) @ 13e52132e'],
    },
  ],
  ...PLAIN,
  healthcheck: true,
})
