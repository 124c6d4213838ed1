import { defineRule } from '../src/lint/rule.ts'
import type { BuildCommand, BuildInstruction } from '../src/model/build.ts'
import { own } from '../src/model/own.ts'
import { removesAptLists, removesBelow } from './shared/apt-lists.ts'
import { commandsOf, knownWords, type PlacedCommand, shippedInstructions } from './shared/stages.ts'

/** CIS Docker Benchmark 4.3, with 5.6 (5.7 since v1.6): an image holds only the packages that it needs. */
export const unneededPackages = defineRule({
  id: 'unneeded-packages',
  meta: {
    title: 'An image holds only the packages that it needs',
    why: 'Each program in an image can have flaws, and gives an attacker a tool.',
    category: 'supply-chain',
    cis: { upTo15: '4.3', from16: '4.3' },
    severity: 'info',
    securitySeverity: '3.0',
    presets: ['cis', 'strict'],
    messages: {
      recommends: 'apt also installs all recommended packages. Add --no-install-recommends, and name what you need.',
      cache: 'The lists and archives of {{manager}} stay in this layer. {{remedy}}',
      ssh: 'The image contains an SSH server, a second way in with its own keys and passwords. Use docker exec, and leave {{package}} out.',
      sshPort: 'EXPOSE {{port}} offers SSH, a second way in with its own keys and passwords. Use docker exec.',
      sudo: 'The image contains sudo, a set-user-id program. Do what needs root before USER, and leave it out.',
    },
  },
  image(image, report) {
    if (image.build?.os === 'windows') return
    const instructions = shippedInstructions(image)
    for (const { instruction } of instructions) {
      const port = instruction.name === 'EXPOSE' ? instruction.args.find(({ value }) => /^22(?:\/tcp)?$/.test(value ?? '')) : undefined
      if (port) report({ messageId: 'sshPort', at: port.origin, data: { port: port.text }, severity: 'warning' })
    }
    const placed = commandsOf(instructions).filter(({ instruction }) => instruction.name === 'RUN')
    const recommendsOff = placed.some(({ command, instruction }) => turnsRecommendsOff(command, instruction))
    const cleaned = new Set<BuildInstruction>()
    const withSudo = placed.find(({ command }) => command.wrappers.includes('sudo'))
    if (withSudo) report({ messageId: 'sudo', at: withSudo.command.origin })
    for (const each of placed) {
      const { command, instruction } = each
      const packages = installed(command)
      if (packages === undefined) continue
      const ssh = packages.find((name) => /^(?:openssh-server|openssh|dropbear|openssh-server-pam)$/.test(name))
      if (ssh !== undefined) report({ messageId: 'ssh', at: command.origin, data: { package: ssh }, severity: 'warning' })
      if (packages.includes('sudo') && !withSudo) report({ messageId: 'sudo', at: command.origin })
      if (/^apt(?:-get)?$/.test(command.name ?? '') && !recommendsOff && !hasRecommendsFlag(command))
        report({ messageId: 'recommends', at: command.origin })
      const remedy = cleaned.has(instruction) ? undefined : cacheRemedy(each, placed)
      cleaned.add(instruction)
      if (remedy !== undefined) report({ messageId: 'cache', at: command.origin, data: { manager: command.name ?? '', remedy } })
    }
  },
})

const VERBS: Readonly<Record<string, readonly string[]>> = {
  'apt-get': ['install'],
  apt: ['install'],
  apk: ['add'],
  yum: ['install'],
  dnf: ['install'],
  microdnf: ['install'],
  zypper: ['install', 'in'],
}

/** Names of the packages that a command installs, without versions; undefined for another command. */
function installed(command: BuildCommand): readonly string[] | undefined {
  const verbs = own(VERBS, command.name ?? '')
  const words = knownWords(command).filter((word) => !word.startsWith('-'))
  if (!verbs || !words.some((word) => verbs.includes(word))) return undefined
  return words.filter((word) => !verbs.includes(word)).map((word) => word.replace(/[=<>~:@].*$/, ''))
}

function hasRecommendsFlag(command: BuildCommand): boolean {
  // An unknown word ($APT_OPTIONS) may be the option.
  return command.args.some(
    ({ text, value }) =>
      value === undefined || /^--no-install-recommends$|Install-Recommends=(?:0|false|no)/i.test(text.replace(/["']/g, '')),
  )
}

/** `echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/…` applies to every later installation. */
function turnsRecommendsOff(command: BuildCommand, { heredocs }: BuildInstruction): boolean {
  const setting = /Install-Recommends\s*(?:["']\s*)?(?:0|false|no)/i
  return command.args.some(({ text }) => setting.test(text)) || heredocs.some(({ text }) => setting.test(text))
}

/** What to do about a cache that stays in the layer; undefined if it is removed or never was in the layer. */
function cacheRemedy({ command, instruction }: PlacedCommand, all: readonly PlacedCommand[]): string | undefined {
  const manager = command.name ?? ''
  const mounted = instruction.flags.some(
    ({ name, value }) =>
      name === 'mount' && /type=(?:cache|tmpfs)/.test(value?.text ?? '') && /\/(?:apt|apk|dnf|yum|zypp)/.test(value?.text ?? ''),
  )
  if (mounted) return undefined
  const own = all.filter((each) => each.instruction === instruction).map((each) => each.command)
  const removes = (path: RegExp) => own.some((each) => removesBelow(each, path))
  const cleans = own.some((each) => each.name === manager && knownWords(each).some((word) => /^(?:clean|distclean|dist-clean)$/.test(word)))
  // A copied script, or a command in a variable, may clean as well.
  if (own.some(({ name, args }) => (name === undefined && args.length > 0) || /\.sh$/.test(name ?? ''))) return undefined
  switch (manager) {
    case 'apt-get':
    case 'apt':
      return removesAptLists(own) ? undefined : 'End the same RUN with rm -rf /var/lib/apt/lists/*.'
    case 'apk':
      return command.args.some(({ text }) => text === '--no-cache') || removes(/\/var\/cache/) || cleans ? undefined : 'Add --no-cache.'
    default:
      return cleans || removes(/\/var\/cache/) ? undefined : `End the same RUN with ${manager} clean${manager === 'zypper' ? '' : ' all'}.`
  }
}
