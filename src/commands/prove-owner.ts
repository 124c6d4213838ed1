import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who makes a trial: host and process, with the time at which the process began where the system tells, as numbers are used again. */
export function ownerText(): string {
  return `${hostname()}/${process.pid}/${startOf(process.pid)}`
}

/** When a process began, in ticks since the system did (proc_pid_stat(5), `starttime`); empty where the system does not tell. */
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
