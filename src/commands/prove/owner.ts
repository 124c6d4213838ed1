import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** The owner of a trial: host and process, with the start time of the process if known, since process numbers are reused. */
export function ownerText(): string {
  return `${hostname()}/${process.pid}/${startOf(process.pid)}`
}

/** When a process started, in ticks since boot (proc_pid_stat(5), `starttime`); empty if not known. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')')).split(' ')[20] ?? ''
  } catch {
    return ''
  }
}

/** Whether the process that made a trial still runs on this host. */
export function isAlive(owner: string): boolean {
  const [host, pid, start = ''] = owner.split('/')
  if (host !== hostname() || pid === undefined || !/^\d+$/.test(pid)) return false
  try {
    process.kill(Number(pid), 0)
    return startOf(Number(pid)) === start
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
