import { coverageOf, sharedCorpus } from './plan-coverage.ts'

/** `npm run report:coverage [folder]`: how far the write plan knows the services of a folder of Compose files. */
const folder = process.argv[2] ?? sharedCorpus()
if (folder === undefined) {
  process.stdout.write('no corpus: give a folder, or set DOCKSEAL_SHARED\n')
} else {
  const { services, confidence, ready, top, sealed, predicted, disagreements, unknown } = coverageOf(folder)
  const share = (count: number) => `${count} (${Math.round((100 * count) / services)} %)`
  const lines = [
    `${services} services in ${folder}`,
    `confidence: ${Object.entries(confidence)
      .map(([name, count]) => `${name} ${share(count)}`)
      .join(', ')}`,
    `verdict: ${Object.entries(ready)
      .map(([name, count]) => `${name} ${share(count)}`)
      .join(', ')}`,
    `the ${top.length} most used images: ${top.filter(({ hasRecord }) => hasRecord).length} have a record`,
    ...top.filter(({ hasRecord }) => !hasRecord).map(({ image, count }) => `  no record: ${image} (${count})`),
    `${sealed} services are read-only already; of the tmpfs mounts of known images among them, ${predicted.hit} of ${predicted.all} are predicted`,
    ...predicted.missed.map((text) => `  not predicted: ${text}`),
    `disagreements with read-only services of known images: ${disagreements.length}`,
    ...disagreements.map((text) => `  ${text}`),
    'most used images without a record:',
    ...unknown.slice(0, 30).map(({ image, count }) => `  ${count} ${image}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
