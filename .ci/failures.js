/** A reporter of Node's test runner that gives only what failed: the file, the names down to the test, and the error. */
export default async function* failures(events) {
  const names = []
  for await (const { type, data } of events) {
    if (type === 'test:start') names.splice(data.nesting, names.length, data.name)
    if (type !== 'test:fail' || data.details.error?.failureType === 'subtestsFailed' || data.todo !== undefined) continue
    const { cause, message, exitCode, signal } = data.details.error ?? {}
    const path = [...names.slice(0, data.nesting), data.name].join(' > ')
    yield `✖ ${data.file ?? ''}:${data.line ?? ''} ${path}\n${String(cause?.stack ?? cause ?? message).slice(0, 4000)}${(signal ?? exitCode) ? ` (${signal ?? `exit code ${exitCode}`})` : ''}\n\n`
  }
}
