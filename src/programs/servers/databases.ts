import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { option, readOperands } from '../../shell/operands.ts'
import { inDirectory, type ServerWrite, scratch, write } from './server-write.ts'

/** Redis saves snapshots in its working directory unless `--save ''` says otherwise. */
export function redis(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const read = readOperands(command.args, ['--dir', '--save', '--appendonly'])
  if (option(read, '--save') === '' && option(read, '--appendonly') !== 'yes') return []
  return [inDirectory(option(read, '--dir') ?? command.cwd, command, 'data', 'snapshots of redis')]
}

/** The database directory of MySQL and MariaDB, their socket, and temporary tables. */
export function mysqld(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const directory = option(readOperands(command.args, ['--datadir']), '--datadir') ?? '/var/lib/mysql'
  return [
    inDirectory(directory, command, 'data', 'database of mysqld'),
    write('/run/mysqld', 'runtime', 'socket and pid of mysqld'),
    scratch('temporary tables of mysqld', command),
  ]
}

/** The database directory of MongoDB, and its socket in /tmp. */
export function mongod(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const directory = option(readOperands(command.args, ['--dbpath']), '--dbpath') ?? '/data/db'
  return [inDirectory(directory, command, 'data', 'database of mongod'), write('/tmp', 'scratch', 'socket of mongod')]
}

/** The database directory of PostgreSQL, by -D or PGDATA. */
export function postgres(command: ExecutedCommand): readonly (ServerWrite | undefined)[] {
  const directory = option(readOperands(command.args, ['-D']), '-D') ?? command.variable('PGDATA') ?? undefined
  return [inDirectory(directory, command, 'data', 'database of postgres')]
}
