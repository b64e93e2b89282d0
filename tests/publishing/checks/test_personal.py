import pytest

from publishing.checks.identity import numbers_in
from publishing.checks.personal import phones_in

from .conftest import found, release, sentence_of

pytestmark = [pytest.mark.django_db, pytest.mark.looks]

PHONES = [
    "Call +40 21 303 60 09 for more.",
    "Write or call +40213036009.",
    "Tel.: 0040 21 303 60 09",
    "Phone (021) 303 60 09 from nine to five.",
    "Witnesses may ring 021 303 60 09.",
    "Informants reach the officer at 0745 123 456.",
    "Or 0745/123.456, day and night.",
    "Mobile: 359 888 123 456",
    "In Sofia, 02 982 1234 answers.",
    "The hotline 0800 800 858 is free.",
    "Ankara 0 (312) 123 45 67 answers.",
    "тел. 02 123 4567",
    "τηλ. 210 1234567",
    "(+30) 210 123 4567",
    "Tel 112 0123",
    "fax: +381 11 200 73 00;",
    "0888123456",
]
NO_PHONES = [
    "On 07.10.2016 officers searched 12 houses.",
    "Between 07.10.2016 and 08.10.2016, at 09:00-17:00.",
    "From 07.10.2016 - 08.10.2016 in Bucharest.",
    "On 07/10/2016 12 persons were held.",
    "On 2016-10-07 2,350 officers took part.",
    "On 07 10 2016 in Skopje.",
    "They seized EUR 1,250,000 and 2.500.000 RON.",
    "The damage is 12 500 000 euro, of which 1 250 000 000 HUF.",
    "More than 010 000 000 cigarettes were found.",
    "Case no. 0123456789 of the prosecutor.",
    "The file 123/P/2019 and case 1234/456/2020 were joined.",
    "Dosar nr. 0045/12/2019.",
    "The lorry with the plates B 123 ABC and B 99 XYZ, and CA 1234 AB.",
    "It holds 23,967 exchanges against 11,320 in 2011-2016.",
    "Chassis WVWZZZ1JZXW000001 was altered.",
    "IBAN RO49 AAAA 1B31 0075 9384 0000.",
    "Container MSKU 0123456 was opened.",
    "Coordinates 44.4268, 26.1025.",
    "Emergency number 112, or 116 000.",
    "On 1 and 2 December 2015, 410 kg and 3.5 tonnes.",
    "Seizures: 12 345 678 cigarettes, 1 000 000 tablets.",
    "ISBN 0-306-40615-2 is out.",
    "Regulation 2016/679 and decision 2008/615/JHA.",
    "The exercise ran 24/7 for 365 days, 2019/2020.",
    "Order No 0012345678 of the Minister.",
    "Kapitan Andreevo, 03.02.2024 10.30",
]


@pytest.mark.parametrize("words", PHONES)
def test_a_telephone_number_is_found(words):
    assert len(list(phones_in(words))) == 1
    assert found(release(f"<p>{words}</p>")) == ["phone_number"]


@pytest.mark.parametrize("words", NO_PHONES)
def test_dates_sums_cases_and_plates_are_no_telephone_numbers(words):
    assert list(phones_in(words)) == []
    assert found(release(f"<p>{words}</p>")) == []


def test_the_press_contact_has_its_own_fields():
    contact = {"contact_phone": "+40 21 303 60 09", "contact_email": "press@selec.example"}
    assert found(release("<p>Text.</p>", **contact)) == []
    own = "<p>Newsrooms: +40 (21) 303 60 09, Press@selec.example</p>"
    assert found(release(own, **contact)) == []
    assert found(release(own)) == ["phone_number", "email_address"]


@pytest.mark.parametrize("words", ["ana.pop+1@police.example.ro", "(ivan@mvr.bg)", "info@büro.example.org."])
def test_an_email_address_is_found_and_quoted(words):
    edition = release(f"<p>Write to {words}</p>")
    assert found(edition) == ["email_address"]
    assert words.strip("().") in sentence_of(edition, "email_address")


@pytest.mark.parametrize("words", ["at 10 @ Bucharest", "@selec on X", "user@host", "a@b.1"])
def test_what_only_looks_like_an_email_address_is_left(words):
    assert found(release(f"<p>{words}</p>")) == []


IDENTITY = {
    "CNP 1800101221144 was used.": "CNP",
    "He, 0101980500005, fled.": "JMBG",
    "EGN 7523169263 was stolen.": "EGN",
    "EGN 8032056031 was stolen.": "EGN",
    "The number 10000000146 was used.": "Turkish",
    "AMKA 01018000016.": "AMKA",
    "OIB 69435151530 is false.": "OIB",
    "With passport no. AB1234567 he crossed.": "passport",
    "He showed passport 123456789 at the border.": "passport",
    "ID card series RX 123456 was false.": "identity card",
    "An identity card number 1234567": "identity card",
    "Number J12345678N of Tirana": None,
}
NO_IDENTITY = [
    "CNP 1800101221145 has a wrong check digit.",
    "He, 0101980500006, fled.",
    "EGN 7523169264 was stolen.",
    "The number 10000000149 was used.",
    "They found 10 passports and 123456 euro.",
    "A forged passport and 500000 cigarettes.",
    "Case ID 1234567 was opened.",
    "The barcode 5901234123457 was copied.",
    "In 2016 there were 23967 exchanges.",
    "A sum of 1000000000 forints and 99999999999 lei.",
    "Passport holders of 11 states.",
    "1800101221144,50 RON",
    "File 1234567890/2020",
]


@pytest.mark.parametrize(("words", "name"), [(w, n) for w, n in IDENTITY.items() if n])
def test_an_identity_number_is_found_by_its_check_digits(words, name):
    [(number, what)] = numbers_in(words)
    assert name in what
    edition = release(f"<p>{words}</p>")
    assert found(edition) == ["identity_number"]
    assert number in sentence_of(edition, "identity_number")


@pytest.mark.parametrize("words", NO_IDENTITY)
def test_other_numbers_are_no_identity_numbers(words):
    assert list(numbers_in(words)) == []


def test_an_albanian_number_is_found_by_its_form():
    assert found(release("<p>He, J00511001W, was held.</p>")) == ["identity_number"]
