#!/bin/bash
# As root: owns the data and socket directories (it makes only the first), then drops to mysql; initialises an empty data directory.
set -eo pipefail
data=/var/lib/mysql
socket=/run/mysqld/mysqld.sock
if [ "$1" = mariadbd ] && [ "$(id -u)" = 0 ]; then
  mkdir -p "$data"
  find "$data" \! -user mysql -exec chown mysql: '{}' +
  find "${socket%/*}" -maxdepth 0 \! -user mysql -exec chown mysql: '{}' \;
  exec setpriv --reuid=mysql --regid=mysql --init-groups "${BASH_SOURCE[0]}" "$@"
fi
if [ "$1" = mariadbd ] && [ ! -d "$data/mysql" ]; then
  mariadb-install-db --datadir="$data" --rpm --auth-root-authentication-method=normal --skip-test-db > /dev/null
  "$@" --skip-networking --socket="$socket" --wsrep-on=OFF &
  server=$!
  for _ in $(seq 60); do mariadb --protocol=socket -uroot --socket="$socket" -e 'SELECT 1' > /dev/null 2>&1 && break; sleep 0.5; done
  statements="CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD'; GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
ALTER USER 'root'@'localhost' IDENTIFIED BY '$MARIADB_ROOT_PASSWORD';"
  [ -z "$MARIADB_DATABASE" ] || statements="$statements CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
  if [ -n "$MARIADB_USER" ]; then
    statements="$statements CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$MARIADB_PASSWORD';"
    [ -z "$MARIADB_DATABASE" ] || statements="$statements GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%';"
  fi
  mariadb --protocol=socket -uroot --socket="$socket" <<< "$statements"
  kill "$server"
  wait "$server"
  echo 'MariaDB init process done. Ready for start up.'
fi
exec "$@"
