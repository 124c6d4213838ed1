import { capabilityName } from '../../src/model/capability.ts'

/** `host`: a way to control the host on its own. `wide`: removes a protection or opens much of the kernel. `narrow`: one privileged act. */
export type CapabilityTier = 'host' | 'wide' | 'narrow'

export interface CapabilityGrant {
  readonly tier: CapabilityTier
  /** What it lets a process do, as the end of "lets it …". */
  readonly lets: string
}

/** Capabilities that Docker gives to every container (moby `oci/caps/defaults.go`); Podman's default set is a part of it. */
export const DEFAULT_CAPABILITIES: readonly string[] =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' ')

/** What capabilities outside the default set grant (capabilities(7)); none that changes only memory locking, priorities or timers. */
const GRANTS: Readonly<Record<string, CapabilityGrant>> = {
  ALL: { tier: 'host', lets: 'do all that root on the host may do' },
  SYS_ADMIN: { tier: 'host', lets: 'mount file systems, enter namespaces and administer the kernel' },
  SYS_MODULE: { tier: 'host', lets: 'load its own code into the kernel of the host' },
  SYS_RAWIO: { tier: 'host', lets: 'reach the memory, the ports and the disks of the host past the kernel' },
  DAC_READ_SEARCH: { tier: 'host', lets: 'open any file of the host by its handle, whatever is mounted' },
  BPF: { tier: 'wide', lets: 'load programs into the kernel of the host' },
  PERFMON: { tier: 'wide', lets: 'watch every process and the memory of the kernel' },
  SYS_PTRACE: { tier: 'wide', lets: 'read and change the memory of every process it can see' },
  NET_ADMIN: { tier: 'wide', lets: 'change its interfaces, routes and packet filter, and reach much network code of the kernel' },
  SYS_BOOT: { tier: 'wide', lets: 'ask the kernel for a reboot' },
  SYS_TIME: { tier: 'wide', lets: 'set the clock of the host' },
  SYS_RESOURCE: { tier: 'wide', lets: 'lift its own resource limits and quotas' },
  SYSLOG: { tier: 'wide', lets: 'read the log of the kernel, with the addresses that exploits need' },
  MAC_ADMIN: { tier: 'wide', lets: 'change the mandatory access control of the host' },
  MAC_OVERRIDE: { tier: 'wide', lets: 'ignore the mandatory access control of the host' },
  AUDIT_CONTROL: { tier: 'wide', lets: 'switch the audit log of the host off' },
  CHECKPOINT_RESTORE: { tier: 'wide', lets: 'reach into other processes to save and restore them' },
  AUDIT_READ: { tier: 'narrow', lets: 'read the audit log of the host' },
  IPC_OWNER: { tier: 'narrow', lets: 'use shared memory of any owner' },
  LINUX_IMMUTABLE: { tier: 'narrow', lets: 'make files that even root cannot remove' },
  SYS_PACCT: { tier: 'narrow', lets: 'switch process accounting' },
  SYS_TTY_CONFIG: { tier: 'narrow', lets: 'hang up terminals' },
}

/** What a capability grants beyond the default set; undefined if that is not worth a finding. */
export function capabilityGrant(text: string): CapabilityGrant | undefined {
  const name = capabilityName(text)
  return Object.hasOwn(GRANTS, name) ? GRANTS[name] : undefined
}
