"""The audit of other places' documents: nothing but what is true of them, and faults put in by hand are found."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from corpus import Finding, audit, read_corpus

ELSEWHERE = Path(__file__).parents[1] / "fixtures" / "elsewhere"


@cache
def findings(place: str) -> tuple[Finding, ...]:
    """The audit of a place's documents as they are."""
    return audit(read_corpus(ELSEWHERE / place))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (
            "hebei",
            (
                "236,169 人；表 3-1“总计”",
                "生师比”印作 17.94",
                "横向技术服务到款额",
                "纵向科研经费到款额",
                "专利授权数",
            ),
        ),
        ("sichuan", ()),
        ("zhejiang", ()),
        ("ministry", ()),
    ],
)
def test_nothing_is_made_up(place: str, told: tuple[str, ...]) -> None:
    """What is found above the low severity is true of the documents, each judged by reading them."""
    found = [f.sentence for f in findings(place) if f.severity.value != "低"]
    assert [next((t for t in told if t in sentence), sentence) for sentence in found] == list(told)


@pytest.mark.parametrize(
    ("place", "old", "new", "words"),
    [
        # a figure in the text that an annex, a total, a row or a series of years tells otherwise
        ("hebei", "在校生规模 236,169 人，占", "在校生规模 263,169 人，占", ("263169", "236,169", "推测")),
        ("hebei", "聘请行业导师 4217 人", "聘请行业导师 4271 人", ("4271", "4217")),
        ("hebei", "生师比为 17.94", "生师比为 19.74", ("19.74", "17.94")),
        ("hebei", "2023 届全省高职毕业生 83,912 人", "2023 届全省高职毕业生 83,192 人", ("83192", "83,912")),
        ("hebei", "毕业生总数（人）	71,205	78,436", "毕业生总数（人）	71,205	78,346", ("78,346", "78436")),
        ("hebei", "共设置专业布点 1168 个", "共设置专业布点 1186 个", ("1186", "1168")),
        ("hebei", "专任教师比例为 58.63%", "专任教师比例为 56.83%", ("56.83%", "58.63%")),
        ("zhejiang", "自主创业比例4.12%", "自主创业比例4.21%", ("4.21%", "4.12%")),
        ("hebei", "装备制造大类 186 个、电子", "装备制造大类 168 个、电子", ("装备制造大类", "168 个", "186")),
        ("hebei", "邢台职业技术学院建立“书", "邢台职业技术学院现有专任教师 920 人，建立“书", ("920 人", "820")),
        # rows that do not keep to what their table's columns make together
        ("hebei", "8,342	492	77.70%	16.96", "8,342	492	77.70%	19.96", ("19.96", "16.96", "“在校生规模”÷“专任教师”")),
        ("hebei", "装备制造大类	186	15.92%", "装备制造大类	186	19.52%", ("19.52%", "15.92")),
        ("zhejiang", "	9	6	4	19", "	9	6	4	18", ("奖牌总数", "18", "是 19")),
        # divisions
        ("hebei", "沧州市、廊坊市、衡水市各 1 所", "沧州市、廊坊市各 1 所", ("相加为 25 所", "26 所")),
        ("hebei", "公办院校 20 所，民办", "公办院校 19 所，民办", ("公办院校", "19 所", "20 所")),
        ("hebei", "高等专科学校 5 所", "高等专科学校 6 所", ("相加为 27 所",)),
        ("hebei", "公办 38 所、民办 25 所", "公办 38 所、民办 35 所", ("73 所", "63 所")),
        ("sichuan", "川南经济区 5 所", "川南经济区 6 所", ("相加为 27 所", "26 所")),
        ("zhejiang", "宁波市和温州市各3所", "宁波市和温州市各4所", ("宁波市", "4 所", "3 所")),
        ("sichuan", "就业比例	%	31.6", "就业比例	%	36.1", ("不是 100%",)),
        # changes and rates
        ("hebei", "提高 1.42 个百分点", "提高 1.24 个百分点", ("1.42 个百分点", "1.24")),
        ("zhejiang", "完成率59.22%", "完成率52.92%", ("52.92%", "59.22%")),
        ("sichuan", "增长 5.33%", "增长 5.93%", ("5.33%", "5.93%")),
        # lists
        ("hebei", "国赛赛项 3 个，分别是", "国赛赛项 4 个，分别是", ("说 4 个", "是 3 个")),
        ("hebei", "哈萨克斯坦 5 个国家", "哈萨克斯坦 6 个国家", ("说 6 个", "是 5 个：泰国、")),
        ("hebei", "由河北省牵头 2 个：", "由河北省牵头 3 个：", ("说 3 个", "是 2 个")),
        ("hebei", "最多的 3 所", "最多的 4 所", ("说 4 个", "是 3 个")),
        ("sichuan", "牵头组建 4 个", "牵头组建 5 个", ("5 个", "表 3 列出 4 行")),
        ("zhejiang", "对23所院校", "对32所院校", ("32 所", "列出 23 行")),
        # statements, numbers, titles
        ("sichuan", "全省培育市域", "由宜宾职业技术学院牵头的全国清洁能源装备行业产教融合共同体成效明显。全省培育市域", ("牵头单位有两种说法", "四川工程职业技术大学", "宜宾职业技术学院")),
        ("sichuan", "案例3 阿坝", "案例2 阿坝", ("编号重复", "案例 2")),
        ("sichuan", "教师队伍情况见表2", "教师队伍情况见表3", ("引用“表 3”", "更像 表 2")),
        ("hebei", "3.2 师资队伍 …", "3.2 教师队伍 …", ("目录作“教师队伍”", "正文作“师资队伍”")),
        ("hebei", "附表3 河北省高等职业教育教学资源表", "附表3 河北省高等职业教育服务贡献表", ("附表 3、附表 4",)),
        # ranges
        ("sichuan", "自主创业比例	%	1.08", "自主创业比例	%	108", ("108%", "明显高于")),
        ("zhejiang", "生师比	—	15.92	15.64", "生师比	—	15.92	1564", ("1564", "15.64", "推测")),
    ],
)  # fmt: skip
def test_fault_is_found(tmp_path: Path, place: str, old: str, new: str, words: tuple[str, ...]) -> None:
    """One changed place in documents that the methods were not made for is found, and said with both figures."""
    shutil.copytree(ELSEWHERE / place, tmp_path / place)
    changed = [path for path in (tmp_path / place).glob("*.txt") if old in path.read_text(encoding="utf-8")]
    for path in changed[:1]:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert changed
    known = {finding.sentence for finding in findings(place)}
    fresh = [f for f in audit(read_corpus(tmp_path / place)) if f.sentence not in known]
    assert any(all(word in f"{f.sentence}{f.hypothesis}" for word in words) for f in fresh), fresh
