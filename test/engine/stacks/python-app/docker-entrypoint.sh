#!/bin/sh
set -e
mkdir -p /app/cache/pages
date > /app/cache/pages/started
exec "$@"
