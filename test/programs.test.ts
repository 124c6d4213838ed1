import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { image, started } from './dockerfile-context.ts'

type Texts = Readonly<Record<string, string>>

/** What a start writes, as `kind path`, a `?` behind what may not happen; the temporary directory, which most use, left out. */
function writes(files: Texts, start: string, from = 'python:3.13-slim', environment: Readonly<Record<string, string>> = {}): string[] {
  const found = image(`FROM ${from}\nWORKDIR /app\nCOPY . .\n${start}\n`, files, started(environment))
  return found.writes.flatMap(({ when, path, kind, conditional }) =>
    when === 'start' && path !== '/tmp' && path !== '/run' ? [`${kind} ${path}${conditional ? '?' : ''}`] : [],
  )
}

/** How far the program of an image was read, with the reason. */
function read(files: Texts, start: string, from = 'python:3.13-slim'): string {
  const { program } = image(`FROM ${from}\nWORKDIR /app\nCOPY . .\n${start}\n`, files, started())
  return program === undefined ? 'nothing said' : program.read === 'wholly' ? 'wholly' : `${program.read}: ${program.why}`
}

const PYTHON = 'CMD ["python", "main.py"]'
const NODE = 'CMD ["node", "server.js"]'
const GO = 'RUN go build -o /bin/app\nFROM alpine\nWORKDIR /app\nCOPY --from=build /bin/app /bin/app\nCMD ["app"]'
const GO_BUILD = 'golang:1.24 AS build'

describe('values of Python', () => {
  const path = 'from pathlib import Path\nimport os\n'
  const cases: Readonly<Record<string, readonly string[]>> = {
    'Path("/data/a").write_text("x")': ['data /data/a'],
    'Path("/data/b").write_bytes(b"x")': ['data /data/b'],
    'with Path("/data/c").open("w") as f: pass': ['data /data/c'],
    '(Path("/data") / "d").touch()': ['data /data/d'],
    'open(os.path.join(os.environ.get("C", "/app/cache"), "x"), "w")': ['cache /app/cache/x'],
    'open(file="/data/e", mode="a")': ['data /data/e'],
    'open("/data/f", "r")': [],
    'Path("/data/f").replace("/data/g")': ['data /data/g'],
    'import sys\nx = sys.argv[1]\nx = x.replace("/srv/a", "/srv/b")': [],
    'with open(Path.home() / ".cache" / "g", "w") as f: pass': ['cache /root/.cache/g'],
    'os.makedirs(os.path.expanduser("~/.config/h"))': ['data /root/.config/h'],
    'open(f"{Path(__file__).parent}/var/i.txt", "w")': ['data /app/var/i.txt'],
    'import diskcache\ndiskcache.Cache("/var/cache/j")': ['cache /var/cache/j'],
    'import joblib\njoblib.Memory("/var/cache/k")': ['cache /var/cache/k'],
    'import requests_cache\nrequests_cache.install_cache()': ['cache /app/http_cache.sqlite'],
    'import shelve\nshelve.open("/data/l")': ['data /data/l'],
    'import logging.config\nlogging.config.dictConfig({"handlers": {"file": {"filename": "/var/log/m.log"}}})': ['log /var/log/m.log'],
    'import logging.config\nlogging.config.dictConfig({"handlers": {"a": {"filename": "/var/log/a.log"}, "b": {"filename": "/var/log/b.log"}}})':
      ['log /var/log/a.log', 'log /var/log/b.log'],
    'for place in ["/srv/n", "/srv/o"]: os.makedirs(place, exist_ok=True)': ['data /srv/n', 'data /srv/o'],
    'def start(place):\n    os.makedirs(place)\nstart("/srv/p")': ['data /srv/p'],
    'class App:\n    def __init__(self, place):\n        self.place = place\n        os.makedirs(self.place)\nApp("/srv/q")': [
      'data /srv/q',
    ],
    'def place():\n    return "/srv/r"\nos.makedirs(place())': ['data /srv/r'],
    'import tempfile\ntempfile.mkdtemp(dir="/srv/s")': ['scratch /srv/s'],
    "from telethon import TelegramClient\nTelegramClient('/srv/t', 1, 'x')": ['data /srv/t.session'],
    "from pyrogram import Client\nClient('/srv/u')": ['data /srv/u.session'],
    "from pyrogram import Client\nClient('/srv/u', session_string=key)": [],
    "from huey import SqliteHuey\nSqliteHuey(filename='/srv/v.db')": ['data /srv/v.db'],
    "import lmdb\nlmdb.open('/srv/w')": ['data /srv/w'],
    "import lmdb\nlmdb.open('/srv/w', readonly=True)": [],
    "from tortoise import Tortoise\nTortoise.init(db_url='sqlite:///srv/x.db')": ['data /srv/x.db'],
    "from tortoise import Tortoise\nTortoise.init(db_url='postgres://x')": [],
    "from yt_dlp import YoutubeDL\nYoutubeDL({'outtmpl': '/srv/y/%(id)s.mp4'})": ['data /srv/y?'],
    "import dataset\ndataset.connect('sqlite:////srv/z.db')": ['data /srv/z.db'],
    'from transformers import pipeline\npipeline("summarization")': ['data /root/.cache/huggingface?'],
  }
  for (const [code, expected] of Object.entries(cases))
    it(code, () => assert.deepEqual(writes({ 'main.py': path + code }, PYTHON).toSorted(), expected))
})

