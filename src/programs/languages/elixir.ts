import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'

/** Commands of a release that start it; `bin/server` of Phoenix has none (hexdocs.pm, "mix release", "mix phx.gen.release"). */
const STARTS = /^(?:start|start_iex|daemon|daemon_iex)$/

/**
 * A release of Mix that restarts once it has read its configuration writes that to RELEASE_TMP first, and does not start where it
 * cannot: with `config/releases.exs`, or where the project asks for it (elixir-lang/elixir lib/mix/lib/mix/tasks/release.init.ex).
 */
export function elixir(place: Place): readonly ApplicationWrite[] {
  const command = place.commands.find(({ name, args }) => STARTS.test(args[0] ?? '') || (name === 'server' && args.length === 0))
  const moved = command?.variable('RELEASE_TMP')
  if (!command || moved === undefined) return []
  const compiled = place.projects().find(({ open }) => open('mix.exs'))
  const project = compiled?.open('mix.exs')
  const asked = project && /^[^#\n]*\breboot_system_after_config:\s*(true|false)/m.exec(project.text.text)
  const found = asked ? (asked[1] === 'true' ? project : undefined) : compiled?.open('config/releases.exs')
  if (!found) return []
  const path = pathFrom(command.cwd ?? '/', moved ?? 'tmp')
  return [{ path, kind: 'runtime', leaves: 'below', how: 'configuration of the release', origin: lineAt(found, asked?.index ?? 0) }]
}
