"""Names of demo people: Chinese ones, some with rare characters, and a few others; each name once."""

from itertools import islice, product
from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)  # fmt: skip
DOUBLE = ("欧阳", "司马", "诸葛", "上官", "令狐", "皇甫", "尉迟", "长孙")
GIVEN = (
    "晓彤", "子涵", "雨桐", "浩然", "思远", "佳怡", "文博", "若曦", "俊杰", "梦琪", "一鸣", "书瑶", "宇轩", "诗涵",
    "泽楷", "欣妍", "明哲", "静怡", "志强", "丽娜", "国栋", "秀英", "建华", "海燕", "嘉豪", "婷", "磊", "洋", "敏",
    "静", "昊天", "梓萱", "沐辰", "语嫣", "亦凡", "知夏", "清扬", "景行", "望舒", "怀瑾",
)  # fmt: skip
#: characters that an incomplete font or character set loses
RARE = ("㛃", "䶮", "犇", "骉", "喆", "翀", "婳", "赟", "甯", "堃", "犇骉", "玥珺", "瑀璠", "旻昱", "燚", "煊赫", "𬱖", "嫕")  # fmt: skip
OTHERS = (
    "Emily Chen", "Siobhán O’Connor", "José María Núñez", "Jürgen Weiß", "Zoë Müller", "Nguyễn Thị Lan", "Łukasz Nowak",
    "Amélie Dupont", "Priya Raghunathan", "Oluwaseun Adeyemi", "Kim Min-jun", "Søren Ågård", "阿依古丽·买买提",
    "Maximiliano Fernández de la Vega", "Li Na", "Ben Wu",
)  # fmt: skip


def names(count: int, *, seed: int = 7) -> list[str]:
    """So many different names, the same ones each time; one in thirty is rare, one in sixty is not Chinese."""
    usual = [s + g for s, g in product((*SURNAMES, *DOUBLE), GIVEN)]
    rare = [s + g for s, g in product(SURNAMES, RARE)]
    order = Random(seed)  # noqa: S311 - names, not secrets
    order.shuffle(usual)
    order.shuffle(rare)
    others = [*OTHERS, *(f"{name} {n}" for n in range(2, 100) for name in OTHERS)]
    found = list(islice(dict.fromkeys(usual), count))
    if len(found) < count:
        raise ValueError(f"There are only {len(found)} demo names.")
    for place in range(count):
        if place % 60 == 59:
            found[place] = others[place // 60]
        elif place % 30 == 14:
            found[place] = rare[place // 30]
    return found
