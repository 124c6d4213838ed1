import type { Rule } from '../src/lint/rule.ts'
import { addInsteadOfCopy } from './add-instead-of-copy.ts'
import { anonymousDataVolume } from './anonymous-data-volume.ts'
import { apparmorEnabled } from './apparmor-enabled.ts'
import { cgroupParentDefault } from './cgroup-parent-default.ts'
import { cpuLimit } from './cpu-limit.ts'
import { drift } from './drift.ts'
import { dropCapabilities } from './drop-capabilities.ts'
import { duplicateMountTarget } from './duplicate-mount-target.ts'
import { healthcheckDefined } from './healthcheck-defined.ts'
import { imageRunsAsRoot } from './image-runs-as-root.ts'
import { loggingEnabled } from './logging-enabled.ts'
import { memoryLimit } from './memory-limit.ts'
import { missingHealthcheck } from './missing-healthcheck.ts'
import { noDangerousCapabilities } from './no-dangerous-capabilities.ts'
import { noDefaultBridge } from './no-default-bridge.ts'
import { noEngineSocket } from './no-engine-socket.ts'
import { noHostDevices } from './no-host-devices.ts'
import { noHostIpc } from './no-host-ipc.ts'
import { noHostNetwork } from './no-host-network.ts'
import { noHostPid } from './no-host-pid.ts'
import { noHostUserns } from './no-host-userns.ts'
import { noHostUts } from './no-host-uts.ts'
import { noNewPrivileges } from './no-new-privileges.ts'
import { noPlainSecrets } from './no-plain-secrets.ts'
import { noPrivileged } from './no-privileged.ts'
import { noRootUser } from './no-root-user.ts'
import { noSensitiveMounts } from './no-sensitive-mounts.ts'
import { noSharedPropagation } from './no-shared-propagation.ts'
import { pidsLimit } from './pids-limit.ts'
import { pinnedImage } from './pinned-image.ts'
import { privilegedPort } from './privileged-port.ts'
import { publishedPortInterface } from './published-port-interface.ts'
import { readOnlyBlocksInjectedConfig } from './read-only-blocks-injected-config.ts'
import { readOnlyRootFilesystem } from './read-only-root-filesystem.ts'
import { restartBounded } from './restart-bounded.ts'
import { seccompEnabled } from './seccomp-enabled.ts'
import { secretInImage } from './secret-in-image.ts'
import { selinuxSeparation } from './selinux-separation.ts'
import { setuidFilesKept } from './setuid-files-kept.ts'
import { staleProof } from './stale-proof.ts'
import { stateWithoutVolume } from './state-without-volume.ts'
import { tempDirNotRedirected } from './temp-dir-not-redirected.ts'
import { tmpfsHidesImageContent } from './tmpfs-hides-image-content.ts'
import { tmpfsLosesData } from './tmpfs-loses-data.ts'
import { tmpfsNeedsExec } from './tmpfs-needs-exec.ts'
import { tmpfsNotWritableByUser } from './tmpfs-not-writable-by-user.ts'
import { tmpfsUnbounded } from './tmpfs-unbounded.ts'
import { tmpfsWeakOptions } from './tmpfs-weak-options.ts'
import { ulimitsBounded } from './ulimits-bounded.ts'
import { undeclaredWritablePath } from './undeclared-writable-path.ts'
import { unneededPackages } from './unneeded-packages.ts'
import { unpinnedBaseImage } from './unpinned-base-image.ts'
import { unverifiedDownload } from './unverified-download.ts'
import { updateInstructionAlone } from './update-instruction-alone.ts'
import { volumeInstructionDiscardsWrites } from './volume-instruction-discards-writes.ts'
import { writableConfigMount } from './writable-config-mount.ts'
import { writesToRootFilesystem } from './writes-to-root-filesystem.ts'

/** Every rule, in the order in which `dockseal rules` lists them. A test compares this list with the folder. */
export const rules: readonly Rule[] = [
  readOnlyRootFilesystem,
  drift,
  undeclaredWritablePath,
  staleProof,
  tmpfsLosesData,
  tmpfsHidesImageContent,
  tmpfsNeedsExec,
  tmpfsNotWritableByUser,
  tmpfsWeakOptions,
  tmpfsUnbounded,
  anonymousDataVolume,
  writableConfigMount,
  duplicateMountTarget,
  readOnlyBlocksInjectedConfig,
  noPrivileged,
  dropCapabilities,
  noDangerousCapabilities,
  noNewPrivileges,
  noRootUser,
  noEngineSocket,
  noSensitiveMounts,
  noSharedPropagation,
  noHostDevices,
  noHostNetwork,
  noHostPid,
  noHostIpc,
  noHostUts,
  noHostUserns,
  seccompEnabled,
  apparmorEnabled,
  selinuxSeparation,
  memoryLimit,
  cpuLimit,
  pidsLimit,
  ulimitsBounded,
  restartBounded,
  cgroupParentDefault,
  noDefaultBridge,
  publishedPortInterface,
  privilegedPort,
  pinnedImage,
  noPlainSecrets,
  healthcheckDefined,
  loggingEnabled,
  writesToRootFilesystem,
  stateWithoutVolume,
  tempDirNotRedirected,
  volumeInstructionDiscardsWrites,
  imageRunsAsRoot,
  setuidFilesKept,
  secretInImage,
  unverifiedDownload,
  unpinnedBaseImage,
  addInsteadOfCopy,
  updateInstructionAlone,
  unneededPackages,
  missingHealthcheck,
]
