import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { image, started } from './dockerfile-context.ts'

/** What a start of these words writes below /app, `!` behind what lands among the program. */
function writes(start: string, files: Readonly<Record<string, string>> = {}, environment: Readonly<Record<string, string>> = {}): string[] {
  const found = image(`FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ${start}\n`, files, started(environment))
  return found.writes.flatMap(({ when, path, kind, ships, conditional }) =>
    when === 'start' ? [`${kind} ${path}${ships === 'program' ? '!' : ''}${conditional ? ' ?' : ''}`] : [],
  )
}

describe('tools that install a project when the container starts', () => {
  const starts: Readonly<Record<string, readonly string[]>> = {
    'npm ci && node server.js': ['config /app/node_modules!', 'cache /root/.npm'],
    'npm --prefix web install': ['config /app/web/node_modules!', 'cache /root/.npm'],
    'npm install -g serve': ['config /'],
    yarn: ['config /app/node_modules!'],
    'yarn --frozen-lockfile': ['config /app/node_modules!'],
    'yarn start': [],
    'yarn --version': [],
    '[ -d node_modules ] || pnpm install': ['config /app/node_modules! ?'],
    'bundle install && bundle exec puma': ['config /usr/local/bundle!'],
    'bundle check || bundle install --path vendor/bundle': ['config /app/vendor/bundle! ?'],
    'bundle exec rake -T': [],
    'bundle -v': [],
    'uv sync': ['cache /root/.cache/uv', 'config /app/.venv!'],
    'poetry install': ['config /!'],
    'mix deps.get && mix phx.server': ['config /app/_build!', 'config /app/deps!'],
    'mix local.hex --force': [],
  }
  for (const [start, expected] of Object.entries(starts)) it(start, () => assert.deepEqual(writes(start), expected))

  it('install where the environment says', () => {
    assert.deepEqual(writes('bundle install', {}, { BUNDLE_PATH: '/gems' }), ['config /gems!'])
    assert.deepEqual(writes('npm ci', {}, { npm_config_cache: '/tmp/npm' }).at(-1), 'cache /tmp/npm')
  })
})

describe('tools that compile a project when the container starts', () => {
  const starts: Readonly<Record<string, readonly string[]>> = {
    'npx nest start --watch': ['config /app/dist!'],
    'npx tsc --outDir out': ['config /app/out!'],
    'npx tsc --noEmit': [],
    'next build && next start': ['config /app/.next!', 'cache /app/.next/cache'],
    'vite build': ['cache /app/node_modules/.vite', 'scratch /app/node_modules/.vite-temp', 'config /app/dist!'],
    'vue-cli-service serve': ['cache /app/node_modules/.cache'],
    'nuxt dev': ['cache /app/.nuxt', 'cache /app/node_modules/.cache'],
    'nuxt start': [],
    './mvnw spring-boot:run': ['config /!'],
    'mvn -v': [],
    'dotnet watch run': ['config /app/bin!', 'config /app/obj!'],
    'dotnet shop.dll': ['scratch /tmp'],
  }
  for (const [start, expected] of Object.entries(starts)) it(start, () => assert.deepEqual(writes(start), expected))

  it('are found in the scripts of package.json', () => {
    const manifest = { 'package.json': '{ "scripts": { "prestart": "nest build", "start": "node dist/main" } }' }
    assert.deepEqual(writes('npm start', manifest), ['config /app/dist!'])
  })
})
