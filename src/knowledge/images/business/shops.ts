import { APACHE_LOG_LINKS, apacheRun, WWW_DATA } from '../../parts.ts'
import { defineImage } from '../../record.ts'

/** Its start script and the files of the shop are shipped in /tmp, where PHP wants to put uploads. */
const PRESTASHOP = ['PrestaShop/docker base/Dockerfile.model, Dockerfile.model and base/config_files/docker_run.sh @ 8438a4b']
export const prestashop = defineImage({
  names: ['prestashop/prestashop', 'prestashop/base'],
  accounts: WWW_DATA,
  inferred: true,
  writes: [
    { path: '/var/www/html', kind: 'data', what: 'the shop, its pictures and modules', worldWritable: true, evidence: PRESTASHOP },
    apacheRun({ not: { tag: { matches: 'fpm' } } }),
  ],
  ships: [
    APACHE_LOG_LINKS,
    { path: '/tmp', what: 'its start script and the files of the shop, which it installs from there', evidence: PRESTASHOP },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script and the files of the shop lie in /tmp, which PHP must be able to write for uploads',
      evidence: PRESTASHOP,
    },
  ],
})
