import type { Script } from 'node:vm'

/** The folder of what V8 compiled: beside the bundle, where only those can write who can change the bundle too. */
const KEPT = '.compile-cache'

/** What a file of the bundle exports. */
type Exports = Readonly<Record<string, unknown>>
/** A file of the bundle as a function of what it imports: at once, and on demand. */
type Evaluate = (loadNow: (name: string) => Exports, loadFile: (name: string) => Promise<Exports>, moduleUrl: string) => Exports

const NAMES = /([\w$]+) as ([\w$]+)/g

/**
 * Gives the script that does what a module of the bundle does: a function of what it takes from outside. It reads only the form that
 * `.ci/bundle.js` makes: `moduleUrl` in a first line where the module needs it, then imports of other files; exports at the end.
 */
export function scriptOf(module: string): string {
  const imports = /(?:import\s*(?:\{[^}]*\}\s*from\s*)?"[^"]*";\s*)*/y
  imports.lastIndex = module.startsWith('const moduleUrl=') ? module.indexOf('\n') + 1 : 0
  const [imported = ''] = imports.exec(module) ?? []
  const [exported = ''] = /^export(?:\s*\{[^}]*\}| default [^;]*);\s*$/.exec(module.slice(module.lastIndexOf('export'))) ?? []
  const body = module.slice(imports.lastIndex, module.length - exported.length).replace(/\bimport\(/g, 'loadFile(')
  const taken = imported
    .replace(
      /import\s*(?:(\{[^}]*\})\s*from\s*)?("[^"]*");/g,
      (_, names?: string, from?: string) => `const ${names ?? '{}'}=loadNow(${from});`,
    )
    .replace(NAMES, '$1:$2')
  const given = exported
    .replace(NAMES, '$2:$1')
    .replace(/^export default ([^;]*)/, 'return{default:$1}')
    .replace('export', 'return')
  return `(function(loadNow,loadFile,moduleUrl){${taken}${body}\n${given || 'return {}'}})`
}

const SUM_BYTES = 4

/**
 * A sum over a file of the bundle and what V8 compiled of it. V8 compares only the length of the source, and runs what it compiled of another
 * text of that length; of a damaged file it reads on until the process crashes.
 */
function sumOf(source: Buffer, code: Buffer): number {
  const { crc32 } = process.getBuiltinModule('node:zlib')
  return crc32(code, crc32(source))
}

/**
 * Gives a function that loads a file of the bundle in a folder, and the files that it imports. They are ES modules and run as scripts: of a
 * script V8 can keep the functions that a run compiled. Of a module Node keeps nothing before Node 22, and then all functions or hardly any.
 */
export function bundleIn(folder: string): (name: string) => Promise<Exports> {
  const { getBuiltinModule } = process
  const fs = getBuiltinModule('node:fs')
  const { join } = getBuiltinModule('node:path')
  const { pathToFileURL } = getBuiltinModule('node:url')
  const vm = getBuiltinModule('node:vm')
  const kept = join(folder, KEPT, `${process.version}-${process.arch}`)
  const keeps = !process.env.NODE_DISABLE_COMPILE_CACHE
  const loaded = new Map<string, Exports>()
  const compiled = new Map<string, { readonly script: Script; readonly source: Buffer }>()

  const compile = (name: string, isKept: boolean): Script => {
    const filename = join(folder, name)
    const source = fs.readFileSync(filename)
    const cachedData = isKept ? keptCode(name, source) : undefined
    const script = new vm.Script(scriptOf(source.toString('latin1')), { filename, cachedData })
    if (isKept && script.cachedDataRejected !== false) compiled.set(name, { script, source })
    return script
  }
  const keptCode = (name: string, source: Buffer): Buffer | undefined => {
    try {
      const file = fs.readFileSync(join(kept, name))
      const code = file.subarray(0, -SUM_BYTES)
      return file.readUInt32LE(code.length) === sumOf(source, code) ? code : undefined
    } catch {
      return undefined
    }
  }
  const keepCode = (name: string, source: Buffer, code: Buffer): void => {
    const sum = Buffer.alloc(SUM_BYTES)
    sum.writeUInt32LE(sumOf(source, code))
    const unfinished = join(kept, `${name}.${process.pid}`)
    try {
      fs.writeFileSync(unfinished, Buffer.concat([code, sum]))
      fs.renameSync(unfinished, join(kept, name))
    } catch {
      fs.rmSync(unfinished, { force: true })
    }
  }
  const load = (name: string, isKept: boolean): Exports => {
    const known = loaded.get(name)
    if (known) return known
    const evaluate = compile(name, isKept).runInThisContext() as Evaluate
    const exports = evaluate((other) => load(other, isKept), loadFile, pathToFileURL(join(folder, name)).href)
    loaded.set(name, exports)
    return exports
  }
  // V8 takes nothing that was compiled under other flags. The program sets them before it loads a file on demand.
  const loadFile = async (name: string): Promise<Exports> => (name.startsWith('./') ? load(name, keeps) : import(name))

  process.once('exit', () => {
    try {
      if (compiled.size > 0) fs.mkdirSync(kept, { recursive: true })
      for (const [name, { script, source }] of compiled) keepCode(name, source, script.createCachedData())
    } catch {
      // Nobody may write there, or the disk is full: the next run compiles again.
    }
  })
  return async (name) => load(name, false)
}
