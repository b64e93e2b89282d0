"""What tests/machines.py looks at on two web nodes, a method for each promise: it notes troubles, and says what was."""

import signal
import time
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlencode

from tests import deployed
from tests.faults import period
from tests.kill_uploads import SECRET, picture
from tests.two_nodes import MANY_SEARCHES, PARTS, Browser

LIST = "/news/press-releases/"
LONGEST_LAG = 20  # seconds for which a replica on this machine may be behind


class Proof:
    def __init__(self, site, times):
        from django.contrib.auth import get_user_model

        from tests.signing_in import signed_in

        self.site, self.times, self.kills, self.number = site, times, [], 0
        people = get_user_model().objects
        self.writer, self.approver = (people.get(username=name) for name in ("writer", "approver"))
        sessions = (signed_in(one).cookies["sessionid"].value for one in (self.writer, self.approver))
        self.at_writer, self.at_approver = (Browser(site, session=session) for session in sessions)
        self.visitor = Browser(site)

    # Acts

    def submitted(self, html=""):
        from news.models import PressRelease

        self.number += 1
        title = f"Zq{self.number}x {hex(hash(str(self.number)) & 0xFFFFFF)} proof"
        release = PressRelease(title=title, summary=f"{title}.", body=f"<p>{title}.</p>{html}")
        release.save_draft(self.writer)
        release.submit(self.writer)
        return release

    def approve(self, number, release, at=None):
        """By a web process of that node."""
        from publishing.checks import findings, fingerprint

        read = fingerprint(findings(release, self.approver))
        fields = {"csrfmiddlewaretoken": SECRET, "version": release.version, "override": "Many alike."}
        if at:
            fields |= {"publish_at_date": f"{at:%Y-%m-%d}", "publish_at_time": f"{at:%H:%M:%S}"}
            fields["publish_at_zone"] = "UTC"
        address = f"/admin/news/pressrelease/{release.pk}/move/approve/"
        status, _cache, content = self.at_approver.ask(
            number, address, urlencode(fields | {"read": read}).encode()
        )
        assert status == 302, (status, content.decode()[-3000:])
        release.item.refresh_from_db()
        return release.item.address

    def shows(self, number, path, words):
        status, cache, content = self.visitor.ask(number, path)
        assert status in (200, 404), (path, status)
        return words in content.decode(), cache

    def published_on_the_other(self, troubles):
        """One release, approved on one node; whether both show it at once, in pages that both kept before."""
        one = self.number % 2
        release, hits = self.submitted(), 0
        for number in (0, 1):
            self.visitor.ask(number, LIST)
            hits += "hit" in self.shows(number, LIST, "")[1]
        address = self.approve(one, release)
        for number in (1 - one, one):
            for path in (LIST, address):
                if not self.shows(number, path, release.title)[0]:
                    troubles.append(f"{release.title} is not on {path} of node {'ab'[number]}")
        return hits

    # Promises

    def approved(self, troubles):
        hits = sum(self.published_on_the_other(troubles) for _ in range(self.times))
        return f"{self.times} of {self.times}, where {hits} of {2 * self.times} lists were kept pages before"

    def scheduled(self, troubles):
        from publishing import clock

        asked = 0
        for number in range(self.times):
            release = self.submitted()
            hour = clock.now().replace(microsecond=0) + timedelta(seconds=3)
            address = self.approve(number % 2, release, hour)
            while (before := clock.now()) < hour + timedelta(seconds=0.4):
                for path in (LIST, address):
                    before = clock.now()
                    is_shown, after = self.shows(1 - number % 2, path, release.title)[0], clock.now()
                    asked += 1
                    if is_shown and after < hour:
                        troubles.append(f"{path} was early by {hour - after}")
                    if not is_shown and before >= hour:
                        troubles.append(f"{path} was late by {before - hour}")
        return f"{self.times} of {self.times}, asked {asked} times around their hours"

    def images(self, troubles):
        from library.models import Image

        for one in (0, 1):
            status, _cache, _content = self.at_writer.ask(one, "/admin/library/image/add/", picture(), PARTS)
            assert status == 302, status
            image = Image.objects.latest("pk")
            path = image.url("640.jpg")
            if self.visitor.ask(1 - one, path)[0] != 404:
                troubles.append("what no page shows was served")
            made, before = self.at_writer.ask(one, path), self.objects(image)
            served = self.at_writer.ask(1 - one, path)
            if (made[0], made[2]) != (served[0], served[2]) or self.objects(image) != before or not before:
                troubles.append(f"node {'ba'[one]} did not serve what node {'ab'[one]} made")
            self.approve(one, self.submitted(f'<p><img src="{path}" alt="Noise"></p>'))
            if self.visitor.ask(1 - one, path) != served:
                troubles.append("the public does not get it")
        left = [*self.site.kept_by(0), *self.site.kept_by(1)]
        troubles += [f"a node keeps {left} to itself"] if left else []
        return "each served what the other had taken in and made, and neither keeps a file"

    def objects(self, image):
        """{name: when it was stored} of the image's other sizes."""
        found = self.site.store.client.list_objects_v2(
            Bucket=self.site.bucket, Prefix=f"renditions/{image.pk}/"
        )
        return {each["Key"]: each["LastModified"] for each in found.get("Contents", [])}

    def sessions(self, troubles):
        from django.contrib.auth import get_user_model

        from tests.signing_in import LOGIN, PASSWORD, SECOND, code, enrol

        token = {"csrfmiddlewaretoken": SECRET}
        for one in (0, 1):
            person = get_user_model().objects.create_superuser(f"admin{one}", password=PASSWORD)
            enrol(person)
            browser = Browser(self.site)
            for path, fields in [(LOGIN, {"login": person.username, "password": PASSWORD}), (SECOND, {})]:
                fields = fields or {"code": code()}
                status = browser.ask(one, path, urlencode(token | fields).encode())[0]
                token["csrfmiddlewaretoken"] = browser.cookies["csrftoken"]
                assert status == 302, (path, status)
            known = [browser.ask(number, "/admin/")[0] for number in (0, 1)]
            session = browser.cookies["sessionid"]
            ended = browser.ask(1 - one, "/admin/logout/", urlencode(token).encode())[0]
            browser.cookies["sessionid"] = session  # as a thief would who has copied it
            after = [browser.ask(number, "/admin/")[0] for number in (0, 1)]
            if (known, ended < 400, after) != ([200, 200], True, [302, 302]):
                troubles.append(f"opened on {'ab'[one]}: {known}, ended by {ended}: {after}")
            token = {"csrfmiddlewaretoken": SECRET}
        return "opened on either, known to both, ended on the other for both"

    def limits(self, troubles):
        time.sleep(62 - time.time() % 60)  # within one minute
        visitor, statuses = Browser(self.site, "198.51.100.9"), []
        for number in range(MANY_SEARCHES + 10):
            statuses.append(visitor.ask(number % 2, f"/search/?q=zq{number}limit")[0])
        other = Browser(self.site, "198.51.100.10").ask(0, "/search/?q=zqother")[0]
        if statuses != [200] * MANY_SEARCHES + [429] * 10 or other != 200:
            troubles.append(
                f"{statuses.count(200)} of {MANY_SEARCHES} were answered; another visitor: {other}"
            )
        return f"{MANY_SEARCHES} searches were answered by both together, the next 10 by neither"

    def replica(self, troubles):
        before = self.read_by_replica()
        for _ in range(3):
            self.await_replica()
            self.visitor.ask(0, f"{LIST}?page=1&month={self.number}")
            self.published_on_the_other(troubles)
        current = self.read_by_replica() - before
        troubles += [] if current else ["a replica that is current was not asked"]
        self.on_replica("SELECT pg_wal_replay_pause()")
        for _ in range(5):
            self.published_on_the_other(troubles)
        self.on_replica("SELECT pg_wal_replay_resume()")
        self.site.standby.halt()
        for _ in range(5):
            self.published_on_the_other(troubles)
        self.site.standby.run()
        time.sleep(6)  # it is left alone for five
        self.await_replica()
        self.published_on_the_other(troubles)
        return f"asked where it is current ({current} scans), nothing old while it was behind, nor while it was away"

    def on_replica(self, sql):
        import psycopg2

        with closing(psycopg2.connect(self.site.shared["REPLICA_URL"])) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0]

    def read_by_replica(self):
        time.sleep(1.2)  # it tells its numbers once a second
        return int(
            self.on_replica(
                "SELECT coalesce(sum(seq_scan + idx_scan), 0) FROM pg_stat_user_tables "
                "WHERE relname = 'news_pressrelease'"
            )
        )

    def await_replica(self):
        from publishing.keeping import read

        until = time.monotonic() + LONGEST_LAG
        while self.on_replica("SELECT number FROM publishing_siteversion") < read().version:
            assert time.monotonic() < until, "the replica does not follow"
            time.sleep(0.02)

    def killed(self, troubles):
        times = max(self.times // 2, 2)
        for number in range(times):
            with period(self.kills):
                deployed.stop(self.site.webs[number % 2], signal.SIGKILL)
            time.sleep(1)  # the other one serves all
            if self.visitor.ask(1 - number % 2, LIST)[0] != 200:
                troubles.append("the other node does not answer")
            self.site.webs[number % 2] = self.site.web(number % 2)
            if not deployed.await_health(self.site.ports[number % 2]):
                troubles.append("a node did not come back")
            time.sleep(2)  # what the other one was at work on is over before it is killed in its turn
        return f"{times} kills, each node in turn"
