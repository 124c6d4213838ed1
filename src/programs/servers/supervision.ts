import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { readOperands } from '../../shell/operands.ts'
import { type ServerOf, type ServerWrite, write } from './server-write.ts'

/** The directory of services that a supervisor gets; undefined if unknown. */
export function serviceDirectory({ name, args, cwd }: ExecutedCommand): string | undefined {
  const given = readOperands(args, name === 's6-svscan' ? ['-c', '-C', '-d', '-t', '-X'] : []).operands[0]
  const chosen = given ?? (name === 's6-svscan' && args.every((arg) => arg?.startsWith('-')) ? '.' : undefined)
  return chosen === undefined ? undefined : absolutePath(chosen, cwd)
}

/** The directories of the services and of their logs, among the files of the build. */
export function servicesOf(directory: string, glob: (pattern: string) => readonly string[] | undefined): readonly string[] {
  const found = glob(`${directory}/*`) ?? []
  return found.flatMap((service) => [service, `${service}/log`].filter((each) => (glob(`${each}/*`) ?? []).includes(`${each}/run`)))
}

/** Supervisors keep the state of each service beside its `run` (runsv(8), s6-supervise); without it a service does not start. */
function supervisor(names: readonly string[], own: readonly string[] = []): ServerOf {
  return (command, { glob }): readonly (ServerWrite | undefined)[] => {
    const directory = serviceDirectory(command)
    if (directory === undefined) return []
    const state = (path: string) => write(path, 'runtime', `state of ${command.name}`)
    return [
      ...own.map((name) => state(`${directory}/${name}`)),
      ...servicesOf(directory, glob).flatMap((service) => names.map((name) => state(`${service}/${name}`))),
    ]
  }
}

/** Supervisors of services in directories, by the name of their program. */
export const SUPERVISORS: ReadonlyMap<string, ServerOf> = new Map([
  ['runsvdir', supervisor(['supervise'])],
  ['svscan', supervisor(['supervise'])],
  ['s6-svscan', supervisor(['supervise', 'event'], ['.s6-svscan'])],
])
