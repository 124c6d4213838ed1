import * as appBuilders from './images/app-builders.ts'
import * as applicationServers from './images/application-servers.ts'
import * as applicationStacks from './images/application-stacks.ts'
import * as bitnami from './images/bitnami.ts'
import * as camerasAndCatalogues from './images/cameras-and-catalogues.ts'
import * as chainsAndGames from './images/chains-and-games.ts'
import * as dashboards from './images/dashboards.ts'
import * as dataConsoles from './images/data-consoles.ts'
import * as dataTools from './images/data-tools.ts'
import * as developerServices from './images/developer-services.ts'
import * as developmentTools from './images/development-tools.ts'
import * as directoriesAndLabs from './images/directories-and-labs.ts'
import * as documentStores from './images/document-stores.ts'
import * as documentsAndAutomation from './images/documents-and-automation.ts'
import * as filesAndSheets from './images/files-and-sheets.ts'
import * as forumsAndMail from './images/forums-and-mail.ts'
import * as gatewaysAndIdentity from './images/gateways-and-identity.ts'
import * as homeAndMedia from './images/home-and-media.ts'
import * as httpd from './images/httpd.ts'
import * as identity from './images/identity.ts'
import * as keyValueStores from './images/key-value-stores.ts'
import * as languageModels from './images/language-models.ts'
import * as linuxserver from './images/linuxserver.ts'
import * as mailu from './images/mailu.ts'
import * as mediaAndDevices from './images/media-and-devices.ts'
import * as messaging from './images/messaging.ts'
import * as modelsAndParsers from './images/models-and-parsers.ts'
import * as monitoring from './images/monitoring.ts'
import * as mysql from './images/mysql.ts'
import * as networkServices from './images/network-services.ts'
import * as nginx from './images/nginx.ts'
import * as notesAndRecipes from './images/notes-and-recipes.ts'
import * as php from './images/php.ts'
import * as phpApplications from './images/php-applications.ts'
import * as platforms from './images/platforms.ts'
import * as postgres from './images/postgres.ts'
import * as redis from './images/redis.ts'
import * as reverseProxies from './images/reverse-proxies.ts'
import * as runtimes from './images/runtimes.ts'
import * as searchEngines from './images/search-engines.ts'
import * as selfChanging from './images/self-changing.ts'
import * as selfHosted from './images/self-hosted.ts'
import * as selfHostedServices from './images/self-hosted-services.ts'
import * as shopsAndProjects from './images/shops-and-projects.ts'
import * as signIn from './images/sign-in.ts'
import * as smallApps from './images/small-apps.ts'
import * as smallServices from './images/small-services.ts'
import * as staticSites from './images/static-sites.ts'
import * as storageAndSecrets from './images/storage-and-secrets.ts'
import * as stores from './images/stores.ts'
import * as streamsAndChains from './images/streams-and-chains.ts'
import * as telemetry from './images/telemetry.ts'
import * as testDoubles from './images/test-doubles.ts'
import * as toolchains from './images/toolchains.ts'
import * as trackersAndArchives from './images/trackers-and-archives.ts'
import * as vendorHardened from './images/vendor-hardened.ts'
import * as vulnerableLabs from './images/vulnerable-labs.ts'
import * as workAndTeams from './images/work-and-teams.ts'
import { entryOf, type ImageRecord, type RecordEntry } from './record.ts'

/** Everything that dockseal knows of images, bundled: each export of the files in `images/` is a record. */
export const builtInRecords: readonly RecordEntry[] = [
  appBuilders,
  applicationServers,
  applicationStacks,
  bitnami,
  camerasAndCatalogues,
  chainsAndGames,
  dashboards,
  dataConsoles,
  dataTools,
  developerServices,
  developmentTools,
  directoriesAndLabs,
  documentStores,
  documentsAndAutomation,
  filesAndSheets,
  forumsAndMail,
  gatewaysAndIdentity,
  homeAndMedia,
  httpd,
  identity,
  keyValueStores,
  languageModels,
  linuxserver,
  mailu,
  mediaAndDevices,
  messaging,
  modelsAndParsers,
  monitoring,
  mysql,
  networkServices,
  nginx,
  notesAndRecipes,
  php,
  phpApplications,
  platforms,
  postgres,
  redis,
  reverseProxies,
  runtimes,
  searchEngines,
  selfChanging,
  selfHosted,
  selfHostedServices,
  shopsAndProjects,
  signIn,
  smallApps,
  smallServices,
  staticSites,
  storageAndSecrets,
  stores,
  streamsAndChains,
  telemetry,
  testDoubles,
  toolchains,
  trackersAndArchives,
  vendorHardened,
  vulnerableLabs,
  workAndTeams,
]
  .flatMap((group): ImageRecord[] => Object.values(group))
  .map(entryOf)
