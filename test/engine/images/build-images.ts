import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The images of the engine tests: names below `dockseal-test/`, and the official image whose layout each one has. */
export const IMAGES = {
  nginx: 'nginx:1.27',
  postgres: 'postgres:17',
  mariadb: 'mariadb:11.8',
  redis: 'redis:8',
  'php-apache': 'php:8.4-apache',
  python: 'python:3.13-slim',
  node: 'node:20-slim',
  s6: 'lscr.io/linuxserver/heimdall:latest',
} as const

export type TestImage = keyof typeof IMAGES | 'busybox' | 'base'

const FOLDER = 'test/engine/images'
const RECIPE_LABEL = 'test.dockseal.recipe'

/** Runs a program and answers its standard output; throws with its standard error where it fails. */
function run(program: string, args: readonly string[]): string {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 })
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}\n${done.stderr ?? ''}${done.error ?? ''}`)
  return done.stdout.trim()
}

function exists(image: string, recipe?: string): boolean {
  const done = spawnSync('docker', ['image', 'inspect', '--format', `{{index .Config.Labels "${RECIPE_LABEL}"}}`, image], {
    encoding: 'utf8',
  })
  return done.status === 0 && (recipe === undefined || done.stdout.trim() === recipe)
}

/** Hash of every file below a folder, names and modes included, so that a changed recipe is built again. */
function recipeOf(folder: string): string {
  const hash = createHash('sha256')
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(path, entry.name)
      if (entry.isDirectory()) walk(inner)
      else hash.update(`${inner}\0${statSync(inner).mode & 0o111}\0`).update(readFileSync(inner))
    }
  }
  walk(folder)
  return hash.digest('hex').slice(0, 16)
}

/** A Debian root for all others, from the machine's own package sources: nothing is pulled from an image registry. */
function buildBase(): void {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-base-'))
  try {
    const tar = join(folder, 'base.tar')
    const without = ['man', 'doc', 'locale'].flatMap((name) => ['--dpkgopt', `path-exclude=/usr/share/${name}/*`])
    run('mmdebstrap', ['--variant=minbase', '--include=procps,gettext-base', ...without, 'trixie', tar])
    run('docker', ['import', '--change', `LABEL ${RECIPE_LABEL}=base`, tar, 'dockseal-test/base'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A root of nothing but a static busybox: starts in no time, for the tests that need many containers. */
function buildBusybox(): void {
  const folder = mkdtempSync(join(tmpdir(), 'dockseal-busybox-'))
  try {
    for (const name of ['bin', 'tmp', 'etc', 'run', 'var', 'data']) mkdirSync(join(folder, name))
    copyFileSync('/usr/bin/busybox', join(folder, 'bin', 'busybox'))
    run('/usr/bin/busybox', ['--install', '-s', join(folder, 'bin')])
    for (const name of readdirSync(join(folder, 'bin'))) {
      if (name !== 'busybox') run('ln', ['-sf', 'busybox', join(folder, 'bin', name)])
    }
    const tar = `${folder}.tar`
    run('tar', ['-C', folder, '-cf', tar, '.'])
    run('docker', ['import', '--change', 'CMD ["sh"]', '--change', `LABEL ${RECIPE_LABEL}=busybox`, tar, 'dockseal-test/busybox'])
    rmSync(tar)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Builds what is missing or stale of `images`; a second call costs one `docker image inspect` each. */
export function buildImages(images: readonly TestImage[] = ['busybox', ...(Object.keys(IMAGES) as (keyof typeof IMAGES)[])]): void {
  for (const image of images) {
    const name = `dockseal-test/${image}`
    if (image === 'busybox' || image === 'base') {
      if (!exists(name)) (image === 'base' ? buildBase : buildBusybox)()
      continue
    }
    const folder = join(FOLDER, image)
    const recipe = recipeOf(folder)
    if (exists(name, recipe)) continue
    if (!exists('dockseal-test/base')) buildBase()
    run('docker', ['build', '--network=host', '--quiet', '--label', `${RECIPE_LABEL}=${recipe}`, '--tag', name, folder])
  }
}
