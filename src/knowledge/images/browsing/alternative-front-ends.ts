import { jvmTemp, PLAIN, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const redlib = defineImage({
  // redlib-org/redlib compose.yaml (read_only without a mount) and Dockerfile @ a4d36e954.
  names: ['quay.io/redlib/redlib'],
  user: 'redlib',
  writes: [],
  ...PLAIN,
  healthcheck: true,
})

export const nitter = defineImage({
  // zedeus/nitter compose.yml (read_only without a mount) and Dockerfile @ a68b57629.
  names: ['zedeus/nitter'],
  user: 'nitter',
  writes: [],
  ...PLAIN,
  healthcheck: false,
})

export const invidious = defineImage({
  names: ['quay.io/invidious/invidious'],
  user: '1000',
  inferred: true,
  writes: [temporary('iv-org/invidious docker/Dockerfile @ eff609d0c')],
  ...PLAIN,
})

export const piped = defineImage({
  // Its settings are mounted, and the rest is in PostgreSQL.
  names: ['1337kavin/piped'],
  inferred: true,
  writes: [jvmTemp(['TeamPiped/Piped-Backend Dockerfile @ 089765407'])],
  gainsPrivileges: 'none',
})
