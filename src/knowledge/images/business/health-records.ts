import { refused } from '../../parts.ts'

export const openEmr = refused(
  { names: ['openemr/openemr'], volumes: ['/etc/letsencrypt', '/etc/ssl'] },
  { '/var/www/localhost/htdocs/openemr/sites': 'documents, settings and certificates' },
  {
    effect: 'fails',
    why: 'its start script changes the settings of PHP below /etc, and removes and locks files of the program',
    evidence: ['openemr/openemr-devops docker/openemr/7.0.2/openemr.sh and docker/openemr/7.0.2/Dockerfile @ 2a860af32'],
  },
)
