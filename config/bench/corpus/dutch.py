"""What the invented articles tell: titles, leads and explanations in plain Dutch.

An explanation has five parts, each of sentences drawn without repetition until the part is long enough. The parts are
longer than our editors' own paragraphs, so that the figures measured on them rather flatter the pages too little.
"""

from dataclasses import dataclass
from random import Random

from config.bench.corpus.studies import Facts
from config.kit.html import from_paragraphs

WORDS_PER_PART = 150

TITLES = (
    "{Treatment} geeft {better} bij {cancer}",
    "{Treatment} bij {cancer}: {better} na {weeks} weken",
    "{Cancer}: {treatment} zorgt voor {better}, maar niet bij iedereen",
    "{Better} door {treatment} bij mensen met {cancer}",
    "Helpt {treatment} tegen {outcome} bij {cancer}? {People} patiënten deden mee",
    "{Treatment} maakt weinig verschil voor {outcome} bij {cancer}",
    "Onderzoek uit {country}: {treatment} bij {cancer} geeft {better}",
    "{Design} bij {cancer}: {treatment} en {outcome}",
    "Wat {treatment} doet met {outcome} bij {cancer}",
    "{Treatment} naast de gewone behandeling van {cancer}: {better} bij {with_it} procent",
    "Na {weeks} weken {better}: {treatment} bij {cancer} onderzocht in {hospitals} ziekenhuizen",
)
LEADS = (
    "In een {design} met {people} patiënten gaf {treatment} {better}. Of dat ook op lange termijn zo blijft, is nog niet bekend.",
    "Van de mensen met {cancer} die {treatment} kregen, had {with_it} procent {better}. Zonder die behandeling was dat {without} procent.",
    "Onderzoekers uit {country} volgden {people} mensen met {cancer}. {Treatment} hielp een deel van hen, maar er waren ook bijwerkingen.",
)
WHY = (
    "Veel mensen met {cancer} hebben last van problemen rond {outcome}, soms nog jaren na de behandeling.",
    "Artsen weten al langer dat {outcome} bij {cancer} een grote rol speelt, maar er was weinig goed onderzoek naar wat helpt.",
    "Eerder onderzoek naar {treatment} was klein of niet goed opgezet, en sprak zichzelf soms tegen.",
    "Daarom zette een groep onderzoekers in {country} een {design} op, waaraan {hospitals} ziekenhuizen meededen.",
    "De vraag was eenvoudig: krijgen mensen met {cancer} door {treatment} {better}, of maakt het geen verschil?",
    "Wie {cancer} heeft, merkt het vaak in gewone dingen, zoals {daily1} of {daily2}.",
    "In een enquête onder patiënten uit {city} en {city2} stond {outcome} bovenaan de lijst van klachten waar te weinig aandacht voor is.",
    "Tot nu toe krijgen patiënten meestal het advies om rustig aan te doen, terwijl daar weinig bewijs voor is.",
    "De behandeling zelf bestaat al jaren, maar werd bij {cancer} nog niet vaak toegepast.",
    "Volgens de onderzoekers is het belangrijk dat ook kleine klachten serieus worden genomen, want zij bepalen samen hoe een dag verloopt.",
    "Het onderzoek werd betaald door een fonds dat niets verdient aan de uitkomst.",
    "In de meeste richtlijnen staat nog niets over {treatment}, zodat het per ziekenhuis verschilt of het wordt aangeboden.",
    "Ook voor naasten is {outcome} ingrijpend, omdat taken in huis anders verdeeld moeten worden.",
    "Het gaat om een vraag die patiënten zelf hadden aangedragen in gesprekken met hun verpleegkundige.",
    "Over {second} was nog minder bekend, en ook daar keken de onderzoekers naar.",
)
HOW = (
    "Aan het onderzoek deden {people} mensen met {cancer} mee, verdeeld over {hospitals} ziekenhuizen in {country}.",
    "De helft, {half} mensen, kreeg {treatment} naast de gewone behandeling; de andere helft kreeg alleen de gewone behandeling.",
    "Wie wat kreeg, werd door loting bepaald, zodat de groepen aan het begin zoveel mogelijk op elkaar leken.",
    "De deelnemers waren gemiddeld {age} jaar oud en hadden geen andere ernstige ziekte.",
    "De behandeling duurde {weeks} weken, met {days} keer per week een sessie van ongeveer {minutes} minuten.",
    "Voor het begin, halverwege en na {weeks} weken vulden alle deelnemers een vragenlijst in, de {scale}.",
    "Een verpleegkundige die niet wist wie welke behandeling kreeg, nam de vragenlijsten af.",
    "Ook werd bloed geprikt en werd gevraagd hoe het ging met {daily1} en {daily2}.",
    "Mensen die in het halve jaar ervoor al iets dergelijks hadden geprobeerd, mochten niet meedoen.",
    "De belangrijkste maat was {outcome}; daarnaast keken de onderzoekers naar {second}.",
    "Deelnemers mochten op ieder moment stoppen, en hoefden daarvoor geen reden te geven.",
    "De onderzoekers rekenden vooraf uit hoeveel mensen nodig waren om een verschil te kunnen zien dat er voor patiënten toe doet.",
    "Iedereen werd meegeteld in de groep waarin hij of zij was ingeloot, ook wie de behandeling niet afmaakte.",
    "In {city} werd de behandeling gegeven door mensen die er speciaal voor waren opgeleid.",
    "Wie ver van het ziekenhuis woonde, kon een deel van de afspraken telefonisch doen.",
)
FOUND = (
    "Na {weeks} weken had {with_it} procent van de mensen met {treatment} {better}, tegen {without} procent van de mensen zonder.",
    "Dat is een verschil van {gap} procentpunten, en zo'n verschil is waarschijnlijk geen toeval.",
    "Anders gezegd: als honderd mensen deze behandeling krijgen, hebben ongeveer {gap} van hen er baat bij die dat anders niet zouden hebben.",
    "Bij {second} was er tussen de twee groepen geen duidelijk verschil te zien.",
    "Van de deelnemers stopte {stopped} procent eerder, meestal omdat de afspraken te veel tijd kostten.",
    "De bijwerkingen waren meestal licht; genoemd werden vooral {effect1} en {effect2}.",
    "Een enkele deelnemer kreeg last van {effect1}, maar dat ging na een paar dagen vanzelf over.",
    "Het effect was bij jongere en oudere deelnemers ongeveer even groot.",
    "Ook mensen die al eerder voor {cancer} waren behandeld, hadden er baat bij.",
    "Halverwege was het verschil nog klein; pas in de laatste weken werd het groter.",
    "Deelnemers vertelden dat {daily1} weer beter ging, en dat zij minder opzagen tegen {daily2}.",
    "In de groep zonder {treatment} werd {outcome} bij de meeste mensen niet beter en ook niet slechter.",
    "Een half jaar later was een deel van het verschil weer verdwenen.",
    "Van {effect2} hadden beide groepen ongeveer even vaak last.",
    "Bij acht mensen moest de behandeling worden aangepast, en twee van hen werden daarvoor kort opgenomen.",
)
LIMITS = (
    "Het onderzoek heeft ook zwakke kanten, en die zijn belangrijk om te weten.",
    "De deelnemers wisten welke behandeling zij kregen, en alleen al die wetenschap kan de antwoorden op een vragenlijst kleuren.",
    "De mensen die meededen waren gemiddeld fitter dan de meeste patiënten met {cancer}.",
    "Er deden vooral mensen uit {country} mee; of het elders net zo gaat, is niet zeker.",
    "Na {weeks} weken hield het meten op, zodat we niet weten hoe het daarna verder ging.",
    "Niet iedereen vulde alle vragenlijsten in, en wie zich slecht voelt, slaat zo'n lijst eerder over.",
    "De onderzoekers vergeleken {treatment} niet met andere manieren om {better} te krijgen.",
    "Voor sommige vormen van {cancer} deden te weinig mensen mee om iets met zekerheid te kunnen zeggen.",
    "In een brief aan het tijdschrift schreven artsen uit {city} dat zij in hun eigen ziekenhuis een kleiner effect zagen.",
    "Twee van de onderzoekers kregen eerder een vergoeding van een fabrikant, wat zij eerlijk in het artikel vermelden.",
    "Ander onderzoek, onder meer uit {city2}, wees in dezelfde richting, maar was kleiner.",
    "Wat het kost, en of verzekeraars het vergoeden, is niet onderzocht.",
    "Over {second} is uit dit onderzoek geen stevige conclusie te trekken.",
    "Het blijft mogelijk dat een deel van het effect komt door de extra aandacht die deelnemers kregen.",
    "Een nieuw onderzoek, met meer mensen en een langere looptijd, is inmiddels begonnen.",
)
MEANS = (
    "Wat betekent dit voor u, als u {cancer} heeft en last heeft van {outcome}?",
    "Bespreek met uw arts of verpleegkundige of {treatment} in uw geval verstandig is.",
    "Begin er niet op eigen houtje mee, want soms gaat het niet samen met medicijnen die u al gebruikt.",
    "Vraag ook na of uw ziekenhuis het aanbiedt, en of uw verzekering het vergoedt.",
    "Schrijf voor een gesprek op waar u last van heeft, bijvoorbeeld bij {daily1}, en wat u graag weer zou kunnen.",
    "Neem gerust iemand mee die met u meeluistert.",
    "Merkt u na het begin {effect1} of {effect2}, neem dan dezelfde dag contact op met het ziekenhuis.",
    "Het onderzoek zegt iets over groepen mensen; voor u persoonlijk kan het anders uitpakken.",
    "Ook als u geen {treatment} wilt of kunt krijgen, zijn er andere manieren om met {outcome} om te gaan.",
    "Uw huisarts kan u bijvoorbeeld verwijzen naar iemand die ervaring heeft met klachten door kanker.",
    "U hoeft niet meteen te beslissen: bij deze behandeling is er bijna altijd tijd om na te denken.",
    "Lotgenoten kunnen vertellen hoe het voor hen was, maar hun verhaal is geen voorspelling van het uwe.",
    "Op de pagina van de studie vindt u het oorspronkelijke verslag, in het Engels.",
    "Heeft u het zelf geprobeerd, dan lezen andere bezoekers graag onder dit artikel wat het u bracht.",
    "Stel gerust dezelfde vraag nog een keer als het antwoord niet duidelijk was.",
)
PARTS = (
    ("", WHY),
    ("Wat is er onderzocht?", HOW),
    ("Wat kwam eruit?", FOUND),
    ("Hoe zeker is dit?", LIMITS),
    ("Wat betekent dit voor u?", MEANS),
)


