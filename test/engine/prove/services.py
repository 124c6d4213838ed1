"""Small services that write in many ways. `services.py NAME` serves HTTP on port 8000: /use writes as the service does, /count tells what was kept."""
import errno, fcntl, http.server, mmap, os, shutil, signal, socket, sqlite3, stat, subprocess, sys, tempfile, threading, time, traceback, uuid

NAME = sys.argv[1]


def write(path, text='x'):
    with open(path, 'w') as file:
        file.write(text)


def append(path, text='x\n'):
    with open(path, 'a') as file:
        file.write(text)


def nothing():
    pass


def files_below(*folders):
    return lambda: sum(len(files) for folder in folders for _, _, files in os.walk(folder))


def pid_file():
    write('/run/svc.pid', str(os.getpid()))


def pid_in_own_directory():
    write('/run/app/svc.pid', str(os.getpid()))


def cache():
    write('/var/cache/app/' + uuid.uuid4().hex)


def sharded_cache():
    name = uuid.uuid4().hex
    folder = '/var/cache/hash/' + name[:2]
    os.makedirs(folder, exist_ok=True)
    write(folder + '/' + name)


def log():
    append('/var/log/app/app.log')


def sqlite(folder='/var/lib/store'):
    base = sqlite3.connect(folder + '/app.sqlite3')
    base.execute('CREATE TABLE IF NOT EXISTS item (n INTEGER)')
    base.execute('INSERT INTO item VALUES (1)')
    base.commit()
    base.close()


def sqlite_count():
    base = sqlite3.connect('/var/lib/store/app.sqlite3')
    return base.execute('SELECT count(*) FROM item').fetchone()[0]


def uploads():
    folder = time.strftime('/srv/files/%Y/%m/%d/') + uuid.uuid4().hex[:4]
    os.makedirs(folder)
    write(folder + '/upload.bin')


def generation():
    folder = '/var/lib/gen/%d' % time.time_ns()
    os.mkdir(folder)
    write(folder + '/result.bin')


def session():
    write('/var/lib/sessions/sess_' + uuid.uuid4().hex)
    for old in sorted(os.listdir('/var/lib/sessions'))[:-3]:
        os.unlink('/var/lib/sessions/' + old)


def exec_from_tmp():
    write('/tmp/tool.sh', '#!/bin/sh\nexit 0\n')
    os.chmod('/tmp/tool.sh', 0o755)
    subprocess.run(['/tmp/tool.sh'], check=True)
    os.unlink('/tmp/tool.sh')


def exec_stays():
    write('/opt/plugins/tool.sh', '#!/bin/sh\nexit 0\n')
    os.chmod('/opt/plugins/tool.sh', 0o755)
    subprocess.run(['/opt/plugins/tool.sh'], check=True)


def chown_at_start():
    os.makedirs('/var/lib/owned', exist_ok=True)
    os.chown('/var/lib/owned', 1000, 1000)
    os.setgid(1000)
    os.setuid(1000)


def owned():
    write('/var/lib/owned/' + uuid.uuid4().hex)


def temporary_file():
    with tempfile.NamedTemporaryFile(dir='/app/spool') as file:
        file.write(b'x')


def unlinked():
    handle = os.open('/var/spool/app/gone', os.O_CREAT | os.O_RDWR)
    os.unlink('/var/spool/app/gone')
    os.write(handle, b'x')
    os.close(handle)


def o_tmpfile():
    os.close(os.open('/var/lib/tmpfile', os.O_TMPFILE | os.O_RDWR, 0o600))


def make_and_remove_tree():
    folder = tempfile.mkdtemp(dir='/var/lib/work')
    write(folder + '/a')
    shutil.rmtree(folder)


def touch_shipped():
    os.utime('/opt/shipped/stamp')


