import type { Container, InjectedFile, Port, Ulimit } from '../model/container.ts'
import { SWARM } from '../model/dialect.ts'
import { NONE, type Sourced, set, UNSET } from '../model/fact.ts'
import type { Mount } from '../model/mount.ts'
import { amountFact, capabilities, type OriginOf, originsIn, textFact, wordsFact } from './facts.ts'
import { amount, isObject, type Json, list, object, pairs, stringMembers, strings, text } from './json.ts'
import { mountFromRequest } from './mounts.ts'

/** A swarm service as the manager keeps it. */
export interface LiveService {
  readonly container: Container
  readonly id: string
  /** Stack of `docker stack deploy`. */
  readonly stack?: string
}

/**
 * One element of `docker service inspect` (`GET /services`) as a container in the dialect of swarm: the template of each of its tasks.
 * Follows the Engine API's ServiceSpec. For any other document it gives the reason.
 */
export function containerFromService(
  document: unknown,
): { readonly ok: true; readonly service: LiveService } | { readonly ok: false; readonly why: string } {
  if (!isObject(document)) return { ok: false, why: 'is no JSON object' }
  const id = text(document.ID)
  const spec = object(document.Spec)
  const task = object(spec.TaskTemplate)
  if (id === undefined || !isObject(task.ContainerSpec)) return { ok: false, why: 'has no "ID" and "Spec.TaskTemplate.ContainerSpec"' }
  const labels = new Map(stringMembers(spec.Labels))
  const stack = labels.get('com.docker.stack.namespace')
  return {
    ok: true,
    service: { container: facts(id, spec, task, task.ContainerSpec, stack), id, ...(stack === undefined ? {} : { stack }) },
  }
}

const IN_SPEC = 'Spec.TaskTemplate.ContainerSpec'
const LIMITS = 'Spec.TaskTemplate.Resources.Limits'

function facts(id: string, spec: Json, task: Json, container: Json, stack: string | undefined): Container {
  const origin = originsIn(id)
  const limits = object(object(task.Resources).Limits)
  const nanoCpus = amount(limits.NanoCPUs)
  const replicas = object(object(spec.Mode).Replicated).Replicas
  const test = strings(object(container.Healthcheck).Test)
  const name = text(spec.Name) ?? id
  return {
    name,
    dialect: SWARM,
    origin: origin(''),
    ...(stack === undefined ? {} : { project: stack }),
    swarm: true,
    engine: 'docker',

    image: textFact(container.Image, origin(`${IN_SPEC}.Image`)),
    build: UNSET,
    // A service's Command replaces the image's entrypoint, its Args the image's command.
    command: wordsFact(container.Args, origin(`${IN_SPEC}.Args`)),
    entrypoint: wordsFact(container.Command, origin(`${IN_SPEC}.Command`)),
    user: textFact(container.User, origin(`${IN_SPEC}.User`)),
    workingDir: textFact(container.Dir, origin(`${IN_SPEC}.Dir`)),
    environment: {
      items: pairs(container.Env).map((variable) => ({
        value: { name: variable.name, value: variable.value, interpolated: false },
        origin: origin(`${IN_SPEC}.Env[${variable.index}]`),
      })),
    },
    labels: {
      items: stringMembers(container.Labels)
        .filter(([label]) => !label.startsWith('com.docker.stack.'))
        .map(([label, value]) => ({ value: { name: label, value }, origin: origin(`${IN_SPEC}.Labels["${label}"]`) })),
    },
    profiles: NONE,
    replicas: typeof replicas === 'number' ? set(replicas, origin('Spec.Mode.Replicated.Replicas')) : UNSET,
    init: container.Init === true ? set(true, origin(`${IN_SPEC}.Init`)) : UNSET,

    // The API leaves out `ReadOnly` if it is false.
    readOnlyRoot: set(container.ReadOnly === true, origin(`${IN_SPEC}.ReadOnly`)),
    mounts: { items: mounts(container, origin) },
    injected: { items: [...injected(container, 'Configs', origin), ...injected(container, 'Secrets', origin)] },

    security: {
      privileged: UNSET,
      capAdd: capabilities(container.CapabilityAdd, `${IN_SPEC}.CapabilityAdd`, origin),
      capDrop: capabilities(container.CapabilityDrop, `${IN_SPEC}.CapabilityDrop`, origin),
      options: { items: securityOptions(object(container.Privileges), origin) },
      devices: NONE,
    },
    namespaces: { network: UNSET, pid: UNSET, ipc: UNSET, uts: UNSET, user: UNSET, cgroup: UNSET },
    limits: {
      memory: amountFact(limits.MemoryBytes, origin(`${LIMITS}.MemoryBytes`)),
      cpus: nanoCpus === undefined ? UNSET : set(nanoCpus / 1e9, origin(`${LIMITS}.NanoCPUs`)),
      cpuShares: UNSET,
      cpuset: UNSET,
      pids: amountFact(limits.Pids, origin(`${LIMITS}.Pids`)),
      ulimits: { items: ulimits(container, origin) },
      cgroupParent: UNSET,
      shmSize: UNSET,
    },
    networks: {
      items: list(task.Networks).flatMap((network, index) => {
        const target = text(object(network).Target)
        return target === undefined ? [] : [{ value: target, origin: origin(`Spec.TaskTemplate.Networks[${index}]`) }]
      }),
    },
    ports: { items: ports(spec, origin) },
    restart: restart(task, origin),
    healthcheck: test.length === 0 ? UNSET : set({ disabled: test[0] === 'NONE', test }, origin(`${IN_SPEC}.Healthcheck`)),
    loggingDriver: textFact(object(task.LogDriver).Name, origin('Spec.TaskTemplate.LogDriver.Name')),
  }
}

