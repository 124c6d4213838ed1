import { jvmTemp } from '../parts.ts'
import { defineImage } from '../record.ts'

const PUPPETEER = 'puppeteer/puppeteer docker/Dockerfile @ 062fa30d6'
export const puppeteer = defineImage({
  names: ['ghcr.io/puppeteer/puppeteer'],
  runtime: true,
  user: '10042',
  accounts: { pptruser: '10042' },
  writes: [
    { path: '/tmp', kind: 'scratch', what: 'profiles of the browser', evidence: [PUPPETEER] },
    {
      path: '/home/pptruser/.npm',
      from: [{ env: 'npm_config_cache' }, { env: 'NPM_CONFIG_CACHE' }],
      kind: 'cache',
      what: 'logs and cache of npm',
      when: { command: { matches: '(^|[\\s;&|"\'])(npm|npx)\\s' } },
      without: { effect: 'degrades', what: 'npm warns that it cannot write its log' },
      evidence: [PUPPETEER],
    },
  ],
})

const LAMBDA = [
  'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html (must run on a read-only file system, with a writable /tmp)',
  'aws/aws-lambda-base-images nodejs20.x Dockerfile.nodejs20.x @ b8b153b99',
]
/** Functions of AWS Lambda: the service itself gives them a read-only root and /tmp. */
export const lambda = defineImage({
  names: ['public.ecr.aws/lambda/*', 'amazon/aws-lambda-*'],
  runtime: true,
  writes: [{ path: '/tmp', kind: 'scratch', what: 'temporary files of the function', evidence: LAMBDA }],
  gainsPrivileges: 'none',
})
export const lambdaJava = defineImage({
  names: ['public.ecr.aws/lambda/java', 'amazon/aws-lambda-java'],
  runtime: true,
  writes: [jvmTemp(LAMBDA)],
  gainsPrivileges: 'none',
})

const FUNCTIONS = [
  'Azure/azure-functions-host src/WebJobs.Script.WebHost/Configuration/WebScriptHostConfigurationSource.cs @ 2bbb165d9',
  'https://github.com/Azure/azure-functions-host/issues/8181',
]
/** The host of Azure Functions keeps keys, or marks of those that lie in Azure, below its own directory. */
export const azureFunctions = defineImage({
  names: ['mcr.microsoft.com/azure-functions/*'],
  runtime: true,
  writes: [
    {
      path: '/azure-functions-host/Secrets',
      kind: 'data',
      what: 'keys of the functions, or marks of those in a storage account',
      oftenCache: true,
      absent: true,
      evidence: [
        ...FUNCTIONS,
        'Azure/azure-functions-host src/WebJobs.Script.WebHost/Security/KeyManagement/DefaultSecretManagerProvider.cs @ 01f83b532',
        'https://github.com/Azure/azure-functions-docker/issues/1210',
      ],
    },
    { path: '/tmp', kind: 'scratch', what: 'logs and state of the host', evidence: FUNCTIONS },
  ],
  obstacles: [
    {
      when: { any: [{ env: { WEBSITES_INCLUDE_CLOUD_CERTS: { matches: '^true$' } } }, { mounted: '/var/ssl/root' }] },
      effect: 'degrades',
      why: 'certificates from /var/ssl/root are not added to those of the system',
      instead: 'add them in a Dockerfile',
      evidence: ['Azure/azure-functions-docker host/4/bullseye/node/node18/install_ca_certificates.sh @ 020dbf319'],
    },
  ],
  notes: [{ text: 'ASP.NET keeps data-protection keys below HOME, which is /home: a volume there keeps them' }],
  gainsPrivileges: 'none',
})
export const azureFunctionsJava = defineImage({
  names: ['mcr.microsoft.com/azure-functions/java'],
  extends: 'mcr.microsoft.com/azure-functions/*',
  runtime: true,
  writes: [jvmTemp(FUNCTIONS)],
})

