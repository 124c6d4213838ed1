// Starts `dockseal lsp` and shows its state; everything else is the server's.
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const vscode = require('vscode')
const { LanguageClient, State } = require('vscode-languageclient/node')

let client

/** The configured program, that of the workspace, or the one on PATH. */
function program() {
  const configured = vscode.workspace.getConfiguration('dockseal').get('path')
  const local = (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => join(uri.fsPath, 'node_modules/dockseal/dist/cli.js'))
    .find((path) => existsSync(path))
  const path = configured || local || 'dockseal'
  return path.endsWith('.js')
    ? { command: process.execPath, args: [path, 'lsp'], options: { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } } }
    : { command: path, args: ['lsp'] }
}

exports.activate = async (context) => {
  const status = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right)
  status.name = 'dockseal'
  status.command = 'dockseal.restart'
  const files = vscode.workspace.createFileSystemWatcher(
    '**/{.env,*.env,Dockerfile*,*.Dockerfile,.docksealrc.*,dockseal.config.*,*compose*.y{a,}ml}',
  )
  const start = async () => {
    await client?.stop()
    client = new LanguageClient('dockseal', 'dockseal', program(), {
      documentSelector: ['yaml', 'dockercompose', 'dockerfile', 'shellscript', 'makefile', 'ini', 'json'].map((language) => ({
        scheme: 'file',
        language,
      })),
      synchronize: { fileEvents: files },
    })
    client.onDidChangeState(({ newState }) => {
      status.text =
        newState === State.Running ? '$(lock) dockseal' : newState === State.Starting ? '$(sync~spin) dockseal' : '$(warning) dockseal'
      status.show()
    })
    await client.start()
  }
  context.subscriptions.push(status, files, vscode.commands.registerCommand('dockseal.restart', start))
  await start()
}

exports.deactivate = () => client?.stop()
