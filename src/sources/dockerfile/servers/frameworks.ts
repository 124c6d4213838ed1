import type { ImageWrite } from '../../../model/image.ts'
import type { ImageFile } from '../context.ts'
import { type ServerWrite, write } from './server-write.ts'

/** Where images of PHP keep the application that the web server or php-fpm of their base serves. */
const HOMES = ['/var/www/html', '/var/www', '/app']

/**
 * What a PHP application writes whoever serves it: its framework is among the requirements in its composer.json. No command of the
 * start shows it, because the base image starts the server.
 */
export function frameworkWrites(open: (path: string) => ImageFile | undefined, cwd: string | undefined): readonly ImageWrite[] {
  for (const home of new Set([...(cwd === undefined ? [] : [cwd]), ...HOMES])) {
    const file = open(`${home === '/' ? '' : home}/composer.json`)
    if (!file) continue
    const required = requirements(file.text.text)
    const origin = { kind: 'text', file: file.file, span: [0, 1] } as const
    return FRAMEWORKS.flatMap(({ packages, writes }) =>
      packages.some((name) => required.has(name)) ? writes(home).map((each): ImageWrite => ({ ...each, when: 'start', origin })) : [],
    )
  }
  return []
}

const FRAMEWORKS: readonly { readonly packages: readonly string[]; readonly writes: (home: string) => readonly ServerWrite[] }[] = [
  {
    // symfony.com, "Configuring the Environment": Kernel::getCacheDir() and getLogDir().
    packages: ['symfony/framework-bundle', 'symfony/http-kernel', 'symfony/symfony'],
    writes: (home) => [write(`${home}/var/cache`, 'cache', 'cache of Symfony'), write(`${home}/var/log`, 'log', 'log of Symfony')],
  },
  {
    // laravel.com, "Deployment": the web server's user must be able to write both.
    packages: ['laravel/framework'],
    writes: laravelWrites,
  },
]

/** Sessions, views, logs and uploads of Laravel, and the configuration that it compiles. */
export function laravelWrites(home: string): readonly ServerWrite[] {
  return [
    write(`${home}/storage`, 'data', 'storage of Laravel'),
    write(`${home}/bootstrap/cache`, 'cache', 'compiled configuration of Laravel'),
  ]
}

function requirements(text: string): ReadonlySet<string> {
  try {
    const { require: required } = JSON.parse(text) as { require?: unknown }
    return new Set(typeof required === 'object' && required !== null ? Object.keys(required) : [])
  } catch {
    return new Set()
  }
}
