import { pathToFileURL } from 'node:url'
import { escapeControls, maskControls } from '../text/escape.ts'
import { messageWithSureness } from './confidence.ts'
import { byPath, type Formatted, type Formatter, type LintMessage, type LintResult, type LoadedFormatter } from './result.ts'
import { withoutSecrets } from './secrets.ts'

const oneLine = (error: unknown) => escapeControls((error instanceof Error ? error.message : String(error)).split(/\r?\n/)[0] ?? '')

/** Loads a formatter of somebody else. An error, now or when it runs, becomes one line. */
export async function loadForeign(file: string): Promise<LoadedFormatter | { readonly ok: false; readonly why: string }> {
  const shown = escapeControls(file)
  let exported: unknown
  try {
    // `import` loads both kinds of module; ESLint 8's `require` cannot load ES modules.
    exported = functionOf(await import(pathToFileURL(file).href))
  } catch (error) {
    return { ok: false, why: `The formatter ${shown} cannot be loaded: ${oneLine(error)}` }
  }
  if (typeof exported !== 'function') {
    return { ok: false, why: `The formatter ${shown} must export a function, but exports ${exported === null ? 'null' : typeof exported}.` }
  }
  const formatter = exported as Formatter
  return {
    ok: true,
    from: shown,
    format: async (results, context): Promise<Formatted> => {
      try {
        const text: unknown = await formatter(tame(byPath(results.map(withoutSecrets))), context)
        if (typeof text === 'string') return { ok: true, text }
        return { ok: false, why: `The formatter ${shown} gave ${text === null ? 'null' : typeof text} instead of text.` }
      } catch (error) {
        return { ok: false, why: `The formatter ${shown} failed: ${oneLine(error)}` }
      }
    },
  }
}

/** The function of a module: the default export, `module.exports`, or its `default`, as transpilers write it. */
function functionOf(module: { readonly default?: unknown }): unknown {
  if (!('default' in module)) return module
  const exported = module.default
  return typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : exported
}

/** The input of a foreign formatter: names and values are made safe to print, since it does not expect hostile files. */
function tame(results: readonly LintResult[]): LintResult[] {
  const tameMessage = <T extends LintMessage>(message: T): T => ({
    ...message,
    message: escapeControls(messageWithSureness(message)),
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
