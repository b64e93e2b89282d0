import pytest

from publishing.slugs import LONGEST, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Bahadır", "bahadir"),
        ("Đorđe", "dorde"),
        ("Duță", "duta"),
        ("Duţă", "duta"),
        ("ŠAKIĆ", "sakic"),
        ("BREZI I GJELBËR", "brezi-i-gjelber"),
        ("Ελλάδα", "ellada"),
        ("Београд", "beograd"),
        ("SELEC’s 5th anniversary", "selecs-5th-anniversary"),
        ("!!!", "item"),
        ("", "item"),
    ],
)
def test_every_letter_is_kept_in_latin_letters(title, slug):
    assert slug_of(title, "item") == slug


def test_a_long_title_is_cut_at_a_word():
    slug = slug_of("Cooperation between the police and customs " * 6, "item")
    assert len(slug) <= LONGEST
    assert set(slug.split("-")) <= {"cooperation", "between", "the", "police", "and", "customs"}
    assert slug_of("a" * 250, "item") == "a" * LONGEST
