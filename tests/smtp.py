"""A real mail server on this machine, as small as the protocol allows: it keeps what it is handed."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            if verb == "DATA":
                self.take()
            elif verb == "RCPT TO" and self.server.refuses:
                self.say("550 no such mailbox")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 taken")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    refuses = False

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def mail_server(settings, port=0):
    """A running server, which the site's settings name; `.mails` is what has arrived."""
    with Server(("127.0.0.1", port), Session) as server:
        server.mails = []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        server.shutdown()
