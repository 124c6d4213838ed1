import { oneDirectory, temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const LITELLM = 'BerriAI/litellm docker/Dockerfile.database @ 1611cbc3e and docker/prod_entrypoint.sh @ 129d2ba50'
export const litellm = defineImage({
  names: ['ghcr.io/berriai/litellm', 'ghcr.io/berriai/litellm-database', 'docker.litellm.ai/berriai/litellm', 'litellm/litellm'],
  inferred: true,
  writes: [temporary(LITELLM)],
  obstacles: [
    {
      effect: 'degrades',
      why: 'it cannot rearrange the pages of its administration, some of which may not open by their address',
      instead: 'build an image in which that is done, as its documentation shows',
      evidence: ['BerriAI/litellm litellm/proxy/proxy_server.py (_restructure_ui_html_files)'],
    },
  ],
  gainsPrivileges: 'none',
})

export const oneApi = oneDirectory(
  { names: ['justsong/one-api', 'ghcr.io/songquanpeng/one-api'], gainsPrivileges: 'none', healthcheck: false },
  '/data',
  'the SQLite database and logs',
  'songquanpeng/one-api Dockerfile (WORKDIR /data), common/database.go and common/init.go @ 8df4a2670',
)
