"""A web process that can be killed: a fork of this one, so that it is there at once."""

import os
import signal
import socket
from contextlib import suppress
from http.client import HTTPConnection
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class WebProcess:
    """`cookies` are a dict of the people's names and what their browsers send."""

    def __init__(self):
        from django.db import connections

        connections.close_all()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.pid = os.fork()
        if self.pid == 0:
            self.serve()

    def serve(self):
        from django.core.wsgi import get_wsgi_application

        server = WSGIServer(("127.0.0.1", self.port), QuietHandler, bind_and_activate=False)
        server.socket.close()
        server.socket, server.server_name, server.server_port = self.socket, "127.0.0.1", self.port
        server.setup_environ()
        server.set_app(get_wsgi_application())
        server.serve_forever()
        os._exit(0)

    def send(self, who, path, content_type, body, cookies):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Content-Type": content_type,
            "Cookie": cookies[who],
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        connection.request("POST", path, body, headers)
        return connection.getresponse().status

    def try_to_send(self, *request):
        with suppress(OSError, EOFError, ValueError):
            self.send(*request)

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self.socket.close()
