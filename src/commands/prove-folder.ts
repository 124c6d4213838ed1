import { existsSync, lstatSync, mkdtempSync, readdirSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeTree } from '../live/engine-cli.ts'
import { type Helper, removeAsRoot } from './prove-helper.ts'
import { isAlive, ownerText } from './prove-owner.ts'

const PREFIX = 'dockseal-trial-'
const NAME = /^dockseal-trial-(.+)-(\d+)-(\d*)-\w{6}$/

/** Makes the folder of a trial. Its name says whose it is, so that a later run can tell what a killed one left. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), `${PREFIX}${ownerText().replaceAll('/', '-')}-`))
}

/** Removes the folders of trials whose process has ended (`others`: of those on other hosts too); gives how many. */
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

/** The temporary folder is everybody's: only what this user made is removed. */
function isOwn(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat?.isDirectory() === true && (process.getuid === undefined || stat.uid === process.getuid())
}

/** Removes a folder of a trial; what a container wrote there as another user, through a helper. */
export async function removeFolder(folder: string, helper: () => Promise<Helper>): Promise<void> {
  try {
    removeTree(folder)
  } catch {
    // A container wrote files of another user.
  }
  if (existsSync(folder)) await removeAsRoot(folder, await helper())
}
