import http.server, tempfile, uuid


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open('/srv/thumbnails/' + uuid.uuid4().hex + '.png', 'w') as file:
            file.write('x')
        with tempfile.TemporaryFile() as upload:
            upload.write(b'x')
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'shop')


http.server.ThreadingHTTPServer(('', 8000), Handler).serve_forever()
