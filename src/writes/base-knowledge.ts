import type { Container } from '../model/container.ts'
import { NONE, set, UNSET } from '../model/fact.ts'
import type { Image } from '../model/image.ts'
import type { ImageKnowledge } from '../model/write-plan.ts'
import type { ImageRecord } from './knowledge/record.ts'
import { planWrites } from './plan.ts'

/** What the records say of the image that a Dockerfile stands on, as a container with nothing set would have it. */
export function baseKnowledge(image: Image, records: readonly ImageRecord[]): ImageKnowledge | undefined {
  if (image.base.state !== 'set' || image.base.value === 'scratch') return undefined
  const container: Container = {
    name: image.base.value,
    source: 'run',
    origin: image.base.origin,
    swarm: false,
    engine: 'docker',
    image: set(image.base.value, image.base.origin),
    build: UNSET,
    command: UNSET,
    entrypoint: UNSET,
    user: UNSET,
    workingDir: UNSET,
    environment: NONE,
    labels: NONE,
    profiles: NONE,
    replicas: UNSET,
    init: UNSET,
    readOnlyRoot: UNSET,
    mounts: NONE,
    injected: NONE,
    security: { privileged: UNSET, capAdd: NONE, capDrop: NONE, options: NONE, devices: NONE },
    namespaces: { network: UNSET, pid: UNSET, ipc: UNSET, uts: UNSET, user: UNSET, cgroup: UNSET },
    limits: {
      memory: UNSET,
      cpus: UNSET,
      cpuShares: UNSET,
      cpuset: UNSET,
      pids: UNSET,
      ulimits: NONE,
      cgroupParent: UNSET,
      shmSize: UNSET,
    },
    networks: NONE,
    ports: NONE,
    restart: UNSET,
    healthcheck: UNSET,
    loggingDriver: UNSET,
  }
  return planWrites({ container, records, volumeNames: new Set() }).knowledge
}
