import type { WriteFact } from '../../record.ts'
import { defineImage } from '../../record.ts'

/** Its vendor's Compose file runs it read-only, with these tmpfs mounts. */
const CRAWL = ['unclecode/crawl4ai docker-compose.yml (read_only, tmpfs), Dockerfile and deploy/docker/supervisord.conf @ 7e8015214']
const CRAWL_WRITES = {
  '/var/lib/redis': 'the queue of its tasks',
  '/var/lib/crawl4ai/outputs': 'screenshots and PDF files, to be fetched',
  '/home/appuser/.crawl4ai': 'profiles of its browsers and what it crawled',
  '/home/appuser/.cache/url_seeder': 'lists of addresses',
  '/home/appuser/.gunicorn': 'temporary files of gunicorn',
} as const
export const crawl4Ai = defineImage({
  names: ['unclecode/crawl4ai'],
  user: '999:999',
  accounts: { appuser: '999:999' },
  writes: [
    ...Object.entries(CRAWL_WRITES).map(([path, what]): WriteFact => ({ path, kind: 'cache', what, absent: true, evidence: CRAWL })),
    { path: '/tmp', kind: 'scratch', what: 'profiles of its browsers and supervisord.pid', evidence: CRAWL },
  ],
  healthcheck: true,
})

/** Models and the profile of LibreOffice are in the image, below its home directory. */
const UNSTRUCTURED = ['Unstructured-IO/unstructured-api Dockerfile, scripts/app-start.sh and scripts/initialize-libreoffice.sh @ d57d709']
export const unstructuredApi = defineImage({
  names: ['downloads.unstructured.io/unstructured-io/unstructured-api'],
  user: '1000:1000',
  accounts: { 'notebook-user': '1000:1000' },
  inferred: true,
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'documents in work', evidence: UNSTRUCTURED },
    {
      path: '/home/notebook-user/.config',
      kind: 'cache',
      what: 'the profile of LibreOffice',
      ships: 'a profile that the build made',
      without: { effect: 'degrades', what: 'older files of Word, PowerPoint and Excel are not converted' },
      evidence: UNSTRUCTURED,
    },
  ],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})
