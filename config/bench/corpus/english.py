"""What the invented studies say of themselves: titles and abstracts in English."""

from random import Random

from config.bench.corpus.studies import Facts

TITLES = (
    "{Treatment} for {outcome} in patients with {cancer}: a {design}",
    "Effect of {treatment} on {outcome} and {second} in adults with {cancer}: a {design} in {country}",
    "{Treatment} versus usual care in {cancer}: {weeks}-week results of a {design}",
    "{Outcome} in {people} patients treated with {treatment} for {cancer}: a {design}",
    "Does {treatment} reduce {outcome} in {cancer}? Results of a {design} from {hospitals} centers",
    "Long-term {outcome} after {treatment} among survivors of {cancer}: a {design}",
    "{Treatment} and {second} in {cancer}, a {design} with {weeks} weeks of follow-up",
    "Predictors of {outcome} during {treatment} in patients with {cancer}",
)

# Heading and the sentences that may stand under it; each section takes three of them, in this order.
SECTIONS = (
    (
        "Background",
        (
            "{Outcome} is common in patients with {cancer} and seriously affects daily life.",
            "Evidence for {treatment} in this setting is limited, and earlier studies were small.",
            "Guidelines do not currently recommend {treatment} for the management of {outcome}.",
            "We aimed to assess whether {treatment} leads to {better} in adults with {cancer}.",
            "Whether any benefit of {treatment} outweighs its burden has been debated for years.",
        ),
    ),
    (
        "Methods",
        (
            "In this {design}, {people} patients with {cancer} were enrolled at {hospitals} centers in {country}.",
            "Eligible patients were aged 18 years or older (median age {age} years) and had an ECOG performance status of 0-2.",
            "Patients were assigned to {treatment} (n = {half}) or to usual care (n = {half}) for {weeks} weeks.",
            "The primary outcome was {outcome} measured with the {scale}; {second} was a secondary outcome.",
            "Analyses followed the intention-to-treat principle with mixed models adjusted for age, sex and stage.",
        ),
    ),
    (
        "Results",
        (
            "At {weeks} weeks, {with_it}% of the patients in the {treatment} group had {better}, compared with {without}% under usual care (P = {p}).",
            "The difference remained after adjustment for baseline characteristics (P = {p}).",
            "No significant difference was found for {second} between the two groups.",
            "Treatment was discontinued by {stopped}% of the patients, mostly because of adverse events of grade 1 or 2.",
            "Results were similar in predefined subgroups by age, stage and earlier treatment.",
        ),
    ),
    (
        "Conclusions",
        (
            "{Treatment} resulted in {better} in patients with {cancer}.",
            "Longer follow-up is needed to establish whether the effect on {outcome} is lasting.",
            "Further research should address which patients benefit most, and at what cost.",
            "These findings support discussing {treatment} with patients who suffer from {outcome}.",
        ),
    ),
)


def title(random: Random, facts: Facts) -> str:
    """Return the study's title, without a full stop."""
    return random.choice(TITLES).format(**facts.english())


def abstract(random: Random, facts: Facts) -> list[tuple[str, str]]:
    """Return four headings with their text."""
    values = facts.english()
    sections = []
    for heading, sentences in SECTIONS:
        chosen = sorted(random.sample(range(len(sentences)), 3))
        sections.append((heading, " ".join(sentences[place].format(**values) for place in chosen)))
    return sections
