"""Ways to reach or to harm somebody: telephone, e-mail, bank account, citizen service number."""

import re
from collections.abc import Iterator

from comments.folding import Folded
from comments.loep.kinds import Kind

# Help lines (0800) and numbers of organisations (088, 14 plus area) are public; they are not marked.
_MOBILE_OR_AREA = re.compile(
    r"(?<![\d.,])\(?(?:(?:\+|00) ?31[ ()./-]{0,3}(?:\(0\)[ ./-]{0,2}|0)?|0)(?!88|800)[1-9](?:[ ()./-]{0,3}\d){8}(?!\d)"
)
_SERVICE = re.compile(r"(?<![\d.,])090[069](?:[ ./-]{0,3}\d){4}(?:(?:[ ./-]{0,2}\d){3})?(?!\d)")
_ABROAD = re.compile(r"(?<![\w.,])(?:\+ ?|00)(?!31)[1-9](?:[ ()./-]{0,3}\d){7,13}(?!\d)")
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d(?!\d)")
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}(?!\w)"
)
_EMAIL_SPOKEN = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64} (?:at|apenstaartje) [\w-]{1,63} (?:punt|dot) [a-z]{2,10}(?!\w)"
)
_NINE = re.compile(r"(?<![\w.,/-])\d(?:[ .]?\d){8}(?![\w/-]|[.,]\d)")
_IBAN = re.compile(r"(?<![a-z0-9])([a-z]{2})\d{2}(?=[ .-]?[a-z0-9]{4})")
_IBAN_LENGTHS = {
    "nl": 18, "be": 16, "de": 22, "fr": 27, "gb": 22, "es": 24, "it": 27, "lu": 20, "at": 20, "pt": 25,
    "pl": 28, "ie": 22, "ch": 21, "dk": 18, "no": 15, "fi": 18, "lt": 20, "ro": 24, "tr": 26, "gr": 27,
}  # fmt: skip
_NL_ACCOUNT = re.compile(r"nl\d{2}[a-z]{4}\d{10}")


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give what could be used to reach somebody."""
    for pattern in (_EMAIL, _EMAIL_SPOKEN):
        yield from ((*match.span(), Kind.EMAIL) for match in pattern.finditer(text.lower))
    for pattern in (_MOBILE_OR_AREA, _SERVICE, _ABROAD):
        for match in pattern.finditer(text.lower):
            if not _DATE.match(match.group()):
                yield *match.span(), Kind.PHONE
    for match in _NINE.finditer(text.lower):
        if is_bsn(re.sub(r"\D", "", match.group())):
            yield *match.span(), Kind.BSN
    yield from _accounts(text.lower)


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the eleven-test: weights 9 to 2, and -1 for the last (Logisch ontwerp BSN, 2.3)."""
    if len(digits) != 9 or not digits.isascii() or not digits.isdigit() or digits == "0" * 9:
        return False
    weighed = sum(
        int(digit) * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    )
    return weighed % 11 == 0


def is_iban(account: str) -> bool:
    """Tell whether a bank account without spaces has its country's length and check digits (ISO 13616, mod 97)."""
    account = account.lower()
    if not (account.isascii() and account.isalnum()) or len(account) != _IBAN_LENGTHS.get(account[:2]):
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _accounts(text: str) -> Iterator[tuple[int, int, Kind]]:
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match.group(1))
        if length is None:
            continue
        signs: list[str] = []
        place = match.start()
        while place < len(text) and len(signs) < length and place - match.start() < 2 * length:
            if text[place].isalnum():
                signs.append(text[place])
            elif text[place] not in " .-":
                break
            place += 1
        account = "".join(signs)
        # A Dutch account with a typing error has no other meaning either, and may be somebody else's.
        if is_iban(account) or _NL_ACCOUNT.fullmatch(account):
            yield match.start(), place, Kind.IBAN
