import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { configuredServer } from './configured-server.ts'
import { tableServer } from './server-table.ts'
import { fileOption, type ServerReading, type ServerSurroundings, type ServerWrite, scratch, write } from './server-write.ts'

export const phpReadings = configuredServer(tableServer('php'))

/** The version of PHP that a release of Debian or Ubuntu brings (packages `php-fpm` of packages.debian.org and packages.ubuntu.com). */
const RELEASES: readonly (readonly [release: RegExp, version: string])[] = [
  [/\b(?:buster|debian:10)\b/, '7.3'],
  [/\b(?:bullseye|debian:11|focal|ubuntu:20\.04)\b/, '7.4'],
  [/\b(?:jammy|ubuntu:22\.04)\b/, '8.1'],
  [/\b(?:bookworm|debian:12)\b/, '8.2'],
  [/\b(?:noble|ubuntu:24\.04)\b/, '8.3'],
  [/\b(?:trixie|debian:13)\b/, '8.4'],
]

/** PHP keeps uploads and, by default, sessions in the temporary directory; packages of distributions move its sessions and log. */
export function phpFpm(command: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const name = [...around.packages].find((each) => /^php[\d.]*-fpm$/.test(each))
  // `php-fpm` alone is the package with the newest version, and the program then has the version in its name.
  const version =
    /^php-?(?:fpm)?([\d.]*\.\d)/.exec(name ?? '')?.[1] ??
    /([\d.]*\.\d)$/.exec(command.name)?.[1] ??
    (name === undefined ? undefined : RELEASES.find(([release]) => release.test(around.base))?.[1])
  const home = version === undefined ? undefined : `/etc/php/${version}/fpm`
  const fpm = tableServer('php-fpm')
  const pools = home === undefined ? fpm : { ...fpm, places: [`${home}/php-fpm.conf`, `${home}/pool.d/*.conf`] }
  const configured = [...configuredServer(pools)(command, around), ...phpReadings(command, around)]
  const isSet = (id: string) => configured.some((reading) => reading && 'setting' in reading && reading.setting === id)
  if (name === undefined) return [scratch('PHP uploads and sessions', command), ...configured]
  const log = version === undefined || isSet('php-fpm.log') ? undefined : debianLog(version, command, around)
  return [
    scratch('uploads of PHP', command),
    ...configured,
    isSet('php-fpm.pid') && isSet('php-fpm.socket') ? undefined : DEBIAN_RUN,
    log,
    version === undefined || isSet('php.sessions') ? undefined : DEBIAN_SESSIONS,
  ]
}

/** The package makes this directory, and php-fpm does not. */
const DEBIAN_RUN: ServerWrite = { ...write('/run/php', 'runtime', 'socket and pid of php-fpm'), mustExist: true }

/** Debian's php-common, debian/php.ini-production: session.save_path; its workers may not be the user who starts. */
export const DEBIAN_SESSIONS: ServerWrite = {
  ...write('/var/lib/php/sessions', 'runtime', 'sessions of PHP'),
  anyUser: true,
  conditional: true,
}

/** The log in Debian's php-fpm.conf, without which it does not start. A later `[global]` section may name another. */
function debianLog(version: string, command: ExecutedCommand, around: ServerSurroundings): ServerWrite | undefined {
  const log = fileOption(`/var/log/php${version}-fpm.log`, command, 'log', 'log of php-fpm')
  return log && (around.built(/\/fpm\/(?:php-fpm\.conf|pool\.d\b)|error_log/) ? { ...log, conditional: true } : log)
}
