import type { Severity } from '../../src/model/finding.ts'
import { hostPath } from './host-source.ts'

/** What a container can do with one way of access to a host path. */
export interface PathGrant {
  readonly severity: Severity
  /** As the end of "lets it …". */
  readonly lets: string
}

export interface SensitivePath {
  /** As `hostPath` spells it. */
  readonly path: string
  /** `tree`: everything below it too. */
  readonly reach: 'self' | 'tree'
  /** A writable mount; absent: not worth a finding. */
  readonly write?: PathGrant
  /** A read-only mount; absent: not worth a finding. */
  readonly read?: PathGrant
  /** No user of this path needs to write there, so the mount can safely be made read-only. */
  readonly readOnlySuffices?: true
}

const LOG_IN = 'change accounts, keys and start-up jobs of the host'
const REPLACE_PROGRAMS = 'replace programs that the host runs as root'
const READ_KEYS = "read the password hashes, keys and tokens of the host's users"

/** Host paths by what access to them allows: the six of CIS 5.5/5.6, then those that decide who is root (Linux, systemd, the engines). */
const SENSITIVE: readonly SensitivePath[] = [
  {
    path: '/',
    reach: 'self',
    write: { severity: 'error', lets: 'change every file of the host' },
    read: { severity: 'warning', lets: 'read every file of the host, keys and the data of others included' },
  },
  { path: '/boot', reach: 'tree', write: { severity: 'error', lets: 'replace the kernel that the host starts next time' } },
  {
    path: '/etc',
    reach: 'self',
    write: { severity: 'error', lets: LOG_IN },
    read: { severity: 'warning', lets: 'read the password hashes and the private keys of the host' },
  },
  ...trees(
    ['/bin', '/sbin', '/lib64', '/usr/bin', '/usr/sbin', '/usr/lib', '/usr/lib64', '/usr/local/bin', '/usr/local/sbin', '/usr/local/lib'],
    REPLACE_PROGRAMS,
  ),
  { path: '/lib', reach: 'tree', write: { severity: 'error', lets: REPLACE_PROGRAMS } },
  { path: '/usr', reach: 'self', write: { severity: 'error', lets: REPLACE_PROGRAMS } },
  { path: '/usr/local', reach: 'self', write: { severity: 'error', lets: REPLACE_PROGRAMS } },
  { path: '/usr/share', reach: 'self', write: { severity: 'warning', lets: 'change files that programs of the host trust' } },
  ...['/lib/modules', '/usr/lib/modules'].map(
    (path): SensitivePath => ({
      path,
      reach: 'tree',
      write: { severity: 'warning', lets: 'replace kernel modules that the host loads later' },
      readOnlySuffices: true,
    }),
  ),
  ...['/usr/src'].map(
    (path): SensitivePath => ({
      path,
      reach: 'self',
      write: { severity: 'warning', lets: 'change the sources from which the host builds kernel modules' },
      readOnlySuffices: true,
    }),
  ),
  // A container's own /sys shows nearly the same, so reading the host's is not reported.
  {
    path: '/sys',
    reach: 'self',
    write: { severity: 'error', lets: 'set kernel parameters of the host, one of which names a program to run as root' },
  },
  { path: '/sys/fs/cgroup', reach: 'tree', write: { severity: 'warning', lets: 'lift the resource limits of every container' } },
  { path: '/sys/fs/bpf', reach: 'tree', write: { severity: 'warning', lets: 'change the BPF programs and maps of the host' } },
  {
    path: '/sys/kernel',
    reach: 'tree',
    write: { severity: 'error', lets: 'set kernel parameters of the host, one of which names a program to run as root' },
  },
  {
    path: '/proc',
    reach: 'self',
    write: { severity: 'error', lets: 'set kernel parameters of the host, one of which names a program to run as root' },
    read: { severity: 'info', lets: 'see every process of the host with its arguments' },
  },
  {
    path: '/proc/sys',
    reach: 'tree',
    write: { severity: 'error', lets: 'set kernel parameters of the host, one of which names a program to run as root' },
  },
  { path: '/proc/sysrq-trigger', reach: 'self', write: { severity: 'error', lets: 'crash or reboot the host' } },
  {
    path: '/dev',
    reach: 'self',
    write: { severity: 'warning', lets: 'reach the device files of the host, as far as the device rules of its control group allow' },
    read: { severity: 'info', lets: 'reach the device files of the host: a read-only mount does not stop writing to a device' },
  },
  ...trees(
    '/etc/cron.d /etc/cron.daily /etc/cron.hourly /etc/cron.weekly /etc/cron.monthly /etc/crontab /var/spool/cron /etc/systemd /run/systemd/system /etc/init.d /etc/profile.d /etc/profile /etc/ld.so.preload /etc/ld.so.conf.d /etc/pam.d /etc/udev /etc/modprobe.d /etc/docker /etc/containers'.split(
      ' ',
    ),
    'have the host run programs of its choice as root',
  ),
  ...['/run/systemd', '/run/systemd/private'].map(
    (path): SensitivePath => ({
      path,
      reach: 'self',
      write: { severity: 'error', lets: 'tell the service manager of the host what to run as root' },
      read: {
        severity: 'error',
        lets: 'tell the service manager of the host what to run as root: a read-only mount does not stop a connection',
      },
    }),
  ),
  {
    path: '/run/dbus',
    reach: 'tree',
    write: { severity: 'warning', lets: 'call the system services of the host over D-Bus, the service manager among them' },
    read: {
      severity: 'warning',
      lets: 'call the system services of the host over D-Bus, the service manager among them: a read-only mount does not stop a connection',
    },
  },
  ...trees(['/etc/passwd', '/etc/group'], 'give itself an account on the host'),
  ...['/etc/shadow', '/etc/gshadow', '/etc/sudoers', '/etc/sudoers.d', '/etc/ssh'].map(
    (path): SensitivePath => ({
      path,
      reach: 'tree',
      write: { severity: 'error', lets: 'decide who may log in to the host and become root' },
      read: { severity: 'warning', lets: 'read what protects the accounts of the host' },
    }),
  ),
  ...['~', '/home', '/Users'].map(
    (path): SensitivePath => ({
      path,
      reach: 'self',
      write: { severity: 'error', lets: "plant login keys and start-up scripts in a user's home on the host" },
      read: { severity: 'warning', lets: READ_KEYS },
    }),
  ),
  {
    path: '~/.ssh',
    reach: 'tree',
    write: { severity: 'error', lets: 'plant a login key for the host, and read the private keys' },
    read: { severity: 'warning', lets: 'read the private keys with which the user logs in elsewhere' },
  },
  ...['~/.aws', '~/.azure', '~/.config/gcloud', '~/.kube', '~/.docker', '~/.gnupg', '~/.netrc', '~/.git-credentials'].map(
    (path): SensitivePath => ({
      path,
      reach: 'tree',
      write: { severity: 'warning', lets: "read and replace a user's credentials for other systems" },
      read: { severity: 'warning', lets: "read a user's credentials for other systems" },
    }),
  ),
  ...['/var/lib/docker', '/var/lib/containerd', '/var/lib/containers', '/var/lib/kubelet', '/var/lib/rancher'].map(
    (path): SensitivePath => ({
      path,
      reach: 'self',
      write: { severity: 'error', lets: 'change the files of every image and container, and so run programs of its choice in them' },
      read: { severity: 'warning', lets: 'read the files, the environment and the logs of every container' },
    }),
  ),
  {
    path: '/var/lib/docker/volumes',
    reach: 'self',
    write: { severity: 'warning', lets: 'change the data of every container' },
    read: { severity: 'info', lets: 'read the data of every container' },
  },
  {
    path: '/var/lib/docker/containers',
    reach: 'self',
    write: { severity: 'warning', lets: 'change the settings and the logs of every container' },
    read: { severity: 'info', lets: 'read the logs and the environment of every container, secrets included' },
  },
  {
    path: '/var',
    reach: 'self',
    write: { severity: 'error', lets: 'change scheduled jobs of the host and the files of every container' },
    read: { severity: 'warning', lets: 'read the data and the logs of the host and of every container' },
  },
  {
    path: '/var/lib',
    reach: 'self',
    write: { severity: 'error', lets: 'change the files of every container and the package database of the host' },
    read: { severity: 'warning', lets: 'read the data of the host and of every container' },
  },
  { path: '/var/log', reach: 'self', write: { severity: 'warning', lets: 'remove its traces from the logs of the host' } },
]

function trees(paths: readonly string[], lets: string): SensitivePath[] {
  return paths.map((path) => ({ path, reach: 'tree', write: { severity: 'error', lets } }))
}

const BY_PATH = new Map(SENSITIVE.map((entry) => [entry.path, entry]))

/** The most specific entry for the source of a bind mount; undefined for a path that belongs to the project. */
export function sensitivePath(source: string): SensitivePath | undefined {
  const path = hostPath(source)
  const own = BY_PATH.get(path)
  if (own) return own
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const above = BY_PATH.get(path.slice(0, end))
    if (above?.reach === 'tree') return above
  }
  return undefined
}
