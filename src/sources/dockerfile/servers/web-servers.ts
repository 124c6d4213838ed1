import type { ExecutedCommand } from '../../../shell/executed-command.ts'
import { option, readOperands } from '../../../shell/operands.ts'
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
export function apache(_: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  if (!around.packages.has('apache2') && !around.packages.has('httpd')) return []
  const name = around.packages.has('httpd') ? 'httpd' : 'apache2'
  return [write(`/run/${name}`, 'runtime', `pid file of ${name}`), write(`/var/log/${name}`, 'log', `logs of ${name}`)]
}

/** PHP keeps uploads and, by default, sessions in the temporary directory. */
export function phpFpm(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerWrite | undefined)[] {
  const packaged = [...around.packages].some((name) => /^php[\d.]*-fpm$/.test(name))
  return [scratch('uploads and sessions of PHP', command), packaged ? write('/run/php', 'runtime', 'socket and pid of php-fpm') : undefined]
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
