import * as accessServices from './images/access-services.ts'
import * as agentsAndConsoles from './images/agents-and-consoles.ts'
import * as aiServices from './images/ai-services.ts'
import * as appBuilders from './images/app-builders.ts'
import * as applicationServers from './images/application-servers.ts'
import * as applicationStacks from './images/application-stacks.ts'
import * as bigData from './images/big-data.ts'
import * as bitnami from './images/bitnami.ts'
import * as booksAndVoices from './images/books-and-voices.ts'
import * as brokersAndEngines from './images/brokers-and-engines.ts'
import * as camerasAndCatalogues from './images/cameras-and-catalogues.ts'
import * as chainguard from './images/chainguard.ts'
import * as chainsAndGames from './images/chains-and-games.ts'
import * as cloudsAndPrinters from './images/clouds-and-printers.ts'
import * as communityAndPhotoApps from './images/community-and-photo-apps.ts'
import * as crawlersAndVoices from './images/crawlers-and-voices.ts'
import * as dashboards from './images/dashboards.ts'
import * as dataConsoles from './images/data-consoles.ts'
import * as dataTools from './images/data-tools.ts'
import * as debezium from './images/debezium.ts'
import * as desksAndWikis from './images/desks-and-wikis.ts'
import * as developerServices from './images/developer-services.ts'
import * as developmentTools from './images/development-tools.ts'
import * as directoriesAndLabs from './images/directories-and-labs.ts'
import * as distributedStores from './images/distributed-stores.ts'
import * as documentStores from './images/document-stores.ts'
import * as documentsAndAutomation from './images/documents-and-automation.ts'
import * as exportersAndChains from './images/exporters-and-chains.ts'
import * as filesAndSheets from './images/files-and-sheets.ts'
import * as forumsAndMail from './images/forums-and-mail.ts'
import * as gatewaysAndIdentity from './images/gateways-and-identity.ts'
import * as graphsAndPlaces from './images/graphs-and-places.ts'
import * as gridsAndGraphs from './images/grids-and-graphs.ts'
import * as homeAndMedia from './images/home-and-media.ts'
import * as homesAndCars from './images/homes-and-cars.ts'
import * as httpd from './images/httpd.ts'
import * as identity from './images/identity.ts'
import * as inventoriesAndJobs from './images/inventories-and-jobs.ts'
import * as keyValueStores from './images/key-value-stores.ts'
import * as languageBases from './images/language-bases.ts'
import * as languageModels from './images/language-models.ts'
import * as ledgersAndStreams from './images/ledgers-and-streams.ts'
import * as linuxserver from './images/linuxserver.ts'
import * as mailu from './images/mailu.ts'
import * as mapsAndEchoes from './images/maps-and-echoes.ts'
import * as mediaAndDevices from './images/media-and-devices.ts'
import * as messageBrokers from './images/message-brokers.ts'
import * as messaging from './images/messaging.ts'
import * as mirrorsAndSnippets from './images/mirrors-and-snippets.ts'
import * as modelsAndParsers from './images/models-and-parsers.ts'
import * as moneyAndHome from './images/money-and-home.ts'
import * as monitoring from './images/monitoring.ts'
import * as mysql from './images/mysql.ts'
import * as networkServices from './images/network-services.ts'
import * as nginx from './images/nginx.ts'
import * as notesAndRecipes from './images/notes-and-recipes.ts'
import * as officeApps from './images/office-apps.ts'
import * as operationsTools from './images/operations-tools.ts'
import * as pdfAndArchives from './images/pdf-and-archives.ts'
import * as personalCollections from './images/personal-collections.ts'
import * as personalNotes from './images/personal-notes.ts'
import * as php from './images/php.ts'
import * as phpApplications from './images/php-applications.ts'
import * as phpStacks from './images/php-stacks.ts'
import * as planeAndCrm from './images/plane-and-crm.ts'
import * as platformBases from './images/platform-bases.ts'
import * as platforms from './images/platforms.ts'
import * as postgres from './images/postgres.ts'
import * as postgresKin from './images/postgres-kin.ts'
import * as proxiesAndBackups from './images/proxies-and-backups.ts'
import * as redHat from './images/red-hat.ts'
import * as redis from './images/redis.ts'
import * as registriesAndApis from './images/registries-and-apis.ts'
import * as reverseProxies from './images/reverse-proxies.ts'
import * as runtimes from './images/runtimes.ts'
import * as searchEngines from './images/search-engines.ts'
import * as secretsAndQueries from './images/secrets-and-queries.ts'
import * as securityStack from './images/security-stack.ts'
import * as selfChanging from './images/self-changing.ts'
import * as selfHosted from './images/self-hosted.ts'
import * as selfHostedServices from './images/self-hosted-services.ts'
import * as serverBases from './images/server-bases.ts'
import * as shopsAndProjects from './images/shops-and-projects.ts'
import * as signIn from './images/sign-in.ts'
import * as smallApps from './images/small-apps.ts'
import * as smallServices from './images/small-services.ts'
import * as speedAndResearch from './images/speed-and-research.ts'
import * as staticSites from './images/static-sites.ts'
import * as storageAndSecrets from './images/storage-and-secrets.ts'
import * as stores from './images/stores.ts'
import * as streamsAndChains from './images/streams-and-chains.ts'
import * as streamsAndFlows from './images/streams-and-flows.ts'
import * as supabaseAndTemporal from './images/supabase-and-temporal.ts'
import * as talkAndMedia from './images/talk-and-media.ts'
import * as telemetry from './images/telemetry.ts'
import * as testDoubles from './images/test-doubles.ts'
import * as toolchains from './images/toolchains.ts'
import * as trackersAndArchives from './images/trackers-and-archives.ts'
import * as vendorHardened from './images/vendor-hardened.ts'
import * as vulnerableLabs from './images/vulnerable-labs.ts'
import * as workAndTeams from './images/work-and-teams.ts'
import * as workflowEngines from './images/workflow-engines.ts'
import { entryOf, type ImageRecord, type RecordEntry } from './record.ts'

