import { loadSources } from './sources.ts'

/** Every reader, for callers that need not save the milliseconds of loading them. */
export const ALL_SOURCES = await loadSources()
