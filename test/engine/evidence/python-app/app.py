import os
from http.server import BaseHTTPRequestHandler, HTTPServer

CACHE = os.path.join("/var", "cache", "reports")


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(os.path.join(CACHE, "rendered.html"), "wb") as page:
            page.write(body)
        self.do_GET()

    def do_GET(self):
        with open(os.path.join(CACHE, "rendered.html"), "rb") as page:
            body = page.read()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
