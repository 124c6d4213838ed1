import { defineImage } from '../../record.ts'

export const signalCli = defineImage({
  names: ['bbernhard/signal-cli-rest-api'],
  writes: [
    {
      path: '/home/.local/share/signal-cli',
      from: [{ env: 'SIGNAL_CLI_CONFIG_DIR' }],
      kind: 'data',
      what: 'the account with its keys',
      evidence: ['bbernhard/signal-cli-rest-api Dockerfile @ a08db23a3'],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint changes the ids of its user at every start and ends where it cannot',
      evidence: ['bbernhard/signal-cli-rest-api entrypoint.sh @ a08db23a3'],
    },
  ],
  healthcheck: true,
})

const EVOLUTION = ['EvolutionAPI/evolution-api Dockerfile, Docker/scripts/deploy_database.sh and package.json @ 3454bec79']
export const evolutionApi = defineImage({
  names: ['evoapicloud/evolution-api', 'atendai/evolution-api'],
  writes: [
    {
      path: '/evolution/instances',
      kind: 'data',
      what: 'sessions, where they are kept on disk',
      when: { mounted: '/evolution/instances' },
      evidence: EVOLUTION,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'at each start it copies the changes of its database to /evolution/prisma and generates its client into node_modules',
      evidence: EVOLUTION,
    },
  ],
  healthcheck: false,
})

const GO_WHATSAPP = [
  'aldinokemal/go-whatsapp-web-multidevice docker/golang.Dockerfile, docker/entrypoint.sh and docker-compose.yml @ 51f7b199e',
]
export const goWhatsApp = defineImage({
  names: ['aldinokemal2104/go-whatsapp-web-multidevice', 'ghcr.io/aldinokemal/go-whatsapp-web-multidevice'],
  inferred: true,
  writes: [
    { path: '/app/storages', kind: 'data', what: 'sessions and messages', absent: true, evidence: GO_WHATSAPP },
    { path: '/app/statics', kind: 'data', what: 'received and sent files', absent: true, evidence: GO_WHATSAPP },
    { path: '/tmp', kind: 'scratch', what: 'files in work', evidence: GO_WHATSAPP },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
