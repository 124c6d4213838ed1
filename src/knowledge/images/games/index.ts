export * from './game-libraries.ts'
export * from './game-servers.ts'
