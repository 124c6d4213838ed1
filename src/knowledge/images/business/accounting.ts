import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

const NINJA = ['invoiceninja/dockerfiles debian/Dockerfile and debian/scripts/init.sh @ 0c497ce5e']
export const invoiceNinja = defineImage({
  names: ['invoiceninja/invoiceninja-debian'],
  writes: (['/var/www/html/storage', '/var/www/html/public'] as const).map(
    (path): WriteFact => ({
      path,
      kind: 'data',
      what: path === '/var/www/html/storage' ? 'documents, logs and caches' : 'its pages and uploaded logos',
      owner: '33:33',
      chowned: true,
      evidence: NINJA,
    }),
  ),
  ships: [{ path: '/tmp', what: 'its pages, which its start script moves from /tmp/public', evidence: NINJA }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script empties /tmp/public, which is part of the image, and caches its configuration next to the program',
      evidence: NINJA,
    },
  ],
  healthcheck: true,
})

const AKAUNTING = ['akaunting/docker Dockerfile and files/akaunting.sh @ 77a1312c3']
export const akaunting = defineImage({
  names: ['akaunting/akaunting'],
  writes: [
    {
      path: '/var/www/html',
      kind: 'data',
      what: 'the program, its settings and uploads',
      when: { mounted: '/var/www/html' },
      evidence: AKAUNTING,
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'its start script turns on a module of Apache in /etc/apache2',
      evidence: AKAUNTING,
    },
  ],
})