describe('settings of Django', () => {
  const files = (settings: string, more: Texts = {}): Texts => ({
    'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n",
    'site/wsgi.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n",
    'site/settings.py': `from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\n${settings}\n`,
    ...more,
  })
  const cases: Readonly<Record<string, readonly string[]>> = {
    'DATA_DIR = BASE_DIR / "data"\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"}}': [
      'data /app/data/db.sqlite3',
    ],
    'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}': ['data /app/db.sqlite3'],
    'MEDIA_ROOT = BASE_DIR / "media"  # users\' uploads, not Django\'s own': ['data /app/media?'],
    'MEDIA_ROOT = "media/"': ['data /app/media?'],
    'LOG_DIR = BASE_DIR / "logs"\nLOGGING = {"handlers": {"file": {"filename": LOG_DIR / "debug.log", "level": "INFO"}}}': [
      'log /app/logs/debug.log',
    ],
  }
  for (const [settings, expected] of Object.entries(cases))
    it(settings, () => assert.deepEqual(writes(files(settings), 'CMD ["gunicorn", "site.wsgi"]'), expected))

  it('what the views of its applications write counts, and may not happen', () => {
    const views = { 'shop/__init__.py': '', 'shop/views.py': 'def up(request):\n    open("/srv/up/x", "w")\n' }
    assert.deepEqual(writes(files('', views), 'CMD ["gunicorn", "site.wsgi"]'), ['data /srv/up/x?'])
  })
})

describe('what a command starts is what counts', () => {
  const both = { 'server.js': "require('fs').mkdirSync('/srv/server')", 'worker.js': "require('fs').mkdirSync('/srv/worker')" }

  it('not what another one would start', () => {
    assert.deepEqual(writes(both, NODE, 'node:22'), ['data /srv/server'])
    assert.deepEqual(writes(both, 'CMD ["node", "worker.js"]', 'node:22'), ['data /srv/worker'])
  })

  it('a server of Next.js keeps its cache, in a standalone build too', () => {
    const text =
      'FROM node:22 AS build\nWORKDIR /src\nCOPY . .\nRUN npm run build\nFROM node:22\nWORKDIR /app\nCOPY --from=build /src/.next/standalone ./\nCMD ["node", "server.js"]\n'
    const files = { 'package.json': '{"dependencies":{"next":"15"}}', 'app/page.tsx': 'export default function Page() { return <b>x</b> }' }
    const found = image(text, files, started())
    assert.deepEqual(
      found.writes.filter(({ when }) => when === 'start').map(({ kind, path }) => `${kind} ${path}`),
      ['cache /app/.next/cache'],
    )
  })

  it('in plain PHP: uploads, databases, constants of other files', () => {
    const files = {
      'index.php':
        '<?php\nrequire __DIR__ . "/inc/conf.php";\n$db = new PDO("sqlite:" . DATA_DIR . "/app.db");\nmove_uploaded_file($from, __DIR__ . "/up/" . $name);\n',
      'inc/conf.php': '<?php\ndefine("DATA_DIR", getenv("DATA_DIR") ?: "/var/lib/app");\n',
    }
    const found = writes(files, '', 'php:8.3-apache').filter((each) => each.startsWith('data'))
    assert.deepEqual(found, ['data /var/lib/app/app.db', 'data /app/up?'])
    const moved = writes(files, '', 'php:8.3-apache', { DATA_DIR: '/data' }).filter((each) => each.startsWith('data'))
    assert.deepEqual(moved, ['data /data/app.db', 'data /app/up?'])
  })

  it('in Go, from the stage that compiles it', () => {
    const text =
      'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /bin/app ./cmd/app\nFROM alpine\nCOPY --from=build /bin/app /bin/app\nENTRYPOINT ["/bin/app"]\n'
    const files = {
      'go.mod': 'module example.com/app\n',
      'cmd/app/main.go':
        'package main\nimport ("os"; "path/filepath"; "example.com/app/conf")\nfunc main() {\n\tos.MkdirAll(filepath.Join(conf.Dir(), "db"), 0o755)\n}\n',
      'conf/conf.go':
        'package conf\nimport "os"\nconst fallback = "/var/lib/app"\nfunc Dir() string {\n\tif v := os.Getenv("DIR"); v != "" {\n\t\treturn v\n\t}\n\treturn fallback\n}\n',
    }
    const at = (environment: Readonly<Record<string, string>>) =>
      image(text, files, started(environment)).writes.flatMap(({ when, path }) => (when === 'start' ? [path] : []))
    assert.deepEqual(at({}), ['/var/lib/app/db'])
    assert.deepEqual(at({ DIR: '/data' }), ['/data/db'])
    assert.deepEqual(image(text, files, started()).program, { read: 'wholly' })
  })
})

