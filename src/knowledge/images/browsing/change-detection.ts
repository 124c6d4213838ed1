import { oneDirectory } from '../../parts.ts'

export const changedetection = oneDirectory(
  { names: ['ghcr.io/dgtlmoon/changedetection.io', 'dgtlmoon/changedetection.io'] },
  '/datastore',
  'watches and snapshots',
  'dgtlmoon/changedetection.io Dockerfile and docker-compose.yml',
)
