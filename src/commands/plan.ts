import { resolve } from 'node:path'
import { foldKnowledge } from '../config/fold.ts'
import { catalogueWith } from '../knowledge/catalogue.ts'
import { normaliseTarget } from '../model/path.ts'
import { explainPlan } from '../plan/explain.ts'
import { nameForImage, planImage } from '../plan/plan-image.ts'
import { type Described, type Snippets, snippetsOf } from '../plan/snippets.ts'
import { COMPOSE } from '../sources/compose/dialect.ts'
import { escapeControls, escapeControlsInLines } from '../text/escape.ts'
import type { CommandOptions } from './options.ts'
import { readConfiguration } from './session.ts'
import { UsageError } from './usage-error.ts'

const USAGE = 'dockseal plan postgres:17 --user 999:999 --env PGDATA=/data/db --mount /data'

/** `dockseal plan <image>`. Reads no file but the configuration. Throws a UsageError for an invalid image, variable or path. */
export async function planCommand(options: CommandOptions): Promise<string> {
  const described = read(options)
  const { records } = foldKnowledge((await readConfiguration(options, resolve(options.cwd ?? '.'))).config)
  const plan = planImage(described, catalogueWith(records), COMPOSE)
  const snippets = snippetsOf(plan, described)
  if (options.json) return `${JSON.stringify({ image: described.image, plan, ...(snippets ? { snippets } : {}) }, null, 2)}\n`
  const text = explainPlan(plan, described.image, () => 'command line')
  return `${escapeControlsInLines(text)}${snippets ? pasted(snippets) : ''}`
}

function read({ operands, user, env, mounts }: CommandOptions): Described {
  const [image, second] = operands
  if (image === undefined || second !== undefined) throw new UsageError(`plan takes one image: ${USAGE}`)
  // A registry would take the name, but who writes it means the file.
  if (/\.ya?ml$/.test(image))
    throw new UsageError(
      `"${escapeControls(image)}" is a file, and plan takes an image; dockseal ${escapeControls(image)} reads its services`,
    )
  const name = nameForImage(image)
  if (name === undefined) throw new UsageError(`"${escapeControls(image)}" is no image reference; ${USAGE}`)
  return {
    name,
    image,
    ...(user === undefined ? {} : { user }),
    environment: env.map((text) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
      if (name === undefined || value === undefined) throw new UsageError(`--env takes NAME=VALUE, not "${escapeControls(text)}"`)
      return { name, value }
    }),
    mounts: mounts.map((path) => {
      if (!path.startsWith('/')) throw new UsageError(`--mount takes a path in the container, not "${escapeControls(path)}"`)
      return normaliseTarget(path)
    }),
  }
}

function pasted({ compose, run, kubernetes }: Snippets): string {
  const blocks = { Compose: compose, 'docker run': run, Kubernetes: kubernetes }
  return Object.entries(blocks)
    .map(([title, text]) => `\n${title}\n${text.replace(/^(?=.)/gm, '  ')}`)
    .join('')
}
