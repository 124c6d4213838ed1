import { defineRule } from '../src/lint/rule.ts'
import type { BuildCommand } from '../src/model/build.ts'
import { parseImageReference } from '../src/model/image.ts'
import { commandsOf, knownWords, shippedInstructions } from './shared/stages.ts'

export const setuidFilesKept = defineRule({
  id: 'setuid-files-kept',
  meta: {
    title: 'An image holds no set-user-id programs that it does not need',
    why: 'A process without root can use a set-user-id program to become root.',
    category: 'privilege',
    cis: { upTo15: '4.8', from16: '4.8' },
    severity: 'info',
    securitySeverity: '3.0',
    presets: ['cis', 'strict'],
    messages: {
      kept: 'The image keeps the set-user-id programs of {{base}} (su, mount, passwd …). Add RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} + before USER.',
      added:
        'This makes a program run as its owner, whoever starts it. Use a capability (setcap) for the one thing that it needs, or leave it out.',
    },
  },
  image(image, report) {
    if (image.build?.os === 'windows') return
    const commands = commandsOf(shippedInstructions(image)).filter(({ instruction }) => instruction.name === 'RUN')
    for (const { command } of commands) if (addsBit(command)) report({ messageId: 'added', at: command.origin, severity: 'warning' })
    if (image.base.state !== 'set' || holdsNoPrograms(image.base.value)) return
    if (isAlpine(image.base.value) && !commands.some(({ command }) => addsAlpinePackage(command))) return
    if (commands.some(({ command }) => removesBits(command))) return
    report({ messageId: 'kept', at: image.origin, data: { base: image.base.value } })
  },
})

/** `scratch`, and images without a shell and the usual programs. */
function holdsNoPrograms(base: string): boolean {
  return base === 'scratch' || /distroless|^cgr\.dev\//.test(base)
}

/** Alpine and busybox: their single program has no set-user-id bit (gliderlabs/docker-alpine#121), nor have images with a tag `alpine`. */
function isAlpine(base: string): boolean {
  const reference = parseImageReference(base)
  return /(?:^|\/)(?:alpine|busybox)$/.test(reference?.name ?? '') || /(?:^|-)alpine/.test(reference?.tag ?? '')
}

const ALPINE_PACKAGES = new Set('shadow sudo doas busybox-suid util-linux mount umount fuse fuse3 polkit bubblewrap'.split(' '))

function addsAlpinePackage(command: BuildCommand): boolean {
  return command.name === 'apk' && knownWords(command).some((word) => ALPINE_PACKAGES.has(word.replace(/[=<>~@].*$/, '')))
}

/** The set-group-id bit is ignored: it is usually meant for directories, where it only passes the group on. */
function addsBit(command: BuildCommand): boolean {
  return command.name === 'chmod' && knownWords(command).some((word) => /^0*[4-7][0-7]{3}$|^(?:[go,]*u[gou,]*|a)?[+=][rwxXt]*s/.test(word))
}

/** `find … -perm … -exec chmod a-s`, and chmod with a list of programs. */
function removesBits(command: BuildCommand): boolean {
  const words = knownWords(command).join(' ')
  if (command.name === 'find') return /-perm\b/.test(words) && /chmod [ugoa,]*-s|\brm\b|-delete/.test(words)
  return (command.name === 'chmod' || command.name === 'xargs') && /(?:^|\s)[ugoa,]*-s(?:\s|$)/.test(words)
}
