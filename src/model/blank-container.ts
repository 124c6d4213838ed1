import type { Container } from './container.ts'
import type { Dialect } from './dialect.ts'
import { NONE, type Origin, UNSET } from './fact.ts'

/** A container with nothing set, to build upon: the engine's defaults hold. */
export function blankContainer(name: string, dialect: Dialect, origin: Origin): Container {
  return {
    name,
    dialect,
    origin,
    swarm: false,
    engine: 'docker',
    image: UNSET,
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
}
