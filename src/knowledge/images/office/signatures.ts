import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const documenso = defineImage({
  names: ['documenso/documenso', 'ghcr.io/documenso/documenso'],
  user: '1001',
  inferred: true,
  writes: [temporary('documenso/documenso docker/Dockerfile and docker/start.sh (Node.js) @ 75330166c')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

const DOCUSEAL = 'docusealco/docuseal Dockerfile, docker-compose.yml and config/dotenv.rb @ a2d8b8554'
export const docuseal = defineImage({
  names: ['docuseal/docuseal', 'ghcr.io/docusealco/docuseal'],
  accounts: { docuseal: '2000:2000' },
  dropsTo: 'docuseal',
  inferred: true,
  writes: [
    {
      path: '/data/docuseal',
      from: [{ env: 'WORKDIR' }],
      kind: 'data',
      what: 'its database, key and documents',
      owner: 'docuseal',
      chowned: true,
      evidence: [DOCUSEAL],
    },
    temporary(DOCUSEAL),
    {
      path: '/app/tmp/cache',
      kind: 'cache',
      what: 'compiled code',
      owner: 'docuseal',
      ships: 'the cache that the build made',
      hidesNothingNeeded: true,
      without: { effect: 'degrades', what: 'code is compiled anew at each start' },
      evidence: [DOCUSEAL],
    },
  ],
  healthcheck: false,
})