it('Go without a manifest is read where it is one package', () => {
  const main = 'package main\nimport "os"\nfunc main() {\n\tos.MkdirAll("/srv/db", 0o755)\n}\n'
  assert.deepEqual(writes({ 'main.go': main }, GO, GO_BUILD), ['data /srv/db'])
  assert.equal(read({ 'main.go': main }, GO, GO_BUILD), 'wholly')
  assert.match(read({ 'main.go': main, 'conf/conf.go': 'package conf\n' }, GO, GO_BUILD), /^not at all/)
})

it('Go follows modules that its manifest takes from a directory', () => {
  const files = {
    'go.mod': 'module example.com/app\nreplace example.com/lib v1.0.0 => ./lib\n',
    'main.go': 'package main\nimport "example.com/lib/store"\nfunc main() {\n\tstore.Open()\n}\n',
    'lib/store/store.go': 'package store\nimport "os"\nfunc Open() {\n\tos.MkdirAll("/srv/db", 0o755)\n}\n',
  }
  assert.deepEqual(writes(files, GO, GO_BUILD), ['data /srv/db'])
  const { 'lib/store/store.go': _, ...without } = files
  assert.equal(read(without, GO, GO_BUILD), 'in part: "example.com/lib/store", which it loads, was not found')
})

describe('packages of Go that keep files', () => {
  const found = (imports: string, body: string) =>
    writes({ 'go.mod': 'module x\n', 'main.go': `package main\nimport (${imports})\nfunc main() {\n${body}\n}\n` }, GO, GO_BUILD)
  const uploads: Readonly<Record<string, string>> = {
    'c.SaveUploadedFile(f, "uploads/"+f.Filename)': '/app/uploads',
    'c.SaveUploadedFile(f, dir+"/"+f.Filename)': '/app/files',
    'c.SaveFile(f, fmt.Sprintf("./uploads/%s", f.Filename))': '/app/uploads',
    'c.SaveFile(f, "uploads/"+c.Query("a")+".png")': '/app/uploads',
  }
  for (const [code, path] of Object.entries(uploads))
    it(code, () => assert.deepEqual(found('"fmt"', `dir := "files"\n${code}`), [`data ${path}?`]))

  it('by what a call or a literal of their type is given', () => {
    const rotated = found('"log"; "gopkg.in/natefinch/lumberjack.v2"', 'log.SetOutput(&lumberjack.Logger{Filename: "logs/a.log"})')
    assert.deepEqual(rotated, ['log /app/logs/a.log'])
    assert.deepEqual(found('"golang.org/x/crypto/acme/autocert"', 'use(autocert.DirCache("certs"))'), ['data /app/certs'])
    assert.deepEqual(found('"x/other"', 'use(&other.Logger{Filename: "a.log"})'), [])
  })
})

describe('operators of Go', () => {
  const found = (condition: string) => {
    const code = `package main\nimport "os"\nfunc yes() string { return "y" }\nfunc main() {\nno, a := "", "a"\nif ${condition} {\nos.MkdirAll("/srv/"+yes(), 0o755)\n}\n}\n`
    return writes({ 'go.mod': 'module x\n', 'main.go': code }, GO, GO_BUILD)
  }
  const cases: Readonly<Record<string, boolean>> = {
    'a == "a" && yes() == "y"': true,
    'a == "b" || yes() == "y"': true,
    'a != "a" || yes() != "y"': false,
    'a+yes() == "ay"': true,
    '(a + yes()) == "ay" && !(a == "a")': false,
    'no == "" && os.Getenv("A") == "" && os.Getenv("B") == "x"': false,
    '!(no == "") || os.Getenv("A") == ""': true,
  }
  for (const [condition, holds] of Object.entries(cases))
    it(condition, () => assert.deepEqual(found(condition), holds ? ['data /srv/y'] : []))
})

describe('files of Go', () => {
  it('that a package leaves out are not read', () => {
    const write = (sign: string) => `${sign}package main\nimport "os"\nfunc init() { os.WriteFile("/srv/a", nil, 0) }\n`
    const files = (sign: string) => ({ 'go.mod': 'module x\n', 'main.go': 'package main\nfunc main() {}\n', 'gen.go': write(sign) })
    assert.deepEqual(writes(files('//go:build linux\n\n'), GO, GO_BUILD), ['data /srv/a'])
    assert.deepEqual(writes(files('//go:build ignore\n\n'), GO, GO_BUILD), [])
  })
})

