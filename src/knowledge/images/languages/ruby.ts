import { runtime } from '../../parts.ts'

export const ruby = runtime({
  names: ['ruby', 'jruby', 'rubylang/ruby'],
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'Dir.tmpdir: uploads',
      evidence: [
        'https://github.com/zammad/zammad-docker-compose/issues/617',
        'https://docs.ruby-lang.org/en/3.4/Dir.html#method-c-tmpdir',
      ],
    },
  ],
  notes: [{ text: 'Rails also writes tmp/ and log/ of the application' }],
})
