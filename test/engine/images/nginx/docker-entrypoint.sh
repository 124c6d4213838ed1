#!/bin/sh
# Runs the scripts of /docker-entrypoint.d before nginx, as the official image does.
set -e
if [ "$1" = nginx ]; then
  for script in /docker-entrypoint.d/*; do
    case "$script" in
      *.sh) [ -x "$script" ] && "$script" ;;
    esac
  done
fi
exec "$@"
