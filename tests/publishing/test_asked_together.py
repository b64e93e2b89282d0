"""What threads ask of the database together."""

import time
from concurrent.futures import ThreadPoolExecutor

from publishing.keeping import AskedTogether


def test_whoever_comes_while_another_asks_is_given_what_was_read_after_it_came():
    begun = []

    def ask():
        begun.append(time.monotonic())
        time.sleep(0.002)
        return begun[-1]

    together = AskedTogether(ask)

    def come(_number):
        came = time.monotonic()
        read, _is_own = together()
        return read >= came

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(come, range(400)))
    assert len(begun) < 350


def test_each_knows_whether_it_has_asked_itself():
    begun = []

    def ask():
        time.sleep(0.002)
        begun.append(None)

    together = AskedTogether(ask)
    with ThreadPoolExecutor(8) as threads:
        told = [is_own for _read, is_own in threads.map(lambda _number: together(), range(100))]
    assert told.count(True) == len(begun) < 100


def test_whoever_waited_for_one_who_failed_asks_anew():
    failing = iter([True, False, True, False])

    def ask():
        time.sleep(0.01)
        if next(failing, False):
            raise OSError
        return "read"

    together = AskedTogether(ask)

    def come(_number):
        try:
            return together()[0]
        except OSError:
            return "failed"

    with ThreadPoolExecutor(8) as threads:
        told = [*threads.map(come, range(24))]
    assert told.count("failed") == 2
    assert told.count("read") == 22
