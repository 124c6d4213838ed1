import { shebangShell } from './wrappers.ts'

/** Whether a file's text is a shell script: by its shebang, or without one by its name. */
export function isShellScript(path: string, text: string): boolean {
  if (!/^\uFEFF?#!/.test(text)) return /\.(?:sh|bash|envsh)$/.test(path)
  return shebangShell(text) !== undefined || /^\uFEFF?#!.*with-contenv/.test(text)
}
