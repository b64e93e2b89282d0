"""A real mail server on this machine, as small as the protocol allows: it keeps what it is handed."""

import socketserver
import threading
import time
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        with suppress(ConnectionError):  # whoever talked may be killed meanwhile
            self.talk()

    def talk(self):
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].upper()
            self.server.heard.append(verb)
            if answer := self.server.refuses.get(verb):
                self.say(answer)
            elif verb == "DATA":
                self.take()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # cut off: such a mail has not been taken
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        while self.server.holds:
            time.sleep(0.02)
        self.say("250 taken")

    def say(self, line):
        with suppress(OSError):  # whoever asked may have been killed meanwhile
            self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    holds = False  # the answer to a mail that it has taken already

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def mail_server(settings, port=0):
    """A running server, which the site's settings name; `.mails` is what has arrived, `.refuses` what it answers
    to a verb in place of yes, `.heard` each verb."""
    with Server(("127.0.0.1", port), Session) as server:
        server.mails, server.heard, server.refuses = [], [], {}
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        server.shutdown()
