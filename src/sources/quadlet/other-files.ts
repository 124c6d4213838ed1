import type { DockerBuild } from '../../engine-command/build-command.ts'
import type { Span } from '../../model/fact.ts'
import { type IniEntry, parseIni } from '../../text/ini.ts'
import { joinText } from '../../text/mapped-text.ts'
import { dirname, resolve } from '../../text/path.ts'
import type { Files } from '../source.ts'

/** What the drop-ins of a unit add (`web.container.d/*.conf`), in the order of their names, at `place`: the unit cannot edit them. */
export function dropIns(file: string, io: Files, place: Span): readonly IniEntry[] {
  const folder = `${file}.d`
  return [...io.list(folder)]
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .flatMap((name) => {
      const answer = io.read(`${folder}/${name}`)
      return answer.ok ? parseIni(answer.text).entries.filter(({ section }) => section === 'Container') : []
    })
    .map((entry) => ({ ...entry, span: place, value: joinText([{ text: entry.value.text, source: place }]) }))
}

/** How the unit in `Image=NAME.build` builds the image, and the image's name; undefined if the unit does not exist. */
export function buildUnit(
  name: string,
  file: string,
  io: Files,
  span: Span,
): { readonly tag: string; readonly command: DockerBuild } | undefined {
  const unit = resolve(dirname(file), name)
  const answer = io.exists(unit) ? io.read(unit) : undefined
  if (!answer?.ok) return undefined
  const entries = parseIni(answer.text).entries.filter(({ section }) => section === 'Build')
  const last = (key: string) => entries.findLast((entry) => entry.key === key)?.value.text.trim() || undefined
  const tag = last('ImageTag') ?? `localhost/${name.replace(/\.build$/, '')}`
  const containerfile = last('File')
  const args = entries.flatMap(({ key, value }) => {
    const match = key === 'BuildArg' ? /^([^=]+)=(.*)$/.exec(value.text.trim()) : null
    return match ? [[match[1] ?? '', match[2] ?? ''] as const] : []
  })
  const working = last('SetWorkingDirectory')
  const context = working === 'file' ? dirname(containerfile ?? '.') : working === undefined || working === 'unit' ? '.' : working
  const isLocal = ![context, containerfile ?? ''].some((path) => /:\/\/|%/.test(path))
  const target = last('Target')
  return {
    tag,
    command: {
      tags: [tag],
      context: isLocal ? context : undefined,
      file: isLocal ? containerfile : 'hidden',
      target,
      args: Object.fromEntries(args),
      directory: '.',
      quiet: false,
      span,
    },
  }
}
