/** A quick look, so that most text is never parsed: a program's name, or a variable that may stand for one, and a verb. */
export function mayHoldCommand(text: string): boolean {
  return /docker|podman|nerdctl|\$[({]?\w*(?:docker|container|engine|oci)/i.test(text) && /\b(?:run|create|update)\b/.test(text)
}
