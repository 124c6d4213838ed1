import { httpd } from './images/httpd.ts'
import { mariadb } from './images/mariadb.ts'
import { nginx } from './images/nginx.ts'
import { postgres } from './images/postgres.ts'
import { redis } from './images/redis.ts'
import type { ImageRecord } from './record.ts'

/** Everything that dockseal knows of images, bundled. */
export const builtInRecords: readonly ImageRecord[] = [nginx, httpd, postgres, mariadb, redis]
