import { shebangShell } from './wrappers.ts'

/** Whether a file's text is a shell script: by its first line, or its name where it has no such line. */
export function isShellScript(path: string, text: string): boolean {
  if (!/^\uFEFF?#!/.test(text)) return /\.(?:sh|bash|envsh)$/.test(path)
  return shebangShell(text) !== undefined || /^\uFEFF?#!.*with-contenv/.test(text)
}
