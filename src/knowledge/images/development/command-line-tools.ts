import { oneBinary, oneDirectory } from '../../parts.ts'

// curl/curl-container create_appliance_image.sh.
export const curl = oneBinary(['curlimages/curl'], 'curl_user')
export const alpineTools = oneBinary(['alpine/curl', 'alpine/socat'])

const ATUIN = 'atuinsh/atuin Dockerfile (ATUIN_CONFIG_DIR) @ 824c8716d'
export const atuin = oneDirectory(
  { names: ['ghcr.io/atuinsh/atuin'], user: 'atuin', gainsPrivileges: 'none', capabilities: [{ needs: [] }] },
  '/config',
  'its settings, made at the first start, and its SQLite database, where it lies there',
  ATUIN,
)
