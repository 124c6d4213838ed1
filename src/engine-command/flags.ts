import type { FlagVerb } from '../model/intent-flag.ts'

/** The engines with known flags. nerdctl extends the flags of `docker run`. */
export type EngineName = 'docker' | 'podman' | 'nerdctl'
export type Verb = FlagVerb

export interface Flag {
  /** Canonical long name without dashes; an alias (`--net`) is reported under its canonical name (`network`). */
  readonly name: string
  /** A boolean flag takes a value only after `=`. */
  readonly boolean: boolean
  /** May be given more than once, and each time adds a value; of other flags the last one counts. */
  readonly repeatable: boolean
}

export interface FlagTable {
  readonly long: ReadonlyMap<string, Flag>
  readonly short: ReadonlyMap<string, Flag>
}

/**
 * One line per kind: `name`, `name/s` with its one-letter form, `name*` if it may be repeated, `name>canonical` for an alias. docker:
 * `docker run --help` and the hidden flags of docker/cli `cli/command/container/opts.go` (`--net`, `--dns-opt`, the Windows ones). `docker
 * create` refuses `--detach`, `--detach-keys` and `--sig-proxy`, so one table serves both.
 */
const DOCKER_RUN = {
  values: `add-host* annotation* attach/a* blkio-weight blkio-weight-device* cap-add* cap-drop* cgroup-parent cgroupns cidfile
    cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares/c cpus cpuset-cpus cpuset-mems detach-keys
    device* device-cgroup-rule* device-read-bps* device-read-iops* device-write-bps* device-write-iops* dns* dns-opt*>dns-option
    dns-option* dns-search* domainname entrypoint env/e* env-file* expose* gpus group-add* health-cmd health-interval
    health-retries health-start-interval health-start-period health-timeout hostname/h io-maxbandwidth io-maxiops ip ip6 ipc
    isolation kernel-memory label/l* label-file* link* link-local-ip* log-driver log-opt* mac-address memory/m
    memory-reservation memory-swap memory-swappiness mount* name net*>network net-alias*>network-alias network* network-alias*
    oom-score-adj pid pids-limit platform publish/p* pull restart runtime security-opt* shm-size stop-signal stop-timeout
    storage-opt* sysctl* tmpfs* ulimit* user/u userns uts volume/v* volume-driver volumes-from* workdir/w`,
  booleans: `detach/d disable-content-trust help init interactive/i no-healthcheck oom-kill-disable privileged publish-all/P
    quiet/q read-only rm sig-proxy tty/t use-api-socket`,
}

/** podman-run(1) and podman-create(1), `cmd/podman/common/create.go`, and the aliases of `cmd/podman/utils/alias.go`. */
const PODMAN_RUN = {
  values: `add-host* annotation* arch attach/a* authfile blkio-weight blkio-weight-device* cap-add* cap-drop* cert-dir
    cgroup-conf* cgroup-parent cgroupns cgroups chrootdirs* cidfile conmon-pidfile cpu-period cpu-quota cpu-rt-period
    cpu-rt-runtime cpu-shares/c cpus cpuset-cpus cpuset-mems creds decryption-key* detach-keys device* device-cgroup-rule*
    device-read-bps* device-read-iops* device-write-bps* device-write-iops* dns* dns-opt*>dns-option dns-option* dns-search*
    entrypoint env/e* env-file* env-merge* expose* gidmap* gpus* group-add* group-entry health-cmd health-interval
    health-log-destination health-max-log-count health-max-log-size health-on-failure health-retries health-start-period
    health-startup-cmd health-startup-interval health-startup-retries health-startup-success health-startup-timeout
    health-timeout healthcheck-command>health-cmd healthcheck-interval>health-interval healthcheck-retries>health-retries
    healthcheck-start-period>health-start-period healthcheck-timeout>health-timeout hostname/h hosts-file hostuser* image-volume
    init-ctr init-path ip ip6 ipc kernel-memory label/l* label-file* link-local-ip* log-driver log-opt* mac-address memory/m
    memory-reservation memory-swap memory-swappiness mount* name net*>network network* network-alias* oom-score-adj os
    override-arch>arch override-os>os override-variant>variant passwd-entry personality pid pidfile pids-limit platform pod
    pod-id-file preserve-fd* preserve-fds publish/p* pull rdt-class requires* restart retry retry-delay runtime sdnotify
    seccomp-policy secret* security-opt* shm-size shm-size-systemd signature-policy stop-signal stop-timeout storage-opt*
    subgidname subuidname sysctl* systemd timeout tmpfs* tz uidmap* ulimit* umask unsetenv* user/u userns uts variant volume/v*
    volumes-from* workdir/w`,
  booleans: `detach/d disable-content-trust env-host help http-proxy init interactive/i no-healthcheck no-hostname no-hosts
    oom-kill-disable passwd privileged publish-all/P quiet/q read-only read-only-tmpfs replace rm rmi rootfs sig-proxy
    tls-verify tty/t unsetenv-all`,
}

