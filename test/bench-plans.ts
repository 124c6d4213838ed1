// `npm run bench:plans`: the plans against containers that others run with a read-only root filesystem and the writable mounts they gave them.

import { readFileSync } from 'node:fs'
import { builtInRecords } from '../src/knowledge/index.ts'
import { isWithin, normaliseTarget } from '../src/model/path.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { planWrites } from '../src/plan/plan.ts'
import { container, environment, fact, mounts } from './container-fixture.ts'
import { sharedPath } from './plan-coverage.ts'

/** One container as somebody deploys it: `writable` are the mounts that keep nothing, `volumes` kept data, `files` read-only mounts. */
interface Deployment {
  readonly image: string
  readonly tag: string
  readonly user?: number
  readonly group?: number
  /** As Kubernetes has them: the command replaces the image's entrypoint, the arguments its command. */
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly writable: readonly string[]
  readonly volumes: readonly string[]
  readonly files: readonly string[]
  readonly source: string
}

/** The deployment as a service of Compose, without the mounts that keep nothing. */
function serviceOf(given: Deployment) {
  return container({
    image: fact(given.tag ? `${given.image}:${given.tag}` : given.image),
    ...(given.user === undefined ? {} : { user: fact(`${given.user}${given.group === undefined ? '' : `:${given.group}`}`) }),
    ...(given.command ? { entrypoint: fact(given.command) } : {}),
    ...(given.args ? { command: fact(given.args) } : {}),
    environment: environment({ ...given.env }),
    mounts: mounts(...given.volumes.map((path, index) => `data${index}:${path}`), ...given.files.map((path) => `/files${path}:${path}:ro`)),
  })
}

type Answer = 'planned' | 'kept in a volume' | 'explained' | 'open'

function answerFor(path: string, { volumes }: Deployment, { paths, knowledge }: WritePlan): Answer {
  if (volumes.some((volume) => isWithin(path, volume))) return 'kept in a volume'
  if (paths.some((planned) => isWithin(path, planned.path) || isWithin(planned.path, path))) return 'planned'
  return knowledge?.precautions.some((precaution) => isWithin(path, precaution.path)) ? 'explained' : 'open'
}

const file = sharedPath('knowledge/read-only-deployments.jsonl')
if (file === undefined) {
  console.log('no deployments to compare with: set DOCKSEAL_SHARED to the folder that has knowledge/read-only-deployments.jsonl')
} else {
  const deployments = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Deployment => JSON.parse(line))
  const judged = deployments.map((given) => {
    const plan = planWrites({ container: serviceOf(given), records: builtInRecords })
    const answers = given.writable.map(normaliseTarget).map((path) => ({ path, answer: answerFor(path, given, plan) }))
    const lost = plan.paths.filter(({ kind, mount }) => kind === 'data' && mount.as === 'tmpfs')
    return { given, plan, open: answers.filter(({ answer }) => answer === 'open').map(({ path }) => path), lost }
  })
  const known = judged.filter(({ plan }) => plan.knowledge !== undefined)
  const refused = known.filter(({ plan }) => plan.ready === 'no')
  const good = known.filter(({ plan, open }) => plan.ready !== 'no' && open.length === 0)
  const share = (part: readonly unknown[], all: readonly unknown[]) =>
    `${part.length} of ${all.length} (${((100 * part.length) / all.length).toFixed(1)} %)`
  const byImage = (entries: typeof judged, text: (entry: (typeof judged)[number]) => string) => {
    const lines = new Map<string, Set<string>>()
    for (const entry of entries) {
      const texts = lines.get(entry.given.image) ?? new Set()
      lines.set(entry.given.image, texts.add(text(entry)))
    }
    return [...lines].map(([image, texts]) => `  ${image}: ${[...texts].join(' | ')}`)
  }
  const repositories = new Map<string, Set<string>>()
  for (const { given, plan } of judged) {
    if (plan.knowledge) continue
    repositories.set(given.image, (repositories.get(given.image) ?? new Set()).add(given.source.split(' ')[0] ?? ''))
  }
  const missing = [...repositories].filter(([, of]) => of.size > 1).sort((a, b) => b[1].size - a[1].size)
  const lines = [
    `with a record: ${share(known, judged)}`,
    `of these, every path planned or explained: ${share(good, known)}`,
    `refused: ${share(refused, known)}`,
    `data on a tmpfs: ${judged.flatMap(({ lost }) => lost).length}`,
    'paths that are mounted and neither planned nor explained:',
    ...byImage(
      known.filter(({ plan, open }) => plan.ready !== 'no' && open.length > 0),
      ({ open }) => open.join(' '),
    ),
    'refused:',
    ...byImage(refused, ({ plan }) => (plan.ready === 'no' ? plan.why : '')),
    'images of several repositories without a record:',
    ...missing.map(([image, of]) => `  ${of.size} ${image}`),
  ]
  console.log(lines.join('\n'))
}
