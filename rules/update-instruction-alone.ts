import { defineRule } from '../src/lint/rule.ts'
import type { BuildCommand } from '../src/model/build.ts'
import { builtInstructions } from './shared/stages.ts'

/** Package managers that keep a list of what there is: words that fetch it, and words that use it. */
const MANAGERS: readonly { readonly names: readonly string[]; readonly update: readonly string[]; readonly use: readonly string[] }[] = [
  {
    names: ['apt-get', 'apt', 'aptitude', 'apt-fast', 'nala'],
    update: ['update'],
    use: ['install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade', 'build-dep', 'download', 'source', 'satisfy', 'reinstall'],
  },
  { names: ['apk'], update: ['update'], use: ['add', 'upgrade', 'fetch'] },
  {
    names: ['yum', 'dnf', 'microdnf', 'tdnf'],
    update: ['makecache', 'check-update'],
    use: ['install', 'update', 'upgrade', 'groupinstall', 'localinstall', 'builddep', 'reinstall', 'download'],
  },
  { names: ['zypper'], update: ['refresh', 'ref'], use: ['install', 'in', 'update', 'up', 'patch', 'dup', 'dist-upgrade'] },
]

/** CIS Docker Benchmark 4.7: the package list is fetched in the instruction that installs from it. */
export const updateInstructionAlone = defineRule({
  id: 'update-instruction-alone',
  meta: {
    title: 'The package list is fetched in the instruction that installs from it',
    category: 'supply-chain',
    scope: 'image',
    cis: { upTo15: '4.7', from16: '4.7' },
    severity: 'warning',
    securitySeverity: '4.0',
    presets: ['cis', 'strict'],
    fixable: false,
    messages: {
      alone:
        'This layer with the package list is kept from build to build, and later instructions install from it what was current when it was made, without its security fixes. Join it with the installation: RUN {{command}} && {{name}} install ….',
    },
  },
  *image(image) {
    for (const { instruction } of builtInstructions(image)) {
      if (instruction.name !== 'RUN' || mayInstallUnseen(instruction.commands)) continue
      for (const { names, update, use } of MANAGERS) {
        const ours = instruction.commands.filter(({ name }) => name !== undefined && names.includes(name))
        const fetches = ours.find((command) => update.includes(verbOf(command) ?? ''))
        if (!fetches || ours.some((command) => use.includes(verbOf(command) ?? ''))) continue
        const name = fetches.name ?? ''
        yield { messageId: 'alone', at: fetches.origin, data: { command: `${name} ${verbOf(fetches)}`, name } }
      }
    }
  },
})

/** First word that is no option; undefined where it is not known. */
function verbOf({ args }: BuildCommand): string | undefined {
  const words = args.filter(({ text }) => !text.startsWith('-'))
  return words[0]?.value
}

/** Programs that call a package manager themselves. */
const INSTALLERS = new Set(['xargs', 'make', 'ansible-playbook', 'playwright', 'mk-build-deps', 'rosdep', 'tasksel'])

/** A script of the author's own, something piped into a shell, or words that nobody can see may well install. */
function mayInstallUnseen(commands: readonly BuildCommand[]): boolean {
  return commands.some(({ name, args, pipeline, environment, redirections }) => {
    // Without a name a command only assigns or redirects, or its name is a variable.
    if (name === undefined) return environment.length === 0 && redirections.length === 0
    if (/\.(?:sh|bash|py|pl|rb)$|[-_]install|install[-_]/.test(name) || INSTALLERS.has(name)) return true
    const holdsScript = args.some(({ text }) => /^-[a-z]*c$/.test(text))
    return /^(?:ba|da|a|z)?sh$/.test(name) && ((pipeline?.index ?? 0) > 0 || !holdsScript)
  })
}
