import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { diskFiles } from '../src/discover/files.ts'
import { builtInRecords } from '../src/knowledge/index.ts'
import { matchRecord } from '../src/knowledge/match.ts'
import { fullName } from '../src/knowledge/names.ts'
import { knowledgeFrom } from '../src/lint/knowledge.ts'
import type { Container } from '../src/model/container.ts'
import { parseImageReference } from '../src/model/image.ts'
import { isWithin } from '../src/model/path.ts'
import type { WritePlan } from '../src/model/write-plan.ts'
import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { recognise } from '../src/project/recognise.ts'

export interface Counted {
  readonly image: string
  readonly count: number
}

export interface Coverage {
  readonly services: number
  readonly confidence: Readonly<Record<string, number>>
  readonly ready: Readonly<Record<string, number>>
  /** The most used images, and whether a record is found by their name. */
  readonly top: readonly (Counted & { readonly hasRecord: boolean })[]
  readonly unknown: readonly Counted[]
  /** Services that their authors run read-only. */
  readonly sealed: number
  /** Of the tmpfs mounts of those services, where the image is known: those that the plan asks for too. */
  readonly predicted: { readonly hit: number; readonly all: number; readonly missed: readonly string[] }
  /** What the plan would add to such a service, or why it would refuse it. */
  readonly disagreements: readonly string[]
}

/** The folder of real Compose files that is beside the repository, where there is one. */
export function sharedCorpus(): string | undefined {
  return sharedPath('corpus/compose')
}

/** A file or folder of the data that is beside the repository (or where DOCKSEAL_SHARED says), where it is there. */
export function sharedPath(path: string): string | undefined {
  return [resolve('../shared'), process.env.DOCKSEAL_SHARED]
    .filter((folder) => folder !== undefined)
    .map((folder) => resolve(folder, path))
    .find((found) => existsSync(found))
}

/** Plans every service below a folder and counts how far the plans go. */
export function coverageOf(folder: string): Coverage {
  const planned = plansOf(folder)
  const count = <T>(items: readonly T[], key: (item: T) => string | undefined) => {
    const counts = new Map<string, number>()
    for (const item of items) {
      const name = key(item)
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([image, times]): Counted => ({ image, count: times }))
  }
  const asRecord = (counts: readonly Counted[]) => Object.fromEntries(counts.map(({ image, count: times }) => [image, times]))
  const images = count(planned, ({ container }) => imageName(container))
  const hasRecord = ({ image }: Counted) => {
    const reference = parseImageReference(image)
    return reference !== undefined && matchRecord(reference, builtInRecords) !== undefined
  }
  const sealed = planned.filter(({ container: { readOnlyRoot } }) => readOnlyRoot.state === 'set' && readOnlyRoot.value)
  const known = sealed.filter(({ plan }) => plan.confidence === 'known')
  const tmpfs = known.flatMap(({ container, plan }) =>
    container.mounts.items.flatMap(({ value: { type, target } }) =>
      type === 'tmpfs'
        ? [
            {
              hit: plan.paths.some(({ path }) => isWithin(path, target) || isWithin(target, path)),
              what: `${imageName(container)} ${target}`,
            },
          ]
        : [],
    ),
  )
  return {
    services: planned.length,
    confidence: asRecord(count(planned, ({ plan }) => plan.confidence)),
    ready: asRecord(count(planned, ({ plan }) => plan.ready)),
    top: images.slice(0, 60).map((entry) => ({ ...entry, hasRecord: hasRecord(entry) })),
    unknown: images.filter((entry) => !hasRecord(entry)),
    sealed: sealed.length,
    predicted: {
      hit: tmpfs.filter(({ hit }) => hit).length,
      all: tmpfs.length,
      missed: [...new Set(tmpfs.filter(({ hit }) => !hit).map(({ what }) => what))],
    },
    disagreements: known.flatMap(({ file, container, plan }) => {
      const open = plan.paths.filter(({ mount }) => mount.as !== 'covered').map(({ path }) => path)
      const where = `${file} ${container.name} (${imageName(container)})`
      if (plan.ready === 'no') return [`${where}: refused, ${plan.why}`]
      return open.length > 0 ? [`${where}: would add ${open.join(', ')}`] : []
    }),
  }
}

function plansOf(folder: string): { readonly file: string; readonly container: Container; readonly plan: WritePlan }[] {
  const io = diskFiles()
  const link = knowledgeFrom({ records: [], sources: ALL_SOURCES })
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name))
  return files.sort().flatMap((file) => {
    const { units } = recognise([{ path: resolve(folder, file), explicit: true }], io, { sources: ALL_SOURCES, projects: [] })
    return units.flatMap((unit) => {
      const document = unit.parse(io)
      const knowledge = link(document, io)
      return document.containers.map((container) => ({ file, container, plan: knowledge.plan(container) }))
    })
  })
}

function imageName({ image }: Container): string | undefined {
  const reference = image.state === 'set' ? parseImageReference(image.value) : undefined
  return reference && fullName(reference)
}