/** Everything that dockseal knows of images, bundled: each export of the files in `images/` is a record. */
export const builtInRecords: readonly RecordEntry[] = [
  accessServices,
  aiServices,
  agentsAndConsoles,
  appBuilders,
  applicationServers,
  applicationStacks,
  bigData,
  bitnami,
  booksAndVoices,
  brokersAndEngines,
  cloudsAndPrinters,
  communityAndPhotoApps,
  crawlersAndVoices,
  chainguard,
  camerasAndCatalogues,
  chainsAndGames,
  dashboards,
  dataConsoles,
  dataTools,
  desksAndWikis,
  debezium,
  developerServices,
  developmentTools,
  distributedStores,
  directoriesAndLabs,
  documentStores,
  documentsAndAutomation,
  exportersAndChains,
  filesAndSheets,
  forumsAndMail,
  gatewaysAndIdentity,
  graphsAndPlaces,
  gridsAndGraphs,
  homeAndMedia,
  homesAndCars,
  httpd,
  identity,
  inventoriesAndJobs,
  keyValueStores,
  languageBases,
  languageModels,
  ledgersAndStreams,
  linuxserver,
  mailu,
  mapsAndEchoes,
  mediaAndDevices,
  messageBrokers,
  messaging,
  mirrorsAndSnippets,
  moneyAndHome,
  modelsAndParsers,
  monitoring,
  mysql,
  networkServices,
  nginx,
  notesAndRecipes,
  officeApps,
  operationsTools,
  pdfAndArchives,
  personalCollections,
  personalNotes,
  php,
  phpApplications,
  planeAndCrm,
  platforms,
  postgres,
  proxiesAndBackups,
  phpStacks,
  platformBases,
  redHat,
  postgresKin,
  redis,
  registriesAndApis,
  reverseProxies,
  runtimes,
  searchEngines,
  secretsAndQueries,
  securityStack,
  selfChanging,
  selfHosted,
  selfHostedServices,
  serverBases,
  shopsAndProjects,
  signIn,
  smallApps,
  smallServices,
  speedAndResearch,
  staticSites,
  storageAndSecrets,
  stores,
  streamsAndChains,
  streamsAndFlows,
  supabaseAndTemporal,
  talkAndMedia,
  telemetry,
  testDoubles,
  toolchains,
  trackersAndArchives,
  vendorHardened,
  vulnerableLabs,
  workAndTeams,
  workflowEngines,
]
  .flatMap((group): ImageRecord[] => Object.values(group))
  .map(entryOf)
