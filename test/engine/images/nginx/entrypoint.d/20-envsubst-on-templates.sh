#!/bin/sh
# Renders /etc/nginx/templates/*.template; only says so and goes on where the target directory cannot be written.
set -e
templates="${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}"
output="${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}"
[ -d "$templates" ] || exit 0
if [ ! -w "$output" ]; then
  echo "20-envsubst-on-templates.sh: ERROR: $templates exists, but $output is not writable"
  exit 0
fi
defined=$(env | cut -d= -f1 | sed 's/^/${/; s/$/}/' | tr '\n' ' ')
find "$templates" -follow -type f -name '*.template' | while read -r template; do
  relative="${template#"$templates"/}"
  target="$output/${relative%.template}"
  mkdir -p "$(dirname "$target")"
  envsubst "$defined" < "$template" > "$target"
done
