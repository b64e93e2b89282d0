"""Words are folded by several threads at once, as a web process has them."""

import sys
from concurrent.futures import ThreadPoolExecutor

from search.folding import indexed

ENDINGS = "s ed ing ations izations fulness ousness ically ement".split()


def test_threads_do_not_disturb_each_other():
    texts = [
        " ".join(f"w{number}{thread}tran{ending}" for number in range(300) for ending in ENDINGS)
        for thread in "abcd"
    ]
    wanted = {*" ".join(map(indexed, texts)).split()}
    again = [text.replace("tran", "tren") for text in texts]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = {*" ".join(threads.map(indexed, again)).split()}
    finally:
        sys.setswitchinterval(before)
    assert found == {word.replace("tran", "tren") for word in wanted}