describe('how far a program was read', () => {
  it('wholly, where functions that call each other hand a path on', () => {
    const names = Array.from({ length: 9 }, (_, at) => `f${at}`)
    const functions = names.map((name) => `def ${name}(p):\n  open(p, "w")\n${names.map((other) => `  ${other}(p)\n`).join('')}`)
    assert.equal(read({ 'main.py': `${functions.join('')}f0("/srv/a")\n` }, PYTHON), 'wholly')
  })

  it('wholly, where every path is known and every file is there', () => {
    assert.equal(read({ 'main.py': 'import requests\nopen("/data/x", "w")' }, PYTHON), 'wholly')
    assert.equal(read({ 'server.js': "require('express')()" }, NODE, 'node:22'), 'wholly')
    assert.equal(read({}, 'CMD ["nginx", "-g", "daemon off;"]', 'debian:13'), 'wholly')
  })

  it('not at all, where people work in it', () => {
    for (const start of ['CMD ["sleep", "infinity"]', 'CMD ["bash"]', 'CMD ["sh", "-c", "sleep 9"]'])
      assert.equal(read({}, start, 'debian:13'), 'not at all: what people run in it by hand is not known', start)
  })

  it('in part, where something cannot be followed', () => {
    assert.equal(read({ 'main.py': 'open(choose(), "w")' }, PYTHON), 'in part: where it writes is not known (files that it writes)')
    assert.match(read({ 'main.py': 'from .other import x' }, PYTHON), /^in part: "\.other"/)
    assert.match(read({ 'server.js': "require('./gone')" }, NODE, 'node:22'), /^in part: "\.\/gone"/)
    assert.match(read({ 'server.js': 'require(choose())' }, NODE, 'node:22'), /^in part: it loads code/)
    assert.match(read({ 'app.jar': '' }, 'CMD ["java", "-jar", "app.jar"]', 'eclipse-temurin:21'), /^in part: its Java code/)
  })

  it('not at all, where nobody reads it', () => {
    assert.equal(read({}, PYTHON), 'not at all: main.py, which it starts, was not found')
    assert.equal(read({ server: '\u007fELF' }, 'CMD ["/app/server"]', 'debian:13'), 'not at all: server is a program that is not read')
    for (const name of ['valueOf', 'constructor'])
      assert.equal(read({}, `CMD ["${name}", "x"]`, 'debian:13'), `not at all: ${name} is a program that is not read`)
    assert.match(read({ 'x.pl': '#!/usr/bin/perl' }, 'CMD ["/app/x.pl"]', 'perl:5'), /^not at all/)
  })

  it('not at all, where the script that it starts is not there', () => {
    assert.equal(read({}, 'CMD ["npm", "start"]', 'node:22'), 'not at all: the script of npm, which it starts, was not found')
    const other = { 'package.json': '{ "scripts": { "dev": "node server.js" } }' }
    assert.match(read(other, 'CMD ["yarn", "run", "serve"]', 'node:22'), /^not at all: the script of yarn/)
    assert.equal(
      read(other, 'CMD ["yarn", "workspace", "api", "dev"]', 'node:22'),
      'not at all: the script of yarn, which it starts, was not found',
    )
    assert.equal(read({}, 'CMD ["bash", "/gone.sh"]', 'debian:13'), 'not at all: /gone.sh, which it starts, was not found')
    assert.match(read({}, 'ENV X=1\nCMD bash gone.sh && sleep 9', 'debian:13'), /^in part: gone.sh, which it runs/)
    assert.equal(read({}, 'CMD ["supervisord", "-c", "/gone.conf"]', 'debian:13'), 'not at all: what supervisord starts was not found')
    for (const start of ['CMD ["bash", "-euo", "pipefail", "-c", "true"]']) assert.equal(read({}, start, 'debian:13'), 'wholly', start)
    assert.equal(read({ 'x.sh': '#!/bin/sh\nexec nginx\n' }, 'CMD ["bash", "x.sh"]', 'debian:13'), 'wholly')
    assert.equal(read({ 'package.json': '{}', 'server.js': '' }, 'CMD ["npm", "start"]', 'node:22'), 'wholly')
  })

  it('in part, where it runs a program that may write', () => {
    const python = (line: string) => read({ 'main.py': `import subprocess, os\n${line}\n` }, PYTHON)
    assert.match(python('subprocess.run(["ffmpeg", "-i", source, target])'), /^in part: ffmpeg is a program/)
    assert.match(python('os.system(f"convert {a} {b}")'), /^in part: convert is a program/)
    assert.match(python('subprocess.call(command)'), /^in part: which program it runs is not known/)
    assert.match(python('subprocess.run("date > /srv/x", shell=True, env=settings)'), /^in part: where date, which it runs, writes/)
    assert.match(python('subprocess.run(["sh", "x.sh"])'), /^in part: x.sh, which it runs, was not found/)
    for (const line of [
      'subprocess.run(["git", "rev-parse", "HEAD"])',
      'os.system("uname -a | grep x")',
      'subprocess.check_output(["df", path])',
    ])
      assert.equal(python(line), 'wholly', line)
    const node = (line: string) => read({ 'server.js': `const { exec, spawn } = require('child_process')\n${line}\n` }, NODE, 'node:22')
    assert.match(node('exec(`pg_dump ${url} > ${file}`)'), /^in part: where it writes is not known \(output of pg_dump\)/)
    assert.match(node("exec('cat ' + from + ' | sort > ' + to)"), /^in part: where it writes is not known \(output of sort\)/)
    assert.match(python('subprocess.run(["cp", source, target])'), /^in part: where it writes is not known \(cp\)/)
    assert.match(python('subprocess.run([program, "x"])'), /^in part: which program/)
    assert.equal(node('exec(`pg_dump ${url} | wc -l`)'), 'wholly')
    assert.match(node('spawn(process.argv[2])'), /^in part: which program/)
    assert.equal(node("exec('hostname', done)"), 'wholly')
    assert.equal(node('spawn(process.argv.shift(), process.argv)'), 'wholly')
  })

  it('wholly, where it runs scripts that are there, and what they write is known', () => {
    const scripts = {
      'job.py': 'import os, subprocess\nopen("/srv/job/x", "w")\nsubprocess.run(["sh", "tools/again.sh"])\n',
      'job.js': "require('fs').writeFileSync('/srv/job/x', '')\nrequire('child_process').execSync('sh tools/again.sh')\n",
      'tools/job.sh': '#!/bin/sh\nmkdir -p "${JOBS:-/srv/jobs}"\n',
      'tools/again.sh': 'date > /srv/again\n',
    }
    const python = (line: string) => ({ ...scripts, 'main.py': `import subprocess, os, sys\n${line}\n` })
    const node = (line: string) => ({ ...scripts, 'server.js': `const { execFile, exec } = require('child_process')\n${line}\n` })
    const both = (files: Texts, start: string) => [...writes(files, start), read(files, start)]
    const job = ['data /srv/again?', 'data /srv/job/x?', 'wholly']
    assert.deepEqual(both(python('subprocess.run([sys.executable, "job.py", name])'), PYTHON), job)
    assert.deepEqual(both(node('execFile(process.execPath, ["job.js", name])'), NODE), job)
    assert.deepEqual(both(node('const run = (file) => exec(`node ${file}`)\nrun("job.js")'), NODE), job)
    assert.deepEqual(both(python('os.system("sh tools/job.sh")'), PYTHON), ['data /srv/jobs?', 'wholly'])
    assert.deepEqual(both(python('subprocess.run("./job.sh", cwd="tools")'), PYTHON), ['data /srv/jobs?', 'wholly'])
    assert.deepEqual(both(python('subprocess.run("date > x", shell=True, cwd=where())'), PYTHON), [
      'in part: where it writes is not known (output of date)',
    ])
    assert.deepEqual(both(python('subprocess.run("date > x", shell=True)'), PYTHON), ['data /app/x?', 'wholly'])
    const circle = python('subprocess.run(["python", "main.py"])')
    assert.deepEqual(both(circle, PYTHON), ['wholly'])
  })

  it('in part, where a path that is joined is saved to, and nothing is known of it', () => {
    assert.match(read({ 'main.py': 'import os\nfile.save(os.path.join(where(), name))' }, PYTHON), /^in part: where it writes/)
    assert.equal(read({ 'main.py': 'form.save(commit)' }, PYTHON), 'wholly')
  })

  it('settings that Flask loads by name are part of the program', () => {
    const main = 'import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config.from_object("shop.config.Config")\n'
    const files = {
      'main.py': `${main}def upload(file):\n    file.save(os.path.join(app.config["MEDIA_FOLDER"], file.filename))\n`,
      'shop/config.py': 'class Config:\n    MEDIA_FOLDER = "/srv/media"\n',
    }
    assert.deepEqual(writes(files, PYTHON), ['data /srv/media?'])
    assert.equal(read(files, PYTHON), 'wholly')
  })

  it('what pm2 starts counts, each application in its directory', () => {
    const start = 'CMD ["pm2-runtime", "pm2.config.js"]'
    const apps = (text: string): Texts => ({ 'pm2.config.js': `module.exports = { apps: [${text}] }`, 'api/main.js': '' })
    assert.equal(read(apps('{ script: "node", args: "main.js", cwd: "api" }'), start, 'node:22'), 'wholly')
    assert.equal(read(apps('{ script: "api/main.js" }'), start, 'node:22'), 'wholly')
    assert.equal(read(apps('{ script: "main.js" }'), start, 'node:22'), 'in part: main.js, which pm2 starts, was not found')
    assert.equal(read(apps('{ script: "npm", args: "start" }'), start, 'node:22'), 'in part: npm, which pm2 starts, was not found')
  })

  it('a script in the place of the entrypoint of the base is what starts', () => {
    const files = { 'docker-entrypoint.sh': '#!/bin/sh\nsed s/a/b/ /etc/x > /var/opt/x.cfg\nexec "$@"\n' }
    const start = 'COPY docker-entrypoint.sh /usr/local/bin/\nCMD ["haproxy", "-f", "/var/opt/x.cfg"]'
    assert.deepEqual(writes(files, start, 'haproxy:3.2'), ['config /var/opt/x.cfg'])
    assert.deepEqual(writes(files, `${start}\nENTRYPOINT ["sleep"]`, 'haproxy:3.2'), [])
  })

  it('dockerize and gomplate write what they are told, then start the rest', () => {
    const files = { 'server.js': 'require("fs").writeFileSync("/srv/a", "")' }
    const start = (words: string) => `CMD ${words} node server.js`
    assert.deepEqual(writes(files, start('dockerize -template /t/a.tmpl:/etc/opt/a.conf -wait tcp://db:1'), 'node:22'), [
      'config /etc/opt/a.conf',
      'data /srv/a',
    ])
    assert.deepEqual(writes(files, start('gomplate -f /t/a -o /etc/opt/b.conf --'), 'node:22'), ['config /etc/opt/b.conf', 'data /srv/a'])
  })

  it('an import that may fail is none that is missing', () => {
    assert.equal(read({ 'main.py': 'try:\n    from .local import *\nexcept ImportError:\n    pass\n' }, PYTHON), 'wholly')
    assert.equal(read({ 'server.ts': "import type { A } from './gone'" }, 'CMD ["tsx", "server.ts"]', 'node:22'), 'wholly')
  })

  it('nothing is said where it starts what its base does', () => {
    assert.equal(read({}, '', 'nginx:1.27'), 'nothing said')
  })
})

