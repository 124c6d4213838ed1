import { type Application, type ApplicationWrite, lineAt, type Place, pathFrom } from '../application.ts'
import { laravel } from '../frameworks/laravel.ts'
import { symfony } from '../frameworks/symfony.ts'

/** Programs that serve PHP or run its scripts, and those that start others from files that may be out of sight. */
const STARTS =
  /^(?:php[\d.]*|php-(?:fpm|cgi)[\d.]*|apache2|apache2ctl|apache2-foreground|apachectl|httpd|httpd-foreground|frankenphp|rr|unitd|artisan|console|spark|yii|cake|symfony|supervisord|init|s6-svscan|my_init|runsvdir)$/

/** Programs that are started instead of PHP in an image that has it. */
const OTHER = /^(?:nginx|node|npm|yarn|pnpm|bun|vite|caddy|python[\d.]*|ruby|java)$/

/** Applications of PHP, by the framework that their files show. */
export function php(place: Place): readonly ApplicationWrite[] {
  if (!runsPhp(place)) return []
  const writes = [laravel, symfony, ...FRAMEWORKS.map(asApplication)].flatMap((application) => application(place))
  // The workers of php-fpm and Apache are another user than the one who starts.
  return [...writes, ...installed(place)].map((write) => ({ anyUser: true, ...write }))
}

/** An image with PHP that starts something else (nginx with the files of the site, a build of assets) writes none of this. */
function runsPhp({ commands, base, packages }: Place): boolean {
  if (commands.some(({ name }) => STARTS.test(name))) return true
  if (commands.some(({ name }) => OTHER.test(name))) return false
  return /php|laravel|symfony|apache|httpd|swoole|roadrunner|octane/i.test(base) || [...packages].some((name) => /^php/.test(name))
}

interface Framework {
  readonly name: string
  /** Files that show it, all of them. */
  readonly files: readonly string[]
  readonly writes: readonly (Pick<ApplicationWrite, 'kind'> & { readonly path: string; readonly what: string })[]
}

const FRAMEWORKS: readonly Framework[] = [
  {
    // codeigniter.com/user_guide, "Application Structure"
    name: 'CodeIgniter',
    files: ['spark', 'app/Config/App.php'],
    writes: [{ path: 'writable', kind: 'data', what: 'uploads, sessions, cache and logs' }],
  },
  {
    // yiiframework.com, "Structure": runtime path, asset manager
    name: 'Yii',
    files: ['yii', 'config/web.php'],
    writes: [
      { path: 'runtime', kind: 'cache', what: 'cache and logs' },
      { path: 'web/assets', kind: 'cache', what: 'published assets' },
    ],
  },
  {
    // book.cakephp.org, "Folder Structure"
    name: 'CakePHP',
    files: ['bin/cake.php', 'config/bootstrap.php'],
    writes: [
      { path: 'tmp', kind: 'cache', what: 'cache and sessions' },
      { path: 'logs', kind: 'log', what: 'logs' },
    ],
  },
]

function asApplication({ name, files, writes }: Framework): Application {
  return (place) => {
    const [first, ...others] = files.map((file) => place.open(file))
    if (!first || others.some((found) => !found)) return []
    return writes.map(({ path, kind, what }): ApplicationWrite => {
      const ships = kind !== 'data' || place.list(path, /./).length > 0 ? ({ ships: 'skeleton' } as const) : {}
      return { path: pathFrom(place.root, path), kind, leaves: 'below', how: `${what} of ${name}`, ...ships, origin: lineAt(first, 0) }
    })
  }
}

/** `composer install` at start writes at least the class map, whatever is installed already. */
function installed({ commands, root, open }: Place): readonly ApplicationWrite[] {
  if (!open('composer.json')) return []
  return commands.flatMap(({ name, args, cwd, conditional, origin }): ApplicationWrite[] => {
    const installs = name === 'composer' || args[0]?.endsWith('composer.phar') || args[0]?.endsWith('/composer')
    if (!installs || cwd !== root || !args.some((arg) => /^(?:install|update|i|u|dump-autoload|dumpautoload|require)$/.test(arg ?? '')))
      return []
    const how = 'packages of composer'
    return [
      {
        path: pathFrom(root, 'vendor'),
        kind: 'cache',
        leaves: 'below',
        ships: 'program',
        how,
        ...(conditional ? { conditional } : {}),
        origin,
      },
    ]
  })
}