def unix_socket():
    path = '/run/app/app.sock'
    if os.path.exists(path):
        os.unlink(path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.close()


def mapped():
    with open('/var/lib/mapped/file', 'w+b') as file:
        file.truncate(4096)
        with mmap.mmap(file.fileno(), 4096) as view:
            view[0:1] = b'x'


def renamed():
    write('/etc/app/conf.d/new.conf.tmp')
    os.rename('/etc/app/conf.d/new.conf.tmp', '/etc/app/conf.d/new.conf')


def through_link():
    write('/data/link/' + uuid.uuid4().hex)


def state_directory():
    os.makedirs('/opt/state', exist_ok=True)


def in_working_directory():
    write('dump-%d.bin' % time.time_ns())


def beside_program():
    write('/opt/svc/cache.db')


def in_system_directory():
    append('/var/log/job.log')


def home_cache():
    folder = os.path.expanduser('~/.cache/app')
    os.makedirs(folder, exist_ok=True)
    write(folder + '/item')


def here_document():
    subprocess.run(['bash', '-c', 'cat <<E > /dev/null\nhello\nE\nread -r x <<< y'], check=True)


def lock():
    with open('/run/lock/app.lock', 'w') as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def fifo():
    path = '/run/app.fifo'
    if not os.path.exists(path):
        os.mkfifo(path)


def shared_memory():
    write('/dev/shm/app')


def shipped_configuration():
    append('/etc/app/settings/app.ini')


def as_user():
    write('/var/lib/user/' + uuid.uuid4().hex)


def late():
    threading.Timer(20, lambda: write('/var/lib/late/after')).start()


def late_use():
    if os.path.exists('/var/lib/late/failed'):
        raise OSError('late')


def at_exit():
    write('/var/lib/exit/state.bin')


SERVICES = {
    # name: (at start, on use, at exit, what was kept)
    'pid-file': (pid_file, nothing, nothing, None),
    'own-run-directory': (pid_in_own_directory, nothing, nothing, None),
    'cache': (nothing, cache, nothing, None),
    'sharded-cache': (nothing, sharded_cache, nothing, None),
    'log': (log, log, nothing, None),
    'sqlite': (sqlite, sqlite, nothing, sqlite_count),
    'uploads': (nothing, uploads, nothing, files_below('/srv/files')),
    'generations': (generation, generation, nothing, files_below('/var/lib/gen')),
    'sessions': (nothing, session, nothing, None),
    'exec-tmp': (nothing, exec_from_tmp, nothing, None),
    'exec-stays': (nothing, exec_stays, nothing, None),
    'chown': (chown_at_start, owned, nothing, files_below('/var/lib/owned')),
    'first-request': (nothing, cache, nothing, None),
    'temporary-file': (nothing, temporary_file, nothing, None),
    'unlinked': (nothing, unlinked, nothing, None),
    'o-tmpfile': (nothing, o_tmpfile, nothing, None),
    'mkdir-rmtree': (nothing, make_and_remove_tree, nothing, None),
    'utime': (nothing, touch_shipped, nothing, None),
    'socket': (unix_socket, nothing, nothing, None),
    'mmap': (nothing, mapped, nothing, files_below('/var/lib/mapped')),
    'rename': (nothing, renamed, nothing, None),
    'link': (nothing, through_link, nothing, files_below('/data/link/')),
    'state-directory': (state_directory, nothing, nothing, None),
    'working-directory': (nothing, in_working_directory, nothing, files_below('/work')),
    'beside-program': (nothing, beside_program, nothing, None),
    'system-directory': (in_system_directory, nothing, nothing, None),
    'home-cache': (nothing, home_cache, nothing, None),
    'here-document': (here_document, nothing, nothing, None),
    'lock': (lock, nothing, nothing, None),
    'fifo': (fifo, nothing, nothing, None),
    'shared-memory': (shared_memory, nothing, nothing, None),
    'shipped-configuration': (shipped_configuration, nothing, nothing, files_below('/etc/app/settings')),
    'user': (nothing, as_user, nothing, files_below('/var/lib/user')),
    'late': (late, late_use, nothing, None),
    'exit': (nothing, nothing, at_exit, files_below('/var/lib/exit')),
}

start, use, stop, count = SERVICES[NAME]
signal.signal(signal.SIGTERM, lambda *_: (stop(), os._exit(0)))
start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            if self.path == '/use':
                use()
            text = str(count()) if count else ''
            self.send_response(200)
        except Exception:
            text = traceback.format_exc()
            print(text, file=sys.stderr, flush=True)
            self.send_response(500)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(('', 8000), Handler).serve_forever()
