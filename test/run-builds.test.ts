import assert from 'node:assert/strict'
import { dirname, join, relative } from 'node:path'
import { describe, it } from 'node:test'
import type { Files } from '../src/sources/source.ts'
import { parseRunFile, recogniseRunFile } from './command-files.ts'

const ROOT = '/project'

/** What the first container of a script is built from: `Dockerfile context target arguments`, `elsewhere`, or `not built`. */
function buildOf(text: string, there: readonly string[], name = 'run.sh'): string {
  const file = join(ROOT, name)
  const paths = new Set(there.map((each) => join(ROOT, each)))
  const io: Files = { read: () => ({ ok: false, why: 'not asked for' }), exists: (path) => paths.has(path), list: () => [] }
  const kind = recogniseRunFile(file, text)
  assert.ok(kind)
  const [container] = parseRunFile(file, text, kind, io).containers
  assert.ok(container)
  const { build } = container
  if (build.state !== 'set') return 'not built'
  const { dockerfile, context, target, args } = build.value
  if (dockerfile === undefined) return 'elsewhere'
  const from = context === '' ? '?' : relative(ROOT, context) || '.'
  return [relative(ROOT, dockerfile), from, ...(target ? [target] : []), ...Object.entries(args).map((pair) => pair.join('='))].join(' ')
}

describe('a script that builds what it runs', () => {
  const forms: Readonly<Record<string, string>> = {
    'docker build -t app .\ndocker run app': 'Dockerfile .',
    'docker run app:latest\ndocker build . --tag app': 'Dockerfile .',
    'sudo docker image build --pull -t x -t app:1 --no-cache .\ndocker run app:1': 'Dockerfile .',
    'docker buildx build --load --platform linux/amd64 -t app ./api\ndocker run app': 'api/Dockerfile api',
    'docker build -t app -f api/Dockerfile .\ndocker run app': 'api/Dockerfile .',
    'docker build -t app --target=dev --build-arg V=2 --build-arg TOKEN .\ndocker run app': 'Dockerfile . dev V=2 TOKEN=',
    'docker build -t app "$PWD/api"\ndocker run app': 'api/Dockerfile api',
    'docker build -t app $(pwd)\ndocker run app': 'Dockerfile .',
    'podman build -t app quay\npodman run app': 'quay/Containerfile quay',
    'IMAGE=app:3\ndocker build -t $IMAGE .\ndocker run --rm "$IMAGE"': 'Dockerfile .',
    'docker build -t "$1" .\ndocker run -d "$1"': 'Dockerfile .',
    'ssh host "docker build -t app . && docker run app"': 'Dockerfile .',
    'cd api && docker build -t app .\ndocker run app': 'api/Dockerfile api',
    '(cd api; docker build -t app .)\ndocker run app': 'api/Dockerfile api',
    'pushd api\ndocker build -t app .\npopd\ndocker run app': 'api/Dockerfile api',
    'D=$(cd "$(dirname "$0")" && pwd)\ndocker build -t app "$D/api"\ndocker run app': 'api/Dockerfile api',
    'R=${BASH_SOURCE[0]%/*}\ndocker build -t app $R/api\ndocker run app': 'api/Dockerfile api',
    'R=$(git rev-parse --show-toplevel)\ndocker build -t app "$R/quay"\ndocker run app': 'quay/Containerfile quay',
    'I=$(docker build -q api)\ndocker run -d $I': 'api/Dockerfile api',
    'docker run -d "$(docker build -q api)"': 'api/Dockerfile api',
    'docker build -f api/Dockerfile -t app https://example.test/x.git\ndocker run app': 'api/Dockerfile ?',
  }
  const there = ['Dockerfile', 'api/Dockerfile', 'quay/Containerfile', '.git']
  for (const [text, expected] of Object.entries(forms)) {
    it(text.replace('\n', '; '), () => assert.equal(buildOf(text, there), expected))
  }

  it('in a Makefile, whose recipes are scripts of their own', () => {
    const text = 'NAME = app\nrun: image\n\tdocker run $(NAME)\nimage:\n\tdocker build -t $(NAME) $(CURDIR)\n'
    assert.equal(buildOf(text, there, 'Makefile'), 'Dockerfile .')
  })

  it('from a folder below: what lies above counts, up to the repository', () => {
    const text = 'docker build -t app .\ndocker run app'
    assert.equal(buildOf(text, there, 'ops/scripts/run.sh'), 'Dockerfile .')
    assert.equal(buildOf(text, ['Dockerfile', 'ops/.git'], 'ops/scripts/run.sh'), 'elsewhere')
    assert.equal(buildOf(text, ['Dockerfile'], 'a/b/c/run.sh'), 'elsewhere')
  })
})

describe('of a build that cannot be told, only that there is one', () => {
  const text = 'docker build -t app .\ndocker run app'

  it('where the Dockerfile may be one of several', () => {
    assert.equal(buildOf(text, ['Dockerfile', 'ops/Dockerfile'], 'ops/run.sh'), 'elsewhere')
    assert.equal(buildOf(`docker build -t app api\n${text}`, ['Dockerfile', 'api/Dockerfile']), 'elsewhere')
    assert.equal(buildOf(`docker build -t app --target dev .\n${text}`, ['Dockerfile']), 'elsewhere')
  })

  it('where nobody knows the directory that it runs in', () => {
    for (const move of ['cd "$SOMEWHERE"', '[ -d api ] && cd api', 'cd -', 'if [ "$1" ]; then cd api; fi'])
      assert.equal(buildOf(`${move}\n${text}`, ['Dockerfile', 'api/Dockerfile']), 'elsewhere', move)
  })

  it('where it is not there, or the context is hidden', () => {
    assert.equal(buildOf(text, []), 'elsewhere')
    for (const context of ['"$DIR"', '-', 'https://example.test/x.git', '$OPTIONS .'])
      assert.equal(buildOf(`docker build -t app ${context}\ndocker run app`, [join(dirname('x'), 'Dockerfile')]), 'elsewhere', context)
  })
})

describe('an image that the script does not build', () => {
  for (const text of [
    'docker build -t other .\ndocker run app',
    'docker build -t app:1 .\ndocker run app:2',
    'echo docker build -t app .\ndocker run app',
    'docker compose build app\ndocker run app',
    'docker build .\ndocker run app',
  ])
    it(text.replace('\n', '; '), () => assert.equal(buildOf(text, ['Dockerfile']), 'not built'))
})