describe('a condition', () => {
  it('that the environment decides is decided', () => {
    const code = 'import os\nif os.environ.get("KEEP") == "yes":\n    os.makedirs("/srv/kept")\n'
    assert.deepEqual(writes({ 'main.py': code }, PYTHON), [])
    assert.deepEqual(writes({ 'main.py': code }, PYTHON, undefined, { KEEP: 'yes' }), ['data /srv/kept'])
  })

  it('that nobody knows may hold', () => {
    assert.deepEqual(writes({ 'main.py': 'import os, sys\nif sys.argv[1]:\n    os.makedirs("/srv/x")\n' }, PYTHON), ['data /srv/x?'])
  })

  it('of several values is decided by the environment', () => {
    const code =
      'import os\nTEST = os.getenv("TEST", "False").lower() in ["true", "1"]\ndef place():\n    if TEST:\n        return "/srv/test"\n    return "/srv/real"\nos.makedirs(place())\n'
    assert.deepEqual(writes({ 'main.py': code }, PYTHON), ['data /srv/real'])
    assert.deepEqual(writes({ 'main.py': code }, PYTHON, undefined, { TEST: '1' }), ['data /srv/test'])
  })

  it('that prefers what is there already is not met by a new container', () => {
    const code = 'import os\nplace = "/srv/new"\nif os.path.exists("/srv/old"):\n    place = "/srv/old"\nos.makedirs(place)\n'
    assert.deepEqual(writes({ 'main.py': code }, PYTHON), ['data /srv/new'])
  })

  it('that asks whether the directory is there is none', () => {
    assert.deepEqual(writes({ 'main.py': 'import os\nif not os.path.isdir("/srv/x"):\n    os.makedirs("/srv/x")\n' }, PYTHON), [
      'data /srv/x',
    ])
  })
})

