import * as ai from './images/ai/index.ts'
import * as analytics from './images/analytics/index.ts'
import * as backendPlatforms from './images/backend-platforms/index.ts'
import * as blockchain from './images/blockchain/index.ts'
import * as browsing from './images/browsing/index.ts'
import * as business from './images/business/index.ts'
import * as communication from './images/communication/index.ts'
import * as databases from './images/databases/index.ts'
import * as development from './images/development/index.ts'
import * as files from './images/files/index.ts'
import * as games from './images/games/index.ts'
import * as homeAutomation from './images/home-automation/index.ts'
import * as household from './images/household/index.ts'
import * as identity from './images/identity/index.ts'
import * as infrastructure from './images/infrastructure/index.ts'
import * as languages from './images/languages/index.ts'
import * as mail from './images/mail/index.ts'
import * as maps from './images/maps/index.ts'
import * as media from './images/media/index.ts'
import * as messaging from './images/messaging/index.ts'
import * as monitoring from './images/monitoring/index.ts'
import * as networking from './images/networking/index.ts'
import * as office from './images/office/index.ts'
import * as publishers from './images/publishers/index.ts'
import * as security from './images/security/index.ts'
import * as testing from './images/testing/index.ts'
import * as webServers from './images/web-servers/index.ts'
import * as websites from './images/websites/index.ts'
import * as workflows from './images/workflows/index.ts'
import { entryOf, type ImageRecord, type RecordEntry } from './record.ts'

/** Everything that dockseal knows of images, bundled: each export of the files in the folders of `images/` is a record. */
export const builtInRecords: readonly RecordEntry[] = [
  ai,
  analytics,
  backendPlatforms,
  blockchain,
  browsing,
  business,
  communication,
  databases,
  development,
  files,
  games,
  homeAutomation,
  household,
  identity,
  infrastructure,
  languages,
  mail,
  maps,
  media,
  messaging,
  monitoring,
  networking,
  office,
  publishers,
  security,
  testing,
  webServers,
  websites,
  workflows,
]
  .flatMap((group): ImageRecord[] => Object.values(group))
  .map(entryOf)