function mounts(container: Json, origin: OriginOf): Sourced<Mount>[] {
  return list(container.Mounts).flatMap((request, index) => {
    const mount = mountFromRequest(request)
    return mount ? [{ value: mount, origin: origin(`${IN_SPEC}.Mounts[${index}]`) }] : []
  })
}

/** The engine mounts configs and secrets, so a read-only root never affects them: `external`. */
function injected(container: Json, key: 'Configs' | 'Secrets', origin: OriginOf): Sourced<InjectedFile>[] {
  return list(container[key]).flatMap((value, index) => {
    const reference = object(value)
    const name = text(reference[key === 'Configs' ? 'ConfigName' : 'SecretName'])
    if (name === undefined) return []
    const kind = key === 'Configs' ? 'config' : 'secret'
    const written = text(object(reference.File).Name) ?? name
    const target = written.startsWith('/') ? written : kind === 'secret' ? `/run/secrets/${written}` : `/${written}`
    return [{ value: { kind, name, target, from: 'external' } as const, origin: origin(`${IN_SPEC}.${key}[${index}]`) }]
  })
}

/** `Privileges` as values of `--security-opt`, which the rules judge. */
function securityOptions(privileges: Json, origin: OriginOf): Sourced<string>[] {
  const found: Sourced<string>[] = []
  const at = (key: string) => origin(`${IN_SPEC}.Privileges.${key}`)
  if (privileges.NoNewPrivileges === true) found.push({ value: 'no-new-privileges:true', origin: at('NoNewPrivileges') })
  if (object(privileges.Seccomp).Mode === 'unconfined') found.push({ value: 'seccomp=unconfined', origin: at('Seccomp') })
  if (object(privileges.AppArmor).Mode === 'disabled') found.push({ value: 'apparmor=unconfined', origin: at('AppArmor') })
  if (object(privileges.SELinuxContext).Disable === true) found.push({ value: 'label=disable', origin: at('SELinuxContext') })
  return found
}

function ulimits(container: Json, origin: OriginOf): Sourced<Ulimit>[] {
  return list(container.Ulimits).flatMap((value, index) => {
    const limit = object(value)
    const name = text(limit.Name)
    if (name === undefined) return []
    const bounds = { name, soft: amount(limit.Soft) ?? 0, hard: amount(limit.Hard) ?? 0 }
    return [{ value: bounds, origin: origin(`${IN_SPEC}.Ulimits[${index}]`) }]
  })
}

function ports(spec: Json, origin: OriginOf): Sourced<Port>[] {
  return list(object(spec.EndpointSpec).Ports).flatMap((value, index) => {
    const port = object(value)
    const target = amount(port.TargetPort)
    if (target === undefined) return []
    const published = amount(port.PublishedPort)
    const mode = text(port.PublishMode)
    const found: Port = {
      target: String(target),
      protocol: text(port.Protocol) ?? 'tcp',
      ...(published === undefined ? {} : { published: String(published) }),
      ...(mode === undefined ? {} : { mode }),
    }
    return [{ value: found, origin: origin(`Spec.EndpointSpec.Ports[${index}]`) }]
  })
}

/** Swarm's conditions in the words of restart policies; `any` is its default. */
function restart(task: Json, origin: OriginOf): Container['restart'] {
  const policy = object(task.RestartPolicy)
  const maxRetries = amount(policy.MaxAttempts)
  const at = origin('Spec.TaskTemplate.RestartPolicy')
  switch (policy.Condition) {
    case 'none':
      return set({ policy: 'no' }, at)
    case 'on-failure':
      return set({ policy: 'on-failure', ...(maxRetries === undefined ? {} : { maxRetries }) }, at)
    default:
      return UNSET
  }
}
