"""An invented province: its schools and all figures, consistent with each other by construction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.knowledge import load_toml

WORDS = load_toml("evals.synthetic", "words.toml")
_LEAST_SCHOOLS, _MOST_SCHOOLS = 16, 32
_LEAST_CITIES, _MOST_CITIES = 5, 9
_FIRST_YEAR = 2019


@dataclass(frozen=True, slots=True)
class School:
    """A school; ``core`` are the figures of the table of core indicators, ``majors`` of the majors'."""

    name: str
    city: str
    kind: str
    core: tuple[Decimal, ...]
    majors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """The province of one report; ``counts`` are the region's own figures by name."""

    name: str
    year: int
    cities: tuple[str, ...]
    schools: tuple[School, ...]
    counts: dict[str, Decimal]
    random: Random

    def column(self, index: int) -> tuple[Decimal, ...]:
        """A core indicator of all schools, in their order."""
        return tuple(school.core[index] for school in self.schools)


AREA, BOOKS, DIGITAL, DEVICES, COMPUTERS, TEACHERS, SENIOR, DUAL, TUTORS, MASTERS = range(10)
STUDENTS, FIRST_RATE, YEAR_RATE, INCOME, GRANT = range(10, 15)


def fixed(value: Decimal | float, places: int = 2) -> Decimal:
    """``value`` rounded half up to ``places`` decimals."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def nth_report(number: int) -> tuple[str, int]:
    """The province and the year of the report of this number: 2,880 in all, none twice.

    Two years of a province follow each other; once all provinces have two, each gets two more.
    """
    firsts, middles, lasts = (WORDS[f"province_{part}"] for part in ("first", "middle", "last"))
    names = len(firsts) * len(middles) * len(lasts)
    rest, place = divmod(number // 2 % names, len(firsts))
    last, middle = rest % len(lasts), rest // len(lasts)
    year = _FIRST_YEAR + number % 2 + 2 * (number // (2 * names))
    return firsts[place] + middles[middle] + lasts[last] + "省", year


def invent(seed: int, region: tuple[str, int] | None = None) -> Province:
    """The province of ``seed``, or the same figures for another ``region`` (its name and the year)."""
    random = Random(seed)  # noqa: S311 - invents names and figures, protects nothing
    name = random.choice(WORDS["province_first"]) + random.choice(WORDS["province_last"]) + "省"
    year = _FIRST_YEAR + random.randrange(8)
    name, year = region or (name, year)
    cities = _cities(random)
    names = _school_names(random, name, cities)
    schools = tuple(_school(random, one, cities) for one in names)
    return Province(name, year, cities, schools, _counts(random, schools), random)


def _cities(random: Random) -> tuple[str, ...]:
    wanted = random.randint(_LEAST_CITIES, _MOST_CITIES)
    firsts = random.sample(WORDS["city_first"], wanted)
    return tuple(first + random.choice(WORDS["city_last"]) + "市" for first in firsts)


def _school_names(random: Random, province: str, cities: tuple[str, ...]) -> list[str]:
    wanted = random.randint(_LEAST_SCHOOLS, _MOST_SCHOOLS)
    places = [province[:-1], *(city[:-1] for city in cities)]
    names: dict[str, None] = {}
    while len(names) < wanted:
        place, field = random.choice(places), random.choice(WORDS["fields"])
        if not any(known.startswith(place + field) for known in names):
            names[place + field + random.choice(WORDS["endings"])] = None
    return list(names)


def _school(random: Random, name: str, cities: tuple[str, ...]) -> School:
    students = int(min(14000.0, max(1500.0, random.lognormvariate(8.8, 0.5))))
    teachers = round(students / random.uniform(15, 23))

    def part(low: float, high: float) -> Decimal:
        return Decimal(round(teachers * random.uniform(low, high)))

    def each(low: float, high: float, places: int) -> Decimal:
        return fixed(students * random.uniform(low, high), places)

    core = (
        each(8, 18, 2),
        fixed(students * random.uniform(45, 80) / 10_000, 4),
        each(20, 300, 0),
        each(0.4, 2.2, 4),
        each(0.15, 0.5, 0),
        Decimal(teachers),
        part(0.22, 0.4),
        part(0.4, 0.7),
        part(0.1, 0.8),
        part(0.35, 0.75),
        Decimal(students),
        fixed(random.uniform(76, 97)),
        fixed(random.uniform(78, 98)),
        each(1.3, 3.0, 2),
        fixed(random.uniform(7000, 16000)),
    )
    city = next((c for c in cities if name.startswith(c[:-1])), random.choice(cities))
    own = random.randint(12, 70)
    majors = (
        own,
        own - random.randint(0, own // 4),
        random.randint(0, 5),
        random.randint(0, 3),
        random.randint(0, 3),
    )
    return School(name, city, random.choice(WORDS["types"]), core, majors)


def _counts(random: Random, schools: tuple[School, ...]) -> dict[str, Decimal]:
    total = [sum((school.core[i] for school in schools), Decimal(0)) for i in range(15)]
    before = int(total[STUDENTS]) * 3 // 10
    graduates = before + random.randint(before // 50, before // 6)
    employed = graduates * random.randint(62, 70) // 100
    one, two = employed // 25, employed // 3
    upgraded = graduates * random.randint(12, 18) // 100
    asked = [random.randint(9_000, 60_000) for _ in range(5)]
    fresh, three_years = fixed(random.uniform(88, 93)), fixed(random.uniform(93, 97))
    drawn = {
        "libraries.national": random.randint(1, 4),
        "libraries.province": random.randint(15, 40),
        "libraries.school": random.randint(30, 60),
        "online.national": random.randint(5, 20),
        "online.province": random.randint(60, 150),
        "online.school": random.randint(150, 300),
        "bases.national": random.randint(2, 6),
        "bases.province": random.randint(15, 30),
        "bases.school": random.randint(40, 80),
        "patents": random.randint(120, 300),
        "trainings": random.randint(500, 1500),
        "standards.major": random.randint(3, 9),
        "standards.course": random.randint(12, 30),
    }
    counts = {name: Decimal(value) for name, value in drawn.items()}
    for name in ("libraries", "online", "bases"):
        counts[name] = counts[f"{name}.national"] + counts[f"{name}.province"] + counts[f"{name}.school"]
    counts |= {
        "students": total[STUDENTS],
        "teachers": total[TEACHERS],
        "tutors": total[TUTORS],
        "ratio": fixed(total[STUDENTS] / total[TEACHERS]),
        "dual": fixed(total[DUAL] * 100 / total[TEACHERS]),
        "senior": fixed(total[SENIOR] * 100 / total[TEACHERS]),
        "graduates": Decimal(graduates),
        "before": Decimal(before),
        "growth": fixed(Decimal(graduates - before) * 100 / before),
        "placed": Decimal(employed + upgraded),
        "upgraded": Decimal(upgraded),
        "employed": Decimal(employed),
        "one": Decimal(one),
        "two": Decimal(two),
        "three": Decimal(employed - one - two),
        "standards": counts["standards.major"] + counts["standards.course"],
        "knowledge": counts["patents"] + random.randint(80, 200),
        "invented": counts["patents"] // random.randint(3, 5),
        "money": fixed(random.uniform(800, 4000)),
        "gain": fixed(random.uniform(4500, 9000)),
        "asked.fresh": Decimal(asked[0]),
        "asked.years": Decimal(asked[1]),
        "asked.students": Decimal(asked[2]),
        "asked.teachers": Decimal(asked[3]),
        "asked.parents": Decimal(asked[4]),
        "content.fresh": fresh,
        "content.years": three_years,
        "content": fixed((fresh * asked[0] + three_years * asked[1]) / (asked[0] + asked[1])),
        "content.students": fixed(random.uniform(88, 96)),
        "content.teachers": fixed(random.uniform(88, 96)),
        "content.parents": fixed(random.uniform(88, 96)),
    }
    return counts
