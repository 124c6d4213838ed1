/** A quick test, so that most text is never parsed: a program's name, or a variable that may hold it, and a verb. */
export function mayHoldCommand(text: string): boolean {
  return namesEngine(text) && /\b(?:run|create|update)\b/.test(text)
}

/** The same for part of a text with such a command: commands that build its image or change its container count too. */
export function mayHoldEngineCommand(text: string): boolean {
  return namesEngine(text) && /\b(?:run|create|update|build|b|commit|cp|exec|export)\b/.test(text)
}

/** A script that names an engine and sources another file, whose functions may run its commands. */
export function mayCallCommand(text: string): boolean {
  return namesEngine(text) && /^[ \t]*(?:\.|source)[ \t]/m.test(text)
}

/** Whether a text names an engine's program, or a variable that may stand for one. */
export function namesEngine(text: string): boolean {
  return /docker|podman|nerdctl|\$[({]?\w*(?:docker|container|engine|oci)/i.test(text)
}
