import { defineRule } from '../src/lint/rule.ts'
import type { BuildInstruction, BuildWord } from '../src/model/build.ts'
import type { Fix } from '../src/model/intent.ts'
import { builtInstructions, isTestStage } from './shared/stages.ts'

/** Suffixes that ADD unpacks (Dockerfile reference, ADD: tar, plain or compressed by gzip, bzip2, xz; BuildKit also zstd). */
const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tlz|tzst|taz|gz|bz2|xz|zst|lzma|Z)$/i

export const addInsteadOfCopy = defineRule({
  id: 'add-instead-of-copy',
  meta: {
    title: 'Files of the build context are added by COPY, not by ADD',
    why: 'ADD unpacks archives and downloads addresses, so the content of the image depends on what it is given.',
    category: 'supply-chain',
    cis: { upTo15: '4.9', from16: '4.9' },
    severity: 'warning',
    securitySeverity: '3.5',
    presets: ['cis', 'strict'],
    fixable: true,
    messages: {
      local: 'ADD copies {{source}}, and would unpack it if it were an archive. Use COPY, which only copies.',
      remote: 'ADD downloads {{source}} and checks nothing. Add --checksum=sha256:…, or download it in a RUN that compares a checksum.',
    },
  },
  image(image, report) {
    for (const { instruction, stage } of builtInstructions(image)) {
      if (instruction.name !== 'ADD' || isTestStage(stage)) continue
      const sources = instruction.args.slice(0, -1)
      const remote = sources.find(({ value, text }) => isRemote(value ?? text))
      if (remote) {
        const checked = instruction.flags.some(({ name }) => name === 'checksum') || /[#?&]checksum=|#[0-9a-f]{40}/.test(remote.text)
        if (!checked) report({ messageId: 'remote', at: instruction.origin, data: { source: remote.text } })
        continue
      }
      const unpacks = sources.some(({ value, text }) => ARCHIVE.test(value ?? text.replace(/["']$/, '')))
      const isUnknown = sources.some(({ value, text }) => value === undefined && /\$\{?\w+\}?["']?$/.test(text))
      if (unpacks || isUnknown || sources.length === 0) continue
      const data = { source: sources.map(({ text }) => text).join(', ') }
      const fix = fixFor(instruction, sources)
      report({ messageId: 'local', at: instruction.origin, data, ...(fix ? { fix } : {}) })
    }
  },
})

function isRemote(source: string): boolean {
  return /^(?:https?|ftp|git|ssh):\/\//i.test(source) || /^git@/.test(source)
}

/** COPY instead of ADD, if no source can be an archive: a directory, another suffix, a heredoc. COPY must have the flags. */
function fixFor(instruction: BuildInstruction, sources: readonly BuildWord[]): Fix | undefined {
  if (instruction.flags.some(({ name }) => name === 'checksum' || name === 'keep-git-dir')) return undefined
  const plain = sources.every(({ value, text }) => {
    const source = value ?? text
    return source === '.' || source.endsWith('/') || source.startsWith('<<') || /\.[A-Za-z]\w*$/.test(source)
  })
  return {
    title: 'Write COPY instead of ADD',
    applicability: plain ? 'safe' : 'manual',
    intents: [],
    imageIntents: [{ do: 'copy-instead-of-add', at: instruction.origin }],
  }
}
