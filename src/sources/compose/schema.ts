import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type Document as YamlDocument, type Node as YamlNode } from 'yaml'
import { nearest } from '../../text/nearest.ts'
import { readScalar, toBoolean } from './scalar.ts'
import type { ServiceSite } from './site.ts'
import { keyText, resolveAlias } from './tree.ts'

/** Gets what Compose's schema refuses. `offset` is that of the key. */
export type OnSchemaProblem = (message: string, offset: number, hint: string) => void

/** The forms of a value; null and a text that is only a variable are always allowed. */
type Kind = 'boolean' | 'text' | 'list' | 'mapping' | 'text or list' | 'text or mapping' | 'list or mapping' | 'any'

/** Keys of a service by the kind of their values (Compose Specification: "Services top-level elements"). */
const SERVICE = table({
  boolean: 'attach init oom_kill_disable privileged read_only stdin_open tty use_api_socket',
  text: `cgroup cgroup_parent container_name cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset
    domainname hostname image ipc isolation mac_address mem_limit mem_reservation mem_swappiness memswap_limit network_mode oom_score_adj pid
    pids_limit platform pull_policy pull_refresh_after restart runtime scale shm_size stop_grace_period stop_signal user userns_mode uts
    working_dir`,
  list: `cap_add cap_drop configs device_cgroup_rules devices dns_opt expose external_links group_add links ports post_start pre_start
    pre_stop profiles secrets security_opt volumes volumes_from`,
  mapping: 'blkio_config credential_spec deploy develop healthcheck logging provider storage_opt ulimits',
  'text or list': 'command dns dns_search entrypoint env_file gpus label_file tmpfs',
  'text or mapping': 'build extends',
  'list or mapping': 'annotations depends_on environment extra_hosts labels models networks sysctls',
})

const BUILD = table({
  any: `additional_contexts args cache_from cache_to context dockerfile dockerfile_inline entitlements extra_hosts isolation labels network
    no_cache no_cache_filter platforms privileged provenance pull sbom secrets shm_size ssh tags target ulimits`,
})
const DEPLOY = table({
  text: 'endpoint_mode mode replicas',
  'list or mapping': 'labels',
  mapping: 'placement resources restart_policy rollback_config update_config',
})
const RESOURCES = table({ mapping: 'limits reservations' })
const LIMITS = table({ text: 'cpus memory pids' })
const HEALTHCHECK = table({ boolean: 'disable', text: 'interval retries start_interval start_period timeout', 'text or list': 'test' })
const LOGGING = table({ text: 'driver', mapping: 'options' })
const MOUNT = table({ boolean: 'read_only', text: 'consistency source target type', mapping: 'bind image tmpfs volume' })
const TOP = table({ any: 'configs include models name networks secrets services version volumes' })

type Table = ReadonlyMap<string, Kind>

function table(kinds: Partial<Record<Kind, string>>): Table {
  return new Map(Object.entries(kinds).flatMap(([kind, keys]) => keys.split(/\s+/).map((key): [string, Kind] => [key, kind as Kind])))
}

/** Reports unknown keys and values of a wrong kind, as far as dockseal judges them, in the own mappings of `sites`. */
export function checkSchema(top: YAMLMap, sites: Iterable<ServiceSite>, document: YamlDocument.Parsed, onProblem: OnSchemaProblem): void {
  const check = (map: YAMLMap, allowed: Table, where: string): void => {
    for (const pair of map.items) checkPair(pair, allowed, where, document, onProblem)
  }
  check(top, TOP, 'the top level')
  for (const { own, name } of sites) {
    if (!own) continue
    check(own, SERVICE, `the service "${name}"`)
    for (const pair of own.items) {
      const value = resolveAlias(pair.value as YamlNode | null, document)
      const key = keyText(pair)
      const nested = key === undefined ? undefined : NESTED.get(key)
      if (isMap(value) && nested) {
        check(value, nested, `\`${key}\` of the service "${name}"`)
        if (nested === DEPLOY) checkResources(value, document, check, name)
      } else if (isSeq(value) && key === 'volumes') {
        for (const item of value.items) if (isMap(item)) check(item, MOUNT, `a volume of the service "${name}"`)
      }
    }
  }
}

const NESTED: ReadonlyMap<string, Table> = new Map(
  Object.entries({ build: BUILD, deploy: DEPLOY, healthcheck: HEALTHCHECK, logging: LOGGING }),
)

function checkResources(
  deploy: YAMLMap,
  document: YamlDocument.Parsed,
  check: (map: YAMLMap, allowed: Table, where: string) => void,
  name: string,
): void {
  const resources = resolveAlias(deploy.get('resources', true) as YamlNode | undefined, document)
  if (!isMap(resources)) return
  check(resources, RESOURCES, `\`deploy.resources\` of the service "${name}"`)
  const limits = resolveAlias(resources.get('limits', true) as YamlNode | undefined, document)
  if (isMap(limits)) check(limits, LIMITS, `\`deploy.resources.limits\` of the service "${name}"`)
}

function checkPair(pair: Pair, allowed: Table, where: string, document: YamlDocument.Parsed, onProblem: OnSchemaProblem): void {
  const key = keyText(pair)
  if (key === undefined || key.startsWith('x-') || key === '<<') return
  const offset = (pair.key as YamlNode).range?.[0] ?? 0
  const kind = allowed.get(key)
  if (kind === undefined) {
    const meant = nearest(key, allowed.keys())
    const elsewhere = allowed !== SERVICE && SERVICE.has(key) && allowed !== BUILD
    const hint =
      meant !== undefined ? `did you mean \`${meant}\`?` : elsewhere ? `\`${key}\` belongs directly below a service` : misplaced(allowed)
    onProblem(`${where} has no key \`${key}\` in Compose, which refuses the file`, offset, hint)
    return
  }
  const value = resolveAlias(pair.value as YamlNode | null, document)
  const wanted = kind === 'boolean' ? 'true or false' : `a ${kind.replace(' or ', ' or a ')}`
  if (value && !fits(value, kind)) onProblem(`\`${key}\` of ${where} must be ${wanted}`, offset, 'Compose refuses the file')
}

function misplaced(allowed: Table): string {
  return allowed === TOP ? 'a service belongs below `services:`, settings of your own begin with `x-`' : 'remove it, or begin it with `x-`'
}

function fits(value: YamlNode, kind: Kind): boolean {
  if (kind === 'any' || value.tag === '!reset') return true
  if (isMap(value)) return kind === 'mapping' || kind.endsWith('mapping')
  if (isSeq(value)) return kind.includes('list')
  if (!isScalar(value)) return true
  const scalar = readScalar(value)
  if (scalar.value === null || scalar.text.includes('$')) return true
  if (kind === 'boolean')
    return typeof scalar.value === 'boolean' || (typeof scalar.value === 'string' && toBoolean(scalar.value) !== undefined)
  return kind.startsWith('text')
}
