import { type ImageReference, parseImageReference } from '../../src/model/image.ts'

/** Whether an image is a proxy between an engine's socket and other containers. */
export function isSocketProxy(image: string): boolean {
  return /(?:socket|(?:^|\/)docker)[-_]?proxy$/.test(parseImageReference(image)?.name ?? '')
}

/** Code names of Debian and Ubuntu, which are as good as version numbers. */
const RELEASES =
  /^(?:wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|precise|trusty|utopic|vivid|wily|xenial|yakkety|zesty|artful|bionic|cosmic|disco|eoan|focal|groovy|hirsute|impish|jammy|kinetic|lunar|mantic|noble|oracular|plucky|questing|resolute)\b/

/** Whether a tag without a number is still a version: a release of the image's distribution. */
export function isRelease({ name, tag }: ImageReference): boolean {
  return /(?:^|\/)(?:debian|ubuntu|buildpack-deps)$/.test(name) && RELEASES.test(tag ?? '')
}

/** Whether an image exists only on this machine: Podman's name for what was built or loaded here, which no registry has. */
export function isOnlyLocal({ registry, tag }: ImageReference): boolean {
  return registry === 'localhost' || tag === 'local'
}

/** Whether an image only tells the host's kernel which emulator runs programs of other processors, which needs privileged mode. */
export function isBinfmtInstaller(image: string): boolean {
  return /(?:^|\/)(?:binfmt|qemu-user-static|qemu-user|binfmt-qemu\w*)$/.test(parseImageReference(image)?.name ?? '')
}