@dataclass(frozen=True)
class Story:
    """The Dutch text of an article."""

    title: str
    lead: str
    summary: str


def story(random: Random, facts: Facts) -> Story:
    """Return title, lead and explanation (HTML) of an article about this study."""
    slots = facts.slots(random)
    capitals = {
        "Better": _capital(facts.outcome.better),
        "Design": _capital(facts.design.nl),
        "People": facts.people,
    }
    return Story(
        title=random.choice(TITLES).format(**slots, **capitals),
        lead=random.choice(LEADS).format(**slots),
        summary="\n".join(_part(random, facts, heading, sentences) for heading, sentences in PARTS),
    )


def _part(random: Random, facts: Facts, heading: str, sentences: tuple[str, ...]) -> str:
    """A heading and a paragraph; the opening sentence is always the first of its list, the others come in any order."""
    others = random.sample(sentences[1:], len(sentences) - 1)
    chosen: list[str] = []
    length = 0
    for sentence in (sentences[0], *others):
        chosen.append(_capital(sentence.format(**facts.slots(random))))
        length += len(chosen[-1].split())
        if length >= WORDS_PER_PART:
            break
    paragraph = from_paragraphs([" ".join(chosen)])
    return f"<h2>{heading}</h2>\n{paragraph}" if heading else paragraph


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
