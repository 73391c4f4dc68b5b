"""Made-up Dutch reactions, placed ones and spam, put together from parts by a seeded dice; so every run sees the same.

The two kinds share words on purpose: spam speaks of patients and cures, and patients of buying and of what things cost.
"""

from random import Random

_WHO = [
    "Mijn moeder",
    "Mijn man",
    "Ik",
    "Onze zus",
    "Een vriendin",
    "Mijn vader",
    "Mijn buurvrouw",
    "De oncoloog",
]
_WHAT = [
    "kreeg drie chemokuren en was erg moe",
    "heeft sinds de operatie last van de arm",
    "slikt al vijf jaar hormoontabletten",
    "vond de uitslag van de scan spannend",
    "wil weten of deze studie ook voor mannen geldt",
    "had veel aan de gesprekken met de verpleegkundige",
    "las dat beweging helpt tegen vermoeidheid",
    "heeft na de bestraling nog steeds jeuk",
    "kocht een haarwerk dat de verzekering betaalde",
    "moest de dure vitamines zelf betalen bij de apotheek",
    "zocht op internet naar gratis informatie over darmkanker",
    "werd gebeld door het ziekenhuis over de bloedwaarden",
]
_CLOSE = [
    "Hoe ervaren anderen dat?",
    "Dank voor de heldere uitleg.",
    "Ik hoop dat iemand dit herkent.",
    "Sterkte voor iedereen.",
    "Zijn er cijfers over de lange termijn?",
    "Dat gaf ons weer hoop.",
    "Mag je dan meedoen aan het onderzoek?",
    "Het zou fijn zijn als de kosten vergoed werden.",
]
_OFFER = [
    "Bestel vandaag nog onze kruidencapsules",
    "Win grote bonussen in ons online casino",
    "Leen direct geld zonder toetsing",
    "Verdien thuis duizenden euro's met bitcoin",
    "Krijg meer bezoekers met goedkope backlinks",
    "Probeer gratis de nieuwste afslankpillen",
    "Ontmoet vanavond vrouwen bij u in de buurt",
    "Koop medicijnen zonder recept tegen de laagste prijs",
    "Onze supplementen genezen kanker gegarandeerd",
    "Bezoek onze winkel voor een wonderkuur voor patienten",
]
_PUSH = [
    "Klik snel op de link voor korting.",
    "Alleen deze week gratis verzending!",
    "Gegarandeerd resultaat of geld terug.",
    "Schrijf u nu in en ontvang een bonus.",
    "Discreet bezorgd binnen een dag.",
    "Bekijk onze aanbiedingen op de website.",
    "Stuur een bericht via de app voor de prijs.",
    "Duizenden tevreden klanten gingen u voor.",
]


def made(*, placed: int, spam: int, seed: int = 7) -> list[tuple[str, bool]]:
    """So many reactions of each kind, shuffled, each with whether it is spam."""
    dice = Random(seed)
    texts = [
        (f"{dice.choice(_WHO)} {dice.choice(_WHAT)}. {dice.choice(_CLOSE)}", False) for _ in range(placed)
    ]
    texts += [(f"{dice.choice(_OFFER)}. {dice.choice(_PUSH)}", True) for _ in range(spam)]
    # Some of each speak like the other: a grateful reader with a tip, and a seller with a story.
    texts = [
        (f"{text} {dice.choice(_WHO)} {dice.choice(_WHAT)}.", True)
        if is_spam and dice.random() < 0.4
        else (f"{text} {dice.choice(_PUSH)}", False)
        if not is_spam and dice.random() < 0.05
        else (text, is_spam)
        for text, is_spam in texts
    ]
    dice.shuffle(texts)
    return texts
