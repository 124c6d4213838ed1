#!/bin/sh
set -e
bin=/usr/lib/postgresql/17/bin
[ -s "$PGDATA/PG_VERSION" ] || "$bin/initdb" -D "$PGDATA" -A trust
exec "$bin/postgres" -D "$PGDATA" -c unix_socket_directories=/tmp -c logging_collector=on -c log_directory=/var/log/postgresql
