import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import type { parseWorkflow } from '@actions/workflow-parser'
import type { parseAction } from '@actions/workflow-parser/actions/action-parser'
import { buildSync } from 'esbuild'
import { parse } from 'yaml'
import { dockseal, folderWith } from './cli.ts'

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: Readonly<Record<string, string>>
        readonly environment?: string
        readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }[]
      }
    >
  >
}

interface Parser {
  readonly parseAction: typeof parseAction
  readonly parseWorkflow: typeof parseWorkflow
}

/** The parser imports JSON without saying so, which Node refuses and a bundler does not. */
function loadParser(): Parser {
  const outfile = `${folderWith({})}/parser.cjs`
  const contents = ["export * from '@actions/workflow-parser'", "export * from '@actions/workflow-parser/actions/action-parser'"].join('\n')
  buildSync({ stdin: { contents, resolveDir: '.' }, bundle: true, format: 'cjs', platform: 'node', outfile })
  return createRequire(import.meta.url)(outfile) as Parser
}

const parser = loadParser()
const trace = { error: () => {}, info: () => {}, verbose: () => {} }

/** What GitHub's own parser says of a file. */
function mistakes(name: string, content: string): string[] {
  const parse = name.endsWith('action.yml') ? parser.parseAction : parser.parseWorkflow
  return parse({ name, content }, trace)
    .context.errors.getErrors()
    .map((error) => error.message)
}

const folder = '.github/workflows'
const files = ['action.yml', ...readdirSync(folder).map((name) => `${folder}/${name}`)]

describe('what GitHub runs', () => {
  for (const file of files) {
    const text = readFileSync(file, 'utf8')

    it(`${file} is valid by GitHub's own schema`, () => {
      assert.deepEqual(mistakes(file, text), [])
    })

    it(`${file} pins every action by commit`, () => {
      for (const [, use = ''] of text.matchAll(/^\s*-? *uses: (?!\.\/)(.+)$/gm)) assert.match(use, /@[0-9a-f]{40} # v\d/)
    })
  }

  it('is what a workflow of Forgejo looks like too', () => {
    const file = 'integrations/forgejo/dockseal.yml'
    assert.deepEqual(mistakes(file, readFileSync(file, 'utf8')), [])
  })

  it('would be found out by that schema', () => {
    assert.notDeepEqual(mistakes('action.yml', readFileSync('action.yml', 'utf8').replace('using: node24', 'using: bash')), [])
    assert.notDeepEqual(mistakes('ci.yml', 'on: push\njobs:\n  test:\n    runs_on: ubuntu-latest\n'), [])
  })

  it('includes the workflow that init writes', () => {
    const cwd = folderWith({})
    assert.equal(dockseal(['init', 'workflow'], { cwd }).code, 0)
    assert.deepEqual(mistakes('dockseal.yml', readFileSync(`${cwd}/.github/workflows/dockseal.yml`, 'utf8')), [])
  })

  it('publishes only what jobs without rights have built', () => {
    const { permissions, jobs } = parse(readFileSync(`${folder}/release.yml`, 'utf8')) as Workflow
    assert.deepEqual(permissions, {})
    const published = Object.values(jobs).filter((job) => Object.values(job.permissions).includes('write') || job.environment)
    assert.ok(published.length >= 4)
    for (const { steps = [] } of published)
      for (const { run = '' } of steps) assert.doesNotMatch(run, /npm (?:ci|install|run|test|pack)|\bbuild\b|npx/)
    assert.match(JSON.stringify(jobs['publish-package']), /npm publish --provenance --access public --ignore-scripts/)
    // npm takes a provenance only from the repository that the package names.
    const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { repository?: { url: string } }
    assert.match(repository?.url ?? '', /^git\+https:\/\/github\.com\/dockseal\/dockseal\.git$/)
  })

  it('installs without scripts, and keeps no credentials in a checkout', () => {
    for (const file of files) {
      const { jobs = {} } = parse(readFileSync(file, 'utf8')) as Partial<Workflow>
      for (const { steps = [] } of Object.values(jobs)) {
        for (const step of steps) {
          if (step.uses?.startsWith('actions/checkout@')) assert.equal(step.with?.['persist-credentials'], false, file)
          if (/npm (?:ci|install)/.test(step.run ?? '')) assert.match(step.run ?? '', /--ignore-scripts/, file)
          assert.doesNotMatch(step.run ?? '', /\$\{\{/, 'an expression in a shell script is an injection')
        }
      }
    }
  })
})
