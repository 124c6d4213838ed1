import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { escapeControls, maskControls } from '../text/escape.ts'
import { DEFAULT_FORMATTER, formatters, isBuiltIn } from './formatters/index.ts'
import type { FormatContext, Formatter, LintMessage, LintResult } from './result.ts'

/** Text of a report, or why there is none, in one line. */
export type Formatted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

/** A formatter that is ready to use. Results may come in any order; it gets them sorted by path, as ESLint does. */
export interface LoadedFormatter {
  readonly ok: true
  /** The built-in's name, or the file that a foreign one was loaded from. */
  readonly from: string
  readonly format: (results: readonly LintResult[], context: FormatContext) => Promise<Formatted>
}

/** The part of `@eslint/eslintrc` that it exports for ESLint 8 itself, and does not type. */
interface Eslintrc {
  readonly Legacy: {
    readonly naming: {
      readonly normalizePackageName: (name: string, prefix: string) => string
      readonly getNamespaceFromTerm: (term: string) => string
    }
    readonly ModuleResolver: { readonly resolve: (moduleName: string, relativeToPath: string) => string }
  }
}

type Located =
  | { readonly kind: 'built-in'; readonly name: keyof typeof formatters }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'none'; readonly why: string }

const oneLine = (error: unknown) => escapeControls((error instanceof Error ? error.message : String(error)).split(/\r?\n/)[0] ?? '')

/** Where ESLint would resolve from: a file of this name need not exist. */
const placeholder = (cwd: string) => path.join(cwd, '__placeholder__.js')

function isInstalled(packageName: string, cwd: string): boolean {
  try {
    createRequire(placeholder(cwd)).resolve(packageName)
    return true
  } catch {
    return false
  }
}

/**
 * ESLint 8.57's `CLIEngine.getFormatter`: a name with a slash and no scope is a path from `cwd`; any other name is the package
 * `eslint-formatter-<name>` (`@scope/name` → `@scope/eslint-formatter-name`) where that is installed, else the built-in.
 */
async function locate(name: string, cwd: string): Promise<Located> {
  const slashed = name.replaceAll('\\', '/')
  // The same answer as below, without loading @eslint/eslintrc for nothing: start-up is a feature.
  if (isBuiltIn(slashed) && !isInstalled(`eslint-formatter-${slashed}`, cwd)) return { kind: 'built-in', name: slashed }
  const { Legacy } = (await import('@eslint/eslintrc')) as unknown as Eslintrc
  if (!Legacy.naming.getNamespaceFromTerm(slashed) && slashed.includes('/')) {
    try {
      return { kind: 'file', file: Legacy.ModuleResolver.resolve(path.resolve(cwd, slashed), placeholder(cwd)) }
    } catch {
      return { kind: 'none', why: `There is no formatter at ${escapeControls(path.resolve(cwd, slashed))}.` }
    }
  }
  const packageName = Legacy.naming.normalizePackageName(slashed, 'eslint-formatter')
  try {
    return { kind: 'file', file: Legacy.ModuleResolver.resolve(packageName, placeholder(cwd)) }
  } catch {
    if (isBuiltIn(slashed)) return { kind: 'built-in', name: slashed }
    const known = Object.keys(formatters).join(', ')
    const shown = escapeControls(packageName)
    return {
      kind: 'none',
      why: `There is no formatter "${escapeControls(name)}": built in are ${known}; \`npm install -D ${shown}\` would add it if that package exists.`,
    }
  }
}

/** The function of a module: ESM's default export, `module.exports`, or the default that a transpiler put into `module.exports`. */
function functionOf(module: { readonly default?: unknown }): unknown {
  if (!('default' in module)) return module
  const exported = module.default
  return typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported
}

/** What a foreign formatter gets: names and values made safe to print, since it knows nothing of hostile Compose files. */
function tame(results: readonly LintResult[]): LintResult[] {
  const tameMessage = <T extends LintMessage>(message: T): T => ({
    ...message,
    message: escapeControls(message.message),
    ...(message.suggestions ? { suggestions: message.suggestions.map((s) => ({ ...s, desc: escapeControls(s.desc) })) } : {}),
  })
  return results.map((result) => ({
    ...result,
    filePath: escapeControls(result.filePath),
    messages: result.messages.map(tameMessage),
    suppressedMessages: result.suppressedMessages.map((message) => ({
      ...tameMessage(message),
      suppressions: message.suppressions.map((given) => ({ ...given, justification: escapeControls(given.justification) })),
    })),
    ...(result.source === undefined ? {} : { source: maskControls(result.source) }),
  }))
}

function ready(formatter: Formatter, from: string, foreign: boolean): LoadedFormatter {
  return {
    ok: true,
    from,
    format: async (results, context) => {
      const sorted = results.toSorted((a, b) => (a.filePath < b.filePath ? -1 : a.filePath > b.filePath ? 1 : 0))
      if (!foreign) return { ok: true, text: await formatter(sorted, context) }
      try {
        const text: unknown = await formatter(tame(sorted), context)
        if (typeof text === 'string') return { ok: true, text }
        return { ok: false, why: `The formatter ${from} gave ${text === null ? 'null' : typeof text} instead of text.` }
      } catch (error) {
        return { ok: false, why: `The formatter ${from} failed: ${oneLine(error)}` }
      }
    },
  }
}

/**
 * Loads a formatter by the name that the user gave; without one, our own default, whatever is installed.
 * Only names from the command line belong here: a formatter is code that will be run.
 */
export async function loadFormatter(
  name: string | undefined,
  cwd: string,
): Promise<LoadedFormatter | { readonly ok: false; readonly why: string }> {
  const found: Located = name ? await locate(name, cwd) : { kind: 'built-in', name: DEFAULT_FORMATTER }
  switch (found.kind) {
    case 'none':
      return { ok: false, why: found.why }
    case 'built-in':
      return ready(await formatters[found.name](), found.name, false)
    case 'file': {
      const shown = escapeControls(found.file)
      let exported: unknown
      try {
        // `import` takes both kinds of module; ESLint 8's `require` could not load those that are ESM only.
        exported = functionOf(await import(pathToFileURL(found.file).href))
      } catch (error) {
        return { ok: false, why: `The formatter ${shown} cannot be loaded: ${oneLine(error)}` }
      }
      if (typeof exported === 'function') return ready(exported as Formatter, shown, true)
      return {
        ok: false,
        why: `The formatter ${shown} must export a function, but exports ${exported === null ? 'null' : typeof exported}.`,
      }
    }
    default:
      return found satisfies never
  }
}
