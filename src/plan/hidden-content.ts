import type { Container } from '../model/container.ts'
import type { Fact } from '../model/fact.ts'
import type { Image } from '../model/image.ts'
import { absolutePath, isWithin } from '../model/path.ts'
import { isWorkDirectory, putBelow, type StartPlaces } from './build-content.ts'
import { type Need, type PlannedObstacle, wantsVolume } from './need.ts'

/** Mounts that a record wants over files that the build adds: a tmpfs hides them, and a volume keeps those of the first build. */
export function hiddenByNeeds(needs: readonly Need[], image: Image | undefined, container: Container): readonly PlannedObstacle[] {
  if (!image?.build) return []
  const started = startedPlaces(image, container)
  return needs.flatMap((need): readonly PlannedObstacle[] => {
    const put = putBelow(need.path, image, started)
    if (put === undefined) return []
    if (need.kind === 'data') return startsFile(need.path, image, container) ? [keepsProgram(need.path, put)] : []
    const whyNot = wantsVolume(need) ? 'a volume there would keep as it is now' : 'a tmpfs there would hide'
    return [
      {
        path: need.path,
        why: `it writes ${need.path} (${need.because[0].text}), and ${whyNot} ${put}`,
        instead: isWorkDirectory(need.path)
          ? `let the build put them outside ${need.path}`
          : 'mount these files one by one instead of copying them into the image',
      },
    ]
  })
}

/** The words of a start, and its working directory. */
function startOf(image: Image, container: Container): { readonly words: readonly string[]; readonly cwd: string | undefined } {
  const effective = <T>(own: Fact<T>, built: Fact<T>): Fact<T> => (own.state === 'unset' ? built : own)
  const commands = [effective(container.entrypoint, image.entrypoint), effective(container.command, image.command)]
  const cwd = effective(container.workingDir, image.workingDir)
  return {
    words: commands.flatMap((fact) => (fact.state === 'set' ? fact.value.flatMap((word) => word.split(/\s+/)) : [])),
    cwd: cwd.state === 'set' ? cwd.value : undefined,
  }
}

/** Whether the start names a file of a directory. A relative name may be there where no working directory is known. */
function startsFile(directory: string, image: Image, container: Container): boolean {
  const { words, cwd } = startOf(image, container)
  const isRelativeThere = cwd === undefined || isWithin(cwd, directory)
  return words.some((word) => (word.startsWith('/') ? isWithin(word, directory) : isRelativeThere && PROGRAM_FILE.test(word)))
}

/** The working directory and the files of programs that the start names; and the paths in its options and variables. */
function startedPlaces(image: Image, container: Container): StartPlaces {
  const { words, cwd } = startOf(image, container)
  const programs = words.filter((word, at) => PROGRAM_FILE.test(word.replace(/^\//, '')) || (at === 0 && word.startsWith('/')))
  const values = container.environment.items.flatMap(({ value }) => (value.value === null ? [] : [value.value]))
  return {
    programs: [cwd, ...programs.map((word) => absolutePath(word, cwd))].filter((place) => place !== undefined),
    named: [...words, ...values].flatMap((word) => word.split(NAMES_A_PATH).filter((part) => part.startsWith('/'))),
  }
}

/** What stands before a path in a word: `--config=/tmp/a.yml`, `filesystem:/tmp/migrations`. */
const NAMES_A_PATH = /[=:,'"]/

const PROGRAM_FILE = /^[^-/][^:=]*\.(?:jar|war|py|m?js|ts|rb|php|pl|sh)$/

function keepsProgram(path: string, put: string): PlannedObstacle {
  return {
    path,
    why: `its program is in ${path}, where it keeps data too: a volume there would go on with the program of the first build (${put})`,
    instead: 'let the build put the program into another directory',
  }
}
