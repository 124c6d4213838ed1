#!/usr/bin/env node
import { bundleIn } from './commands/load-bundle.ts'

const { getBuiltinModule } = process

// This file and what it imports must load in an old Node: it must get as far as the sentence below.
if (getBuiltinModule === undefined) {
  process.stderr.write(`dockseal needs Node 20.19 or newer, not ${process.version}\n`)
  process.exitCode = 2
} else {
  await bundleIn(getBuiltinModule('node:url').fileURLToPath(new URL('.', import.meta.url)))('main.js')
}
