"""A real OpenID Connect provider on this machine, as small as the protocol allows; everybody there is `person`."""

import json
import threading
import time
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET, KEY_ID = "selec", "the secret of the client", "one"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class Provider:
    """`person` is what it tells of whoever signs in; `asked` each path that was asked for."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person, self.asked, self.codes = {}, [], {}
        self.server = make_server("127.0.0.1", 0, self, handler_class=Quiet)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        self.asked.append(path)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"] or body).items()}
        if path == "/authorize":
            code = f"code-{len(self.codes)}"
            self.codes[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            start_response("302 Found", [("Location", f"{asked['redirect_uri']}?{back}")])
            return [b""]
        answers = {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": self.keys,
            "/token": lambda: self.token(asked),
            "/userinfo": lambda: self.person,
        }
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answers[path]()).encode()]

    def configuration(self):
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()},
        }

    def keys(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def token(self, asked):
        first = self.codes.pop(asked["code"])
        assert (asked["client_id"], asked["client_secret"]) == (CLIENT, SECRET)
        assert asked["redirect_uri"] == first["redirect_uri"]
        assert asked["code_verifier"]
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        signed = jwt.encode(told, self.key, "RS256", headers={"kid": KEY_ID})
        return {"access_token": "an access token", "token_type": "Bearer", "id_token": signed}


@contextmanager
def provider():
    running = Provider()
    threading.Thread(target=running.server.serve_forever, args=(0.05,), daemon=True).start()
    yield running
    running.server.shutdown()
    running.server.server_close()
