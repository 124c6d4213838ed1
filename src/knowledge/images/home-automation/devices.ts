import { jvmTemp, oneDirectory, refused } from '../../parts.ts'
import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const ESPHOME = 'esphome/esphome docker/Dockerfile and docker/docker_entrypoint.sh @ 33fdbbe30'
export const esphome = oneDirectory(
  { names: ['ghcr.io/esphome/esphome', 'esphome/esphome'], volumes: ['/config'], healthcheck: true },
  '/config',
  'configurations of the devices and builds',
  ESPHOME,
  [
    {
      path: '/root/.platformio',
      kind: 'cache',
      what: 'settings of PlatformIO, which builds the firmware',
      absent: true,
      without: { effect: 'degrades', what: 'firmware cannot be built' },
      evidence: [ESPHOME],
    },
    { path: '/cache', kind: 'cache', what: 'tool chains', large: true, when: { mounted: '/cache' }, evidence: [ESPHOME] },
    { path: '/build', kind: 'cache', what: 'builds', large: true, when: { mounted: '/build' }, evidence: [ESPHOME] },
  ],
)

export const zigbee2mqtt = defineImage({
  names: ['koenkk/zigbee2mqtt', 'ghcr.io/koenkk/zigbee2mqtt'],
  inferred: true,
  writes: [
    {
      path: '/app/data',
      from: [{ env: 'ZIGBEE2MQTT_DATA' }],
      kind: 'data',
      what: 'its configuration, devices and logs',
      evidence: ['Koenkk/zigbee2mqtt docker/Dockerfile and docker/docker-entrypoint.sh @ 6835cbf5a'],
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: ['Koenkk/zigbee2mqtt docker/Dockerfile @ 6835cbf5a'] },
  ],
})

export const zwaveJsUi = defineImage({
  names: ['zwavejs/zwave-js-ui', 'ghcr.io/zwave-js/zwave-js-ui', 'zwavejs/zwavejs2mqtt'],
  inferred: true,
  writes: [
    {
      path: '/usr/src/app/store',
      from: [{ env: 'STORE_DIR' }],
      kind: 'data',
      what: 'its settings, network keys, logs and temporary files',
      absent: true,
      evidence: ['zwave-js/zwave-js-ui api/config/app.ts and docker/docker-compose.yml @ cd01655a9'],
    },
    ...(['BACKUPS_DIR', 'ZWAVEJS_LOGS_DIR', 'ZWAVEJS_EXTERNAL_CONFIG'] as const).map(
      (env): WriteFact => ({
        from: [{ env }],
        kind: 'data',
        what: 'backups, logs or the database of devices',
        absent: true,
        evidence: ['zwave-js/zwave-js-ui docs/guide/env-vars.md @ cd01655a9'],
      }),
    ),
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const matterServer = oneDirectory(
  {
    names: ['ghcr.io/home-assistant-libs/python-matter-server', 'ghcr.io/matter-js/python-matter-server'],
    volumes: ['/data'],
    healthcheck: false,
  },
  '/data',
  'its fabric, devices and certificates',
  'matter-js/python-matter-server Dockerfile (--storage-path, --paa-root-cert-dir) @ 4c820ed12',
)

export const tasmoadmin = refused(
  { names: ['ghcr.io/tasmoadmin/tasmoadmin'], volumes: ['/data'], healthcheck: true },
  { '/data': 'devices, settings and certificates' },
  {
    effect: 'fails',
    why: 'its start scripts replace nginx.conf in /etc/nginx and a directory of the program by links',
    evidence: ['TasmoAdmin/TasmoAdmin .docker/rootfs/etc/s6-overlay/s6-rc.d/{init-nginx,init-tasmoadmin}/run @ d5bec2c6'],
  },
)

export const rtl433 = defineImage({
  // hertzg/rtl_433_docker images/alpine/build-context/Dockerfile @ 82cc551: one program on Alpine, which writes where its options say.
  names: ['hertzg/rtl_433'],
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const DITTO = 'eclipse-ditto/ditto dockerfile-release and gateway/service/src/main/resources/logback.xml @ 4e3576844'
export const eclipseDitto = defineImage({
  names: [
    'eclipse/ditto-policies',
    'eclipse/ditto-things',
    'eclipse/ditto-things-search',
    'eclipse/ditto-gateway',
    'eclipse/ditto-connectivity',
  ],
  user: '1005:1005',
  accounts: { ditto: '1005:1005' },
  inferred: true,
  writes: [
    jvmTemp([DITTO]),
    {
      path: '/var/log/ditto',
      kind: 'log',
      what: 'log files',
      when: { env: { DITTO_LOGGING_FILE_APPENDER: { matches: '^true$' } } },
      evidence: [DITTO],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
