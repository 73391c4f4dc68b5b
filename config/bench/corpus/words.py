"""The vocabulary of the invented studies, Dutch beside English, so that both languages of one study agree.

Pure lists. The Dutch words are all singular and need no article, so every sentence pattern can take every word.
"""

from dataclasses import dataclass

from articles.enums import TopicKind


@dataclass(frozen=True)
class Term:
    """One thing in both languages; `topic` is the name under which readers find it, where it is a topic at all."""

    nl: str
    en: str
    topic: str = ""

    @property
    def heading(self) -> str:
        """The Dutch word at the start of a sentence."""
        return self.nl[0].upper() + self.nl[1:]


@dataclass(frozen=True)
class Outcome(Term):
    """What was measured, and how to say that it went well or badly."""

    better: str = ""
    worse: str = ""
    better_en: str = ""
    scale: str = ""


CANCERS = (
    Term("borstkanker", "breast cancer", "Borstkanker"),
    Term("prostaatkanker", "prostate cancer", "Prostaatkanker"),
    Term("longkanker", "lung cancer", "Longkanker"),
    Term("dikkedarmkanker", "colon cancer", "Dikkedarmkanker"),
    Term("endeldarmkanker", "rectal cancer", "Endeldarmkanker"),
    Term("multipel myeloom", "multiple myeloma", "Multiple myeloom"),
    Term("lymfeklierkanker", "lymphoma", "Lymfeklierkanker"),
    Term("leukemie", "leukemia", "Leukemie"),
    Term("eierstokkanker", "ovarian cancer", "Eierstokkanker"),
    Term("baarmoederhalskanker", "cervical cancer", "Baarmoederhalskanker"),
    Term("blaaskanker", "bladder cancer", "Blaaskanker"),
    Term("nierkanker", "renal cell carcinoma", "Nierkanker"),
    Term("alvleesklierkanker", "pancreatic cancer", "Alvleesklierkanker"),
    Term("slokdarmkanker", "esophageal cancer", "Slokdarmkanker"),
    Term("een melanoom", "melanoma", "Melanoom"),
    Term("hoofd-halskanker", "head and neck cancer", "Hoofd-halskanker"),
)

TREATMENTS = (
    Term("chemotherapie", "chemotherapy", "Chemotherapie"),
    Term("bestraling", "radiotherapy", "Bestraling"),
    Term("immuuntherapie", "immune checkpoint inhibition", "Immuuntherapie"),
    Term("hormoontherapie", "endocrine therapy", "Hormoontherapie"),
    Term("doelgerichte therapie", "targeted therapy", "Doelgerichte therapie"),
    Term("een kijkoperatie", "minimally invasive surgery", "Operatie"),
    Term("een stamceltransplantatie", "stem cell transplantation", "Stamceltransplantatie"),
    Term("krachttraining", "resistance exercise", "Lichaamsbeweging"),
    Term("acupunctuur", "acupuncture", "Acupunctuur"),
    Term("mindfulness", "mindfulness-based stress reduction", "Mindfulness"),
    Term("cognitieve gedragstherapie", "cognitive behavioral therapy", "Psychologische hulp"),
    Term("drinkvoeding met extra eiwit", "oral protein supplementation", "Voeding"),
    Term("vitamine D", "vitamin D supplementation", "Vitamines en supplementen"),
    Term("hoofdhuidkoeling", "scalp cooling", "Bijwerkingen verminderen"),
    Term("vroege palliatieve zorg", "early palliative care", "Palliatieve zorg"),
    Term("actief volgen", "active surveillance", "Actief volgen"),
)

DESIGNS = (
    Term("gerandomiseerde studie", "randomized controlled trial", "Gerandomiseerde studie"),
    Term(
        "placebogecontroleerde studie", "randomized placebo-controlled trial", "Placebogecontroleerde studie"
    ),
    Term("cohortstudie", "prospective cohort study", "Cohortstudie"),
    Term("patiënt-controlestudie", "case-control study", "Patiënt-controlestudie"),
    Term("fase II-studie", "phase II trial", "Fase II-studie"),
    Term("fase III-studie", "phase III trial", "Fase III-studie"),
    Term("meta-analyse", "systematic review and meta-analysis", "Meta-analyse"),
    Term("registratiestudie", "nationwide registry study", "Registratiestudie"),
)

KINDS = (
    (TopicKind.CANCER_TYPE, CANCERS),
    (TopicKind.TREATMENT, TREATMENTS),
    (TopicKind.STUDY_TYPE, DESIGNS),
)

