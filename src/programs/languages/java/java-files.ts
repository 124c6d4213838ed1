import { lineAt } from '../../application.ts'
import type { ImageFile } from '../../image-files.ts'
import type { Gap } from '../program-input.ts'
import type { JavaCommand } from './java-command.ts'
import type { JavaProject } from './java-project.ts'

/** The sources of a project's modules. */
export interface JavaFiles {
  readonly sources: readonly ImageFile[]
  /** The full names of their classes. */
  readonly classes: ReadonlySet<string>
  readonly gaps: readonly Gap[]
}

/** Most files of one program that are listed, and deepest packages. */
const MAX_FILES = 3000
const MAX_DEPTH = 16

/** Code below `src/main` that no reader reads. */
const OTHERS: Readonly<Record<string, string>> = { kt: 'Kotlin', scala: 'Scala', groovy: 'Groovy', clj: 'Clojure' }

/** Lists what is in the standard folder for sources (maven.apache.org, "Introduction to the Standard Directory Layout"; Gradle has the same). */
export function javaFiles({ tree, modules: directories }: JavaProject): JavaFiles {
  const sources: ImageFile[] = []
  const classes = new Set<string>()
  const gaps: Gap[] = []
  let left = MAX_FILES
  const add = (path: string, names: readonly string[], file: string): void => {
    const found: ImageFile | undefined = tree.open(path)
    const language = OTHERS[file.slice(file.lastIndexOf('.') + 1)]
    if (found && language !== undefined && gaps.length === 0)
      gaps.push({ why: `its ${language} code is not read`, origin: lineAt(found, 0) })
    if (!found || !file.endsWith('.java') || /^(?:package|module)-info\.java$/.test(file)) return
    sources.push(found)
    classes.add([...names, file.slice(0, -'.java'.length)].join('.'))
  }
  const walk = (directory: string, names: readonly string[]): void => {
    for (const name of tree.list(directory)) {
      if (left-- <= 0) return
      if (/\.\w+$/.test(name)) add(`${directory}/${name}`, names, name)
      else if (names.length < MAX_DEPTH) walk(`${directory}/${name}`, [...names, name])
    }
  }
  for (const directory of directories) {
    const main = `${directory === '' ? '' : `${directory}/`}src/main`
    for (const folder of tree.list(main))
      if (!/^(?:resources|webapp|docker|proto|avro|frontend)$/.test(folder)) walk(`${main}/${folder}`, [])
  }
  if (left <= 0) gaps.push({ why: 'it has more files than are read' })
  return { sources, classes, gaps }
}

/** Classes of Spring Boot that start the program's own one. */
const LAUNCHER = /(?:^|\.)(?:Jar|War|Properties)Launcher$/

/** Whether the command names a class that is not in these files. */
export function startsElsewhere({ main }: JavaCommand, { classes }: JavaFiles): boolean {
  return main !== undefined && !LAUNCHER.test(main) && !classes.has(main)
}
