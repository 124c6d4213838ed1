import { defineImage } from '../../record.ts'

/** The official Apache HTTP Server: logs go to standard output, only the pid file is written. */
export const httpd = defineImage({
  names: ['httpd'],
  accounts: { 'www-data': [{ when: { tag: { matches: 'alpine' } }, use: '82:82' }, { use: '33:33' }] },
  writes: [
    {
      path: '/usr/local/apache2/logs',
      kind: 'runtime',
      what: 'httpd.pid',
      evidence: [
        'docker-library/httpd 2.4/httpd-foreground and 2.4/Dockerfile @ 9b63b37',
        'https://github.com/docker-library/httpd/issues/166',
      ],
    },
  ],
  ships: [
    { path: '/usr/local/apache2', what: 'the server itself', evidence: ['docker-library/httpd 2.4/Dockerfile @ 9b63b37'] },
    { path: '/usr/local/apache2/htdocs', what: 'the default page', evidence: ['docker-library/httpd 2.4/Dockerfile @ 9b63b37'] },
  ],
  configuration: ['/usr/local/apache2/conf'],
  gainsPrivileges: 'none',
  capabilities: [{ when: { user: 'root' }, needs: ['SETGID', 'SETUID', 'NET_BIND_SERVICE'] }, { needs: [] }],
  healthcheck: false,
})
