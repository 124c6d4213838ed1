#!/bin/sh
# Adds an IPv6 listener to the shipped site, where the file can be written.
set -e
file=/etc/nginx/conf.d/default.conf
[ -f "$file" ] || exit 0
if ! touch "$file" 2>/dev/null; then
  echo "10-listen-on-ipv6-by-default.sh: info: can not modify $file (read-only file system?)"
  exit 0
fi
grep -q 'listen  *\[::\]:80' "$file" || sed -i 's/listen 80;/listen 80;\n  listen [::]:80;/' "$file"