/** Flags of `nerdctl run` that `docker run` lacks (its command reference). */
const NERDCTL_RUN = {
  values: `cgroup-conf* cosign-certificate-identity cosign-certificate-identity-regexp cosign-certificate-oidc-issuer
    cosign-certificate-oidc-issuer-regexp cosign-key init-binary ipfs-address pidfile rdt-class systemd umask verify`,
  booleans: 'rootfs',
}

/** `docker service create --help`; flags of newer versions such as `swap-bytes` from docker/cli `cli/command/service/opts.go`. */
const SERVICE_COMMON = {
  values: `cap-add* cap-drop* credential-spec endpoint-mode entrypoint health-cmd health-interval health-retries
    health-start-interval health-start-period health-timeout hostname isolation limit-cpu limit-memory limit-pids log-driver
    log-opt* max-concurrent memory-swap memory-swappiness oom-score-adj replicas replicas-max-per-node reserve-cpu
    reserve-memory restart-condition restart-delay restart-max-attempts restart-window rollback-delay rollback-failure-action
    rollback-max-failure-ratio rollback-monitor rollback-order rollback-parallelism stop-grace-period stop-signal update-delay
    update-failure-action update-max-failure-ratio update-monitor update-order update-parallelism user/u workdir/w`,
  booleans: 'detach/d help init no-healthcheck no-resolve-image quiet/q read-only tty/t with-registry-auth',
}
const SERVICE_CREATE = {
  values: `config* constraint* container-label* dns* dns-option* dns-search* env/e* env-file* generic-resource* group* host*
    label/l* mode mount* name network* placement-pref* publish/p* secret* sysctl* ulimit*`,
  booleans: '',
}
const SERVICE_UPDATE = {
  values: `args config-add* config-rm* constraint-add* constraint-rm* container-label-add* container-label-rm* dns-add* dns-option-add*
    dns-option-rm* dns-rm* dns-search-add* dns-search-rm* env-add* env-rm* generic-resource-add* generic-resource-rm* group-add*
    group-rm* host-add* host-rm* image label-add* label-rm* mount-add* mount-rm* network-add* network-rm* placement-pref-add*
    placement-pref-rm* publish-add* publish-rm* secret-add* secret-rm* sysctl-add* sysctl-rm* ulimit-add* ulimit-rm*`,
  booleans: 'force rollback',
}

