// Packs the pages of the rules in one file: as files of their own they fill 200 KiB more of a disk.
import { readdirSync, readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'

/** The pages by rule, without their front matter, as deflated JSON. */
export function packRulePages() {
  const ids = readdirSync('rules').flatMap((name) => /^([a-z-]+)\.md$/.exec(name)?.slice(1) ?? [])
  const pages = ids.map((id) => [id, readFileSync(`rules/${id}.md`, 'utf8').replace(/^---\n[\s\S]*?\n---\n+/, '')])
  return deflateRawSync(JSON.stringify(Object.fromEntries(pages)), { level: 9 })
}
