import { Tree } from '@lezer/common'
import { groupBy, remember } from '../../model/maps.ts'
import { collectSyntax, MAX_MODULE_TEXT } from './collect.ts'
import { lastName } from './full-name.ts'
import type { Declared, Language } from './language.ts'
import { parseInTime } from './parse-in-time.ts'
import type { Assignment, Binding, Call, ModuleSyntax, NamedModule, Scope } from './syntax.ts'

/** The code of one file. It is parsed only for questions that need a parser: for most files of a program, the names in them are enough. */
export class Code {
  readonly text: string
  readonly #file: string
  readonly #language: Language
  #syntax: ModuleSyntax | undefined
  #words: ReadonlySet<string> | undefined
  #times: Map<string, number> | undefined
  #mayWrite: boolean | undefined
  #mayLoadByName: boolean | undefined
  #mayAssignParts: boolean | undefined
  #writingCalls: readonly Call[] | undefined
  #declared: Declared | undefined
  #mayAssign: ReadonlySet<string> | undefined
  #modules: readonly NamedModule[] | undefined
  #calls: ReadonlyMap<string | undefined, readonly Call[]> | undefined
  #assigned: ReadonlyMap<string, readonly Assignment[]> | undefined
  #bound: ReadonlyMap<string, readonly Bound[]> | undefined

  constructor(text: string, file: string, language: Language, syntax?: ModuleSyntax) {
    this.text = text
    this.#file = file
    this.#language = language
    this.#syntax = syntax
  }

  /** What a parser makes of the text. A file of more than MAX_MODULE_TEXT, or one that it takes too long for, is not read, which is said. */
  get syntax(): ModuleSyntax {
    this.#syntax ??= this.#parse()
    return this.#syntax
  }

  #parse(): ModuleSyntax {
    const { parser, grammar } = this.#language
    const tree = this.text.length > MAX_MODULE_TEXT ? undefined : parseInTime(parser(this.#file), this.text)
    return tree ? collectSyntax(tree, this.text, grammar) : { ...collectSyntax(Tree.empty, '', grammar), isCut: true }
  }

  /** Whether it was parsed, and not wholly. */
  get isCut(): boolean {
    return this.#syntax?.isCut === true
  }

  /** Every module that it names; of some it may not be known here whether they need be there. */
  get modules(): readonly NamedModule[] {
    this.#modules ??= (this.#syntax ? undefined : this.#language.modulesNamed?.(this.text)) ?? this.syntax.modules
    return this.#modules
  }

  /** All that may be a name in its text. */
  get words(): ReadonlySet<string> {
    this.#words ??= new Set(this.text.match(/\w+/g))
    return this.#words
  }

  /** Whether a name is anywhere in its text: what has it not, neither defines nor uses it. */
  mentions(name: string): boolean {
    return this.words.has(name) || name === 'default' || (!/^\w+$/.test(name) && this.text.includes(name))
  }

  /** How often a name is in its text, with comments and strings. */
  times(name: string): number {
    if (!this.#times) {
      this.#times = new Map()
      for (const word of this.text.match(/\w+/g) ?? []) this.#times.set(word, (this.#times.get(word) ?? 0) + 1)
    }
    return this.#times.get(name) ?? 0
  }

  /** Whether the module may have something of this name outside of its functions. */
  mayDeclare(name: string): boolean {
    return name !== 'default' && /^\w+$/.test(name) ? this.#declares.all.has(name) : this.mentions(name)
  }

  get #declares(): Declared {
    this.#declared ??= this.#language.declared?.(this.text) ?? { all: this.words }
    return this.#declared
  }

  /** Whether its words may call something that writes. */
  get mayWrite(): boolean {
    this.#mayWrite ??= this.#language.signs(this)
    return this.#mayWrite
  }

  /** Its calls that may write; none if its words name none. For a name with a value (`const open = require("x")`), only the value shows what it is. */
  get writingCalls(): readonly Call[] {
    if (!this.mayWrite) return []
    const { sinks } = this.#language
    const isKnown = (last: string): boolean => sinks.mayHave(last) || sinks.exactly(`.${last}`) !== undefined
    const own = this.syntax.calls.filter(({ call: { callee, args } }) => {
      const last = lastName(callee)
      if (last === undefined || callee.is === 'name' || isKnown(last)) return true
      return args.some(({ name }) => name !== undefined && sinks.exactly(`${name}=`))
    })
    this.#writingCalls ??= [...own, ...this.syntax.calls.flatMap((each) => callOfArgument(each, isKnown, this.syntax))]
    return this.#writingCalls
  }

  /** Whether it may load modules by names that are made when it runs. */
  get mayLoadByName(): boolean {
    const { dynamic } = this.#language
    this.#mayLoadByName ??= dynamic !== 'never' && dynamic?.test(this.text) !== false
    return this.#mayLoadByName
  }

