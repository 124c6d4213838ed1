export * from './job-schedulers.ts'
export * from './task-automation.ts'
export * from './workflow-engines.ts'
