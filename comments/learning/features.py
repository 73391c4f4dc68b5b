"""What of a text is learned: its words, each once, as numbers that say nothing without the key."""

from hashlib import blake2b

from comments.folding import plain

SHORTEST, LONGEST = 3, 30  # letters; a longer run is no word but a code or a key that fell on the keyboard
MOST = 600  # different words of one text; 5,000 characters hold fewer unless somebody tries something


def words_of(text: str) -> list[str]:
    """Return the different words of a text in small letters without accents, in order, at most `MOST`.

    Numbers are left out: they are doses, dates and telephone numbers, and say more about a person than about spam.
    """
    spaced = "".join(sign if sign.isalnum() else " " for sign in plain(text))
    words = (word for word in spaced.split() if SHORTEST <= len(word) <= LONGEST)
    return list(dict.fromkeys(word for word in words if not any(map(str.isdigit, word))))[:MOST]


def hashed(word: str, key: bytes) -> int:
    """Return the number of a word, 64 bits with a sign, as PostgreSQL's bigint holds it.

    BLAKE2b with a key (RFC 7693, section 2.5): without the key nobody can look up whether a word was ever learned.
    """
    return int.from_bytes(blake2b(word.encode(), key=key[:64], digest_size=8).digest(), signed=True)
