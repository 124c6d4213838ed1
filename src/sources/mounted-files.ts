import type { Container, InjectedFile } from '../model/container.ts'
import type { Sourced } from '../model/fact.ts'
import { remember } from '../model/maps.ts'
import type { Mount } from '../model/mount.ts'
import { isWithin, normaliseTarget } from '../model/path.ts'
import { isAtOrBelow } from '../text/file-name.ts'
import { joinText, type MappedText, plainText } from '../text/mapped-text.ts'
import { dirname, isAbsolute, join, repositoryOf, resolve } from '../text/path.ts'
import type { Files } from './source.ts'

/** A text in the container, and the project's file that it comes from. */
export interface MountedFile {
  readonly file: string
  readonly text: MappedText
}

/** What a container's mounts put at its paths, as far as it is in the project. */
export interface MountedFiles {
  /**
   * What is mounted at a path of the container: its text; `absent` if a mount has no such file; `unseen` if the mount's content may not be
   * read (a volume, a path outside the project) or is not there (made before the start, or not committed). Undefined: no mount, so the
   * image's own file holds.
   */
  readonly at: (path: string) => MountedFile | 'absent' | 'unseen' | undefined
  /** Whether something is mounted exactly at a path. */
  readonly isTarget: (path: string) => boolean
  /** Names that mounts give a directory of the container; undefined if no mount in the project covers it. */
  readonly list: (directory: string) => readonly string[] | undefined
}

/** Larger files are neither configuration nor scripts. */
const MAX_TEXT = 500_000

/** Gives the root of a file's repository, else its folder: mounts are read only below it. Each folder is asked once. */
export function projectRoots(): (file: string, io: Files) => string {
  const roots = new Map<string, string>()
  return (file, io) => {
    const folder = dirname(file)
    return remember(roots, folder, () => repositoryOf(folder, io.exists) ?? folder)
  }
}

/** Reads what binds, `configs:` and `secrets:` put into a container, below `root`. Relative sources: below the folder of their file. */
export function mountedFiles(container: Container, root: string, io: Files): MountedFiles {
  const places = [
    ...container.mounts.items.flatMap((mount) => placeOfMount(mount) ?? []),
    ...container.injected.items.flatMap((file) => placeOfInjected(file) ?? []),
  ].sort((a, b) => b.target.length - a.target.length)
  const read = (source: string, below: string): MountedFile | 'absent' | 'unseen' => {
    const file = join(source, below)
    if (!isAtOrBelow(root, file)) return 'unseen'
    if (!io.exists(file)) return below !== '' && io.exists(source) ? 'absent' : 'unseen'
    const answer = io.read(file)
    return answer.ok && answer.text.length <= MAX_TEXT ? { file, text: plainText(answer.text) } : 'unseen'
  }
  return {
    at: (path) => {
      const place = places.find(({ target }) => isWithin(path, target))
      if (!place) return undefined
      if (place.content) return path === place.target ? place.content : 'absent'
      if (place.source === undefined) return place.isEmpty ? 'absent' : 'unseen'
      return read(place.source, path.slice(place.target.length))
    },
    isTarget: (path) => places.some(({ target }) => target === path),
    list: (directory) => {
      const found: string[] = []
      let isMounted = false
      const holder = places.find(({ target }) => isWithin(directory, target))
      if (holder?.source !== undefined && isAtOrBelow(root, holder.source)) {
        isMounted = true
        found.push(...io.list(join(holder.source, directory.slice(holder.target.length))))
      }
      for (const { target } of places) {
        if (target === directory || !isWithin(target, directory)) continue
        isMounted = true
        found.push(target.slice(directory === '/' ? 1 : directory.length + 1).split('/')[0] ?? '')
      }
      return isMounted ? [...new Set(found)] : undefined
    },
  }
}

interface Place {
  readonly target: string
  /** Absolute path on the host; absent if the mount is not in the project. */
  readonly source?: string
  readonly content?: MountedFile
  readonly isEmpty?: boolean
}

function placeOfMount({ value, origin }: Sourced<Mount>): Place | undefined {
  if (value.type !== 'bind' || origin.kind !== 'text') return { target: value.target, isEmpty: value.type === 'tmpfs' }
  const relative = value.source.replace(/^(?:\$PWD|\$\{PWD\}|\$\(pwd\)|`pwd`|%cd%)(?=[\\/]|$)/i, '.')
  const source = /^\.{1,2}(?:[\\/]|$)/.test(relative) ? join(dirname(origin.file), relative) : relative
  return { target: value.target, ...(isAbsolute(source) ? { source: resolve(source) } : {}) }
}

function placeOfInjected({ value }: Sourced<InjectedFile>): Place | undefined {
  const target = normaliseTarget(value.target)
  const { content } = value
  if (content?.origin.kind === 'text') {
    const { file, span } = content.origin
    return { target, content: { file, text: joinText([{ text: content.value, source: span }]) } }
  }
  return { target, ...(value.file !== undefined && isAbsolute(value.file) ? { source: value.file } : {}) }
}
