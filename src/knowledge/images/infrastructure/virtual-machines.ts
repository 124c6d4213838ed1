import { defineImage } from '../../record.ts'

const DOCKUR = ['dockur/windows Dockerfile (COPY ./src /run/), compose.yml and src/entry.sh @ efe47da76']
export const virtualWindows = defineImage({
  names: ['dockurr/windows', 'ghcr.io/dockur/windows', 'dockurr/windows-arm'],
  volumes: ['/storage'],
  writes: [{ path: '/storage', kind: 'data', what: 'the disk of the virtual machine', evidence: DOCKUR }],
  ships: [{ path: '/run', what: 'the scripts by which it starts', evidence: DOCKUR }],
  obstacles: [
    {
      effect: 'fails',
      why: 'its scripts lie in /run, where it also keeps sockets and settings of the virtual machine and of its network',
      evidence: DOCKUR,
    },
  ],
  healthcheck: false,
})
