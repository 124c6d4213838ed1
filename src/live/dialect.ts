import { type Dialect, dialectLike, RUN } from '../model/dialect.ts'

/** A running container: the flags with which it would be started again. */
export const LIVE: Dialect = dialectLike(RUN, { id: 'live', includesImage: true })

/** A task of a swarm service, which cannot have more than the service says. */
export const LIVE_TASK: Dialect = dialectLike(LIVE, { tmpfs: 'mount' })
