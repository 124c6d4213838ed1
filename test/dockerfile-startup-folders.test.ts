import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conventionOf, image, started, starts } from './dockerfile-context.ts'

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
    ['jlesage/baseimage-gui:debian-12-v4', 'COPY startapp.sh /', found('startapp.sh')],
    ['phusion/baseimage:noble-1', 'COPY x.sh /etc/my_init.d/', found('x.sh')],
    ['ubuntu', 'COPY x /etc/service/app/run\nCMD ["/sbin/my_init"]', found('x')],
    ['serversideup/php:8.3-fpm-nginx', 'COPY x.sh /etc/entrypoint.d/', found('x.sh')],
  ]
  for (const [base, more, files] of cases)
    assert.deepEqual(
      [more, ...starts(image(`FROM ${base}\n${more}\n`, files, { conventionOf }))].filter((line) => !line.endsWith('/run')),
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
  for (const [base, more] of cases)
    assert.deepEqual(starts(image(`FROM ${base}\n${more}\n`, found('env.sh'), { conventionOf })), [], `${base} ${more}`)
  const given = {
    conventionOf,
    start: { ...started().start, command: { value: ['sh'], origin: { kind: 'text', file: '/ctx/c', span: [0, 0] } as const } },
  }
  assert.deepEqual(starts(image(`FROM nginx\n${copied}\n`, found('env.sh'), given)), [], 'the container has another command')
})

test('a script keeps the options of the command that it is given', () => {
  const text = 'FROM a\nCOPY x.sh /x.sh\nENTRYPOINT ["/bin/sh", "/x.sh"]\nCMD ["gunicorn", "-c", "touch /no"]\n'
  assert.deepEqual(starts(image(text, found('x.sh'))), ['data /found'])
  assert.deepEqual(starts(image('FROM a\nCMD ["/bin/bash", "-eo", "pipefail", "-c", "touch /found"]\n')), ['data /found'])
})

test('a write whose failure the script takes for an answer may fail', () => {
  const writes = (script: string) =>
    starts(image('FROM a\nCOPY x.sh /x.sh\nENTRYPOINT ["/x.sh"]\n', found('x.sh', `#!/bin/sh\n${script}\n`)))
  assert.deepEqual(writes('touch /a || true'), ['data /a?'])
  assert.deepEqual(writes('touch /a || exit 1'), ['data /a'])
  assert.deepEqual(writes('touch /a || { echo no; exit 1; }'), ['data /a'])
  assert.deepEqual(writes('if ! touch /a; then echo no; fi'), ['data /a?'])
  assert.deepEqual(writes('prepare() { touch /a; }\nprepare || echo no'), ['data /a?'])
  assert.deepEqual(writes('touch /a && echo yes'), ['data /a'])
  const probe = 'touch /etc/x.conf 2>/dev/null || { echo "read-only?"; exit 0; }\nsed -i s/a/b/ /etc/x.conf\nsed -i s/a/b/ /etc/y.conf'
  assert.deepEqual(writes(probe), ['config /etc/x.conf?', 'config /etc/x.conf?', 'config /etc/y.conf'])
})

test('what is written beside code is no place for a volume', () => {
  const program = (script: string, files: Readonly<Record<string, string>>) =>
    image(`FROM a\nWORKDIR /app\nCOPY . .\nCMD ${script}\n`, files)
      .writes.filter(({ ships }) => ships === 'program')
      .map(({ path }) => path)
  assert.deepEqual(program('ln -s /data/x /app/public/uploads', { 'public/index.php': '' }), ['/app/public/uploads'])
  assert.deepEqual(program('ln -s /data/x /app/files/uploads', { 'files/robots.txt': '' }), [])
  assert.deepEqual(program('echo > /app/dist/env.js', {}), ['/app/dist/env.js'], 'code by its own name')
  assert.deepEqual(program('cp a.php /app/vendor/x/lib/', {}), ['/app/vendor/x/lib'])
  assert.deepEqual(program('mkdir -p /app/public', { 'public/index.php': '' }), [], 'it is there already')
  assert.deepEqual(program('echo > /data/config.php', {}), [], 'a place of its own')
  // A script is judged by the same names as the code of an application.
  assert.deepEqual(program('echo > /app/dist/config.json', {}), ['/app/dist/config.json'], 'a directory that a bundler fills')
  assert.deepEqual(program('ln -s /data/x /app/public/uploads', { 'public/robots.txt': '' }), ['/app/public/uploads'], 'another one')
  assert.deepEqual(program('echo > /app/views/brand.json', { 'views/index.ejs': '' }), ['/app/views/brand.json'], 'beside templates')
  const packaged = "const db = require('better-sqlite3')('vendor/data/app.db')\n"
  assert.deepEqual(program('node server.js', { 'server.js': packaged }), ['/app/vendor/data/app.db'], 'among packages')
})

test('a file that is copied to a name of its own is a file, not a directory', () => {
  const leaves = (script: string) =>
    image(`FROM a\nWORKDIR /app\nCMD ${script}\n`).writes.flatMap((write) =>
      write.when === 'start' ? [`${write.path} ${write.leaves}`] : [],
    )
  assert.deepEqual(leaves('cp .env.example .env'), ['/app/.env file'])
  assert.deepEqual(leaves('cp -a a.conf /data/b.conf'), ['/data/b.conf file'])
  assert.deepEqual(leaves('install -m 600 key.pem /data/key.pem'), ['/data/key.pem file'])
  assert.deepEqual(leaves('cp a.conf /data'), ['/data content'])
  assert.deepEqual(leaves('cp -r a /etc/conf.d'), ['/etc/conf.d content'])
  assert.deepEqual(leaves('mv a.txt /data/b.txt'), ['/data/b.txt file', '/app/a.txt file'])
})
