// `npm run records:new -- IMAGE [FOLDER]`: a skeleton of a record, to be filled in by what upstream's files say.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { builtInRecords } from '../src/knowledge/index.ts'
import { matchRecord } from '../src/knowledge/match.ts'
import { fullName } from '../src/knowledge/names.ts'
import { parseImageReference } from '../src/model/image.ts'

const IMAGES = 'src/knowledge/images'
const folders = readdirSync(IMAGES).filter((name) => !name.includes('.'))
const [image = '', folder = ''] = process.argv.slice(2)
const reference = parseImageReference(image)

/** What to write, or why there is nothing to write. */
function skeleton(name: string): string {
  return `# What it is, and what its start does.
names: [${name}]
checked: ${new Date().toISOString().slice(0, 10)}
evidence:
  - owner/repository Dockerfile and docker-entrypoint.sh @ 0123456
writes:
  - path: /var/lib/name
    kind: data
    what: its database
    evidence:
      - owner/repository docker-entrypoint.sh @ 0123456
`
}

function refuse(why: string): never {
  console.error(why)
  process.exit(2)
}

if (!reference) refuse('records:new takes an image: npm run records:new -- ghcr.io/owner/name databases')
if (!folders.includes(folder)) refuse(`records:new takes a folder of ${IMAGES} behind the image: ${folders.join(', ')}`)
const known = matchRecord(reference, builtInRecords)
if (known?.by === 'name') refuse(`${image} has a record: ${known.record.names[0]}`)
const name = fullName(reference)
const file = `${IMAGES}/${folder}/${name.split('/').at(-1)}.yaml`
if (existsSync(file)) refuse(`${file} is there already`)
writeFileSync(file, skeleton(name))
console.log(`${file}: the fields are described in src/knowledge/record.schema.json`)
