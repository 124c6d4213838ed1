import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare } from './bench-measure.ts'

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('')

/** A file of one kind in two sizes: work that grows with it must not grow faster. */
const GROWTH: readonly {
  readonly what: string
  readonly file: string
  readonly sizes: readonly [number, number]
  readonly text: (count: number) => string
}[] = [
  {
    what: 'services',
    file: 'compose.yaml',
    sizes: [200, 2000],
    text: (count) => `services:\n${lines(count, (index) => `  web${index}:\n    image: nginx:1.27\n    ports: ["${8000 + index}:80"]\n`)}`,
  },
  {
    what: 'services with secrets',
    file: 'compose.yaml',
    sizes: [200, 2000],
    text: (count) =>
      `services:\n${lines(count, (index) => `  web${index}:\n    image: nginx:1.27\n    environment:\n      - DB_PASSWORD=aF${index}kz9Qw\n`)}`,
  },
  {
    what: 'docker run lines',
    file: 'run.sh',
    sizes: [200, 2000],
    text: (count) => `#!/bin/sh\n${lines(count, (index) => `docker run -d --name web${index} -p ${8000 + index}:80 nginx:1.27\n`)}`,
  },
  {
    what: 'links of extends',
    file: 'compose.yaml',
    sizes: [100, 300],
    text: (count) =>
      `services:\n  web0:\n    image: nginx:1.27\n${lines(count, (index) => `  web${index + 1}:\n    extends: web${index}\n    environment:\n      V${index}: a\n`)}`,
  },
  {
    what: 'stages',
    file: 'Dockerfile',
    sizes: [17, 60],
    text: (count) =>
      // Each file may come from either of two stages before.
      `FROM debian:13 AS s0\nCOPY . /app\nFROM s0 AS s1\n${lines(count, (index) => `FROM debian:13 AS s${index + 2}\nCOPY --from=s${index + 1} /app /app\nCOPY --from=s${index} /app/bin /app/bin\n`)}ENTRYPOINT ["/app/bin/start.sh"]\n`,
  },
]

/** Prints how the time grows beyond that of an empty run, over how the input grows: 1 is linear. */
export function benchGrowth(cli: string): void {
  for (const { what, file, sizes, text } of GROWTH) {
    const scratch = mkdtempSync(join(tmpdir(), 'dockseal-growth-'))
    try {
      for (const count of [1, ...sizes]) {
        mkdirSync(join(scratch, String(count)))
        writeFileSync(join(scratch, String(count), file), text(count))
      }
      const [small, large] = sizes
      const command = (count: number) => [cli, '-f', 'unix', '--preset', 'strict', join(scratch, String(count))]
      const { empty, less, more } = compare({ empty: command(1), less: command(small), more: command(large) }, { rounds: 3 })
      // Less than 10 ms of the processor is noise.
      const growth = (more.cpu - empty.cpu) / Math.max(less.cpu - empty.cpu, 10) / (large / small)
      const times = `${empty.cpu.toFixed(0)}, ${less.cpu.toFixed(0)}, ${more.cpu.toFixed(0)} ms of the processor`
      console.log(`growth of ${what}, 1 → ${small} → ${large}: ${growth.toFixed(2)} × linear (${times}); wanted ≤ 1.5`)
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }
}
