import { HERE_DOCUMENTS, runtime, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

export const distributions = runtime({
  names: [
    'alpine',
    'debian',
    'ubuntu',
    'busybox',
    'bash',
    'fedora',
    'rockylinux',
    'almalinux',
    'centos',
    'amazonlinux',
    'archlinux',
    'alpine/git',
    'buildpack-deps',
    'oraclelinux',
    'opensuse/leap',
    'opensuse/tumbleweed',
    'kalilinux/kali-rolling',
    'registry.access.redhat.com/ubi*',
    'registry.redhat.io/ubi*',
    'redhat/ubi*',
    'nvidia/cuda',
    'public.ecr.aws/amazonlinux/amazonlinux',
    'photon',
    'clearlinux',
    'registry.fedoraproject.org/fedora',
    'registry.fedoraproject.org/fedora-minimal',
    'quay.io/fedora/fedora',
    'quay.io/fedora/fedora-minimal',
    'quay.io/centos/centos',
  ],
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files and here-documents of the shell', evidence: HERE_DOCUMENTS }],
})

/** Azure Linux, with or without a language; the variants without a shell stand beside Google's. */
export const azureLinux = defineImage({
  names: [
    'mcr.microsoft.com/azurelinux/base/core',
    'mcr.microsoft.com/azurelinux/base/nodejs',
    'mcr.microsoft.com/azurelinux/base/python',
    'mcr.microsoft.com/azurelinux/base/ruby',
    'mcr.microsoft.com/azurelinux/base/rust',
    'mcr.microsoft.com/cbl-mariner/base/core',
    'mcr.microsoft.com/cbl-mariner/base/nodejs',
    'mcr.microsoft.com/cbl-mariner/base/python',
    'mcr.microsoft.com/cbl-mariner/base/ruby',
    'mcr.microsoft.com/cbl-mariner/base/rust',
  ],
  runtime: true,
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program and here-documents of the shell',
      evidence: [
        'microsoft/azurelinux .pipelines/containerSourceData/base/Dockerfile-Base-Template and nodejs/Dockerfile-Nodejs @ 2172d5cf4',
        'https://github.com/docker-library/postgres/issues/154',
      ],
    },
  ],
  gainsPrivileges: 'none',
})

/** Images without a shell and, for scratch and static, without /tmp. */
export const distroless = defineImage({
  names: [
    'gcr.io/distroless/*',
    'scratch',
    'mcr.microsoft.com/azurelinux/distroless/*',
    'mcr.microsoft.com/cbl-mariner/distroless/*',
    'registry.k8s.io/build-image/distroless-iptables',
  ],
  runtime: true,
  user: [{ when: { tag: { matches: 'nonroot' } }, use: '65532:65532' }, { use: 'root' }],
  accounts: { nonroot: '65532:65532' },
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program',
      absent: true,
      evidence: [
        'GoogleContainerTools/distroless base/base.bzl (/tmp)',
        'https://docs.docker.com/build/building/base-images/#create-a-base-image',
      ],
    },
  ],
  healthcheck: false,
})

const MY_INIT = 'phusion/baseimage-docker image/bin/my_init (export_envvars, start_runit) @ 03f4d0b5c'
export const phusion = defineImage({
  names: ['phusion/baseimage', 'phusion/passenger-*'],
  inferred: true,
  writes: [temporary(MY_INIT)],
  obstacles: [
    {
      // Nothing but the image's own start, or a command that goes through it.
      when: { any: [{ command: { matches: '^$' } }, { command: { matches: 'my_init' } }] },
      effect: 'fails',
      why: 'my_init writes the environment to /etc/container_environment and its files beside it, and runit keeps state in /etc/service',
      instead: 'start the program itself, without my_init',
      evidence: [MY_INIT, 'phusion/passenger-docker image/Dockerfile @ abb98b817'],
    },
  ],
})
