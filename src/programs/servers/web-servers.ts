import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { fileOption, inDirectory, type ServerSurroundings, type ServerWrite, scratch, write } from './server-write.ts'

const NGINX_TEMPORARY = ['client_body_temp_path', 'proxy_temp_path', 'fastcgi_temp_path', 'uwsgi_temp_path', 'scgi_temp_path']

/** Where nginx writes is in its configuration, else in what the distribution compiled in. The official image has a record of its own. */
export function nginx(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const path = option(readOperands(command.args, ['-c', '-g', '-p', '-e', '-s']), '-c') ?? '/etc/nginx/nginx.conf'
  const text = around.configuration(path)
  const packaged = ['nginx', 'nginx-light', 'nginx-full', 'nginx-extras', 'nginx-core'].some((name) => around.packages.has(name))
  const directive = (name: string) =>
    text === undefined ? undefined : new RegExp(`^[^#\\n]*?\\b${name}\\s+([^\\s;]+)`, 'm').exec(text)?.[1]
  const pid = directive('pid')
  const temporary = NGINX_TEMPORARY.map(directive)
  const configured = [
    fileOption(pid, command, 'runtime', 'nginx.pid'),
    ...temporary.map((directory) => inDirectory(directory, command, 'scratch', 'temporary files of nginx')),
    ...['access_log', 'error_log'].map((name) => {
      const log = directive(name)
      // The official image links its logs to standard output, which only its own record knows.
      const linked = !packaged && log?.startsWith('/var/log/nginx/')
      return linked || log === 'off' || log === 'stderr' || log?.startsWith('syslog:')
        ? undefined
        : fileOption(log, command, 'log', `${name} of nginx`)
    }),
  ]
  if (!packaged) return configured
  return [
    ...configured,
    pid === undefined ? write('/run', 'runtime', 'nginx.pid') : undefined,
    temporary.every((directory) => directory === undefined) ? write('/var/lib/nginx', 'scratch', 'temporary files of nginx') : undefined,
    directive('error_log') === undefined ? write('/var/log/nginx', 'log', 'logs of nginx') : undefined,
  ]
}

/** Apache as Debian or a Red Hat distribution package it; the official images have records of their own. */
export function apache(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (around.packages.has('httpd')) return packagedApache('httpd')
  const php = [...around.packages].some((name) => /^libapache2-mod-php[\d.]*$/.test(name))
  if (!around.packages.has('apache2') && !php) return []
  // Alpine's program is `httpd`.
  const debian = command.name === 'httpd' ? [] : [otherHosts(around)]
  return [...packagedApache('apache2'), ...debian, ...(php ? [scratch('uploads of PHP', command), DEBIAN_SESSIONS] : [])]
}

function packagedApache(name: string): readonly ServerWrite[] {
  return [write(`/run/${name}`, 'runtime', `pid file of ${name}`), write(`/var/log/${name}`, 'log', `logs of ${name}`)]
}

/** Beside the logs of the site, which many link to standard output, Debian's apache2 opens one more (conf-available/other-vhosts-access-log.conf). */
function otherHosts(around: ServerSurroundings): ServerWrite | undefined {
  if (around.built(/other[-_]vhosts/) || around.configuration('/etc/apache2/apache2.conf') !== undefined) return undefined
  return { ...write('/var/log/apache2/other_vhosts_access.log', 'log', 'log of apache2 for requests to no site'), leaves: 'file' }
}

/** PHP keeps uploads and, by default, sessions in the temporary directory; packages of distributions move its sessions and log. */
export function phpFpm(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const name = [...around.packages].find((each) => /^php[\d.]*-fpm$/.test(each))
  if (name === undefined) return [scratch('uploads and sessions of PHP', command)]
  const [, version] = /^php([\d.]*\.\d)-fpm$/.exec(name) ?? []
  return [
    scratch('uploads of PHP', command),
    write('/run/php', 'runtime', 'socket and pid of php-fpm'),
    ...(version === undefined ? [] : [debianLog(version, command, around), DEBIAN_SESSIONS]),
  ]
}

/** Debian's php-common, debian/php.ini-production: session.save_path; its workers need not be the user who starts. */
const DEBIAN_SESSIONS: ServerWrite = {
  ...write('/var/lib/php/sessions', 'runtime', 'sessions of PHP'),
  anyUser: true,
  conditional: true,
}

/** The log that Debian's php-fpm.conf names, without which it does not start. Any later `[global]` section may name another. */
function debianLog(version: string, command: ExecutedCommand, around: ServerSurroundings): ServerWrite | undefined {
  const main = `/etc/php/${version}/fpm/php-fpm.conf`
  const texts = [main, ...around.glob(`/etc/php/${version}/fpm/pool.d/*.conf`)].flatMap((path) => around.configuration(path) ?? [])
  const named = texts.flatMap((text) => /^[ \t]*error_log[ \t]*=[ \t]*(\S+)/m.exec(text)?.[1] ?? []).at(-1)
  const log = fileOption(named ?? `/var/log/php${version}-fpm.log`, command, 'log', 'log of php-fpm')
  if (named !== undefined) return /^(?:\/dev\/|\/proc\/|syslog$)/.test(named) ? undefined : log
  return log && (around.built(/\/fpm\/(?:php-fpm\.conf|pool\.d\b)|error_log/) ? { ...log, conditional: true } : log)
}

/** Caddy keeps certificates below XDG_DATA_HOME and its last configuration below XDG_CONFIG_HOME (caddyserver.com, "Conventions"). */
export function caddy(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (!command.args.some((arg) => arg === 'run' || arg === 'start')) return []
  const below = (variable: string, fallback: string) => {
    const chosen = command.variable(variable)
    return chosen ? `${chosen}/caddy` : chosen === null && around.home !== undefined ? `${around.home}/${fallback}` : undefined
  }
  return [
    inDirectory(below('XDG_DATA_HOME', '.local/share/caddy'), command, 'data', 'certificates of caddy'),
    inDirectory(below('XDG_CONFIG_HOME', '.config/caddy'), command, 'config', 'last configuration of caddy'),
  ]
}
