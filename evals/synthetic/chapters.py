"""An invented report from front to back: its chapters, contents pages, figures and cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.knowledge import load_toml
from evals.synthetic.province import STUDENTS, WORDS, fixed
from evals.synthetic.tables import Line, annex_tables, core_table, counted, major_table, team_table

if TYPE_CHECKING:
    from evals.synthetic.province import Province

_PROSE = load_toml("evals.synthetic", "prose.toml")
_MANY = 10_000
_CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一、基本情况", ("（一）院校布局", "（二）核心指标", "（三）工作成效")),
    ("二、人才培养", ("（一）招生就业", "（二）技能提升", "（三）专业建设", "（四）教学团队")),
    ("三、服务贡献", ("（一）服务区域经济", "（二）服务乡村振兴")),
    ("四、文化传承", ()),
    ("五、产教融合", ("（一）现代产业学院协作体", "（二）区域产教融合实践中心")),
    ("六、发展保障", ("（一）政策保障", "（二）面临挑战")),
)


class _Writer:
    """Collects the body's lines, and its captions for the contents pages."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self.lines: list[Line] = []
        self.figures: list[tuple[str, str]] = []
        self.cases: list[tuple[str, str]] = []
        self.values: dict[str, object] = {
            **province.counts, "province": province.name, "year": province.year, "schools": len(province.schools),
        }  # fmt: skip

    def draw(self) -> str:
        return self.province.random.choice(self.province.schools).name

    def say(self, template: str, tag: str = "", **more: object) -> None:
        self.lines += [Line(template.format(**{**self.values, **more}), tag), Line("")]

    def heading(self, title: str) -> None:
        self.lines += [Line(title, f"heading:{title}"), Line("")]

    def figure(self, number: str, caption: str) -> None:
        self.figures.append((number, caption))
        self.lines += [Line(f"{number} {caption}", f"caption:{number}"), Line("")]

    def case(self, number: str) -> None:
        school, product = self.draw(), self.province.random.choice(WORDS["products"])
        title = f"{school}深化{product}专业产教融合"
        self.cases.append((number, title))
        self.lines += [Line(f"{number}：{title}", f"caption:{number}"), Line("")]
        for template in _PROSE["case"]:
            self.say(template, "case.text", school=school, product=product)


def report_lines(province: Province) -> tuple[Line, ...]:
    """The whole report, line by line, without a fault."""
    writer = _Writer(province)
    for chapter, write in zip(_CHAPTERS, (_first, _second, _third, _fourth, _fifth, _sixth), strict=True):
        write(writer, chapter)
    return (*_front(writer), *_contents(writer), *writer.lines, *_back(writer))


def _front(writer: _Writer) -> list[Line]:
    province, random = writer.province, writer.province.random
    front = _Writer(province)
    front.lines = [
        Line(""),
        Line(f"{province.name}高等职业教育质量报告"),
        Line(""),
        Line(f"({province.year} 年度)"),
    ]
    front.lines += [Line(""), Line(f"{province.name}教育厅"), Line(""), Line("前 言"), Line("")]
    leader = random.choice(WORDS["surnames"]) + random.choice(WORDS["given"])
    office = random.choice(WORDS["offices"])
    for template in _PROSE["opening"]:
        front.say(template, "preface", office=office)
    front.say(_PROSE["group"], "leader", leader=leader, office=office)
    front.say(_PROSE["scope"], "scope")
    return front.lines


def _contents(writer: _Writer) -> list[Line]:
    lines, page = [Line("目 录"), Line("")], 1
    for chapter, sections in _CHAPTERS:
        for title in (chapter, *sections):
            lines.append(Line(f"{title}\t{page}", f"contents:{title}"))
            page += 1
    tables = [line.text for line in writer.lines if line.tag.startswith("caption:表")]
    lines += [Line(""), Line("图表目录"), Line("")]
    lines += [
        Line(f"{n} {caption}\t{i}", f"contents:{n}") for i, (n, caption) in enumerate(writer.figures, start=1)
    ]
    lines += [Line(f"{text}\t{i}", f"contents:{text[:5]}") for i, text in enumerate(tables, start=3)]
    annexes = [line.text for line in annex_tables(writer.province) if line.tag.startswith("caption:")]
    lines += [Line(""), Line("附表目录"), Line("")]
    lines += [Line(f"{text}\t{i}", f"contents:{text[:4]}") for i, text in enumerate(annexes, start=20)]
    lines += [Line(""), Line("案例目录"), Line("")]
    lines += [
        Line(f"{n}：{title}\t{i}", f"contents:{n}") for i, (n, title) in enumerate(writer.cases, start=5)
    ]
    return [*lines, Line("")]


