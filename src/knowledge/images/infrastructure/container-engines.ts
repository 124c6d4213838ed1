import { defineImage } from '../../record.ts'

/** Nested engines keep their state in a VOLUME and their sockets in /run; they are privileged anyway. */
export const docker = defineImage({
  names: ['docker'],
  volumes: [{ path: '/var/lib/docker', when: { tag: { matches: 'dind' } } }],
  writes: [
    {
      path: '/var/lib/docker',
      kind: 'data',
      what: 'images and containers of the inner engine',
      oftenCache: true,
      when: { tag: { matches: 'dind' } },
      evidence: ['docker-library/docker 29/dind/Dockerfile @ 3289af8'],
    },
    {
      path: '/run',
      kind: 'runtime',
      what: 'sockets and state of the inner engine',
      when: { tag: { matches: 'dind' } },
      evidence: ['docker-library/docker 29/dind/dockerd-entrypoint.sh @ 3289af8'],
    },
    {
      path: '/certs',
      from: [{ env: 'DOCKER_TLS_CERTDIR' }],
      kind: 'data',
      what: 'TLS certificates',
      when: { tag: { matches: 'dind' }, not: { env: { DOCKER_TLS_CERTDIR: { matches: '^$' } } } },
      worldWritable: true,
      evidence: ['docker-library/docker 29/dind/dockerd-entrypoint.sh lines 40-84 @ 3289af8'],
    },
  ],
  obstacles: [
    {
      when: { tag: { matches: 'dind' } },
      effect: 'fails',
      why: 'an engine inside a container needs privileges that make a read-only root pointless',
      instead: 'build with a remote engine or a rootless builder',
      evidence: ['docker-library/docs docker/content.md @ c4a9ba414'],
    },
  ],
  healthcheck: false,
})

const NOMAD = ['hashicorp/nomad Dockerfile @ 291410a60', 'hashicorp/nomad scripts/docker-entrypoint.sh @ 1b872c422']
export const nomad = defineImage({
  names: ['hashicorp/nomad'],
  inferred: true,
  writes: [
    {
      from: [{ option: '-data-dir' }],
      kind: 'data',
      what: 'the state of the agent and of its jobs',
      exec: true,
      absent: true,
      evidence: ['https://developer.hashicorp.com/nomad/commands/agent (-data-dir)'],
    },
    { path: '/tmp', kind: 'scratch', what: 'directories of jobs in development mode', exec: true, evidence: NOMAD },
  ],
  notes: [{ when: { command: { matches: '-config' } }, text: 'A data_dir that its configuration names needs a volume' }],
  healthcheck: false,
})
