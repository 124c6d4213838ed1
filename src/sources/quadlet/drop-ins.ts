import type { Span } from '../../model/fact.ts'
import { type IniEntry, parseIni } from '../../text/ini.ts'
import { joinText } from '../../text/mapped-text.ts'
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
