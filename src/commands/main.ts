import { runCommandLine } from './command-line.ts'

// Not awaited: the single executable is a CommonJS script, which has no top-level await.
void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode
})
