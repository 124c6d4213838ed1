import { type Dialect, dialectLike, RUN } from '../model/dialect.ts'

/** A running container is described by the flags that would start it again. */
export const LIVE: Dialect = dialectLike(RUN, { id: 'live', includesImage: true })

/** A task of a swarm service can have only what a service can express. */
export const LIVE_TASK: Dialect = dialectLike(LIVE, { tmpfs: 'mount' })
