import { buildImages } from '../images/build-images.ts'
import { docker, must, run, tagAs } from '../machine.ts'
import { buildServicesImage, checksOf, composeOf, leftovers, liveThrough, projectOf, serviceNames, verdicts } from './project.ts'

/*
 * `npm run bench:prove [services|projects] [name…]`: every service of services.py in one project, and whole projects, each proved, applied
 * and used. Takes about half an hour; the engine test has the part that a change of code needs.
 */
interface Whole {
  readonly from: string
  /** Our image, and the official name that the project uses it by. */
  readonly images?: readonly (readonly [image: string, official: string])[]
  readonly args?: readonly string[]
  /** A folder with a `package.json` to install before the build. */
  readonly install?: string
}

const PROJECTS: Readonly<Record<string, Whole>> = {
  shop: {
    from: 'test/engine/prove/projects/shop',
    images: [
      ['postgres', 'postgres:17-bookworm'],
      ['redis', 'redis:8-bookworm'],
    ],
  },
  cron: { from: 'test/engine/prove/projects/cron', args: ['--for', '65s'] },
  postgres: { from: 'test/engine/stacks/postgres', images: [['postgres', 'postgres:17-bookworm']] },
  mariadb: { from: 'test/engine/stacks/mariadb', images: [['mariadb', 'mariadb:11.8-noble']] },
  redis: { from: 'test/engine/stacks/redis', images: [['redis', 'redis:8-bookworm']] },
  'nginx-static': { from: 'test/engine/stacks/nginx-static', images: [['nginx', 'nginx:1.28']] },
  'nginx-templates': { from: 'test/engine/stacks/nginx-templates', images: [['nginx', 'nginx:1.28']] },
  'php-apache': { from: 'test/engine/stacks/php-apache', images: [['php-apache', 'php:8.4-apache-bookworm']] },
  'node-app': { from: 'test/engine/stacks/node-app', images: [['node', 'node:20-bookworm-slim']] },
  'python-app': { from: 'test/engine/stacks/python-app', images: [['python', 'python:3.13-slim-bookworm']] },
  s6: { from: 'test/engine/stacks/s6' },
  verdaccio: {
    from: 'test/engine/prove/projects/verdaccio',
    images: [['node', 'node:20-slim']],
    install: 'pack',
    args: ['--for', '5s'],
  },
}

const print = (text: string) => process.stdout.write(`${text}\n`)

/** The services of services.py: proved, applied, used through a restart and a new container. */
function benchServices(names: readonly string[]): void {
  buildServicesImage()
  const project = projectOf({ 'compose.yaml': composeOf(names) })
  try {
    const began = Date.now()
    const { stdout, stderr } = project.dockseal('prove', '--apply', '--for', '22s', ...checksOf(names))
    print(`${stderr}${stdout}`)
    const told = verdicts(stdout)
    const lived = liveThrough(project, names)
    const of = (test: (name: string) => boolean) => names.filter(test).length
    const isSealed = (name: string) => lived.get(name)?.sealed === true
    print(
      `${names.length} services in ${Math.round((Date.now() - began) / 1000)} s: ${of(isSealed)} sealed, ${of((name) => told.get(name)?.startsWith('refused') === true)} refused, ` +
        `${of((name) => isSealed(name) && !lived.get(name)?.works)} broken, ${of((name) => !lived.get(name)?.kept)} lost data`,
    )
    for (const [name, { works, kept }] of lived) if (!works || !kept) print(`  ${name}: ${told.get(name)}; works ${works}, kept ${kept}`)
  } finally {
    project.down()
  }
}

/** A whole project, proved beside the user's own running copy, which must not notice. */
function benchProject(name: string, { from, images = [], args = [], install }: Whole): void {
  const back = images.map(([image, official]) => tagAs(image, official))
  const project = projectOf({}, from)
  try {
    if (install !== undefined)
      must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=dev'], { cwd: `${project.folder}/${install}` })
    const up = project.compose('up', '-d', '--build', '--quiet-pull')
    const state = () =>
      docker('ps', '-a', '--filter', `label=com.docker.compose.project=${project.name}`, '--format', '{{.ID}} {{.Names}} {{.CreatedAt}}')
    const before = state()
    const { status, stdout, stderr } = project.dockseal('prove', '--apply', ...args)
    const undisturbed = state() === before
    print(
      `== ${name}: exit code ${status}; own copy ${up.status === 0 ? (undisturbed ? 'undisturbed' : 'DISTURBED') : `did not start: ${up.stderr}`}; left behind: ${leftovers().length}`,
    )
    print(stdout.trim() === '' ? stderr : stdout.trim())
    project.compose('up', '-d')
    const states = project.compose('ps', '-a', '--format', '{{.Service}} {{.State}} {{.ExitCode}}').stdout.trim().split('\n')
    print(`   after it was applied: ${states.join(', ')}`)
  } finally {
    project.down()
    for (const each of back) each()
  }
}

const [what, ...chosen] = process.argv.slice(2)
if (run('docker', ['info']).status !== 0) throw new Error('the bench needs an engine')
if (what !== 'projects') benchServices(chosen.length > 0 ? chosen : serviceNames())
if (what !== 'services') {
  buildImages()
  for (const [name, project] of Object.entries(PROJECTS)) if (chosen.length === 0 || chosen.includes(name)) benchProject(name, project)
}
