import { temporary } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const MEALIE = 'mealie-recipes/mealie docker/Dockerfile and docker/entry.sh @ b5643a939'
export const mealie = defineImage({
  names: ['ghcr.io/mealie-recipes/mealie', 'hkotel/mealie'],
  accounts: { abc: '911:911' },
  dropsTo: 'abc',
  volumes: ['/app/data'],
  inferred: true,
  writes: [
    { path: '/app/data', kind: 'data', what: 'its database, pictures and backups', owner: '911:911', chowned: true, evidence: [MEALIE] },
    temporary(MEALIE),
  ],
  healthcheck: true,
})

const TANDOOR = ['TandoorRecipes/recipes Dockerfile and boot.sh @ d206eddbd']
export const tandoor = defineImage({
  names: ['vabene1111/recipes', 'ghcr.io/tandoorrecipes/recipes'],
  inferred: true,
  writes: [
    {
      path: '/opt/recipes/mediafiles',
      from: [{ env: 'MEDIA_ROOT' }],
      kind: 'data',
      what: 'pictures of the recipes',
      evidence: ['TandoorRecipes/recipes docs/install/docker/plain/docker-compose.yml @ d206eddbd'],
    },
    {
      path: '/opt/recipes/staticfiles',
      from: [{ env: 'STATIC_ROOT' }],
      kind: 'cache',
      what: 'pages and scripts, collected anew at each start',
      evidence: ['TandoorRecipes/recipes boot.sh (collectstatic --clear) @ d206eddbd'],
    },
    {
      path: '/opt/recipes/http.d',
      kind: 'config',
      what: 'the site of nginx, rendered from a template beside it',
      ships: 'Recipes.conf.template and error pages',
      worldWritable: true,
      evidence: TANDOOR,
    },
    {
      path: '/var/lib/nginx/tmp',
      kind: 'scratch',
      what: 'request bodies',
      evidence: ['PrivateBin/docker-nginx-fpm-alpine Dockerfile (what nginx of Alpine must write) @ 50f330ac1'],
    },
    { path: '/tmp', kind: 'runtime', what: 'nginx.pid and uploads', evidence: TANDOOR },
  ],
  ships: [
    {
      path: '/var/log/nginx',
      what: 'links of access.log and error.log to standard output, so the logs no longer reach `docker logs`',
      evidence: TANDOOR,
    },
  ],
  obstacles: [
    {
      when: { env: { PLUGINS_BUILD: { matches: '^1$' } } },
      effect: 'fails',
      why: 'PLUGINS_BUILD makes it build its pages at start',
      evidence: TANDOOR,
    },
  ],
  healthcheck: false,
})

const KITCHEN_OWL = ['TomBursch/kitchenowl Dockerfile and backend/entrypoint.sh @ 8677319da']
export const kitchenOwl = defineImage({
  names: ['tombursch/kitchenowl'],
  volumes: ['/data'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'STORAGE_PATH' }],
      kind: 'data',
      what: 'its database and pictures',
      evidence: KITCHEN_OWL,
    },
    { path: '/tmp', kind: 'scratch', what: 'uploads', evidence: KITCHEN_OWL },
  ],
  obstacles: [
    {
      when: { env: { BASE_HREF: { matches: '.' } } },
      effect: 'fails',
      why: 'for BASE_HREF its entrypoint changes its pages',
      evidence: KITCHEN_OWL,
    },
  ],
  gainsPrivileges: 'none',
  healthcheck: true,
})