/** Images of pipelines, in which people also start services and tests: not root, with sudo. */
export const circleci = defineImage({
  names: [
    'cimg/base',
    'cimg/node',
    'cimg/python',
    'cimg/go',
    'cimg/openjdk',
    'cimg/php',
    'cimg/ruby',
    'cimg/rust',
    'cimg/elixir',
    'cimg/clojure',
    'cimg/android',
    'cimg/deploy',
  ],
  runtime: true,
  user: 'circleci',
  accounts: { circleci: '1001:1002' },
  writes: [
    {
      path: '/tmp',
      kind: 'scratch',
      what: 'temporary files of the program and here-documents of the shell',
      exec: true,
      evidence: ['CircleCI-Public/cimg-base 24.04/Dockerfile @ 1e69b08f2'],
    },
  ],
  notes: [{ text: 'Package managers also write below /home/circleci and into the project: install in a Dockerfile' }],
  gainsPrivileges: 'sudo',
})

export const circleciLegacy = defineImage({
  names: [
    'circleci/node',
    'circleci/python',
    'circleci/golang',
    'circleci/openjdk',
    'circleci/php',
    'circleci/ruby',
    'circleci/jruby',
    'circleci/rust',
    'circleci/elixir',
    'circleci/erlang',
    'circleci/clojure',
    'circleci/android',
    'circleci/buildpack-deps',
  ],
  extends: 'cimg/base',
  runtime: true,
  accounts: { circleci: '3434:3434' },
  // circleci/circleci-images shared/images/Dockerfile-basic.template lines 79-90 @ be0c16483
  writes: [],
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

const CIRCLECI = 'circleci/circleci-images'
/** The databases of old pipelines are the official images with other settings; their `-ram` variants keep the data in /dev/shm. */
export const circleciPostgres = defineImage({
  names: ['circleci/postgres'],
  extends: 'postgres',
  inferred: true,
  // circleci/circleci-images postgres/resources/Dockerfile-basic.template and Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciMysql = defineImage({
  names: ['circleci/mysql'],
  extends: 'mysql',
  inferred: true,
  // circleci/circleci-images mysql/resources/Dockerfile-basic.template and Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciMariadb = defineImage({
  names: ['circleci/mariadb'],
  extends: 'mariadb',
  inferred: true,
  // circleci/circleci-images mariadb/resources/Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciMongo = defineImage({
  names: ['circleci/mongo'],
  extends: 'mongo',
  inferred: true,
  // circleci/circleci-images mongo/resources/Dockerfile-basic.template and Dockerfile-ram.template @ be0c16483
  writes: [],
})
export const circleciRedis = defineImage({
  names: ['circleci/redis'],
  extends: 'redis',
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ option: '--dir' }],
      kind: 'data',
      what: 'snapshots and append-only file',
      // Its own command turns both off.
      when: { command: { matches: '\\S' } },
      oftenCache: true,
      evidence: [`${CIRCLECI} redis/resources/Dockerfile-basic.template @ be0c16483`],
    },
  ],
})

const CIMG_POSTGRES = 'CircleCI-Public/cimg-postgres 18.3/Dockerfile and docker-entrypoint.sh @ d965fd6ff'
/** Its account is made by a package, so its number is not known; its entrypoint gives it what it needs. */
export const cimgPostgres = defineImage({
  names: ['cimg/postgres'],
  inferred: true,
  writes: [
    {
      path: '/var/lib/postgresql/data',
      from: [{ env: 'PGDATA' }],
      kind: 'data',
      what: 'the database',
      oftenCache: true,
      absent: true,
      evidence: [CIMG_POSTGRES],
    },
    { path: '/run/postgresql', kind: 'runtime', what: 'socket', absent: true, evidence: [CIMG_POSTGRES] },
    { path: '/tmp', kind: 'scratch', what: 'socket and here-documents of the entrypoint', evidence: [CIMG_POSTGRES] },
  ],
})
