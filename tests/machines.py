"""Shows on two web nodes, under load, what several machines are promised to be, and counts what was not so.

    .venv/bin/python tests/machines.py             20 times what is done many times
    .venv/bin/python tests/machines.py --times 5   fewer

Two nodes with folders of their own, a worker, nginx with the configuration of deploy/, one PostgreSQL with a streaming
replica, one Redis and an S3-compatible store (tests/s3_server.py says which, and how faithful it is), all on loopback
ports. Visitors ask for pages and send the contact form by way of nginx all the while; acts and what is compared go to
one node or the other.
"""

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import deployed, fault_acts, s3_server
from tests.faults import outside
from tests.node_proofs import Proof
from tests.rolling import Load
from tests.two_nodes import TwoNodes


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--promise", default="", help="those alone in whose words this stands")
    chosen = options.parse_args()
    deployed.need_programs()
    if not s3_server.install():
        sys.exit("needs an S3-compatible store: tests/s3/requirements.txt could not be installed")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        Path(folder).chmod(0o755)
        site = TwoNodes(Path(folder), stack)
        deployed.enter(site.environment("commands"))
        fault_acts.prepare()
        return 0 if run(Proof(site, chosen.times), chosen.promise) else 1


def run(proof, words):
    kept = []
    with Load(proof.site.tls) as load:
        time.sleep(3)
        for promise, act in [one for one in PROMISES.items() if words in one[0]]:
            began, troubles = time.monotonic(), []
            found = act(proof, troubles)
            told = f"{found} in {time.monotonic() - began:.0f} s"
            print(f"{promise}\n  found: {'; '.join(troubles[:8]) or told}", flush=True)
            kept.append(not troubles)
        time.sleep(1)
    troubles = [*outside(load, [], ["GET"]), *outside(load, proof.kills, ["POST"])]
    refused = sum(method == "POST" for _began, method, _path, _status in load.errors)
    answers = ", ".join(f"{status or 'none'}: {number}" for status, number in sorted(load.answers.items()))
    print("through nginx, all the while, nobody sees an error: no page, and no form but one sent at a kill")
    print(f"  found: {'; '.join(troubles[:8]) or 'so it is'} ({answers}; forms at a kill: {refused})")
    return all(kept) and not troubles


PROMISES = {
    "a release approved on one node is at once on both, and no kept page is stale on either": Proof.approved,
    "a scheduled one is on the other at its hour, not before and not after": Proof.scheduled,
    "images taken in and made on one node are served by the other, and the other way round": Proof.images,
    "a session opened on one node is known to the other, and ended on both": Proof.sessions,
    "a rate limit counts over both nodes": Proof.limits,
    "a replica is read from, and never shows what is older than the primary": Proof.replica,
    "a node is killed under load, and the other one serves": Proof.killed,
}

if __name__ == "__main__":
    sys.exit(main())