def _first(writer: _Writer, chapter: tuple[str, tuple[str, ...]]) -> None:
    province, random = writer.province, writer.province.random
    _open(writer, chapter, 0)
    writer.say(_PROSE["layout"], "cities", cities=counted([s.city for s in province.schools]))
    writer.figure("图 1-1", f"{province.name}高职院校地域分布图")
    writer.say(_PROSE["kinds"], "kinds", kinds=counted([f"{s.kind}类院校" for s in province.schools]))
    _open(writer, chapter, 1)
    reached = random.randint(3, len(province.schools) - 3)
    share = fixed(reached * 100 / len(province.schools), 1)
    writer.say(_PROSE["core"], "core.text", reached=reached, share=share)
    writer.lines += core_table(province)
    _open(writer, chapter, 2)
    first, second, third = random.randint(2, 9), random.randint(10, 40), random.randint(41, 90)
    numbers = {"courses": random.randint(40, 90), "libraries": province.counts["libraries.province"]}
    writer.say(_PROSE["work"][0], "work", **numbers)
    writer.say(
        _PROSE["work"][1],
        "prizes",
        contests=first + second + third + 21,
        first=first,
        second=second,
        third=third,
    )


def _second(writer: _Writer, chapter: tuple[str, tuple[str, ...]]) -> None:
    province, random = writer.province, writer.province.random
    _open(writer, chapter, 0)
    over = sum(1 for number in province.column(STUDENTS) if number > _MANY)
    writer.say(_PROSE["students"], "students", over=over)
    writer.say(_PROSE["graduates"], "graduates")
    writer.figure("图 2-1", f"{province.name} {province.year} 年毕业生就业质量变化图")
    writer.case("案例 2-1")
    _open(writer, chapter, 1)
    school = writer.draw()
    writer.say(_PROSE["skills"], "ref:图 2-2", school=school)
    writer.figure("图 2-2", f"{school}学生参加技能竞赛")
    _open(writer, chapter, 2)
    added, paused, closed = (sum(s.majors[i] for s in province.schools) for i in (2, 3, 4))
    writer.say(_PROSE["majors"], "majors", added=added, paused=paused, closed=closed)
    writer.lines += major_table(province)
    writer.case("案例 2-2")
    _open(writer, chapter, 3)
    teams = random.randint(6, 12)
    writer.say(_PROSE["teams"], "teams", teams=teams)
    writer.lines += team_table(province, teams)


def _third(writer: _Writer, chapter: tuple[str, tuple[str, ...]]) -> None:
    random = writer.province.random
    _open(writer, chapter, 0, intro=_PROSE["service"])
    school, product = writer.draw(), random.choice(WORDS["products"])
    people = random.randint(300, 4000)
    writer.say(_PROSE["regional"], "ref:图 3-1", school=school, product=product, people=people)
    writer.figure("图 3-1", f"{school}{product}培训现场")
    _open(writer, chapter, 1)
    school, product = writer.draw(), random.choice(WORDS["products"])
    writer.say(_PROSE["rural"], "ref:图 3-2", school=school, product=product)
    writer.figure("图 3-2", f"{school}科技特派员指导农户")
    writer.case("案例 3-1")


def _fourth(writer: _Writer, chapter: tuple[str, tuple[str, ...]]) -> None:
    writer.heading(chapter[0])
    school = writer.draw()
    writer.say(_PROSE["culture"], "ref:图 4-1", school=school, other=writer.draw())
    writer.figure("图 4-1", f"{school}文化艺术节学生作品展")
    writer.case("案例 4-1")


def _fifth(writer: _Writer, chapter: tuple[str, tuple[str, ...]]) -> None:
    random = writer.province.random
    _open(writer, chapter, 0)
    items = random.sample(WORDS["clusters"], random.randint(5, 9))
    writer.say(_PROSE["union"], "list", count=len(items), items="、".join(items))
    _open(writer, chapter, 1)
    centres = random.randint(40, 90)
    writer.say(_PROSE["practice"], "practice", centres=centres, sent=centres // 3)


def _sixth(writer: _Writer, chapter: tuple[str, tuple[str, ...]]) -> None:
    _open(writer, chapter, 0)
    for template in _PROSE["support"]:
        writer.say(template, "support", school=writer.draw())
    _open(writer, chapter, 1)
    for template in _PROSE["challenge"]:
        writer.say(template, "challenge")


def _back(writer: _Writer) -> list[Line]:
    closing = _PROSE["closing"].format(**writer.values)
    return [Line("附 表"), Line(""), *annex_tables(writer.province), Line("结 语"), Line(""), Line(closing)]


def _open(writer: _Writer, chapter: tuple[str, tuple[str, ...]], section: int, intro: str = "") -> None:
    if section == 0:
        writer.heading(chapter[0])
        if intro:
            writer.say(intro, "service")
    writer.heading(chapter[1][section])
