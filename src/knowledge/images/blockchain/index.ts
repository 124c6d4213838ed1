export * from './bitcoin.ts'
export * from './ethereum.ts'
export * from './hyperledger-fabric.ts'
