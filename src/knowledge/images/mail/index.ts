export * from './mail-servers.ts'
export * from './newsletters.ts'
export * from './test-mailboxes.ts'
export * from './webmail.ts'
