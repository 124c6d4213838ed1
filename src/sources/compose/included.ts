import { resolvePath } from './paths.ts'
import type { ProjectSpec } from './project-spec.ts'

/** Leaves out the projects whose files others include, where they are read. `includes`: the paths as written. */
export function withoutIncluded(specs: readonly ProjectSpec[], includes: (file: string) => readonly string[]): ProjectSpec[] {
  const named = new Map(
    specs.map((spec) => [spec, spec.files.flatMap((file) => includes(file).map((path) => resolvePath(path, spec.directory)))]),
  )
  const included = new Set([...named.values()].flat())
  if (included.size === 0) return [...specs]
  const inner = new Set(specs.filter((spec) => spec.files.every((file) => included.has(file))))
  const reached = new Set<ProjectSpec>()
  const kept = new Set<ProjectSpec>()
  const reach = (start: ProjectSpec): void => {
    kept.add(start)
    const queue = [start]
    for (const spec of queue) {
      if (reached.has(spec)) continue
      reached.add(spec)
      const files = named.get(spec) ?? []
      if (files.length > 0) queue.push(...[...inner].filter((each) => each.files.some((file) => files.includes(file))))
    }
  }
  for (const spec of specs) if (!inner.has(spec)) reach(spec)
  // Files that include each other in a circle have no first one; the first one found is taken.
  for (const spec of specs) if (!reached.has(spec)) reach(spec)
  return specs.filter((spec) => kept.has(spec))
}
