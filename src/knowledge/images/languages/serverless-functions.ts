import { jvmTemp } from '../../parts.ts'
import { defineImage } from '../../record.ts'

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
