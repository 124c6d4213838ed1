import { isMap, parseDocument, Scalar, YAMLMap } from 'yaml'
import { basename } from '../../../text/path.ts'
import type { ComposeProject, ProjectService, ServiceSite } from '../site.ts'
import { partsServices } from './new-services.ts'
import { readUse, type Use } from './operation.ts'
import { lookup, ownPair, readModel, resolve, type YamlModel } from './yaml-model.ts'

/** The places of a service that get new settings: all, or only the one in the override if fixes go there. */
export function keyPlaces(service: ProjectService, uses: readonly Use[], project: ComposeProject): readonly Use[] | { refuse: string } {
  const { override } = project
  if (!override) return uses
  if ('refuse' in override) return override
  const name = basename(override.file)
  if (service.container.swarm && !override.variant) return { refuse: '`docker stack deploy` reads no override; fix into the definition' }
  const places = uses.filter((use) => isOwnPlace(use, override.file))
  const [place] = places
  if (!place && override.variant) return { refuse: `${name} says nothing about it; fix the file that defines it` }
  if (!place) return { refuse: `fixes go into ${name}, which holds several documents or no mapping; make this change there by hand` }
  // compose-go: a file may not define a service that it includes.
  if (place.isNew && includes(place.model) && uses.some(({ site }) => site.role === 'include'))
    return { refuse: `fixes go into ${name}, which may not name the services that it includes${otherwise(override)}` }
  return places
}

function isOwnPlace({ site }: Use, file: string): boolean {
  return site.file === file && site.role === 'override'
}

function includes({ document }: YamlModel): boolean {
  return isMap(document.contents) && ownPair(document.contents, 'include') !== undefined
}

/** Why a change cannot be made: its place is not among those that get new settings. */
export function misplacedReason({ site }: Use, project: ComposeProject): string {
  const { override } = project
  const to = override && 'file' in override ? basename(override.file) : ''
  return `the entry is in ${basename(site.file)}, and ${to} could add to it but not change it; change it there by hand${otherwise(override)}`
}

/** The other option for a user who asked for the override. */
function otherwise(override: ComposeProject['override']): string {
  return override && 'variant' in override ? '' : ', or fix into the definition'
}

/** Adds a place in the override for each service without one, for new settings. A variant keeps to its own services. */
export function newPlaces(
  project: ComposeProject,
  services: readonly ProjectService[],
  uses: readonly Use[],
  modelOf: (site: Pick<ServiceSite, 'file' | 'text' | 'document'>) => YamlModel,
): readonly Use[] {
  const { override } = project
  if (!override || 'refuse' in override || override.variant) return []
  const { file } = override
  const read = project.documents.get(file)
  const model = read ? modelOf(read) : unwritten(file, uses[0]?.model)
  if (read && read.documents.length > 1) return []
  const top = model.document.contents
  const section = isMap(top) ? resolve(model, lookup([top], 'services')?.pair.value) : undefined
  const map = isMap(section) ? section : new YAMLMap()
  const there = new Set(uses.filter((use) => isOwnPlace(use, file)).map(({ service }) => service))
  return services
    .filter((service) => !there.has(service))
    .map((service): Use => {
      const { name } = service
      const key = new Scalar(name)
      const site: ServiceSite = {
        file,
        text: model.text,
        document: model.document,
        role: 'override',
        name,
        key,
        value: null,
        own: undefined,
        services: map,
      }
      return { ...readUse(service, site, model), isNew: true }
    })
}

/** A file that does not exist yet, with the style of another. */
function unwritten(file: string, like: YamlModel | undefined): YamlModel {
  const model = readModel(file, '', parseDocument(''))
  return like ? { ...model, style: { ...like.style, parted: partsServices(like) } } : model
}
