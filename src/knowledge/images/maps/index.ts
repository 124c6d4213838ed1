export * from './location-history.ts'
export * from './map-servers.ts'
