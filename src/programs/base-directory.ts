import { parseImageReference } from '../model/image.ts'
import { own } from '../model/own.ts'

/** WORKDIR of images that others build on, by name. */
const DIRECTORIES: ReadonlyMap<string, string | ((tag: string) => string)> = new Map<string, string | ((tag: string) => string)>([
  // docker-library/php Dockerfile-linux.template @ 0104cfd: the command-line variants stay at the root.
  ['php', (tag) => (/apache|fpm/.test(tag) ? '/var/www/html' : '/')],
  // docker-library/tomcat 10.1/jdk11/corretto-al2023/Dockerfile @ 0e603fc
  ['tomcat', '/usr/local/tomcat'],
  // composer/docker latest/Dockerfile
  ['composer', '/app'],
  // php/frankenphp Dockerfile @ 05dc220
  ['dunglas/frankenphp', '/app'],
  // docker-library/redis Dockerfile.template, valkey-io/valkey-container Dockerfile.template
  ['redis', '/data'],
  ['valkey/valkey', '/data'],
  // docker-library/golang Dockerfile-linux.template @ 01abd89
  ['golang', '/go'],
  // oven-sh/bun dockerhub/debian/Dockerfile @ 0c532ea
  ['oven/bun', '/home/bun/app'],
  // docker-library/wordpress latest/php8.3/apache/Dockerfile: the same in each variant
  ['wordpress', '/var/www/html'],
  // Without WORKDIR: nginx/docker-nginx @ 0d7f438; the templates of docker-library/mongo, mysql, openjdk @ 20e86db and postgres.
  ...['mongo', 'mysql', 'nginx', 'openjdk', 'postgres'].map((name): [string, string] => [name, '/']),
  // serversideup/docker-php src/variations/fpm-nginx/Dockerfile: APP_BASE_DIR
  ['serversideup/php', '/var/www/html'],
])

/**
 * Distributions, and images of languages without a WORKDIR and without a server: docker-library/python Dockerfile-linux.template,
 * docker-library/ruby Dockerfile.template, nodejs/docker-node, adoptium/containers and corretto/corretto-docker templates.
 */
const PLAIN =
  /^(?:alpine|almalinux|amazoncorretto|amazonlinux|buildpack-deps|busybox|centos|debian|eclipse-temurin|fedora|node|python|rockylinux|ruby|scratch|ubuntu)$/

/** Whether a base image brings no server of its own. */
export function isPlainBase(image: string): boolean {
  return PLAIN.test(officialName(image).name ?? '')
}

/** The directory in which a Dockerfile with a well-known base image starts; undefined if unknown. */
export function baseDirectory(image: string | undefined): string | undefined {
  const { name, tag } = officialName(image)
  const found = name === undefined ? undefined : DIRECTORIES.get(name)
  if (found === undefined) return name !== undefined && PLAIN.test(name) ? '/' : undefined
  return typeof found === 'function' ? found(tag) : found
}

/** Images of languages and distributions, which start as root. */
const START_AS_ROOT =
  /^(?:alpine|almalinux|amazoncorretto|amazonlinux|buildpack-deps|busybox|centos|composer|debian|eclipse-temurin|elixir|erlang|fedora|golang|haskell|node|openjdk|oven\/bun|perl|php|pypy|python|rockylinux|ruby|rust|ubuntu)$/

/** Home directories of the accounts in well-known images, by name and number. */
const HOMES: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map([
  // nodejs/docker-node Dockerfile-debian.template and Dockerfile-alpine.template
  ['node', { node: '/home/node', '1000': '/home/node' }],
  // dotnet/dotnet-docker src/runtime-deps/8.0/bookworm-slim/amd64/Dockerfile
  ['dotnet/aspnet', { app: '/home/app', '1654': '/home/app' }],
  ['dotnet/runtime', { app: '/home/app', '1654': '/home/app' }],
  // docker-library/php Dockerfile-linux.template, base-passwd of Debian
  ['php', { 'www-data': '/var/www', '33': '/var/www' }],
])

/** The home directory of a user of a Dockerfile's base image; undefined if unknown. */
export function baseHome(image: string | undefined, user: string): string | undefined {
  const name = officialName(image).name ?? ''
  if (user === 'root') return START_AS_ROOT.test(name) ? '/root' : undefined
  return own(HOMES.get(name), user)
}

function officialName(image: string | undefined): { readonly name?: string; readonly tag: string } {
  const reference = image === undefined ? undefined : parseImageReference(image)
  // Mirrors of Docker Hub keep its names after their own (`public.ecr.aws/docker/library/php`).
  return reference ? { name: reference.name.replace(/^(?:docker\/)?library\//, ''), tag: reference.tag ?? '' } : { tag: '' }
}
