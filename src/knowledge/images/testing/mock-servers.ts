import { jvmTemp, statelessJvm, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const mockoon = defineImage({
  // mockoon/mockoon packages/cli/docker/Dockerfile (--disable-log-to-file) @ 2054a046e
  names: ['mockoon/cli'],
  user: '1001:1001',
  inferred: true,
  writes: [temporary('mockoon/mockoon packages/cli/docker/Dockerfile (Node.js) @ 2054a046e')],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
  healthcheck: false,
})

export const mockServer = defineImage({
  names: ['mockserver/mockserver'],
  user: '65532:65532',
  inferred: true,
  writes: [jvmTemp(['mock-server/mockserver docker/Dockerfile (distroless, netty) @ 976693c98'])],
  configuration: ['/config'],
  gainsPrivileges: 'none',
  capabilities: [{ needs: [] }],
})

export const prism = defineImage({
  names: ['stoplight/prism'],
  inferred: true,
  writes: [temporary('stoplightio/prism Dockerfile (Node.js) @ ddbe0206d')],
  gainsPrivileges: 'none',
  healthcheck: false,
})

export const wireMock = statelessJvm(['wiremock/wiremock'])
