"""One invented study: the facts that its article, its abstract and its title all tell."""

from dataclasses import dataclass
from datetime import date
from random import Random

from config.bench.corpus import words
from config.bench.corpus.words import Outcome, Term


@dataclass(frozen=True)
class Facts:
    """What was done, to whom, and what came of it; numbers that agree with each other."""

    cancer: Term
    treatment: Term
    design: Term
    outcome: Outcome
    second: Outcome
    country: Term
    published: date
    people: int
    hospitals: int
    weeks: int
    with_it: int
    without: int
    age: int
    stopped: int
    p_value: str

    def slots(self, random: Random) -> dict[str, object]:
        """Values for the Dutch sentence patterns; small things of no weight are drawn anew each time."""
        half = self.people // 2
        return {
            "cancer": self.cancer.nl,
            "Cancer": self.cancer.heading,
            "treatment": self.treatment.nl,
            "Treatment": self.treatment.heading,
            "design": self.design.nl,
            "outcome": self.outcome.nl,
            "Outcome": self.outcome.heading,
            "better": self.outcome.better,
            "worse": self.outcome.worse,
            "scale": self.outcome.scale,
            "second": self.second.nl,
            "second_better": self.second.better,
            "country": self.country.nl,
            "year": self.published.year,
            "people": self.people,
            "half": half,
            "hospitals": self.hospitals,
            "weeks": self.weeks,
            "with_it": self.with_it,
            "without": self.without,
            "gap": self.with_it - self.without,
            "age": self.age,
            "stopped": self.stopped,
            "city": random.choice(words.CITIES),
            "city2": random.choice(words.CITIES),
            "effect1": random.choice(words.SIDE_EFFECTS),
            "effect2": random.choice(words.SIDE_EFFECTS),
            "daily1": random.choice(words.EVERYDAY),
            "daily2": random.choice(words.EVERYDAY),
            "days": random.randint(2, 6),
            "minutes": random.choice((20, 30, 45, 60)),
        }

    def english(self) -> dict[str, object]:
        """Values for the English sentence patterns."""
        return {
            "cancer": self.cancer.en,
            "treatment": self.treatment.en,
            "Treatment": self.treatment.en[0].upper() + self.treatment.en[1:],
            "design": self.design.en,
            "outcome": self.outcome.en,
            "Outcome": self.outcome.en[0].upper() + self.outcome.en[1:],
            "better": self.outcome.better_en,
            "second": self.second.en,
            "scale": self.outcome.scale,
            "country": self.country.en,
            "people": self.people,
            "half": self.people // 2,
            "hospitals": self.hospitals,
            "weeks": self.weeks,
            "with_it": self.with_it,
            "without": self.without,
            "age": self.age,
            "stopped": self.stopped,
            "p": self.p_value,
        }


def invent(random: Random, *, before: date) -> Facts:
    """Return a study that was published in the two years before `before`."""
    outcome, second = random.sample(words.OUTCOMES, 2)
    people = random.randint(20, 900) * 2
    without = random.randint(15, 55)
    return Facts(
        cancer=random.choice(words.CANCERS),
        treatment=random.choice(words.TREATMENTS),
        design=random.choice(words.DESIGNS),
        outcome=outcome,
        second=second,
        country=random.choice(words.COUNTRIES),
        published=date(before.year - random.randint(1, 2), random.randint(1, 12), random.randint(1, 28)),
        people=people,
        hospitals=random.randint(3, 40),
        weeks=random.choice((6, 8, 12, 16, 24, 52)),
        with_it=without + random.randint(4, 30),
        without=without,
        age=random.randint(48, 71),
        stopped=random.randint(2, 19),
        p_value=random.choice(("0.001", "0.004", "0.01", "0.02", "0.03", "0.04")),
    )
