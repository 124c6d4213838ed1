export * from './intrusion-detection.ts'
export * from './scanners.ts'
export * from './vulnerable-applications.ts'
export * from './web-application-firewalls.ts'
