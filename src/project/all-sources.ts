import { loadSources } from './sources.ts'

/** Every reader, for who does not count the milliseconds of loading them. */
export const ALL_SOURCES = await loadSources()
