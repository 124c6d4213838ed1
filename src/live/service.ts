import { blankContainer } from '../model/blank-container.ts'
import type { Container, InjectedFile, Port } from '../model/container.ts'
import { defined } from '../model/defined.ts'
import { SWARM } from '../model/dialect.ts'
import { type Sourced, set, UNSET } from '../model/fact.ts'
import type { OrWhy } from '../model/or-why.ts'
import { restartPolicy } from '../model/restart.ts'
import { amount, isObject, type Json, object, stringIn, stringMembers, strings } from '../text/json.ts'
import { amountFact, capabilities, itemsAt, type OriginOf, originsIn, textFact, ulimit, variables, wordsFact } from './facts.ts'
import { mountFromRequest } from './mounts.ts'

/** A swarm service as the manager keeps it. */
export interface LiveService {
  readonly container: Container
  readonly id: string
  /** Stack of `docker stack deploy`. */
  readonly stack?: string
}

/** One element of `docker service inspect` as a container in the dialect of swarm: the template of its tasks. Else the reason. */
export function containerFromService(document: unknown): OrWhy<{ readonly service: LiveService }> {
  if (!isObject(document)) return { ok: false, why: 'is no JSON object' }
  const id = stringIn(document.ID)
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
  const blank = blankContainer(stringIn(spec.Name) ?? id, SWARM, origin(''))
  return {
    ...blank,
    ...(stack === undefined ? {} : { project: stack }),
    swarm: true,

    image: textFact(container.Image, origin(`${IN_SPEC}.Image`)),
    // A service's Command replaces the image's entrypoint, its Args the image's command.
    command: wordsFact(container.Args, origin(`${IN_SPEC}.Args`)),
    entrypoint: wordsFact(container.Command, origin(`${IN_SPEC}.Command`)),
    user: textFact(container.User, origin(`${IN_SPEC}.User`)),
    workingDir: textFact(container.Dir, origin(`${IN_SPEC}.Dir`)),
    environment: { items: variables(container.Env, `${IN_SPEC}.Env`, origin) },
    labels: {
      items: stringMembers(container.Labels)
        .filter(([label]) => !label.startsWith('com.docker.stack.'))
        .map(([label, value]) => ({ value: { name: label, value }, origin: origin(`${IN_SPEC}.Labels["${label}"]`) })),
    },
    replicas: typeof replicas === 'number' ? set(replicas, origin('Spec.Mode.Replicated.Replicas')) : UNSET,
    init: container.Init === true ? set(true, origin(`${IN_SPEC}.Init`)) : UNSET,

    // The API leaves out `ReadOnly` if it is false.
    readOnlyRoot: set(container.ReadOnly === true, origin(`${IN_SPEC}.ReadOnly`)),
    mounts: { items: itemsAt(container.Mounts, `${IN_SPEC}.Mounts`, origin, mountFromRequest) },
    injected: { items: [...injected(container, 'Configs', origin), ...injected(container, 'Secrets', origin)] },

    security: {
      ...blank.security,
      capAdd: capabilities(container.CapabilityAdd, `${IN_SPEC}.CapabilityAdd`, origin),
      capDrop: capabilities(container.CapabilityDrop, `${IN_SPEC}.CapabilityDrop`, origin),
      options: { items: securityOptions(object(container.Privileges), origin) },
    },
    limits: {
      ...blank.limits,
      memory: amountFact(limits.MemoryBytes, origin(`${LIMITS}.MemoryBytes`)),
      cpus: nanoCpus === undefined ? UNSET : set(nanoCpus / 1e9, origin(`${LIMITS}.NanoCPUs`)),
      pids: amountFact(limits.Pids, origin(`${LIMITS}.Pids`)),
      ulimits: { items: itemsAt(container.Ulimits, `${IN_SPEC}.Ulimits`, origin, ulimit) },
    },
    networks: { items: itemsAt(task.Networks, 'Spec.TaskTemplate.Networks', origin, (network) => stringIn(network.Target)) },
    ports: { items: ports(spec, origin) },
    restart: restart(task, origin),
    healthcheck: test.length === 0 ? UNSET : set({ disabled: test[0] === 'NONE', test }, origin(`${IN_SPEC}.Healthcheck`)),
    loggingDriver: textFact(object(task.LogDriver).Name, origin('Spec.TaskTemplate.LogDriver.Name')),
  }
}

/** The engine mounts configs and secrets, so a read-only root never affects them: `external`. */
function injected(container: Json, key: 'Configs' | 'Secrets', origin: OriginOf): Sourced<InjectedFile>[] {
  return itemsAt(container[key], `${IN_SPEC}.${key}`, origin, (reference): InjectedFile | undefined => {
    const name = stringIn(reference[key === 'Configs' ? 'ConfigName' : 'SecretName'])
    if (name === undefined) return undefined
    const kind = key === 'Configs' ? 'config' : 'secret'
    const written = stringIn(object(reference.File).Name) ?? name
    const target = written.startsWith('/') ? written : kind === 'secret' ? `/run/secrets/${written}` : `/${written}`
    return { kind, name, target, from: 'external' }
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

function ports(spec: Json, origin: OriginOf): Sourced<Port>[] {
  return itemsAt(object(spec.EndpointSpec).Ports, 'Spec.EndpointSpec.Ports', origin, (port): Port | undefined => {
    const [target, published] = [amount(port.TargetPort), amount(port.PublishedPort)]
    if (target === undefined) return undefined
    const more = defined({ published: published === undefined ? undefined : String(published), mode: stringIn(port.PublishMode) })
    return { target: String(target), protocol: stringIn(port.Protocol) ?? 'tcp', ...more }
  })
}

/** Swarm's conditions in the words of restart policies; `any` is its default. */
function restart(task: Json, origin: OriginOf): Container['restart'] {
  const policy = object(task.RestartPolicy)
  const found = restartPolicy(stringIn(policy.Condition) ?? 'any', amount(policy.MaxAttempts))
  return found === undefined || found.policy === 'always' ? UNSET : set(found, origin('Spec.TaskTemplate.RestartPolicy'))
}
