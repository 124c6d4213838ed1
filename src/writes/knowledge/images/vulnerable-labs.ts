import { apacheRun, phpTemp, WWW_DATA } from '../parts.ts'
import { defineImage } from '../record.ts'

const BASE = 'vulhub/vulhub base'

/** Laboratories of Vulhub on the official PHP image. */
export const vulhubPhp = defineImage({
  names: ['vulhub/php', 'vulhub/imagemagick'],
  runtime: true,
  accounts: WWW_DATA,
  writes: [apacheRun({ tag: { matches: 'apache|xdebug|httpoxy' } }), phpTemp()],
})
export const vulhubDjango = defineImage({ names: ['vulhub/django', 'vulhub/flask'], extends: 'python', runtime: true, writes: [] })
export const vulhubTomcat = defineImage({ names: ['vulhub/tomcat'], extends: 'tomcat', runtime: true, writes: [] })

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
