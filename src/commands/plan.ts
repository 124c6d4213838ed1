import { resolve } from 'node:path'
import { foldKnowledge } from '../config/fold.ts'
import { catalogueWith } from '../knowledge/catalogue.ts'
import { blankContainer } from '../model/blank-container.ts'
import type { Container } from '../model/container.ts'
import type { Origin } from '../model/fact.ts'
import { parseImageReference } from '../model/image.ts'
import { normaliseTarget } from '../model/mount.ts'
import { explainPlan } from '../plan/explain.ts'
import { planWrites } from '../plan/plan.ts'
import { type Described, type Snippets, snippetsOf } from '../plan/snippets.ts'
import { COMPOSE } from '../sources/compose/dialect.ts'
import { escapeControls } from '../text/escape.ts'
import { type Options, UsageError } from './options.ts'
import { readConfiguration } from './session.ts'

const USAGE = 'dockseal plan postgres:17 --user 999:999 --env PGDATA=/data/db --mount /data'

const HERE: Origin = { kind: 'text', file: 'command line', span: [0, 0] }

/**
 * `dockseal plan <image>`: what a container of an image must write, why, how sure that is and since when it was checked, and what to paste.
 * No file is read but the configuration. Throws a UsageError for what is no image, variable or path.
 */
export async function planImage(options: Options): Promise<string> {
  const described = read(options)
  const { records } = foldKnowledge((await readConfiguration(options, resolve(options.cwd ?? '.'))).config)
  const plan = planWrites({ container: containerOf(described), records: catalogueWith(records) })
  const snippets = snippetsOf(plan, described)
  if (options.json) return `${JSON.stringify({ image: described.image, plan, ...(snippets ? { snippets } : {}) }, null, 2)}\n`
  const text = explainPlan(plan, described.image, () => 'command line')
  return `${text.split('\n').map(escapeControls).join('\n')}${snippets ? pasted(snippets) : ''}`
}

function read({ operands, user, env, mounts }: Options): Described {
  const [image, second] = operands
  if (image === undefined || second !== undefined) throw new UsageError(`plan takes one image: ${USAGE}`)
  const reference = parseImageReference(image)
  if (!reference) throw new UsageError(`"${escapeControls(image)}" is no image reference; ${USAGE}`)
  return {
    name:
      reference.name
        .split('/')
        .at(-1)
        ?.replace(/[^a-z0-9]+/g, '-') ?? 'app',
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

function containerOf({ name, image, user, environment, mounts }: Described): Container {
  return {
    ...blankContainer(name, COMPOSE, HERE),
    image: { state: 'set', value: image, origin: HERE },
    ...(user === undefined ? {} : { user: { state: 'set', value: user, origin: HERE } }),
    environment: { items: environment.map((each) => ({ value: { ...each, interpolated: false }, origin: HERE })) },
    mounts: {
      items: mounts.map((target) => ({ value: { type: 'volume', name: 'data', target, readOnly: false, form: 'short' }, origin: HERE })),
    },
  }
}

function pasted({ compose, run, kubernetes }: Snippets): string {
  const blocks = [
    ['Compose', compose],
    ['docker run', run],
    ['Kubernetes', kubernetes],
  ] as const
  return blocks.map(([title, text]) => `\n${title}\n${text.replace(/^(?=.)/gm, '  ')}`).join('')
}
