import { jvmTemp, refused } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const MINECRAFT = ['itzg/docker-minecraft-server Dockerfile, scripts/start and scripts/start-configuration @ f61f72196']
export const minecraft = defineImage({
  names: ['itzg/minecraft-server', 'ghcr.io/itzg/minecraft-server'],
  accounts: { minecraft: '1000:1000' },
  dropsTo: 'minecraft',
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      kind: 'data',
      what: 'the world, plug-ins and the server itself',
      owner: '1000:1000',
      chowned: true,
      evidence: MINECRAFT,
    },
    jvmTemp(MINECRAFT, 'downloads and native libraries of the JVM'),
  ],
  obstacles: [
    {
      when: {
        user: 'root',
        any: [{ env: { UID: { matches: '^(?!1000$)' } } }, { env: { GID: { matches: '^(?!1000$)' } } }],
      },
      effect: 'fails',
      why: 'for another UID or GID than 1000 it changes its users at start',
      instead: 'set `user:` to those ids',
      evidence: MINECRAFT,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})

const BEDROCK = ['itzg/docker-minecraft-bedrock-server Dockerfile @ e2b5c995b']
export const bedrock = defineImage({
  names: ['itzg/minecraft-bedrock-server'],
  volumes: ['/data'],
  dropsTo: 'the owner of /data',
  inferred: true,
  writes: [
    { path: '/data', kind: 'data', what: 'the world and the server itself', evidence: BEDROCK },
    { path: '/tmp', kind: 'scratch', what: 'downloads', evidence: BEDROCK },
  ],
  healthcheck: true,
})

export const mcRouter = defineImage({
  // itzg/mc-router Dockerfile.release @ 442cdae9b: a program that keeps its routes in a file of the user, if anywhere.
  names: ['itzg/mc-router'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A file of routes that ROUTES_CONFIG names needs a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const MC_BACKUP = 'itzg/docker-mc-backup Dockerfile @ c01fc4ecc'
export const mcBackup = defineImage({
  names: ['itzg/mc-backup'],
  volumes: ['/data', '/backups'],
  inferred: true,
  writes: [
    { path: '/backups', from: [{ env: 'DEST_DIR' }], kind: 'data', what: 'backups', evidence: [MC_BACKUP] },
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'its home directory, with caches of restic and settings of rclone',
      large: true,
      evidence: [MC_BACKUP],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const factorio = refused(
  { names: ['factoriotools/factorio'], volumes: ['/factorio'], dropsTo: 'factorio', healthcheck: false },
  { '/factorio': 'saves, mods and settings' },
  {
    effect: 'fails',
    why: 'its entrypoint changes the ids of its user and edits config.ini beside the program',
    evidence: ['factoriotools/factorio-docker docker/files/docker-entrypoint.sh @ 509594995'],
  },
)

export const valheim = refused(
  { names: ['lloesche/valheim-server', 'ghcr.io/lloesche/valheim-server'] },
  { '/config': 'worlds and settings', '/opt/valheim': 'the server, which it downloads' },
  {
    effect: 'fails',
    why: 'its start script writes /etc/localtime, /etc/timezone and the configuration of its services below /usr/local/etc',
    evidence: ['lloesche/valheim-server-docker bootstrap @ 951992b93'],
  },
)

export const steamcmd = refused(
  { names: ['steamcmd/steamcmd'], healthcheck: false },
  {},
  {
    effect: 'fails',
    why: 'SteamCMD updates itself in /root/.local/share/Steam, where it is installed',
    evidence: ['steamcmd/docker dockerfiles/ubuntu-24/Dockerfile @ 2f7f622'],
  },
)

/** SteamCMD and the game servers built on it, which it downloads and updates at start. */
export const cm2network = refused(
  { names: ['cm2network/*'] },
  {},
  {
    effect: 'fails',
    why: 'SteamCMD updates itself in /home/steam/steamcmd, where it is installed, before it updates the game beside it',
    evidence: ['CM2Walki/steamcmd bookworm/Dockerfile @ f4a6e7b', 'CM2Walki/CSGO etc/entry.sh @ 16e92549d'],
  },
)

export const pterodactylPanel = defineImage({
  names: ['ghcr.io/pterodactyl/panel'],
  writes: (['/app/var', '/app/storage/logs'] as const).map(
    (path): WriteFact => ({
      path,
      kind: path === '/app/var' ? 'data' : 'log',
      what: path === '/app/var' ? 'its settings with their key' : 'logs',
      evidence: ['pterodactyl/panel docker-compose.example.yml @ 706db62c6'],
    }),
  ),
  obstacles: [
    {
      effect: 'fails',
      why: 'its entrypoint links .env into the program and copies its site into /etc/nginx',
      evidence: ['pterodactyl/panel .github/docker/entrypoint.sh @ 706db62c6'],
    },
  ],
  healthcheck: false,
})

const WINGS = ['pterodactyl/wings Dockerfile and docker-compose.example.yml @ f1c5bbd42']
export const pterodactylWings = defineImage({
  names: ['ghcr.io/pterodactyl/wings'],
  inferred: true,
  writes: (['/etc/pterodactyl', '/var/lib/pterodactyl', '/var/log/pterodactyl', '/tmp/pterodactyl'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: 'servers, their files and its configuration, at the same place as on the host',
      absent: true,
      evidence: WINGS,
    }),
  ),
  healthcheck: false,
})

export const satisfactoryServer = refused(
  { names: ['wolveix/satisfactory-server', 'ghcr.io/wolveix/satisfactory-server'], healthcheck: true },
  { '/config': 'the game, its saves and backups' },
  {
    effect: 'fails',
    why: 'its start script makes directories in the home of its account, changes owners there and stops where it cannot',
    evidence: ['wolveix/satisfactory-server init.sh, run.sh and Dockerfile @ b366da0b7'],
  },
)
