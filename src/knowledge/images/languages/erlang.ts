import { defineImage } from '../../record.ts'

/** Erlang's virtual machine: its tools and releases put pipes and dumps where the program says. */
export const beam = defineImage({
  names: ['elixir', 'erlang', 'hexpm/elixir', 'hexpm/erlang'],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program',
      evidence: ['https://hexdocs.pm/elixir/System.html#tmp_dir/0'],
    },
  ],
  obstacles: [
    {
      when: { command: { matches: '(^|[\\s;&|"\'])(mix|rebar3)\\s' } },
      effect: 'fails',
      why: 'its command compiles at start, into the project',
      instead: 'build a release in a Dockerfile',
      evidence: ['https://hexdocs.pm/mix/Mix.Tasks.Compile.html'],
    },
  ],
})
