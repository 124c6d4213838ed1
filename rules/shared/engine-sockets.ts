import type { Mount } from '../../src/model/mount.ts'
import { baseName } from '../../src/model/path.ts'
import { hostPath } from './host-source.ts'

/** How a mount leads to a container engine's API. */
export interface EngineSocket {
  /** `Docker`, `Podman`, … */
  readonly engine: string
  /** `socket`: the mount is the socket. `parent`: a directory that holds it. */
  readonly through: 'socket' | 'parent'
}

/** Names of engine sockets, in any directory of the host. */
const SOCKET_NAMES: Readonly<Record<string, string>> = {
  'docker.sock': 'Docker',
  'docker.raw.sock': 'Docker',
  'docker-cli.sock': 'Docker',
  'podman.sock': 'Podman',
  'containerd.sock': 'containerd',
  'crio.sock': 'CRI-O',
  'buildkitd.sock': 'BuildKit',
  'balena-engine.sock': 'balenaEngine',
  'balena.sock': 'balenaEngine',
  'cri-dockerd.sock': 'cri-dockerd',
  'dockershim.sock': 'dockershim',
}

/** Directories of the host that contain a socket on a usual installation. Not `/var`: `/var/run` is a link that leads out of it. */
const SOCKET_DIRECTORIES: readonly (readonly [pattern: RegExp, engine: string])[] = [
  [/^\/$/, 'Docker'],
  [/^\/run$/, 'Docker'],
  [/^\/run\/user(?:\/[^/]+)?$/, 'rootless'],
  [/^\/run\/(?:user\/[^/]+\/)?podman$/, 'Podman'],
  [/^\/run\/(?:k3s\/|k0s\/|docker\/)?containerd$/, 'containerd'],
  [/^\/run\/k3s$/, 'containerd'],
  [/^\/run\/crio$/, 'CRI-O'],
  [/^\/run\/buildkit$/, 'BuildKit'],
  [/^~\/\.(?:docker\/(?:run|desktop)|colima|rd|orbstack\/run)$/, 'Docker'],
]

/** The engine that a mount gives to the container; undefined for every other mount. Volumes and tmpfs never give one. */
export function engineSocket(mount: Mount): EngineSocket | undefined {
  if (mount.type === 'npipe') {
    return /docker|podman|containerd/i.test(mount.source ?? '') ? { engine: 'Docker', through: 'socket' } : undefined
  }
  if (mount.type !== 'bind') return undefined
  const source = hostPath(mount.source)
  // A mount at the socket's path is the socket, unless its own name says that it is something else.
  const name = socketName(source) ?? (/\.sock$|\$/.test(source) ? socketName(mount.target) : undefined)
  if (name) return { engine: name, through: 'socket' }
  const directory = SOCKET_DIRECTORIES.find(([pattern]) => pattern.test(source))
  return directory ? { engine: directory[1], through: 'parent' } : undefined
}

function socketName(path: string): string | undefined {
  const name = baseName(path)
  return Object.hasOwn(SOCKET_NAMES, name) ? SOCKET_NAMES[name] : undefined
}
