"""Real references in the other forms of PubMed's lists: PLoS, APA, Nature, Elsevier, books, chapters, web pages …"""

import pytest

from references.pasted import parse_line
from tests.references.gold import expected, lines, wrong_fields

OTHER = list(zip(lines("other_forms"), expected("other_forms"), strict=True))


@pytest.mark.parametrize(("line", "gold"), OTHER, ids=[line[:40] for line, _ in OTHER])
def test_every_field_is_right(line, gold):
    assert wrong_fields(parse_line(line), gold) == {}
