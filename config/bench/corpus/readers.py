"""What the invented readers write under an article."""

from random import Random

from comments.enums import Kind
from config.bench.corpus import words
from config.bench.corpus.studies import Facts

FIRST_NAMES = (
    *(
        "Marijke",
        "Theo",
        "Els",
        "Joke",
        "Henk",
        "Fatima",
        "Ruud",
        "Anneke",
        "Yusuf",
        "Corrie",
        "Bas",
        "Ingrid",
    ),
    *("Piet", "Samira", "Wim", "Loes", "Gerrit", "Nel", "Marco", "Tineke", "Ahmed", "Sjoukje", "Ria", "Kees"),
)
STORIES = {
    Kind.EXPERIENCE: (
        "Bij mij begon het drie weken na de eerste kuur. Vooral {daily1} ging niet meer.",
        "Ik heb {treatment} gehad in {city}. De eerste weken merkte ik niets, daarna werd het langzaam beter.",
        "Mijn man heeft {cancer} en kreeg hetzelfde. Hij had vooral last van {effect1}.",
        "Wat mij hielp was om het iedere dag op te schrijven. Dan zie je pas dat het vooruitgaat.",
        "Bij mij hielp het helaas niet. Na {weeks} weken ben ik gestopt, in overleg met de arts.",
        "De verpleegkundige in {city} nam er echt de tijd voor, dat scheelde veel.",
        "Ik was na een maand gewend aan {effect2}, maar leuk is anders.",
        "Nu, {years} jaar later, gaat {daily1} weer bijna zoals vroeger.",
    ),
    Kind.QUESTION: (
        "Weet iemand of dit ook in {city} wordt aangeboden?",
        "Heeft iemand hierbij last gehad van {effect1}? Mijn arts zegt dat het niet vaak voorkomt.",
        "Is {treatment} ook geschikt als je al eerder bent bestraald?",
        "Hoe lang duurde het bij jullie voordat er verschil was bij {daily1}?",
        "Wordt het vergoed? Mijn verzekeraar wist het zelf niet.",
        "Kan dit ook samen met {effect2} nog kwaad? Ik durf het bijna niet te vragen.",
    ),
    Kind.ADDITION: (
        "In het verslag van de studie staat dat niet iedereen de {weeks} weken afmaakte. Goed om te weten.",
        "Er is ook een folder over in {city}; vraag ernaar bij de balie.",
        "Let op dat dit onderzoek alleen in {country} is gedaan.",
        "Voor wie moeite heeft met {daily1}: een ergotherapeut kan ook veel betekenen.",
        "In {city} is een inloophuis waar je hierover kunt praten, zonder afspraak.",
    ),
}
REPLIES = (
    "Dank je wel voor je verhaal, dit herken ik heel erg.",
    "Bij mij was het net zo. Sterkte ermee.",
    "Heb je hier zelf om gevraagd, of kwam de arts ermee?",
    "Wat fijn dat het weer gaat. Ik hoop dat het bij mij ook zo loopt.",
    "In {city} zeiden ze tegen mij juist iets anders, dus vraag het goed na.",
    "Goede tip, die ga ik onthouden voor {daily1}.",
    "Last van {effect1} had ik ook. Bij mij ging het na {days} dagen over.",
)


def reaction(random: Random, facts: Facts, *, is_reply: bool) -> tuple[Kind, str]:
    """Return the kind and the words of a reaction: one to three paragraphs."""
    slots = {**facts.slots(random), "years": random.randint(2, 9)}
    kind = random.choices(list(STORIES), weights=(5, 3, 2))[0]
    sentences = random.sample(STORIES[kind], random.randint(2, 4))
    if is_reply:
        sentences = [random.choice(REPLIES), *sentences[: random.randint(0, 2)]]
    breaks = ["\n\n" if random.random() < 0.2 else " " for _sentence in sentences]
    text = "".join(sentence + after for sentence, after in zip(sentences, breaks, strict=True))
    return kind, text.strip().format(**slots)


def name(random: Random) -> str:
    """Return a name as readers give it: first name alone, with an initial, or with a town."""
    first = random.choice(FIRST_NAMES)
    return random.choice(
        (first, f"{first} {random.choice('ABCDGHJKMPRSTVW')}.", f"{first} uit {random.choice(words.CITIES)}")
    )
