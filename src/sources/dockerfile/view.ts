import type { BuildCommand, BuildFlag, BuildInstruction, BuildStage, BuildWord } from '../../model/build.ts'
import { set, type TextOrigin, unknown } from '../../model/fact.ts'
import { remember, uniqueBy } from '../../model/maps.ts'
import { baseName } from '../../model/path.ts'
import { expandText } from '../../shell/parameter.ts'
import { parseShell } from '../../shell/parse.ts'
import type { ShellScript, SimpleCommand } from '../../shell/script.ts'
import { branchOff, createState, expanderOf, type State, setVariable } from '../../shell/state.ts'
import { textOf, textValue, UNKNOWN, type Value } from '../../shell/value.ts'
import type { ShellWord } from '../../shell/words.ts'
import { innerScript, unwrap } from '../../shell/wrappers.ts'
import type { Word } from './instructions.ts'
import { instructionScript } from './scripts.ts'
import type { Stage, StageState, Step } from './stages.ts'

/** A stage as rules see it. */
export function stageView(stage: Stage, shipped: boolean, file: string): BuildStage {
  const { value, text, origin } = stage.from
  return {
    index: stage.index,
    ...(stage.name === undefined ? {} : { name: stage.name }),
    from: value === undefined ? unknown(`the image "${text}" depends on a build argument without a default`, origin) : set(value, origin),
    fromText: text,
    ...(stage.fromStage ? { fromStage: stage.fromStage.index } : {}),
    instructions: stage.steps.map((step) => remember(views, step, () => instructionView(step, file))),
    shipped,
    origin: stage.origin,
  }
}

/** A stage is seen by every service that builds it. */
const views = new WeakMap<Step, BuildInstruction>()

function instructionView({ instruction, state, resolve }: Step, file: string): BuildInstruction {
  const { name, json, onBuild, span } = instruction
  const origin: TextOrigin = { kind: 'text', file, span }
  const at = (word: Pick<Word, 'span'>): TextOrigin => ({ kind: 'text', file, span: word.span })
  // The builder does not expand what a shell or a program gets (Dockerfile reference: "Environment replacement").
  const expands = !['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL', 'MAINTAINER'].includes(name)
  const view = (word: Word): BuildWord => ({ text: word.text, value: expands ? resolve(word.text) : word.text, origin: at(word) })
  const flags = instruction.flags.map((flag): BuildFlag => {
    const value = flag.value ? { value: { text: flag.value.text, value: resolve(flag.value.text), origin: at(flag.value) } } : {}
    return { name: flag.name, ...value, origin: at(flag) }
  })
  const found = instructionScript(instruction, state.shell, file)
  return {
    name,
    flags,
    args: instruction.args.map(view),
    pairs: instruction.pairs.map((pair) => ({
      name: pair.name,
      ...(pair.value ? { value: view(pair.value) } : {}),
      origin: at(pair),
    })),
    form: json ? 'exec' : 'shell',
    // A substitution inside `sh -c "$(…)"` is in the outer script and in the inner one.
    commands: uniqueBy(found ? commandViews(found.script, stateOf(buildVariables(state)), file) : [], ({ name, origin }) =>
      JSON.stringify([name, origin]),
    ),
    heredocs: instruction.heredocs.map((heredoc) => ({
      name: heredoc.name,
      text: heredoc.body.text,
      origin: {
        kind: 'text',
        file,
        span: [heredoc.body.pieces[0]?.source[0] ?? span[1], heredoc.body.pieces.at(-1)?.source[1] ?? span[1]],
      },
    })),
    onBuild,
    origin,
  }
}

/** ENV and ARG as a RUN sees them. */
export function buildVariables(state: StageState): ReadonlyMap<string, string | undefined> {
  const variables = new Map<string, string | undefined>()
  for (const [name, setting] of state.arguments) variables.set(name, setting.value)
  for (const [name, setting] of state.environment) variables.set(name, setting.value)
  return variables
}

function commandViews(script: ShellScript, state: State, file: string, depth = 0): readonly BuildCommand[] {
  return script.commands.flatMap((command): readonly BuildCommand[] => {
    for (const { name, value, lasting, append } of command.assignments) {
      if (lasting)
        setVariable(
          state,
          name,
          known(value.kind === 'word' && !append && !command.context.conditional ? textIn(value.word, state) : undefined),
        )
    }
    const { words, wrappers } = unwrap(command.words)
    const inner = depth < 3 ? innerScript(words, command.redirections) : undefined
    const own = commandView(command, words, wrappers, state, file)
    return inner ? [own, ...commandViews(parseShell(inner.script), branchOff(state), file, depth + 1)] : [own]
  })
}

function stateOf(variables: ReadonlyMap<string, string | undefined>): State {
  return createState(
    [...variables].map(([name, text]) => [name, known(text)]),
    { cwd: undefined },
  )
}

function known(text: string | undefined): Value {
  return text === undefined ? UNKNOWN : textValue(text)
}

function textIn(word: ShellWord, state: State): string | undefined {
  return textOf(expandText(word, expanderOf(state)))
}

function commandView(
  command: SimpleCommand,
  words: readonly ShellWord[],
  wrappers: readonly string[],
  state: State,
  file: string,
): BuildCommand {
  const view = (word: ShellWord): BuildWord => ({
    text: word.text,
    value: textIn(word, state),
    origin: { kind: 'text', file, span: word.span },
  })
  const [first, ...rest] = words
  const name = first ? view(first).value : undefined
  return {
    name: name === undefined ? undefined : baseName(name),
    args: rest.map(view),
    wrappers,
    environment: command.assignments.flatMap(({ name: variable, value, lasting }) =>
      value.kind === 'word' ? [{ name: variable, value: view(value.word), lasting }] : [],
    ),
    redirections: command.redirections.map((redirection) => ({
      operator: redirection.operator,
      ...(redirection.target ? { target: view(redirection.target) } : {}),
      origin: { kind: 'text', file, span: redirection.span },
    })),
    conditional: command.context.conditional,
    ...(command.pipeline ? { pipeline: command.pipeline } : {}),
    origin: { kind: 'text', file, span: command.span },
  }
}
