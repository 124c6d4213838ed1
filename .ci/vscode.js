// Builds the VS Code extension: one bundled file, packed by vsce.
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'

await build({
  entryPoints: ['editors/vscode/extension.js'],
  outfile: 'editors/vscode/dist/extension.js',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  minify: true,
})
const vsce = ['--yes', '@vscode/vsce@3', 'package', '--no-dependencies', '--out', 'dockseal.vsix']
process.exitCode = spawnSync('npx', vsce, { cwd: 'editors/vscode', stdio: 'inherit' }).status ?? 1
