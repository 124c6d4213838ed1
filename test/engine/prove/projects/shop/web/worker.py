import os, signal, time

signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
while True:
    with open('/tmp/worker.heartbeat', 'w') as file:
        file.write(str(time.time()))
    time.sleep(0.5)
