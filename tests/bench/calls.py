"""Records the calls of a run through a proxy, or replays recorded calls bare: one request after the other, nothing between them.

record PORT UPSTREAM FILE    listens on 127.0.0.1:PORT, passes everything on to UPSTREAM, writes each request to FILE as a JSON line
replay UPSTREAM FILE         sends the requests of FILE to UPSTREAM with the key in ODOO_API_KEY; prints calls and seconds as JSON
"""

import http.client
import http.server
import json
import os
import sys
import time
import urllib.parse


def send(upstream, method, path, headers, body):
    connection = http.client.HTTPConnection(upstream.hostname, upstream.port, timeout=180)
    connection.request(method, path, body=body or None, headers=headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer, data


def record(port, upstream, path):
    calls = open(path, "w", encoding="utf-8")

    class Proxy(http.server.BaseHTTPRequestHandler):
        def pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept", "X-Odoo-Database") if self.headers[name]}
            headers = dict(kept, Authorization=self.headers["Authorization"]) if self.headers["Authorization"] else kept
            calls.write(json.dumps({"method": self.command, "path": self.path, "headers": kept, "body": body.decode()}) + "\n")
            calls.flush()
            answer, data = send(upstream, self.command, self.path, headers, body)
            self.send_response(answer.status)
            for name in ("Content-Type", "Retry-After"):
                if answer.headers[name]:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = pass_on

        def log_message(self, *_):
            pass

    http.server.HTTPServer(("127.0.0.1", port), Proxy).serve_forever()


def replay(upstream, path):
    with open(path, encoding="utf-8") as lines:
        calls = [json.loads(line) for line in lines]
    authorization = "Bearer " + os.environ["ODOO_API_KEY"]
    begun = time.monotonic()
    for call in calls:
        headers = dict(call["headers"], Authorization=authorization)
        answer, data = send(upstream, call["method"], call["path"], headers, call["body"].encode())
        if answer.status != 200:
            sys.exit(f"{call['path']}: {answer.status} {data[:300]!r}")
    print(json.dumps({"calls": len(calls), "seconds": round(time.monotonic() - begun, 3)}))


if sys.argv[1] == "record":
    record(int(sys.argv[2]), urllib.parse.urlsplit(sys.argv[3]), sys.argv[4])
else:
    replay(urllib.parse.urlsplit(sys.argv[2]), sys.argv[3])