OUTCOMES = (
    Outcome(
        *("vermoeidheid", "fatigue"),
        better="minder vermoeidheid",
        worse="meer vermoeidheid",
        better_en="less fatigue",
        scale="FACIT-F",
    ),
    Outcome(
        *("pijn", "pain"),
        better="minder pijn",
        worse="meer pijn",
        better_en="less pain",
        scale="Brief Pain Inventory",
    ),
    Outcome(
        *("neuropathie", "peripheral neuropathy"),
        better="minder neuropathie",
        worse="meer neuropathie",
        better_en="less neuropathy",
        scale="FACT/GOG-Ntx",
    ),
    Outcome(
        *("misselijkheid", "nausea"),
        better="minder misselijkheid",
        worse="meer misselijkheid",
        better_en="less nausea",
        scale="MASCC",
    ),
    Outcome(
        *("slapeloosheid", "insomnia"),
        better="een betere nachtrust",
        worse="een slechtere nachtrust",
        better_en="better sleep",
        scale="ISI",
    ),
    Outcome(
        *("angst", "anxiety"),
        better="minder angst",
        worse="meer angst",
        better_en="less anxiety",
        scale="HADS",
    ),
    Outcome(
        *("de kwaliteit van leven", "quality of life"),
        better="een betere kwaliteit van leven",
        worse="een lagere kwaliteit van leven",
        better_en="better quality of life",
        scale="EORTC QLQ-C30",
    ),
    Outcome(
        *("de overleving", "overall survival"),
        better="een langere overleving",
        worse="een kortere overleving",
        better_en="longer overall survival",
        scale="RECIST",
    ),
    Outcome(
        *("de kans op terugkeer", "recurrence"),
        better="een kleinere kans op terugkeer",
        worse="een grotere kans op terugkeer",
        better_en="fewer recurrences",
        scale="RECIST",
    ),
    Outcome(
        *("de lichamelijke conditie", "physical fitness"),
        better="een betere conditie",
        worse="een slechtere conditie",
        better_en="better physical fitness",
        scale="6-minute walk test",
    ),
    Outcome(
        *("gewichtsverlies", "weight loss"),
        better="minder gewichtsverlies",
        worse="meer gewichtsverlies",
        better_en="less weight loss",
        scale="PG-SGA",
    ),
    Outcome(
        *("haaruitval", "alopecia"),
        better="minder haaruitval",
        worse="meer haaruitval",
        better_en="less hair loss",
        scale="Dean scale",
    ),
)

COUNTRIES = (
    *(Term("Nederland", "the Netherlands"), Term("België", "Belgium"), Term("Duitsland", "Germany")),
    *(Term("Denemarken", "Denmark"), Term("Zweden", "Sweden"), Term("Italië", "Italy")),
    *(Term("Spanje", "Spain"), Term("Canada", "Canada"), Term("Japan", "Japan")),
    *(Term("China", "China"), Term("Australië", "Australia"), Term("Frankrijk", "France")),
)
CITIES = (
    *("Utrecht", "Groningen", "Maastricht", "Nijmegen", "Leiden", "Tilburg", "Zwolle", "Enschede", "Arnhem"),
    *("Breda", "Haarlem", "Deventer", "Gent", "Leuven", "Antwerpen", "Alkmaar", "Leeuwarden", "Eindhoven"),
)
SIDE_EFFECTS = (
    *(
        "hoofdpijn",
        "duizeligheid",
        "een droge mond",
        "jeuk",
        "huiduitslag",
        "koorts",
        "diarree",
        "verstopping",
    ),
    *("spierpijn", "een blauwe plek", "koude handen", "hartkloppingen", "een tekort aan witte bloedcellen"),
    *("een ontstoken mond", "tintelende vingers", "smaakverlies", "opvliegers", "gewrichtspijn"),
)
EVERYDAY = (
    *("traplopen", "boodschappen doen", "fietsen naar het werk", "koken", "met de kleinkinderen spelen"),
    *("een boek lezen", "autorijden", "tuinieren", "een avond weg", "de was ophangen", "een blokje om"),
    *(
        "sporten bij de vereniging",
        "zingen in een koor",
        "een middag vergaderen",
        "zwemmen",
        "naar muziek luisteren",
    ),
)
# Invented journals: nonsense must never stand under the name of a real one, not even in a test database.
JOURNALS = (
    *(
        "Invented J Oncol",
        "Ann Invented Med",
        "Sample Cancer Res",
        "Fictional Lancet Oncol",
        "Made-up Support Care",
    ),
    *(
        "Bench Breast J",
        "Imaginary J Clin Trials",
        "Test Ther Onkol",
        "Example Radiother",
        "Specimen Hematol",
    ),
    *("Pretend Palliat Med", "Mock Eur J Cancer", "Model J Nutr Cancer", "Dummy Surg Oncol", "Trial Run Med"),
)
FAMILIES = (
    *(
        "Jansen",
        "de Vries",
        "van den Berg",
        "Bakker",
        "Visser",
        "Smit",
        "Meijer",
        "Mulder",
        "Bos",
        "Vos",
        "Peters",
    ),
    *(
        "Hendriks",
        "van Dijk",
        "Dekker",
        "Brouwer",
        "Schmidt",
        "Müller",
        "Weber",
        "Rossi",
        "Bianchi",
        "García",
    ),
    *(
        "Fernández",
        "Andersen",
        "Nielsen",
        "Lindström",
        "Johansson",
        "Tanaka",
        "Suzuki",
        "Wang",
        "Zhang",
        "Chen",
    ),
    *(
        "Smith",
        "Brown",
        "O’Connor",
        "MacDonald",
        "Dubois",
        "Lefèvre",
        "Kowalski",
        "Novák",
        "Peeters",
        "Janssens",
    ),
)
