import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const helloWorld = defineImage({
  // docker-library/hello-world: one static program that prints a text.
  names: ['hello-world'],
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const podinfo = defineImage({
  // stefanprodan/podinfo Dockerfile @ eec06d1ea: one program on Alpine.
  names: ['stefanprodan/podinfo', 'ghcr.io/stefanprodan/podinfo'],
  user: 'app',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ option: '--data-path' }],
      kind: 'data',
      what: 'what is stored through its API',
      when: { any: [{ mounted: '/data' }, { command: { matches: '--data-path' } }] },
      absent: true,
      evidence: ['stefanprodan/podinfo cmd/podinfo/main.go (data-path) @ eec06d1ea'],
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const exampleVotingApp = defineImage({
  names: ['dockersamples/examplevotingapp_vote', 'dockersamples/examplevotingapp_worker', 'dockersamples/examplevotingapp_result'],
  inferred: true,
  writes: [temporary('dockersamples/example-voting-app vote/Dockerfile (gunicorn) and worker/Dockerfile (.NET) @ 63e9150ca')],
  healthcheck: false,
})
