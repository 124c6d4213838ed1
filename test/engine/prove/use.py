"""Uses the service in whose container it runs: fails where that answers no 200; prints what was kept."""
import sys, urllib.request

print(urllib.request.urlopen('http://localhost:8000/' + (sys.argv[1] if len(sys.argv) > 1 else 'use'), timeout=10).read().decode())
