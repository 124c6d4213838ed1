import assert from 'node:assert/strict'
import { test } from 'node:test'
import { image, started, starts } from './dockerfile-context.ts'

const STDOUT = 'Rails.application.configure do\n  config.active_storage.service = :local\n  config.logger = Logger.new(STDOUT)\nend\n'
const RAILS = {
  'bin/rails': '#!/usr/bin/env ruby\n',
  'config/application.rb': 'module App\nend\n',
  'config/environments/production.rb': STDOUT,
  'config/environments/development.rb': 'Rails.application.configure do\nend\n',
  'db/schema.rb': '',
}

function rails(
  more: string,
  files: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> | null = {},
): string[] {
  const text = `FROM ruby:3.3\nWORKDIR /app\nCOPY . .\nENV RAILS_ENV=production\n${more}\n`
  return starts(image(text, { ...RAILS, ...files }, environment ? started(environment) : {}))
}

test('Rails is known by its files, whatever starts it', () => {
  for (const command of [
    '["bin/rails", "server"]',
    '["./bin/thrust", "./bin/rails", "server"]',
    'bundle exec puma -C config/puma.rb',
    '["bundle", "exec", "sidekiq"]',
    '["/app/bin/puma", "--dir", "/app"]',
    'bundle exec rake jobs:work',
  ])
    assert.deepEqual([command, ...rails(`CMD ${command}`)], [command, 'scratch /app/tmp'])
  assert.deepEqual(rails('CMD ["node", "server.js"]'), [])
  const bare = 'FROM ruby\nWORKDIR /app\nCMD ["rails", "s"]\n'
  assert.deepEqual(starts(image(bare)), ['scratch /app/tmp', 'log /app/log'], 'rails server tells where it is')
  assert.deepEqual(starts(image('FROM ruby\nWORKDIR /app\nCMD ["puma"]\n')), [], 'puma serves others too')
})

test('the log is a file unless Rails is told otherwise', () => {
  const guarded = 'Rails.application.configure do\n  if ENV["RAILS_LOG_TO_STDOUT"].present?\n    logger = Logger.new(STDOUT)\n  end\nend\n'
  const log = (more: string, files = {}) => rails(more, files).includes('log /app/log')
  assert.equal(log('CMD bin/rails s'), false)
  assert.equal(log('ENV RAILS_ENV=development\nCMD bin/rails s'), true)
  assert.equal(log('CMD bin/rails s -e development'), true)
  assert.equal(log('CMD bin/rails s', { 'config/environments/production.rb': guarded }), true)
  assert.equal(log('ENV RAILS_LOG_TO_STDOUT=1\nCMD bin/rails s', { 'config/environments/production.rb': guarded }), false)
})

test('files that puma is told to write need their directory', () => {
  const puma = 'port 3000\n# pidfile "tmp/no.pid"\npidfile ENV.fetch("PIDFILE") { "tmp/pids/server.pid" }\nbind "unix:///run/puma.sock"\n'
  assert.deepEqual(rails('CMD bundle exec puma', { 'config/puma.rb': puma }), [
    'scratch /app/tmp',
    'runtime /app/tmp/pids/server.pid',
    'runtime /run/puma.sock',
  ])
  assert.deepEqual(rails('CMD bundle exec puma', { 'config/puma.rb': 'pidfile ENV["PIDFILE"] if ENV["PIDFILE"]\n' }), ['scratch /app/tmp'])
  assert.deepEqual(rails('CMD bin/rails server', { 'config/puma.rb': puma }), ['scratch /app/tmp'], 'it makes the directory')
})

test('uploads of Active Storage are kept where there is a place for them', () => {
  const disk = { 'config/storage.yml': 'test:\n  service: Disk\n\nlocal:\n  service: Disk\n  root: <%= Rails.root.join("storage") %>\n' }
  const start = 'CMD bin/rails s'
  assert.deepEqual(rails(start, { ...disk, 'storage/.keep': '' }), ['scratch /app/tmp', 'data /app/storage?'])
  assert.deepEqual(rails(`RUN mkdir storage\n${start}`, disk), ['scratch /app/tmp', 'data /app/storage?'])
  assert.deepEqual(rails(start, disk), ['scratch /app/tmp'], 'the image has no such directory')
  const cloud = {
    'config/environments/production.rb': STDOUT.replace(':local', ':amazon'),
    'config/storage.yml': 'amazon:\n  service: S3\n',
  }
  assert.deepEqual(rails(start, { ...cloud, 'storage/.keep': '' }), ['scratch /app/tmp'])
})
