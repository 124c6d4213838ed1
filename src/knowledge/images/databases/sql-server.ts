import { defineImage } from '../../record.ts'

export const mssql = defineImage({
  names: ['mcr.microsoft.com/mssql/server'],
  user: '10001:0',
  accounts: { mssql: '10001:0' },
  inferred: true,
  writes: [
    {
      path: '/var/opt/mssql',
      kind: 'data',
      what: 'databases, logs and instance id',
      evidence: [
        'https://github.com/microsoft/mssql-docker/issues/136',
        'https://github.com/dotnet-architecture/eShopOnContainers/issues/1660',
      ],
    },
  ],
  obstacles: [
    {
      effect: 'fails',
      why: 'nobody is known to run it so, and it falls back to /.system in the root directory',
      evidence: ['https://github.com/microsoft/mssql-docker/issues/693'],
    },
  ],
  healthcheck: false,
})
