import { oneBinary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const mendhakHttpEcho = defineImage({
  // mendhak/docker-http-https-echo Dockerfile @ 2c642afdf: a program on Node.js that keeps nothing.
  names: ['mendhak/http-https-echo', 'ghcr.io/mendhak/http-https-echo'],
  user: '1000:1000',
  inferred: true,
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

// hashicorp/http-echo Dockerfile @ b69bfb9d0: distroless nonroot.
export const hashicorpHttpEcho = oneBinary(['hashicorp/http-echo'], '65532:65532')

export const goHttpbin = defineImage({
  names: ['mccutchen/go-httpbin', 'ghcr.io/mccutchen/go-httpbin'],
  // mccutchen/go-httpbin Dockerfile @ 697b6e3b3: one program on distroless static, nonroot.
  user: '65532:65532',
  writes: [],
  inferred: true,
})

export const httpbin = defineImage({
  names: ['kennethreitz/httpbin'],
  inferred: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'files by which gunicorn watches its workers',
      evidence: [
        'postmanlabs/httpbin Dockerfile (gunicorn) @ f8ec666b4',
        'https://docs.gunicorn.org/en/stable/settings.html#worker-tmp-dir',
      ],
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const echoServer = defineImage({
  // Ealenn/Echo-Server Dockerfile @ 2b735482f: a program on Node.js that keeps nothing.
  names: ['ealen/echo-server'],
  inferred: true,
  writes: [],
  notes: [{ text: 'A log file that LOGS__FILE__PATH or the like names needs a mount' }],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const whoami = defineImage({
  // traefik/whoami Dockerfile @ 8951300b4: FROM scratch.
  names: ['traefik/whoami', 'containous/whoami'],
  writes: [],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const jwilderWhoami = oneBinary(['jwilder/whoami'])
