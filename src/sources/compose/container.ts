import type { Build, Container } from '../../model/container.ts'
import { type Fact, NONE, type TextOrigin, UNSET } from '../../model/fact.ts'
import { readMounts } from './mounts.ts'
import { boolean, string } from './read.ts'
import { entry, type Tree } from './tree.ts'

export interface ContainerContext {
  readonly origin: TextOrigin
  readonly directory: string
}

/** Turns a service, merged and interpolated, into the container that the engine would run. */
export function readContainer(name: string, service: Tree, context: ContainerContext): Container {
  const at = (key: string) => entry(service, key)
  return {
    name,
    source: 'compose',
    origin: context.origin,
    swarm: false,
    engine: 'docker',
    image: string(at('image')),
    build: at('build')
      ? ({
          state: 'set',
          value: { context: context.directory, args: {} },
          origin: at('build')?.origin ?? context.origin,
        } as Fact<Build>)
      : UNSET,
    command: UNSET,
    entrypoint: UNSET,
    user: string(at('user')),
    workingDir: string(at('working_dir')),
    environment: NONE,
    labels: NONE,
    profiles: NONE,
    replicas: UNSET,
    init: boolean(at('init')),
    readOnlyRoot: boolean(at('read_only')),
    mounts: readMounts(service, context),
    injected: NONE,
    security: {
      privileged: boolean(at('privileged')),
      capAdd: NONE,
      capDrop: NONE,
      options: NONE,
      devices: NONE,
    },
    namespaces: {
      network: string(at('network_mode')),
      pid: string(at('pid')),
      ipc: string(at('ipc')),
      uts: string(at('uts')),
      user: string(at('userns_mode')),
      cgroup: string(at('cgroup')),
    },
    limits: {
      memory: UNSET,
      cpus: UNSET,
      cpuShares: UNSET,
      cpuset: string(at('cpuset')),
      pids: UNSET,
      ulimits: NONE,
      cgroupParent: string(at('cgroup_parent')),
      shmSize: UNSET,
    },
    networks: NONE,
    ports: NONE,
    restart: UNSET,
    healthcheck: UNSET,
    loggingDriver: UNSET,
  }
}
