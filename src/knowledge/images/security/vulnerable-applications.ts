import { APACHE_LOG_LINKS, apacheRun, phpTemp, refused, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const DVWA = ['digininja/DVWA Dockerfile, dvwa/includes/dvwaPage.inc.php (setup checks) and dvwa/includes/DBMS/MySQL.php @ 33e364c']
export const dvwa = defineImage({
  names: ['ghcr.io/digininja/dvwa'],
  accounts: { 'www-data': '33:33' },
  inferred: true,
  writes: [
    {
      path: '/var/www/html/hackable/uploads',
      kind: 'data',
      what: 'files that exercises upload',
      owner: 'www-data',
      ships: 'a picture',
      hidesNothingNeeded: true,
      without: { effect: 'degrades', what: 'the exercise of uploads does not work' },
      evidence: DVWA,
    },
    apacheRun(),
    phpTemp(),
  ],
  ships: [APACHE_LOG_LINKS],
  obstacles: [{ effect: 'degrades', why: 'the copy of its settings that an exercise looks for is not made', evidence: DVWA }],
  healthcheck: false,
})

export const webDvwa = refused(
  { names: ['vulnerables/web-dvwa'] },
  { '/var/lib/mysql': 'the database of the exercises' },
  {
    effect: 'fails',
    why: 'its start script writes the settings of MySQL in /etc and of the exercises among their pages, and starts services of the system',
    instead: 'keep such laboratories off any network that matters',
    evidence: ['opsxcq/docker-vulnerable-dvwa main.sh @ 35c1e50e2'],
  },
)

export const webgoat = refused(
  { names: ['webgoat/webgoat', 'webgoat/goatandwolf'], user: 'webgoat', healthcheck: true },
  {},
  {
    effect: 'fails',
    why: 'it keeps its database in a directory named for its version, in /home/webgoat beside the program',
    instead: 'keep such laboratories off any network that matters',
    evidence: ['WebGoat/WebGoat Dockerfile (user.home) and src/main/resources/application-webgoat.properties @ 7517acca9'],
  },
)

export const juiceShop = defineImage({
  names: ['bkimminich/juice-shop', 'ghcr.io/juice-shop/juice-shop'],
  user: '65532:0',
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'it restores files in its ftp, i18n and frontend directories at start, next to the program',
      evidence: ['juice-shop/juice-shop lib/startup/restoreOverwrittenFilesWithOriginals.ts @ 33518f5a0'],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

/** Laboratories of Vulhub on the official PHP image. */
export const vulhubPhp = defineImage({
  names: ['vulhub/php', 'vulhub/imagemagick'],
  runtime: true,
  accounts: WWW_DATA,
  writes: [apacheRun({ tag: { matches: 'apache|xdebug|httpoxy' } }), phpTemp()],
})
export const vulhubDjango = defineImage({ names: ['vulhub/django', 'vulhub/flask'], extends: 'python', runtime: true, writes: [] })
export const vulhubTomcat = defineImage({ names: ['vulhub/tomcat'], extends: 'tomcat', runtime: true, writes: [] })

const BASE = 'vulhub/vulhub base'

/** Laboratories whose servers keep logs, work files and data inside their installation. */
export const vulhubServers = defineImage({
  names: [
    'vulhub/struts2',
    'vulhub/zabbix',
    'vulhub/weblogic',
    'vulhub/activemq',
    'vulhub/elasticsearch',
    'vulhub/ofbiz',
    'vulhub/solr',
    'vulhub/drupal',
    'vulhub/confluence',
    'vulhub/thinkphp',
    'vulhub/airflow',
  ],
  writes: [],
  obstacles: [
    {
      effect: 'fails',
      why: 'its server keeps logs, work files and data inside its installation',
      instead: 'keep such laboratories off any network that matters',
      evidence: [
        `${BASE}/struts2, zabbix, weblogic, activemq, elasticsearch, ofbiz, solr, drupal, confluence, thinkphp, airflow @ ae581d9`,
      ],
    },
  ],
})
