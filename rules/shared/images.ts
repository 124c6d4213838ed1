import { type ImageReference, parseImageReference } from '../../src/model/image.ts'

/** Whether an image is a proxy whose purpose is to stand between an engine's socket and other containers. */
export function isSocketProxy(image: string): boolean {
  return /(?:socket|docker)[-_]?proxy$/.test(parseImageReference(image)?.name ?? '')
}

/** Code names of Debian and Ubuntu, which say as much as their numbers do. */
const RELEASES =
  /^(?:wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|precise|trusty|utopic|vivid|wily|xenial|yakkety|zesty|artful|bionic|cosmic|disco|eoan|focal|groovy|hirsute|impish|jammy|kinetic|lunar|mantic|noble|oracular|plucky|questing|resolute)\b/

/** Whether a tag without a number is a version all the same: a release of the distribution that the image is. */
export function isRelease({ name, tag }: ImageReference): boolean {
  return /(?:^|\/)(?:debian|ubuntu|buildpack-deps)$/.test(name) && RELEASES.test(tag ?? '')
}

/** Whether an image is one of this machine only: Podman's name for what was built or loaded here, which no registry has. */
export function isOnlyLocal({ registry, tag }: ImageReference): boolean {
  return registry === 'localhost' || tag === 'local'
}

/**
 * Whether an image does nothing but tell the kernel which emulator runs programs of other processors (binfmt_misc), before images are
 * built for those. That takes the host's own kernel, and privileged mode.
 */
export function isBinfmtInstaller(image: string): boolean {
  return /(?:^|\/)(?:binfmt|qemu-user-static|qemu-user|binfmt-qemu\w*)$/.test(parseImageReference(image)?.name ?? '')
}
