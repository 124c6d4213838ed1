// What the page starts with, and what its first menu offers. The first one is shown where the address holds no input.
export const FILES = ['compose.yaml', 'Dockerfile', 'entrypoint.sh', '.env']

export const EXAMPLES = {
  'Web and database': {
    'compose.yaml': `services:
  web:
    image: nginx:1.27
    ports: ["127.0.0.1:8080:80"]
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: \${DB_PASSWORD}
    volumes:
      - data:/var/lib/postgresql/data

volumes:
  data:
`,
    '.env': 'DB_PASSWORD=change-me\n',
  },
  'Your own image': {
    'compose.yaml': 'services:\n  app:\n    build: .\n    env_file: .env\n',
    Dockerfile: `FROM python:3.13-slim
WORKDIR /app
COPY entrypoint.sh /usr/local/bin/
ENTRYPOINT ["entrypoint.sh"]
`,
    'entrypoint.sh': `#!/bin/sh
set -e
mkdir -p /run/app
echo $$ > /run/app/app.pid
exec python -m http.server 8000
`,
    '.env': 'LOG_LEVEL=info\n',
  },
  'An image that cannot be sealed': {
    'compose.yaml': 'services:\n  directory:\n    image: osixia/openldap:1.5.0\n  cache:\n    image: redis:7\n',
  },
  Empty: { 'compose.yaml': '' },
}
