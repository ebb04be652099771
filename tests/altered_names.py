"""The names of another province: schools, towns, and the short names built from the same pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

_SUFFIXES = ("高等专科学校", "职业技术学院", "职业学院", "职业大学", "管理干部学院")

# Another province: its name, its code, then towns in the order of OLD_PLACES.
PROVINCES = (
    ("江西", "360000", "南昌 九江 上饶 萍乡 抚州 宜春 鹰潭 新余 赣州 瑞金 井冈山"),
    ("湖北", "420000", "武汉 宜昌 襄阳 荆州 黄石 十堰 孝感 荆门 恩施 利川 神农架"),
    ("四川", "510000", "成都 绵阳 宜宾 泸州 遂宁 广元 雅安 巴中 凉山 阆中 峨眉山"),
)
OLD_PROVINCE = "吉林"
OLD_PLACES = ["长春", "吉林市", "四平", "辽源", "通化", "白城", "白山", "松原", "延边", "梅河口", "长白山"]

# A school that teaches everything gets a name of its own, so that no real school is meant.
BRANDS = ["明德", "弘文", "致远", "启航", "博雅", "崇实", "同心", "立信", "日新", "求真", "知行", "厚生"]

# What a school teaches, and what it may teach elsewhere.
SUBJECTS = {
    "汽车工业": ("航空制造", "船舶工业", "轨道装备"),
    "师范": ("幼儿师范", "民族师范"),
    "金融": ("税务", "商贸"),
    "医学": ("护理", "卫生"),
    "交通": ("港航", "公路"),
    "东方": ("远景", "江南"),
    "司法警官": ("消防救援", "公安司法"),
    "电子信息": ("数字技术", "光电信息"),
    "工业": ("机电", "纺织"),
    "工程": ("建筑", "矿业"),
    "信息技术": ("软件技术", "网络技术"),
    "铁道": ("民航", "航运"),
    "科技": ("理工", "应用科技"),
    "城市": ("城建", "都市"),
    "水利电力": ("能源电力", "水电"),
    "健康": ("康养", "颐养"),
    "早期教育": ("学前教育", "婴幼教育"),
    "康美": ("仁和", "济民"),
    "通用航空": ("低空飞行", "智能航运"),
    "医药健康": ("中医药", "生物医药"),
    "化工": ("材料", "冶金"),
    "机械工业": ("机床工业", "装备工业"),
    "省经济": ("省工商", "省财经"),
}


@dataclass(frozen=True)
class Names:
    """How every name of the source is called in the copy."""

    schools: dict[str, str]
    others: dict[str, str]
    code: str


def new_names(schools: Iterable[str], rng: random.Random) -> Names:
    """A new name for each school, and for all that is built from the same pieces: short names, towns."""
    province, code, towns = rng.choice(PROVINCES)
    first, *rest = towns.split()
    places = dict(zip(OLD_PLACES, [first, *rest], strict=True)) | {OLD_PROVINCE: province}
    subjects = {old: rng.choice(new) for old, new in SUBJECTS.items()}
    brands = iter(rng.sample(BRANDS, len(BRANDS)))
    brand = next(brands)
    built: dict[str, str] = {}
    for school in dict.fromkeys(schools):
        place, subject, suffix = _pieces(school)
        if suffix == "职业学院" and subject and rng.random() < 0.5:
            suffix = "职业大学"
        elif suffix == "职业技术学院" and subject and rng.random() < 0.3:
            suffix = "职业学院"
        middle = subjects.get(subject, subject) or (brand if place == "长春" else next(brands))
        built[school] = f"{places.get(place, place)}{middle}{suffix}"
    if len(set(built.values())) < len(built):
        return new_names(built, rng)
    others = _short_names(places, subjects, brand)
    others |= {f"{old}市" if old == "吉林市" else old: new for old, new in places.items() if old != "吉林市"}
    others["吉林市"] = f"{places['吉林市']}市"
    others["延边朝鲜族自治州"] = f"{places['延边']}市"
    others["延边州"] = f"{places['延边']}市"
    return Names(built, others, code)


def _pieces(school: str) -> tuple[str, str, str]:
    suffix = next(suffix for suffix in _SUFFIXES if school.endswith(suffix))
    stem = school.removesuffix(suffix)
    place = next(
        (old for old in sorted([*OLD_PLACES, OLD_PROVINCE], key=len)[::-1] if stem.startswith(old)), ""
    )
    return place, stem.removeprefix(place), suffix


def _short_names(places: dict[str, str], subjects: dict[str, str], brand: str) -> dict[str, str]:
    """The short names and variants that the documents use, built the same way from the new pieces."""
    capital, province = places["长春"], places[OLD_PROVINCE]
    car = subjects["汽车工业"]
    return {
        "长职院": f"{capital[0]}职院",
        "长职校": f"{capital[0]}职校",
        "长职": f"{capital[0]}职",
        "长汽高专": f"{capital[0]}{car[0]}高专",
        "汽高专": f"{car[0]}高专",
        "长春汽车高等专科学校": f"{capital}{car[:2]}高等专科学校",
        "长春汽车职业技术大学": f"{capital}{car[:2]}职业技术大学",
        "长春职业技术大学": f"{capital}{brand}职业技术大学",
        "吉铁院": f"{province[0]}{subjects['铁道'][0]}院",
        "书香交院": f"书香{subjects['交通'][0]}院",
        "吉工中巴": f"{province[0]}{subjects['工业'][0]}中巴",
        "吉林化工职业技术学院": f"{province}{subjects['化工']}职业技术学院",
        "吉林水利电力职业学校": f"{province}{subjects['水利电力']}职业学校",
        "长春机械工业学校": f"{capital}{subjects['机械工业']}学校",
        "机械工业学": f"{subjects['机械工业']}学",
        "吉厅字": f"{province[0]}厅字",
        "长吉一体化": f"{capital[0]}{places['吉林市'][0]}一体化",
        "吉报教育": f"{province[0]}报教育",
        "吉字号": f"{province[0]}字号",
        "吉乡农创园": f"{province[0]}乡农创园",
        "在吉成立": f"在{province[0]}成立",
    }


def replacer(names: dict[str, str]) -> Callable[[str], str]:
    """Replace all names in one pass, the longest first, also where a line breaks within a name."""
    longest = sorted(names, key=len, reverse=True)
    gap = r"((?:[ \n]*\n[ \n]*)?)"
    pattern = re.compile("|".join(f"(?:{gap.join(map(re.escape, name))})" for name in longest))

    def replace(match: re.Match[str]) -> str:
        new = names[re.sub(r"\s", "", match[0])]
        broken = re.search(r"\s+", match[0])
        if not broken:
            return new
        at = min(broken.start(), len(new) - 1)
        return new[:at] + broken[0] + new[at:]

    return lambda text: pattern.sub(replace, text)
