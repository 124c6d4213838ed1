import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Container } from '../model/container.ts'
import { describeContainer, type SettingRow } from '../model/describe.ts'
import type { Origin, Via } from '../model/fact.ts'
import type { WritePlan } from '../model/write-plan.ts'
import { explainPlan } from '../plan/explain.ts'
import { readUnit } from '../project/project.ts'
import { withoutQuoted } from '../report/results.ts'
import type { Document } from '../sources/source.ts'
import { escapeControls, escapeControlsInLines } from '../text/escape.ts'
import { indexLines, positionAt } from '../text/line-index.ts'
import { maskText } from '../text/mask.ts'
import type { CommandOptions } from './options.ts'
import { openSession, type Session } from './session.ts'
import { UsageError } from './usage-error.ts'

interface Shown {
  readonly container: Container
  readonly document: Document
  readonly plan: () => WritePlan
}

/** `dockseal show [path|service…]`: effective settings, each with the line that set it and how it got here. Gives what to print. */
export async function showContainers(options: CommandOptions): Promise<string> {
  const { session, shown } = await find(options)
  if (options.json) {
    const list = shown.map(({ container, document }) => ({
      name: container.name,
      source: container.dialect,
      ...placeOf(container.origin, document, session.cwd),
      settings: describeContainer(container).map(({ origin, ...row }) => ({
        ...row,
        value: maskText(row.value),
        ...(origin ? placeOf(origin, document, session.cwd) : {}),
      })),
    }))
    return `${JSON.stringify(list, null, 2)}\n`
  }
  return shown.map(({ container, document }) => block(container, document, session.cwd)).join('\n')
}

/** `dockseal explain-plan <service>`: what a container must still write, why, and how sure that is. Gives what to print. */
export async function explainPlans(options: CommandOptions): Promise<string> {
  if (options.operands.length === 0)
    throw new UsageError(
      'explain-plan takes a service, and after it the path if it is defined elsewhere: `dockseal explain-plan db stacks/shop`',
    )
  const { session, shown } = await find(options)
  const plans = () => shown.map(({ container, plan }) => ({ name: container.name, plan: withoutQuoted(plan()) }))
  if (options.json) return `${JSON.stringify(plans(), null, 2)}\n`
  return shown
    .map(({ container, plan }) =>
      escapeControlsInLines(maskText(explainPlan(plan(), container.name, (origin) => placeText(origin, session)))),
    )
    .join('\n')
}

interface Found {
  readonly session: Session
  readonly shown: readonly Shown[]
}

/** Operands that exist are paths, all others are names of containers; the default path is the current folder. */
async function find(options: CommandOptions): Promise<Found> {
  const cwd = resolve(options.cwd ?? '.')
  const isPath = (operand: string) => operand === '-' || existsSync(resolve(cwd, operand))
  const paths = options.operands.filter(isPath)
  // A folder often has the name of the service that is built in it; `./name` means the folder.
  if (paths.length > 0 && paths.every((path) => /^[\w-]+$/.test(path))) {
    const here = await read(options, ['.'])
    if (paths.every((path) => here.shown.some(({ container }) => container.name === path))) return choose(here, options.operands)
  }
  const found = await read(options, paths.length > 0 || options.composeFiles.length > 0 ? paths : ['.'])
  return choose(
    found,
    options.operands.filter((operand) => !isPath(operand)),
  )
}

async function read(options: CommandOptions, paths: readonly string[]): Promise<Found> {
  const session = await openSession(options, paths)
  const shown = session.project.units.flatMap((unit) => {
    const document = readUnit(unit, session.io)
    const knowledge = session.judge.knowledge(document, session.io)
    return document.containers.map((container): Shown => ({ container, document, plan: () => knowledge.plan(container) }))
  })
  return { session, shown }
}

/** The containers with these names; without names, all. Throws a UsageError if there are none. */
function choose({ session, shown }: Found, names: readonly string[]): Found {
  const chosen = names.length === 0 ? shown : shown.filter(({ container }) => names.includes(container.name))
  const missing = names.find((name) => !shown.some(({ container }) => container.name === name))
  if (missing !== undefined) {
    const known = [...new Set(shown.map(({ container }) => container.name))].slice(0, 10).join(', ')
    throw new UsageError(`there is no path and no service called "${missing}"${known === '' ? '' : `; here are ${known}`}`)
  }
  if (chosen.length === 0) throw new UsageError('no containers are described here; name a path')
  return { session, shown: chosen }
}

const THROUGH: Readonly<Record<Via, string>> = {
  own: 'own key',
  override: 'override file',
  extends: 'extends',
  include: 'include',
  'merge-key': 'merge key',
  anchor: 'anchor',
  'env-file': 'env file',
  image: 'image',
  variable: 'variable',
}

function block(container: Container, document: Document, cwd: string): string {
  const rows = describeContainer(container).map((row) => [row.key, valueText(row), where(row, document, cwd)])
  const width = (column: number, most: number) => Math.min(most, Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const [keys, values] = [width(0, 20), width(1, 60)]
  const lines = rows.map(([key = '', value = '', place = '']) => `  ${key.padEnd(keys)}  ${value.padEnd(values)}  ${place}`.trimEnd())
  const place = placeOf(container.origin, document, cwd)
  return `${escapeControls(container.name)} (${place.file ?? ''}:${place.line ?? 1})\n${lines.join('\n')}\n`
}

function valueText({ state, value }: SettingRow): string {
  return escapeControls(maskText(state === 'unknown' ? `unknown: ${value}` : value))
}

function where({ state, origin }: SettingRow, document: Document, cwd: string): string {
  if (state === 'default') return 'default'
  if (!origin) return ''
  const { file, line, via } = placeOf(origin, document, cwd)
  return escapeControls(`${file}:${line} (${via})`)
}

function placeOf(origin: Origin, document: Document, cwd: string): { file?: string; line?: number; column?: number; via?: string } {
  if (origin.kind === 'live') return { file: `docker://${origin.id}`, via: origin.path }
  const text = document.texts.get(origin.file)
  const position = text === undefined ? { line: 1, column: 1 } : positionAt(indexLines(text), origin.span[0])
  return { file: relative(cwd, origin.file) || origin.file, ...position, via: THROUGH[origin.via ?? 'own'] }
}

/** `Dockerfile:12`: the file relative to the working directory, and the line. */
function placeText(origin: Origin, { io, cwd }: Session): string {
  if (origin.kind === 'live') return `${origin.id} ${origin.path}`
  const answer = io.read(origin.file)
  const line = answer.ok ? `:${positionAt(indexLines(answer.text), origin.span[0]).line}` : ''
  return `${relative(cwd, origin.file)}${line}`
}
