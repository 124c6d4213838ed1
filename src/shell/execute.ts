import { type ExecutedCommand, executedCommand } from './executed-command.ts'
import { expandWord } from './expand.ts'
import type { Frame, Interpretation, ReachedCommand } from './frame.ts'
import { interpretNode, walkUncalled } from './interpret.ts'
import { outputOf } from './output.ts'
import type { Expander } from './parameter.ts'
import { newProcess } from './process.ts'
import type { ShellScript, SimpleCommand } from './script.ts'
import { branchOff, createState, expanderOf, type State, setVariable } from './state.ts'
import { type Item, textValue, UNKNOWN } from './value.ts'
import type { FoundScript, World } from './world.ts'

/** Most commands of one start: no real one has as many, and hostile input gets no more. */
const MAX_COMMANDS = 5000

/** Words that variables may add to the commands of a script: one that adds to its options line by line would fill the memory. */
const MAX_EXPANDED = 200_000

/** Most commands that a file may reach through its functions and sourced files, in addition to its own. */
const MAX_CALLED = 20_000

/**
 * Walks through a script as a shell would, without running anything: assignments and `cd` in order, functions where they are called, `.
 * lib.sh` and called scripts of the image followed, `"$@"` replaced by the arguments. It evaluates only conditions that the script's own
 * arguments and constants decide; what comes after any other is `conditional`. Pure, and bounded for any input.
 */
export function executeScript(found: FoundScript, world: World): readonly ExecutedCommand[] {
  const executed: ExecutedCommand[] = []
  const run = newRun(world, false, MAX_COMMANDS, (reached) => {
    const command = executedCommand(reached)
    if (command) executed.push(command)
    else world.unnamed?.(reached.found.file, reached.command.span)
    return false
  })
  const state = createState([], { cwd: world.cwd })
  for (const [name, value] of world.variables) {
    const basis = value === undefined ? 'guess' : world.isSet?.(name) ? 'set' : world.given?.(name) === value ? 'likely' : 'guess'
    setVariable(state, name, value === undefined ? UNKNOWN : textValue(value, basis))
  }
  const frame = newFrame(run, found)
  if (world.positional) {
    const items = world.positional.flatMap((word): readonly Item[] => expandWord(word, frame.expander(state)))
    setVariable(state, '@', { kind: 'list', items, basis: 'sure' })
  }
  interpretNode(found.script.body, state, frame)
  return executed
}

/**
 * Walks through every command of a script, whatever its condition, in the order in which it runs: functions where they are called, uncalled
 * ones at the end. The script comes in parts. `initial` is what an outer script or a Makefile assigns. `visit` tells whether a command needs
 * no further reading; `isOwn`: it is in the script itself. Programs that do not matter by their unexpanded words are left out. Returns false
 * if there was more to follow than one script may have.
 */
export function visitScript(
  parts: Iterable<ShellScript>,
  text: string,
  world: World,
  initial: State,
  visit: (reached: ReachedCommand, isOwn: boolean) => boolean,
  matters: (command: SimpleCommand) => boolean,
): boolean {
  let frame: Frame | undefined
  const run: Interpretation = {
    ...newRun(world, true, MAX_CALLED, (reached) => visit(reached, reached.found === frame?.found)),
    text,
    matters,
  }
  const state = branchOff(initial)
  for (const script of parts) {
    frame ??= newFrame(run, { file: '', script })
    run.steps += script.commands.length
    interpretNode(script.body, state, frame)
  }
  if (frame) walkUncalled(state, initial, frame)
  return run.steps > 0 && !run.isCut
}

function newRun(world: World, everything: boolean, steps: number, visit: Interpretation['visit']): Interpretation {
  return {
    world,
    everything,
    visit,
    steps,
    words: MAX_EXPANDED,
    walk: interpretNode,
    defined: new Set(),
    called: new Set(),
    assigned: new Map(),
    noted: new Set(),
  }
}

function newFrame(run: Interpretation, found: FoundScript): Frame {
  const output = (state: State): NonNullable<Expander['output']> => {
    const { root } = run.world
    return (part) =>
      outputOf(part, { cwd: state.cwd, ...(root === undefined ? {} : { root }) }, expanderOf(state, { output: output(state) }))
  }
  const file = run.text === undefined ? {} : { file: run.text }
  let last: { readonly state: State; readonly expander: Expander } | undefined
  const expander = (state: State): Expander => {
    if (last?.state !== state) last = { state, expander: expanderOf(state, { output: output(state), ...file }) }
    return last.expander
  }
  return {
    run,
    found,
    depth: 0,
    conditional: false,
    doubtful: false,
    repeated: false,
    looped: false,
    open: new Set(),
    process: newProcess(found.script),
    calls: [],
    expander,
    output,
  }
}
