import type { Condition, ImageRecord, Obstacle, WriteFact } from './record.ts'
import { defineImage } from './record.ts'

const APACHE = ['docker-library/php 8.4/trixie/apache/apache2-foreground @ 445bf414', 'https://github.com/docker-library/php/issues/250']

/** Debian's Apache in the official PHP images: its start script makes what is missing below /run, so one tmpfs serves pid and locks. */
export function apacheRun(when?: Condition): WriteFact {
  return {
    path: '/run',
    kind: 'runtime',
    what: 'apache2.pid and locks',
    ...(when ? { when } : {}),
    evidence: APACHE,
  }
}

/** Tags of an official PHP image that come without Apache. */
export const NOT_APACHE = 'fpm|cli|zts'

/** The variant of an official PHP image that runs Apache. */
export const APACHE_VARIANT = { not: { tag: { matches: NOT_APACHE } } } as const

/** Apache binds port 80 and starts its workers as another account. */
export const APACHE_CAPABILITIES = [{ when: { user: 'root' }, needs: ['CHOWN', 'SETGID', 'SETUID', 'NET_BIND_SERVICE'] }] as const

/** Apache's logs in the PHP images are links to standard output. */
export const APACHE_LOG_LINKS = {
  path: '/var/log/apache2',
  what: 'links of the logs to standard output, so they no longer reach `docker logs`',
  evidence: ['docker-library/php 8.4/trixie/apache/Dockerfile lines 85-90 @ 445bf414'],
} as const

/** www-data is 33 on Debian and 82 on Alpine. */
export const WWW_DATA = { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] } as const

/** What PHP applications put into /tmp, whatever runs them. */
export function phpTemp(): WriteFact {
  return {
    path: '/tmp',
    kind: 'scratch',
    what: 'PHP uploads and sessions',
    without: { effect: 'degrades', what: 'uploads fail and sessions do not stick, while pages still load' },
    evidence: ['docker-library/docs wordpress/content.md "Static image" @ c4a9ba414'],
  }
}

/** A distribution or language image: the program is the user's. */
export function runtime(record: Omit<ImageRecord, 'runtime'>): ImageRecord {
  return defineImage({ ...record, runtime: true })
}

/** Where an entrypoint needs /tmp for short here-documents alone: bash keeps these in a pipe since 5.1 (its CHANGES, "here documents"). */
export const OLD_BASH = {
  effect: 'works',
  what: 'a bash before 5.1, that of old tags, stops at its here-documents',
} as const

/** Shells keep here-documents in temporary files. */
export const HERE_DOCUMENTS = ['https://github.com/docker-library/postgres/issues/154']

/** Words of a command that start a program of a build. */
export const commands = (...programs: string[]) => ({ command: { matches: `(^|[\\s;&|"'/])(${programs.join('|')})` } })

/** Temporary files of a language runtime, where the program was not read for them: the plan is inferred anyway. */
export function temporary(evidence: string): WriteFact {
  return { path: '/tmp', kind: 'scratch', what: 'temporary files and uploads', evidence: [evidence] }
}

/** Data at one path, as an image's vendor documents it. */
export const data = (evidence: string, path: string, what: string): WriteFact => ({ path, kind: 'data', what, evidence: [evidence] })

/** The directories for which the vendor of an image gives tmpfs mounts. */
export const scratch = (evidence: string, ...paths: string[]): WriteFact[] =>
  paths.map((path) => ({
    path,
    kind: path.startsWith('/run') ? 'runtime' : path.includes('/log') ? 'log' : 'scratch',
    what: path.startsWith('/run') ? 'sockets and pid files' : path.includes('/log') ? 'logs' : 'temporary files',
    // The vendor mounts plain tmpfs for users that are not root, so the directories are open to them.
    worldWritable: true,
    evidence: [evidence],
  }))

/** s6-overlay runs its services from /run, so the mount must be executable. */
export function s6Run(evidence: readonly string[]): WriteFact {
  return {
    path: '/run',
    kind: 'runtime',
    what: 's6-overlay copies its services to /run and runs them there',
    exec: true,
    evidence: [...evidence, 'just-containers/s6-overlay README.md "Read-Only Root Filesystem" @ 9658b23'],
  }
}

/** JVM programs unpack native libraries (JNA, snappy, netty) into the temporary directory and load them from there. */
export function jvmTemp(evidence: readonly string[], what = 'temporary files and native libraries of the JVM'): WriteFact {
  return { path: '/tmp', kind: 'scratch', what, exec: true, evidence }
}

/** A Java program that keeps nothing. */
export function statelessJvm(names: ImageRecord['names']): ImageRecord {
  return defineImage({
    names,
    inferred: true,
    writes: [jvmTemp(['https://github.com/xerial/snappy-java/issues/240', 'https://github.com/netty/netty-tcnative/issues/264'])],
  })
}

/** A program that needs no capabilities and stays the account that it starts as. */
export const PLAIN = { gainsPrivileges: 'none', capabilities: [{ needs: [] }] } as const

/** The same, in an image that has no HEALTHCHECK. */
export const PLAIN_UNPROBED = { ...PLAIN, healthcheck: false } as const

/** What a configuration file may move, which is not read: the plan must not be surer than that. */
export const configured = { inferred: true, gainsPrivileges: 'none', healthcheck: false } as const

/** Programs of one file that keep their state elsewhere, by the user that each image starts as. */
export function oneBinary(names: ImageRecord['names'], user?: ImageRecord['user']): ImageRecord {
  return defineImage({ names, ...(user === undefined ? {} : { user }), inferred: true, writes: [] })
}

/** A program that keeps its data in one place, as its Dockerfile or its documentation says; what else it writes was not looked for. */
export function oneDirectory(
  record: Omit<ImageRecord, 'inferred' | 'writes'>,
  path: string,
  what: string,
  evidence: string,
  more: readonly WriteFact[] = [],
): ImageRecord {
  return defineImage({
    ...record,
    inferred: true,
    writes: [{ path, kind: 'data', what, evidence: [evidence] }, temporary(evidence), ...more],
  })
}

/** An image whose start changes its own installation or the system around it: what it keeps, and why it cannot be sealed. */
export function refused(
  record: Omit<ImageRecord, 'writes' | 'obstacles'>,
  data: Readonly<Record<string, string>>,
  obstacle: Obstacle,
): ImageRecord {
  const writes = Object.entries(data).map(([path, what]): WriteFact => ({ path, kind: 'data', what, evidence: obstacle.evidence }))
  return defineImage({ ...record, writes, obstacles: [obstacle] })
}
