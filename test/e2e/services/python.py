"""A service that measures itself with Python's prometheus_client, on each of the ports given."""
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlparse

from prometheus_client import Counter, Gauge, Histogram, generate_latest

REQUESTS = Counter("shop_requests_total", "Requests.", ["route", "code"])
DURATION = Histogram("shop_request_seconds", "Durations.", ["route", "code"])
ACTIVE = Gauge("shop_requests_active", "Requests under way.")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlparse(self.path)
        if url.path == "/metrics":
            return self.answer("200", generate_latest())
        query = parse_qs(url.query)
        code = "500" if "fail" in query else "200"
        start = time.monotonic()
        with ACTIVE.track_inprogress():
            time.sleep(float(query.get("wait", ["0"])[0]) / 1000)
        REQUESTS.labels(url.path, code).inc()
        DURATION.labels(url.path, code).observe(time.monotonic() - start)
        self.answer(code, b"done")

    def answer(self, code, body):
        self.send_response(int(code))
        self.send_header("content-type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


for port in sys.argv[1:]:
    Thread(target=ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever).start()