describe('a name that is given another value where its own is empty', () => {
  const go = (code: string) => ({ 'go.mod': 'module x\n', 'main.go': `package main\nimport ("os"; "strconv")\n${code}` })
  const inMain = (code: string) => go(`func main() {\n${code}\nos.MkdirAll(dir, 0o755)\n}\n`)
  const helper = (body: string) =>
    go(
      `func get(key, other string) string {\n${body}\n}\nvar port = get("PORT", "80")\nvar dir = get("DIR", "files")\nfunc main() {\n\tos.MkdirAll(dir, 0o755)\n}\n`,
    )
  const languages: readonly (readonly [language: string, start: string, from: string, cases: Readonly<Record<string, Texts>>])[] = [
    [
      'Go',
      GO,
      GO_BUILD,
      {
        'by a condition': inMain('dir := os.Getenv("DIR")\nif dir == "" {\n\tdir = "files"\n}'),
        'asked before it is used': inMain(
          'dir := "files"\nif v := os.Getenv("DIR"); v != "" {\n\tdir = v\n}\nif v := os.Getenv("X"); v != "" {\n\tuse(v)\n}',
        ),
        'by a second answer': inMain('dir, ok := os.LookupEnv("DIR")\nif !ok {\n\tdir = "files"\n}'),
        'in a function': helper('if v := os.Getenv(key); v != "" {\n\treturn v\n}\nreturn other'),
        'in a function by a second answer': helper('if v, ok := os.LookupEnv(key); ok && v != "" {\n\treturn v\n}\nreturn other'),
        'in a function that gives on': helper(
          'return or(os.Getenv(key), other)\n}\nfunc or(a, b string) string {\n\tif a == "" {\n\t\treturn b\n\t}\n\treturn a',
        ),
        'cmp.Or': inMain('dir := cmp.Or(os.Getenv("DIR"), os.Getenv("OTHER"), "files")'),
        'a field': inMain('c := &C{Dir: os.Getenv("DIR")}\nif c.Dir == "" {\n\tc.Dir = "files"\n}\ndir := c.Dir'),
        'a field of what a function makes': go(
          'func load() *C {\nc := &C{}\nc.Dir = os.Getenv("DIR")\nif c.Dir == "" {\n\tc.Dir = "files"\n}\nreturn c\n}\nfunc main() {\n\tos.MkdirAll(load().Dir, 0o755)\n}\n',
        ),
      },
    ],
    [
      'JavaScript',
      NODE,
      'node:22',
      {
        'a part': { 'server.js': "const c = { dir: process.env.DIR }\nif (!c.dir) c.dir = 'files'\nrequire('fs').mkdirSync(c.dir)\n" },
        'by a condition': { 'server.js': "let dir = process.env.DIR\nif (!dir) dir = './files'\nrequire('fs').mkdirSync(dir)\n" },
        'in a function': {
          'server.js':
            "const read = (k, other) => { const v = process.env[k]; if (v === undefined) return other; return v }\nread('PORT', '80')\nrequire('fs').mkdirSync(read('DIR', 'files'))\n",
        },
      },
    ],
    [
      'Python',
      PYTHON,
      'python:3',
      {
        not: { 'main.py': 'import os\nd = os.environ.get("DIR")\nif not d:\n    d = "files"\nos.makedirs(d)\n' },
        'is None': { 'main.py': 'import os\nd = os.getenv("DIR")\nif d is None:\n    d = "files"\nos.makedirs(d)\n' },
        or: { 'main.py': 'import os\nd = os.getenv("DIR")\nd = d or "files"\nos.makedirs(d)\n' },
        'a parameter': {
          'main.py':
            'import os\ndef make(d=None):\n    if d is None:\n        d = os.getenv("DIR") or "files"\n    os.makedirs(d)\nmake()\n',
        },
        'in a function': {
          'main.py':
            'import os\ndef read(k, other=""):\n    v = os.environ.get(k)\n    return v if v else other\nPORT = read("PORT", "80")\nos.makedirs(read("DIR", "files"))\n',
        },
      },
    ],
  ]
  for (const [language, start, from, cases] of languages)
    for (const [name, files] of Object.entries(cases))
      it(`${language}, ${name}`, () => {
        assert.deepEqual(writes(files, start, from), ['data /app/files'])
        assert.deepEqual(writes(files, start, from, { DIR: '/data/up' }), ['data /data/up'])
      })

  it('PHP', () => {
    const files = { 'index.php': '<?php\n$d = getenv("DIR");\nif (!$d) { $d = "/srv/files"; }\nmkdir($d);\n' }
    const at = (environment: Readonly<Record<string, string>>) =>
      writes(files, '', 'php:8.3-apache', environment).filter((each) => each.startsWith('data'))
    assert.deepEqual(at({}), ['data /srv/files'])
    assert.deepEqual(at({ DIR: '/data/up' }), ['data /data/up'])
  })

  it('may be both where nobody knows the environment', () => {
    const text = `FROM python:3\nWORKDIR /app\nCOPY . .\n${PYTHON}\n`
    const code = 'import os\nd = os.environ.get("DIR")\nif not d:\n    d = "files"\nos.makedirs(d)\n'
    const found = image(text, { 'main.py': code }, { start: { environment: { variables: new Map(), complete: false } } }).writes.filter(
      ({ when, kind }) => when === 'start' && kind === 'data',
    )
    assert.deepEqual(
      found.map(({ path, conditional }) => [path, conditional]),
      [['/app/files', true]],
    )
  })

  it('may be both where a loop gives it the later one', () => {
    const code = 'import os, sys\nd = "/srv/a"\nfor x in sys.argv:\n    os.makedirs(d)\n    d = "/srv/b"\n'
    assert.deepEqual(writes({ 'main.py': code }, PYTHON), ['data /srv/a?', 'data /srv/b?'])
  })

  it('is the earlier one where it is used before', () => {
    const code = 'import os\nd = "/srv/a"\nos.makedirs(d)\nd = "/srv/b"\nos.makedirs(d)\n'
    assert.deepEqual(writes({ 'main.py': code }, PYTHON), ['data /srv/a', 'data /srv/b'])
  })
})

