import assert from 'node:assert/strict'
import { test } from 'node:test'
import { image, started, starts } from './dockerfile-context.ts'

const found = (name: string, text = '#!/bin/sh\ntouch /found\n') => ({ [name]: text })

test('scripts in a folder that the entrypoint of the image runs are part of its start', () => {
  const nginx = 'COPY env.sh /docker-entrypoint.d/40-env.sh'
  const cases: readonly [string, string, Readonly<Record<string, string>>][] = [
    ['nginx:1.27', nginx, found('env.sh')],
    ['nginx', `${nginx}\nCMD ["nginx", "-g", "daemon off;"]`, found('env.sh')],
    ['nginxinc/nginx-unprivileged', 'COPY d/ /docker-entrypoint.d/', found('d/1.sh')],
    ['public.ecr.aws/docker/library/nginx:1', 'COPY env.sh /docker-entrypoint.d', found('env.sh')],
    ['nginx', 'COPY x.envsh /docker-entrypoint.d/', found('x.envsh')],
    ['nginx', `COPY start.sh /\n${nginx}\nENTRYPOINT ["/start.sh"]`, { ...found('env.sh'), ...found('start.sh', EXEC) }],
    ['debian', 'COPY root/ /\nENTRYPOINT ["/init"]', found('root/etc/cont-init.d/10-x', '#!/usr/bin/with-contenv bash\ntouch /found\n')],
    ['lscr.io/linuxserver/baseimage-alpine:3.20', 'COPY root/ /', found('root/etc/services.d/app/run')],
    ['debian', 'COPY root/ /\nENTRYPOINT ["/init"]', found('root/etc/s6-overlay/s6-rc.d/a/run')],
    [
      'debian',
      'COPY root/ /\nENTRYPOINT ["/init"]',
      { ...found('root/etc/s6-overlay/s6-rc.d/a/up', '/etc/s6-overlay/scripts/a\n'), ...found('root/etc/s6-overlay/scripts/a') },
    ],
    ['phusion/baseimage:noble-1', 'COPY x.sh /etc/my_init.d/', found('x.sh')],
    ['ubuntu', 'COPY x /etc/service/app/run\nCMD ["/sbin/my_init"]', found('x')],
    ['serversideup/php:8.3-fpm-nginx', 'COPY x.sh /etc/entrypoint.d/', found('x.sh')],
  ]
  for (const [base, more, files] of cases)
    assert.deepEqual(
      [more, ...starts(image(`FROM ${base}\n${more}\n`, files))].filter((line) => !line.endsWith('/run')),
      [more, 'data /found'],
    )
})

const EXEC = '#!/bin/sh\nexec /docker-entrypoint.sh nginx -g "daemon off;"\n'

test('nobody runs them in another image, or for another command', () => {
  const copied = 'COPY env.sh /docker-entrypoint.d/'
  const cases: readonly [string, string][] = [
    ['debian', copied],
    ['bitnami/nginx', copied],
    ['nginx', `${copied}\nCMD ["sleep", "1"]`],
    ['nginx', `${copied}\nCMD nginx -g "daemon off;"`],
    ['nginx', `${copied}\nENTRYPOINT ["nginx"]`],
    ['nginx', 'COPY env.sh /docker-entrypoint.d/40-env.conf'],
    ['debian', 'COPY env.sh /etc/cont-init.d/'],
    ['lscr.io/linuxserver/baseimage-alpine', 'COPY env.sh /etc/cont-init.d/\nENTRYPOINT ["/app"]'],
    ['ubuntu', 'COPY env.sh /etc/my_init.d/\nCMD ["/app"]'],
  ]
  for (const [base, more] of cases) assert.deepEqual(starts(image(`FROM ${base}\n${more}\n`, found('env.sh'))), [], `${base} ${more}`)
  const given = {
    start: { ...started().start, command: { value: ['sh'], origin: { kind: 'text', file: '/ctx/c', span: [0, 0] } as const } },
  }
  assert.deepEqual(starts(image(`FROM nginx\n${copied}\n`, found('env.sh'), given)), [], 'the container has another command')
})

test('a script keeps the options of the command that it is given', () => {
  const text = 'FROM a\nCOPY x.sh /x.sh\nENTRYPOINT ["/bin/sh", "/x.sh"]\nCMD ["gunicorn", "-c", "touch /no"]\n'
  assert.deepEqual(starts(image(text, found('x.sh'))), ['data /found'])
  assert.deepEqual(starts(image('FROM a\nCMD ["/bin/bash", "-eo", "pipefail", "-c", "touch /found"]\n')), ['data /found'])
})
