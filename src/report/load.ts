import { createRequire } from 'node:module'
import path from 'node:path'
import { escapeControls } from '../text/escape.ts'
import { DEFAULT_FORMATTER, formatters, isBuiltIn } from './formatters/index.ts'
import { byPath, type Formatter, type LintResult, type LoadedFormatter } from './result.ts'
import { withoutSecrets } from './secrets.ts'

/** A part of `@eslint/eslintrc` that is exported for ESLint 8 and has no types. */
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

/** Prefix of a name that means the built-in formatter and no other. */
const OWN = 'dockseal:'
const KNOWN = Object.keys(formatters)
  .map((name) => OWN + name)
  .join(', ')

/** The file that ESLint resolves from; it need not exist. */
const placeholder = (cwd: string) => path.join(cwd, '__placeholder__.js')

/** The file of an installed package. */
function installed(packageName: string, cwd: string): string | undefined {
  try {
    return createRequire(placeholder(cwd)).resolve(packageName)
  } catch {
    return undefined
  }
}

/**
 * ESLint 8.57's `CLIEngine.getFormatter`: a name with a slash and no scope is a path from `cwd`; any other name is the package
 * `eslint-formatter-<name>` (`@scope/name` → `@scope/eslint-formatter-name`) if that is installed, else the built-in. In addition,
 * `dockseal:<name>` is the built-in, whatever is installed.
 */
async function locate(name: string, cwd: string): Promise<Located> {
  const slashed = name.replaceAll('\\', '/')
  if (slashed.startsWith(OWN)) {
    const own = slashed.slice(OWN.length)
    return isBuiltIn(own) ? { kind: 'built-in', name: own } : { kind: 'none', why: `${escapeControls(name)} is none of ${KNOWN}.` }
  }
  // The same answer as below, without the time to load @eslint/eslintrc.
  if (isBuiltIn(slashed)) {
    const file = installed(`eslint-formatter-${slashed}`, cwd)
    return file === undefined ? { kind: 'built-in', name: slashed } : { kind: 'file', file }
  }
  const eslintrc = await import('@eslint/eslintrc').catch(() => undefined)
  if (eslintrc === undefined) {
    const why = `Formatters beside the built-in ones are found by @eslint/eslintrc, which is not installed here: take one of ${KNOWN}.`
    return { kind: 'none', why }
  }
  const { Legacy } = eslintrc as unknown as Eslintrc
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
    const shown = escapeControls(packageName)
    return {
      kind: 'none',
      why: `There is no formatter "${escapeControls(name)}": built in are ${Object.keys(formatters).join(', ')}; \`npm install -D ${shown}\` would add it if that package exists.`,
    }
  }
}

function ready(formatter: Formatter, from: keyof typeof formatters): LoadedFormatter {
  // SARIF needs hashes of the unmasked lines, and masks secrets itself.
  const readable = (results: readonly LintResult[]) => (from === 'sarif' ? results : results.map(withoutSecrets))
  return { ok: true, from, format: async (results, context) => ({ ok: true, text: await formatter(byPath(readable(results)), context) }) }
}

/** Loads a formatter by the name from the command line (it is code that will run); without one, our own default. */
export async function loadFormatter(
  name: string | undefined,
  cwd: string,
): Promise<LoadedFormatter | { readonly ok: false; readonly why: string }> {
  const found: Located = name ? await locate(name, cwd) : { kind: 'built-in', name: DEFAULT_FORMATTER }
  switch (found.kind) {
    case 'none':
      return { ok: false, why: found.why }
    case 'built-in':
      return ready(await formatters[found.name](), found.name)
    case 'file':
      return (await import('./foreign.ts')).loadForeign(found.file)
    default:
      return found satisfies never
  }
}