describe('programs on the way to the last one', () => {
  const files = (line: string): Texts => ({ 'start.sh': `#!/bin/sh\n${line}\nexec sleep infinity\n` })
  const start = 'ENTRYPOINT ["./start.sh"]'
  it('one that is not known may write', () => {
    assert.equal(read(files('register-node --all'), start), 'in part: register-node is a program that is not read')
  })
  it('one whose name depends on something unknown is not known either', () => {
    assert.equal(read(files('"$SERVER_BINARY" --init'), start), 'in part: which program it starts there is not known')
  })
  it('`$(which name)` is the program of that name', () => {
    assert.equal(read(files('$(which register-node) --all'), start), 'in part: register-node is a program that is not read')
    for (const word of ['$(which redis-cli)', '`which redis-cli`', '"$(command -v redis-cli)"'])
      assert.equal(read(files(`${word} ping`), start), 'wholly', word)
  })
  it('one that stands in a loop, or gets its words from xargs, counts too', () => {
    assert.equal(read(files('while :; do php artisan schedule:run; sleep 60; done'), start), 'in part: its PHP code was not found')
    assert.equal(read(files('ls | xargs sed -i s/a/b/'), start), 'in part: where it writes is not known (xargs sed -i)')
  })
  it('tools, clients, builtins and questions for a version do not', () => {
    for (const line of ['local x=1; shift', 'readlink -f /x | sort -u', 'pg_isready -h db', 'usermod -u 5 app', 'widget --version'])
      assert.equal(read(files(line), start), 'wholly', line)
  })
})

it('a dash alone is the value of an option of gunicorn', () => {
  const files = { 'app.py': "open('/srv/a', 'w')\n" }
  assert.deepEqual(writes(files, 'CMD ["gunicorn", "--access-logfile", "-", "--error-logfile", "-", "app:app"]'), ['data /srv/a'])
})

