import type { Fact, Origin } from './fact.ts'

/** A word or value of a Dockerfile. */
export interface BuildWord {
  /** As written. */
  readonly text: string
  /** Quotes removed, build variables (ARG with its default, ENV) resolved; undefined if one of them has no value in the file. */
  readonly value: string | undefined
  readonly origin: Origin
}

/** `--name` or `--name=value` of an instruction. */
export interface BuildFlag {
  /** Without the dashes. */
  readonly name: string
  readonly value?: BuildWord
  readonly origin: Origin
}

/** A simple command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK at any depth, also inside `sh -c '…'`. */
export interface BuildCommand {
  /** Last part of the program's path (`apt-get`), wrappers skipped; undefined for a variable or a lone redirection. */
  readonly name: string | undefined
  /** Words after the name. */
  readonly args: readonly BuildWord[]
  /** Programs before the real one, outermost first: `sudo`, `env`, `timeout` … */
  readonly wrappers: readonly string[]
  /** `NAME=value` before the command, and after `export`. */
  readonly environment: readonly { readonly name: string; readonly value: BuildWord; readonly lasting: boolean }[]
  readonly redirections: readonly { readonly operator: string; readonly target?: BuildWord; readonly origin: Origin }[]
  /** Runs only under a condition (`if`, `case`, `||`). */
  readonly conditional: boolean
  /** Its place in a pipeline; commands of one pipeline of one instruction share `id`. */
  readonly pipeline?: { readonly id: number; readonly index: number; readonly length: number }
  readonly origin: Origin
}

/** One instruction of a Dockerfile. */
export interface BuildInstruction {
  /** In capitals. For ONBUILD, the instruction after it. */
  readonly name: string
  readonly flags: readonly BuildFlag[]
  /** Without flags: sources and destination of COPY, words of FROM, elements of the JSON form, or the one text of the shell form. */
  readonly args: readonly BuildWord[]
  /** For ARG, ENV and LABEL. `value` is absent for an ARG without a default. */
  readonly pairs: readonly { readonly name: string; readonly value?: BuildWord; readonly origin: Origin }[]
  /** `exec`: the JSON form. */
  readonly form: 'exec' | 'shell'
  /** Empty if the shell is not a Bourne shell (`SHELL ["powershell"…]`). */
  readonly commands: readonly BuildCommand[]
  /** Inline files of COPY and ADD, and scripts of RUN. */
  readonly heredocs: readonly { readonly name: string; readonly text: string; readonly origin: Origin }[]
  /** Runs only when another image is built FROM this one. */
  readonly onBuild: boolean
  /** The whole instruction, without its heredocs. */
  readonly origin: Origin
}

/** A build stage: FROM and what follows it. */
export interface BuildStage {
  readonly index: number
  readonly name?: string
  /** The image reference (or name of an earlier stage) after FROM; unknown if it depends on an ARG without a default. */
  readonly from: Fact<string>
  /** The same as written. */
  readonly fromText: string
  /** Set if FROM names an earlier stage. */
  readonly fromStage?: number
  readonly instructions: readonly BuildInstruction[]
  /** Part of the shipped image: the target stage and the stages it is built FROM. */
  readonly shipped: boolean
  /** The FROM instruction. */
  readonly origin: Origin
}

/** An image's build, read from its Dockerfile. */
export interface ImageBuild {
  readonly os: 'linux' | 'windows'
  /** In the order of the file. */
  readonly stages: readonly BuildStage[]
}

/** The stage with this name, as written in any case, or this number; undefined for another image. */
export function stageNamed<S extends { readonly name?: string }>(name: string, stages: readonly S[]): S | undefined {
  const named = stages.findLast((stage) => stage.name?.toLowerCase() === name.toLowerCase())
  return named ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined)
}
