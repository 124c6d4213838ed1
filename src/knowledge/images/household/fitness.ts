import { defineImage } from '../../record.ts'

const WGER = [
  'wger-project/wger extras/docker/production/Dockerfile and entrypoint.sh @ aaba20184',
  'wger-project/docker docker-compose.yml @ 800fe02e7',
]
export const wger = defineImage({
  names: ['wger/server'],
  user: '1000:1000',
  accounts: { wger: '1000:1000' },
  inferred: true,
  writes: [
    { path: '/home/wger/media', kind: 'data', what: 'pictures and films', evidence: WGER },
    {
      path: '/home/wger/static',
      kind: 'cache',
      what: 'pages and scripts, collected anew at each start',
      evidence: WGER,
    },
    {
      path: '/home/wger/beat',
      kind: 'data',
      what: 'when its tasks ran',
      when: { any: [{ mounted: '/home/wger/beat' }, { command: { matches: 'start-beat' } }] },
      evidence: WGER,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: WGER },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})