it('other names in a configuration of gunicorn are no settings of files', () => {
  const unread = (name: string) =>
    image(
      'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
      { 'gunicorn.conf.py': `${name} = choose()\n` },
      started(),
    ).start?.unread
  assert.equal(unread('pidfile')?.length, 1)
  assert.deepEqual(unread('toString'), [])
})

it('the instance folder of Flask is beside its package, its root is the package', () => {
  const files = {
    'blog/__init__.py': 'import os\nfrom flask import Flask\nfrom . import views\napp = Flask(__name__)\nos.makedirs(app.instance_path)\n',
    'blog/views.py': "import os\nfrom flask import current_app\nopen(os.path.join(current_app.root_path, 'static', 'a.png'), 'wb')\n",
  }
  assert.deepEqual(writes(files, 'ENV FLASK_APP=blog\nCMD ["flask", "run"]').toSorted(), [
    'data /app/blog/static/a.png',
    'data /app/instance',
  ])
  assert.equal(read(files, 'ENV FLASK_APP=blog\nCMD ["flask", "run"]'), 'wholly')
})

describe('libraries of Node that keep files', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "const { useMultiFileAuthState } = require('@whiskeysockets/baileys'); useMultiFileAuthState('/srv/a')": ['data /srv/a'],
    "const { LocalAuth } = require('whatsapp-web.js'); new LocalAuth()": ['data /app/.wwebjs_auth'],
    "const { QuickDB } = require('quick.db'); new QuickDB({ filePath: '/srv/b.sqlite' })": ['data /srv/b.sqlite'],
    "const { QuickDB } = require('quick.db'); new QuickDB({ driver })": [],
    "const Keyv = require('keyv'); new Keyv('sqlite:///srv/c.sqlite')": ['data /srv/c.sqlite'],
    "const Keyv = require('keyv'); new Keyv('redis://x')": [],
    "const { LocalStorage } = require('node-localstorage'); new LocalStorage('/srv/d')": ['data /srv/d'],
    "require('bunyan').createLogger({ streams: [{ path: '/srv/e.log' }] })": ['log /srv/e.log'],
    "require('pino')({ transport: { targets: [{ target: 'pino/file', options: { destination: '/srv/i.log' } }] } })": ['log /srv/i.log'],
    "require('pino')({ transport: { target: 'pino/file', options: { destination: '/srv/f.log' } } })": ['log /srv/f.log'],
    "require('@koa/multer')({ dest: '/srv/m' })": ['data /srv/m'],
    "require('@koa/multer').diskStorage({ destination: '/srv/n' })": ['data /srv/n'],
    "server.route({ options: { payload: { output: 'file', uploads: '/srv/o' } } })": ['data /srv/o?'],
    "server.route([{ options: { payload: { output: 'file', uploads: '/srv/p' } } }])": ['data /srv/p?'],
    "server.route({ options: { payload: { output: 'stream', uploads: '/srv/q' } } })": [],
    "require('restify').plugins.bodyParser({ uploadDir: '/srv/r' })": ['data /srv/r?'],
    "bucket.file('a').download({ destination: '/srv/s/a' })": ['data /srv/s/a'],
    "client.fGetObject('a', 'b', '/srv/t/b')": ['data /srv/t/b'],
    "browser.newContext({ recordVideo: { dir: '/srv/u' } })": ['data /srv/u'],
    "require('a').use((request, reply, next) => next()); ({ next }) => next()": [],
    "require('fs-jetpack').write('/srv/w', 'a')": ['data /srv/w'],
    "new (require('fs').WriteStream)('/srv/x')": ['data /srv/x'],
    "require('esbuild').buildSync({ outfile: '/srv/v/v.js' })": ['data /srv/v/v.js'],
    "require('fastify')({ logger: { file: '/srv/j.log' } })": ['log /srv/j.log'],
    "require('pino-http')({ transport: { target: 'pino-roll', options: { file: '/srv/k.log' } } })": ['log /srv/k.log'],
    "require('nestjs-pino').LoggerModule.forRoot({ pinoHttp: { transport: { options: { destination: '/srv/l.log' } } } })": [
      'log /srv/l.log',
    ],
    "require('fastify')({ logger: { transport: { target: 'pino-pretty', options: { destination: 1 } } } })": [],
    "require('sharp')('x').toFile('/srv/g.webp')": ['data /srv/g.webp'],
    "require('puppeteer').launch({ userDataDir: '/srv/h' })": ['data /srv/h'],
  }
  for (const [code, expected] of Object.entries(cases))
    it(code, () => assert.deepEqual(writes({ 'server.js': code }, NODE, 'node:22'), expected))

  const elsewhere = [
    "require('log4js').configure('./log4js.json')",
    "require('typeorm').createConnection()",
    "require('@mikro-orm/core').MikroORM.init()",
    "require('webpack')(options).run(done)",
    "require('next')({ dev: false }).prepare()",
    "new (require('bree'))({ jobs: ['a'] })",
    "require('loopback-boot')(app, __dirname)",
  ]
  for (const code of elsewhere)
    it(`${code} is not read wholly`, () => assert.match(read({ 'server.js': code }, NODE, 'node:22'), /^in part: where it writes/))
})
