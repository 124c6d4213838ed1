import { parentOf } from '../../../model/path.ts'
import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { type ApplicationWrite, lineAt, type Place, pathFrom } from '../../application.ts'
import { laravel } from '../../frameworks/laravel.ts'
import { symfony } from '../../frameworks/symfony.ts'

/** Programs that serve PHP or run its scripts, and programs that start others from files that may not be visible. */
const STARTS =
  /^(?:php[\d.]*|php-(?:fpm|cgi)[\d.]*|apache2|apache2ctl|apache2-foreground|apachectl|httpd|httpd-foreground|frankenphp|rr|unitd|artisan|console|spark|yii|cake|symfony|supervisord|init|s6-svscan|my_init|runsvdir)$/

/** Programs that an image with PHP starts instead of PHP. */
const OTHER = /^(?:nginx|node|npm|yarn|pnpm|bun|vite|caddy|python[\d.]*|ruby|java)$/

/** PHP applications, by the framework that their files show. */
export function php(place: Place): readonly ApplicationWrite[] {
  if (!runsPhp(place)) return []
  const writes = [laravel, symfony].flatMap((application) => application(place))
  return hasWorkers(place) ? writes.map((write) => ({ anyUser: true, ...write })) : writes
}

/** Whether others than the user who starts run the code: the workers of php-fpm and Apache, which a program that is not seen may start. */
export function hasWorkers({ commands }: Place): boolean {
  const running = commands.filter(({ name }) => STARTS.test(name))
  return running.length === 0 || !running.every(({ name }) => AS_STARTED.test(name))
}

/** Programs that run code of PHP themselves. */
const AS_STARTED = /^(?:php[\d.]*|frankenphp|rr|artisan|console|spark|yii|cake|symfony)$/

/**
 * Where the code of a PHP command is: the directory that `-t` serves, or that of its script (php.net, "Command line usage"); for Apache
 * the one that packages and the image of PHP serve.
 */
export function phpRoots({ name, args, cwd = '/' }: ExecutedCommand): readonly string[] {
  if (/^(?:apache2|apachectl|httpd)/.test(name)) return ['/var/www/html']
  if (!/^php[\d.]*$/.test(name)) return []
  const served = args[args.indexOf('-t') + 1]
  const script = args.find((arg) => arg?.endsWith('.php'))
  const found = [args.includes('-t') ? served : undefined, script && parentOf(pathFrom(cwd, script))]
  return found.flatMap((path) => (path === undefined ? [] : [pathFrom(cwd, path)]))
}

/** A framework that writes files but is not read, from a program's composer.json; undefined if there is none. */
export function unreadFramework({ open }: Place): ApplicationWrite['origin'] | undefined {
  const found = open('composer.json')
  return found && FRAMEWORKS.test(found.text.text) ? lineAt(found, found.text.text.search(FRAMEWORKS)) : undefined
}

/** Frameworks with their own directories for caches, sessions and logs. */
const FRAMEWORKS =
  /"(?:cakephp\/cakephp|codeigniter4\/framework|yiisoft\/yii2?|laminas\/laminas-mvc|drupal\/core[\w-]*|magento\/[\w-]+|typo3\/cms-core|nette\/application|craftcms\/cms|october\/[\w-]+)"/

/** Whether PHP runs: an image with PHP that starts something else (nginx, a build of assets) writes none of this. */
export function runsPhp({ commands, base, packages }: Place): boolean {
  if (commands.some(({ name }) => STARTS.test(name))) return true
  if (commands.some(({ name }) => OTHER.test(name))) return false
  return /php|laravel|symfony|apache|httpd|swoole|roadrunner|octane/i.test(base) || [...packages].some((name) => /^php/.test(name))
}