  /** Whether it may assign under computed keys. */
  get mayAssignParts(): boolean {
    this.#mayAssignParts ??= /\][ \t]*=/.test(this.text)
    return this.#mayAssignParts
  }

  calls(name: string): readonly Call[] {
    if (!this.mentions(name)) return []
    // A decorator's name is mostly that of a library.
    this.#calls ??= groupBy(
      this.syntax.calls.flatMap((each) => (each.decorates ? [] : [each, ...handedOn(each)])),
      // A class of PHP may be called with its namespace.
      ({ call }) => lastName(call.callee)?.replace(/^.*\\/, ''),
    )
    return this.#calls.get(name) ?? []
  }

  /** What is assigned to parts of anything by this name. */
  assigned(name: string): readonly Assignment[] {
    this.#mayAssign ??= this.#language.assigned?.(this.text) ?? this.words
    if (!(/^\w+$/.test(name) ? this.#mayAssign.has(name) : this.mentions(name))) return []
    this.#assigned ??= groupBy(this.syntax.assignments, ({ target }) => target.name)
    return this.#assigned.get(name) ?? []
  }

  /** What is given to a name of the module itself, or of one of its classes. */
  bound(name: string): readonly Bound[] {
    if (name !== 'default' && !(/^\w+$/.test(name) ? (this.#declares.values ?? this.words).has(name) : this.mentions(name))) return []
    this.#bound ??= groupBy(this.allBound(), (each) => each.name)
    return this.#bound.get(name) ?? []
  }

  allBound(): readonly Bound[] {
    const { top } = this.syntax
    return [top, ...top.inner.values()].flatMap((scope) =>
      scope.is === 'function'
        ? []
        : [...scope.bindings].flatMap(([name, bindings]) => bindings.map(({ value, at }) => ({ name, value, scope, at }))),
    )
  }
}

/** The call of a function that another one is given, with what follows it (`asyncio.to_thread(os.makedirs, path)`). */
function callOfArgument({ call, ...place }: Call, isKnown: (last: string) => boolean, { imports }: ModuleSyntax): readonly Call[] {
  const { args, at, end } = call
  const index = args.findIndex(({ name, value }) => name === undefined && isKnown(lastName(value) ?? ''))
  const callee = args[index]?.value
  const isImported = callee?.is === 'member' || (callee?.is === 'name' && imports.has(callee.name))
  return callee && isImported ? [{ ...place, call: { is: 'call', callee, args: args.slice(index + 1), at, end } }] : []
}

/** Functions that call one that they are given, with what follows it, and classes that do so with their keywords `target`, `args` and `kwargs`. */
const HANDS_ON = /^(?:submit|to_thread|run_in_executor|run_in_threadpool|partial|register|do|add_task|call_soon|apply_async)$/
const TARGETS = /^(?:Thread|Process|Timer)$/

/** The calls of functions that another call hands on: `pool.submit(save, path)`, `Thread(target=save, args=(path,))`. */
function handedOn({ call, ...place }: Call): readonly Call[] {
  const last = lastName(call.callee) ?? ''
  const { at, end } = call
  if (HANDS_ON.test(last)) {
    const given = call.args.filter(({ name }) => name === undefined)
    const index = given.slice(0, 2).findIndex(({ value }) => value.is === 'name' || value.is === 'member')
    const callee = given[index]?.value
    return callee ? [{ ...place, call: { is: 'call', callee, args: given.slice(index + 1), at, end } }] : []
  }
  const named = (key: string) => (TARGETS.test(last) ? call.args.find(({ name }) => name === key)?.value : undefined)
  const [callee, args, options] = [named('target'), named('args'), named('kwargs')]
  if (callee?.is !== 'name' && callee?.is !== 'member') return []
  const positional = args?.is === 'list' ? args.items.map((value) => ({ value })) : args ? [{ value: args }] : []
  const keywords =
    options?.is === 'record' ? options.entries.flatMap(({ key: name, value }) => (name === undefined ? [] : [{ name, value }])) : []
  return [{ ...place, call: { is: 'call', callee, args: [...positional, ...keywords], at, end } }]
}

interface Bound extends Pick<Binding, 'value' | 'at'> {
  readonly name: string
  readonly scope: Scope
}

/** What has been read in this run, by kind of file and text, so that a text is parsed once however many images hold it. */
const known = new Map<string, Map<string, Code>>()
const MAX_KNOWN = 12_000_000
let size = 0

/** The code of one file, the same one for the same text. */
export function codeOf(text: string, file: string, language: Language): Code {
  const kind = `${language.id} ${/\.\w+$/.exec(file)?.[0] ?? ''}`
  if (size > MAX_KNOWN) {
    known.clear()
    size = 0
  }
  const texts = remember(known, kind, () => new Map<string, Code>())
  return remember(texts, text, () => {
    size += text.length
    return new Code(text, file, language)
  })
}
