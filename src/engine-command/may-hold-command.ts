/** A quick look, so that most text is never parsed: a program's name, or a variable that may stand for one, and a verb. */
export function mayHoldCommand(text: string): boolean {
  return namesEngine(text) && /\b(?:run|create|update)\b/.test(text)
}

/** The same for a piece of a text that holds such a command: what builds its image, or changes its container, is of interest too. */
export function mayHoldEngineCommand(text: string): boolean {
  return namesEngine(text) && /\b(?:run|create|update|build|b|commit|cp|exec|export)\b/.test(text)
}

/** A script that names an engine and reads another file in, whose functions may run its commands. */
export function mayCallCommand(text: string): boolean {
  return namesEngine(text) && /^[ \t]*(?:\.|source)[ \t]/m.test(text)
}

function namesEngine(text: string): boolean {
  return /docker|podman|nerdctl|\$[({]?\w*(?:docker|container|engine|oci)/i.test(text)
}
