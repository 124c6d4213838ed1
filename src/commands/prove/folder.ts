import { existsSync, lstatSync, mkdtempSync, readdirSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeTree } from '../../live/engine-cli.ts'
import { type Helper, removeAsRoot } from './helper.ts'
import { isAlive, ownerText } from './owner.ts'

const PREFIX = 'dockseal-trial-'
const NAME = /^dockseal-trial-(.+)-(\d+)-(\d*)-\w{6}$/

/** Makes the folder of a trial. Its name holds the owner: a later run can then find what a killed one left. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), `${PREFIX}${ownerText().replaceAll('/', '-')}-`))
}

/** Removes the folders of trials whose process has ended (`others`: also those of other hosts); gives how many. */
export async function removeLeftFolders(which: { readonly others: boolean }, helper: () => Promise<Helper>): Promise<number> {
  let removed = 0
  for (const name of readdirSync(tmpdir())) {
    const [, host = '', pid = '', start = ''] = NAME.exec(name) ?? []
    const folder = join(tmpdir(), name)
    if (pid === '' || isAlive(`${host}/${pid}/${start}`) || (host !== hostname() && !which.others) || !isOwn(folder)) continue
    await removeFolder(folder, helper)
    if (!existsSync(folder)) removed++
  }
  return removed
}

/** Other users share the temporary folder, so only this user's own folders are removed. */
function isOwn(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && (process.getuid === undefined || stat.uid === process.getuid())
}

/** Removes a folder of a trial; a helper removes what a container wrote there as another user. */
export async function removeFolder(folder: string, helper: () => Promise<Helper>): Promise<void> {
  try {
    removeTree(folder)
  } catch {
    // It holds files that a container wrote as another user.
  }
  if (existsSync(folder)) await removeAsRoot(folder, await helper())
}