/** `docker buildx build --help` (which `docker build` is), podman-build(1), nerdctl's command reference. */
const BUILD_IMAGE = {
  values: `add-host* allow* annotation* arch attest* authfile build-arg* build-arg-file* build-context* builder cache-from* cache-to*
    cache-ttl call cap-add* cap-drop* cert-dir cgroup-parent cgroupns cpp-flag* cpu-period cpu-quota cpu-shares/c cpuset-cpus
    cpuset-mems creds decryption-key* device* dns* dns-option* dns-search* env* file/f format from group-add* hooks-dir* ignorefile
    iidfile ipc isolation jobs label* layer-label* logfile manifest memory/m memory-swap metadata-file network no-cache-filter* os
    os-feature* os-version output/o* pid platform* progress provenance retry retry-delay runtime runtime-flag* sbom secret*
    security-opt* shm-size sign-by source-date-epoch ssh* tag/t* target timestamp ulimit* unsetenv* unsetlabel* userns variant
    volume/v*`,
  booleans: `all-platforms check compress debug/D disable-compression disable-content-trust force-rm help http-proxy identity-label
    layers load logsplit no-cache no-hostname no-hosts omit-history pull push quiet/q rewrite-timestamp rm skip-unused-stages squash
    squash-all stdin tls-verify`,
}

/** Options between the program and the verb: `docker --help`, podman(1) "GLOBAL OPTIONS", nerdctl "Global flags". */
const GLOBAL: Readonly<Record<EngineName, { readonly values: string; readonly booleans: string }>> = {
  docker: {
    values: 'config context/c host/H* log-level/l tlscacert tlscert tlskey',
    booleans: 'debug/D help tls tlsverify version/v',
  },
  podman: {
    values: `cdi-spec-dir* cgroup-manager config conmon connection/c context cpu-profile default-mounts-file events-backend
      hooks-dir* host/H identity imagestore log-level max-workers memory-profile module* namespace network-backend
      network-cmd-path network-config-dir out pull-option* registries-conf root runroot runtime runtime-flag* ssh storage-driver
      storage-opt* tls-ca tls-cert tls-details tls-key tmpdir url volumepath`,
    booleans: 'debug/D help/h noout remote/r syslog trace transient-store version/v',
  },
  nerdctl: {
    values: `address/a bridge-ip cdi-spec-dirs* cgroup-manager cni-netconfpath cni-path data-root host/H host-gateway-ip
      hosts-dir* namespace/n snapshotter storage-driver userns-remap`,
    booleans: 'debug debug-full experimental help/h insecure-registry kube-hide-dupe selinux-enabled version/v',
  },
}

function table(...groups: readonly { readonly values: string; readonly booleans: string }[]): FlagTable {
  const long = new Map<string, Flag>()
  const short = new Map<string, Flag>()
  const add = (text: string, boolean: boolean): void => {
    for (const [, name = '', letter, star, canonical] of text.matchAll(/([\w-]+)(?:\/(\w))?(\*)?(?:>([\w-]+))?/g)) {
      const flag: Flag = { name: canonical ?? name, boolean, repeatable: star !== undefined }
      long.set(name, flag)
      if (letter !== undefined) short.set(letter, flag)
    }
  }
  for (const group of groups) {
    add(group.values, false)
    add(group.booleans, true)
  }
  return { long, short }
}

const RUN: Readonly<Record<EngineName, FlagTable>> = {
  docker: table(DOCKER_RUN),
  podman: table(PODMAN_RUN),
  nerdctl: table(DOCKER_RUN, NERDCTL_RUN),
}
const CREATE_SERVICE = table(SERVICE_COMMON, SERVICE_CREATE)
const UPDATE_SERVICE = table(SERVICE_COMMON, SERVICE_UPDATE)
const GLOBALS: Readonly<Record<EngineName, FlagTable>> = {
  docker: table(GLOBAL.docker),
  podman: table(GLOBAL.podman),
  nerdctl: table(GLOBAL.nerdctl),
}

/** The flags of `build`, which are nearly the same for all engines. */
export const BUILD_FLAGS: FlagTable = table(BUILD_IMAGE)

/** The flags of one command. */
export function flagsOf(engine: EngineName, verb: Verb): FlagTable {
  switch (verb) {
    case 'run':
    case 'create':
      return RUN[engine]
    case 'service create':
      return CREATE_SERVICE
    case 'service update':
      return UPDATE_SERVICE
    default:
      return verb satisfies never
  }
}

/** The options that a program takes before its verb. */
export function globalFlagsOf(engine: EngineName): FlagTable {
  return GLOBALS[engine]
}
