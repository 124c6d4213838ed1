export * from './collections.ts'
export * from './finance.ts'
export * from './fitness.ts'
export * from './recipes.ts'
