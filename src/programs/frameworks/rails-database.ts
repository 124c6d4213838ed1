import { type ApplicationWrite, lineAt, type Place, pathFrom, settingOf, shippedIn } from '../application.ts'

/** SQLite databases of `config/database.yml` for one environment, unless DATABASE_URL names another database. */
export function railsDatabases(environment: string | undefined, place: Place): readonly ApplicationWrite[] {
  const found = place.open('config/database.yml')
  const url = settingOf(place, 'DATABASE_URL')
  if (!found || typeof url === 'string') return []
  const section = sectionOf(found.text.text, environment ?? 'production')
  if (!section) return []
  const inherited = [...section.text.matchAll(/^\s+<<:\s*\*(\w+)/gm)].flatMap(
    ([, anchor = '']) => sectionOf(found.text.text, `\\w+(?=:\\s*&${anchor}\\b)`) ?? [],
  )
  const sections = [section, ...inherited]
  const adapter = sections.flatMap(({ text }) => /^\s+adapter:\s*(.+)$/m.exec(text)?.[1] ?? [])[0] ?? ''
  if (!/sqlite/.test(adapter)) return []
  const isOpen = url === undefined || environment === undefined || adapter.includes('<%')
  const named = sections.map(({ text, index }) => [...text.matchAll(/^\s+database:\s*(.+)$/gm)].map((match) => ({ match, index })))
  return (named.find((matches) => matches.length > 0) ?? []).flatMap(({ match, index }): ApplicationWrite[] => {
    const read = fileOf(match[1] ?? '', place)
    if (!read) return []
    const path = pathFrom(place.root, read.file)
    const directory = path.slice(0, path.lastIndexOf('/'))
    const inside = directory.startsWith(`${place.root}/`) ? directory.slice(place.root.length + 1) : undefined
    return [
      {
        path,
        kind: 'data',
        leaves: 'file',
        how: 'SQLite database of Rails',
        ...(inside === undefined ? {} : shippedIn(place, inside)),
        ...(isOpen || read.conditional ? { conditional: true } : {}),
        origin: lineAt(found, index + match.index + match[0].search(/\S/)),
      },
    ]
  })
}

/** A section at the left margin: from its key to the next one. */
function sectionOf(text: string, key: string): { readonly text: string; readonly index: number } | undefined {
  const match = new RegExp(`^${key}:[^\\n]*\\n(?:(?:[ \\t]|#)[^\\n]*(?:\\n|$)|[ \\t]*\\n)*`, 'm').exec(text)
  return match ? { text: match[0], index: match.index } : undefined
}

/** The file that a value names; one that Ruby makes may be another, unless the environment decides it. */
function fileOf(value: string, place: Place): { readonly file: string; readonly conditional: boolean } | undefined {
  const ruby = /<%=(.*?)%>/.exec(value)?.[1]
  if (ruby === undefined) {
    const file = value
      .replace(/\s+#.*$/, '')
      .replace(/^["']|["']$/g, '')
      .trim()
    return file === '' || file.includes(':memory:') || file.includes('<%') ? undefined : { file, conditional: false }
  }
  const variable = /ENV(?:\.fetch\(|\[)\s*["'](\w+)["']/.exec(ruby)?.[1]
  const given = variable === undefined ? null : place.variable(variable)
  if (typeof given === 'string')
    return {
      file: value
        .replace(/<%=.*?%>/, given)
        .replace(/^["']|["']$/g, '')
        .trim(),
      conditional: false,
    }
  const strings = [...ruby.matchAll(/["']([^"']+)["']/g)].map(([, text = '']) => text).filter((text) => text !== variable)
  const file = strings.join('/')
  return /^[\w./-]+\.\w+$/.test(file) ? { file, conditional: true } : undefined
}
