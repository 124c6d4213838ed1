import assert from 'node:assert/strict'
import { test } from 'node:test'
import { image, starts } from './dockerfile-context.ts'

const PROCFILE = '# both\nweb: bundle exec puma --pidfile x\njobs: touch /var/jobs/here\n'
const from = (start: string, files: Readonly<Record<string, string>>) =>
  starts(image(`FROM ruby:3\nWORKDIR /app\nCOPY . .\nCMD ${start}\n`, files))

test('what a Procfile names is started', () => {
  const files = { Procfile: PROCFILE, 'Procfile.dev': 'js: touch /var/js/here\n' }
  for (const start of ['foreman start', '["forego", "start", "-r"]', 'bundle exec foreman start jobs', 'honcho start', 'overmind s'])
    assert.deepEqual(from(start, files), ['data /var/jobs/here'], start)
  for (const start of ['foreman start -f Procfile.dev', 'hivemind Procfile.dev'])
    assert.deepEqual(from(start, files), ['data /var/js/here'], start)
  for (const start of ['foreman start web', 'foreman check', 'foreman start -f missing']) assert.deepEqual(from(start, files), [], start)
})

test('what concurrently is told is started', () => {
  const files = { 'package.json': '{ "scripts": { "css": "touch /var/css/here" } }' }
  assert.deepEqual(from('npx concurrently -n a,b "npm:css" "touch /var/js/here"', files), ['data /var/css/here', 'data /var/js/here'])
})

test('runit and s6 keep the state of each service beside its script, which is part of the start', () => {
  const files = {
    'sv/web/run': '#!/bin/sh\nexec web\n',
    'sv/web/log/run': '#!/bin/sh\nexec svlogd /srv/log\n',
    'sv/jobs/run': '#!/bin/sh\ntouch /srv/jobs/here\n',
  }
  assert.deepEqual(starts(image('FROM debian\nCOPY sv /etc/service\nCMD ["runsvdir", "-P", "/etc/service"]\n', files)), [
    'runtime /etc/service/jobs/supervise',
    'runtime /etc/service/web/supervise',
    'runtime /etc/service/web/log/supervise',
    'data /srv/jobs/here',
  ])
  assert.deepEqual(
    starts(image('FROM debian\nCOPY sv/web /sv/web\nCMD ["s6-svscan", "-t", "0", "/sv"]\n', { 'sv/web/run': files['sv/web/run'] })),
    ['runtime /sv/.s6-svscan', 'runtime /sv/web/supervise', 'runtime /sv/web/event'],
  )
})
