import { EFFECTS } from '../shell/effects.ts'

const BUILTINS =
  ': . [ [[ alias bg break builtin case cd command compgen complete continue declare dirs disown echo enable eval exec exit export false fc fg getopts hash help history if jobs kill let local mapfile popd printf pushd pwd read readarray readonly return set shift shopt source test time times trap true type typeset ulimit umask unalias unset wait'

/** Programs that print, compare, wait or send signals: coreutils, findutils, grep, procps, iproute and the like. */
const TOOLS =
  'arch arp-scan awk base32 base64 basename bash ash sh dash busybox bc cal cat cksum cmp column comm cut date df diff dir dirname dmidecode dpkg-query du egrep env envsubst expand expr factor ffprobe fgrep file flock fmt fold free getconf getent getfacl getopt grep groups head hexdump hostname hostid id ip ifconfig ionice iptables ip6tables iptables-save iw iwconfig join jq killall last less locale logger logname ls lsb_release lsblk lscpu lsof lspci lsusb mawk md5sum more mountpoint namei netstat nft nice nl nohup nproc nvidia-smi od open paste pgrep pidof ping ping6 pkill pmap printenv ps pstree readlink realpath renice route rev seq setsid sha1sum sha256sum sha512sum shuf sleep smartctl sort ss stat strings stty su sudo sum sync sysctl tac tail timeout top tr traceroute tsort tty uname uniq uptime users uuidgen vmstat wc which who whoami xdg-open xxd yes zcat zgrep'

/** Clients that query a server, and scripts that wait for one. */
const CLIENTS =
  'dig host mariadb mariadb-admin mongosh mysql mysqladmin nc ncat netcat nmap nslookup pg_isready psql redis-cli valkey-cli rabbitmqctl sqlcmd telnet urlwait wait-for wait-for-it wait-for-it.sh wait-for.sh wait4x whois kubectl'

/** Tools that prepare or migrate a program's database, which the program is known to write. */
const MIGRATIONS =
  'alembic atlas dbmate diesel drizzle-kit flyway goose initdb knex liquibase mariadb-install-db mariadb-upgrade mikro-orm mysql_install_db mysql_upgrade node-pg-migrate prisma sequelize sequelize-cli sqlx typeorm yoyo'

/** Programs that start others, which are judged themselves. */
const STARTERS =
  'bundle bunx catatonit chroot chpst concurrently cron crond dumb-init foreman forego gosu hivemind honcho init make my_init nodemon npx overmind pipenv pnpm poetry s6-setuidgid setpriv su-exec supercronic supervisord supervisorctl tini uv yarn'

const STARTS_OTHERS: ReadonlySet<string> = new Set([...STARTERS.split(' '), 'npm'])

/** Whether the purpose of a program is to start others: what they write counts, not what it writes itself. */
export function startsOthers(name: string): boolean {
  return STARTS_OTHERS.has(name)
}

const SILENT: ReadonlySet<string> = new Set(['', ...[BUILTINS, TOOLS, CLIENTS, MIGRATIONS, STARTERS].flatMap((names) => names.split(' '))])

/** Whether a program writes only what its words and redirections say, which the reader of the shell covers (`EFFECTS` names more). */
export function isSilentCommand(name: string): boolean {
  return SILENT.has(name) || EFFECTS.has(name)
}
