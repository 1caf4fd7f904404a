"""Invented names of people, units and places, as many-voiced as those of a real city."""

from random import Random

from accounts.rules.resident_id import Sex

SURNAMES = (
    "王" * 70 + "李" * 70 + "张" * 66 + "刘" * 52 + "陈" * 44 + "杨" * 30 + "赵" * 22 + "黄" * 22 + "周" * 19 + "吴" * 19
    + "徐" * 14 + "孙" * 14 + "胡" * 12 + "朱" * 12 + "高" * 12 + "林" * 11 + "何" * 11 + "郭" * 11 + "马" * 11 + "罗" * 10
    + "梁" * 8 + "宋" * 8 + "郑" * 8 + "谢" * 7 + "韩" * 7 + "唐" * 7 + "冯" * 6 + "于" * 6 + "董" * 6 + "萧" * 2 + "程" * 5
    + "曹" * 5 + "袁" * 5 + "邓" * 5 + "许" * 5 + "傅" * 4 + "沈" * 4 + "曾" * 4 + "彭" * 4 + "吕" * 4 + "苏" * 4 + "卢" * 4
    + "蒋" * 4 + "蔡" * 4 + "贾" * 3 + "丁" * 3 + "魏" * 3 + "薛" * 3 + "叶" * 3 + "阎" + "余" * 3 + "潘" * 3 + "杜" * 3
    + "戴" * 2 + "夏" * 2 + "钟" * 2 + "汪" * 2 + "田" * 2 + "任" * 2 + "姜" * 2 + "范" * 2 + "方" * 2 + "石" * 2 + "姚" * 2
    + "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文仇桓亓晁隗逯"
)  # fmt: skip
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "慕容", "令狐")

GIVEN_OLD = {
    Sex.MALE: "建国 国强 志强 建军 国庆 卫东 海涛 德福 长河 玉林 保国 振华 光明 永贵 金山 春生 明德 胜利 文革 学军 立新 忠良".split(),
    Sex.FEMALE: "秀英 桂兰 玉梅 淑珍 凤英 秀兰 桂英 玉兰 春梅 素芬 翠花 金凤 爱华 红梅 淑华 月娥 巧云 雪梅 美玲 桂芝".split(),
}
GIVEN_MIDDLE = {
    Sex.MALE: "伟 强 磊 军 勇 涛 超 鹏 杰 斌 波 辉 刚 健 志刚 海波 晓东 建平 文斌 少华 俊峰 立军 振宇 永强 晓峰 国栋".split(),
    Sex.FEMALE: "芳 娜 静 敏 丽 艳 燕 霞 玲 娟 红 萍 晓燕 海燕 丽娟 雪莲 文静 春燕 小红 艳丽 晓敏 婷婷 丽华 秀芳".split(),
}
GIVEN_YOUNG = {
    Sex.MALE: "浩然 子轩 宇航 梓豪 俊杰 天佑 一鸣 泽宇 博文 子墨 奕辰 明轩 嘉懿 晨曦 思远 宇轩 铭泽 皓 瑞 煜城".split(),
    Sex.FEMALE: "梓涵 欣怡 诗琪 雨桐 可馨 思彤 一诺 语嫣 子萱 若曦 佳怡 梦瑶 雅静 依诺 沐宸 悦 妍 婧 芷若 安然".split(),
}
RARE_NAMES = ("周䶮", "方㛃堃", "李喆", "陈堃", "王喆䶮", "赵㛃", "刘昇旻", "张垚淼", "林頔", "孙犇", "吴燚", "郭赟")
MINORITY_NAMES = (
    "阿依古丽·买买提", "古丽娜尔·吾斯曼", "买买提·艾力", "扎西·多吉", "卓玛·央宗", "巴特尔·苏和", "娜仁·格日勒", "帕尔哈提·玉山江",
    "迪丽努尔·阿不都热依木", "阿卜杜拉·萨迪克", "次仁·旺堆", "吐尔逊·热合曼",
)  # fmt: skip

PLACES = "云州 云溪 凌河 栖霞岭 南浦 东岭 沙洲 临云 青塘 白石 望江 龙潭".split()
STEMS = (
    "恒通 瑞丰 嘉和 永兴 博远 鼎盛 华诚 天宇 金源 德润 汇友 星河 润泽 宏图 明达 安信 远景 百川 正阳 弘毅 卓越 新纪元 万里 同心 锦程"
    " 长青 益民 乐天 中联 四海 祥瑞 凯旋 腾飞 和顺 盛世 佳禾 创元 启明 泰和 广源"
).split()
TRADES = (
    ("软件科技有限公司", 1), ("信息技术有限公司", 1), ("会计师事务所（普通合伙）", 1), ("商贸有限公司", 2), ("餐饮管理有限公司", 2),
    ("幼儿园", 2), ("口腔门诊部有限公司", 2), ("大药房连锁有限公司", 2), ("食品有限公司", 3), ("纺织有限公司", 3), ("电子有限公司", 3),
    ("物业服务有限公司", 3), ("机械制造有限公司", 4), ("服饰有限公司", 4), ("制药有限公司", 4), ("建筑安装工程有限公司", 5), ("家具有限公司", 5),
    ("物流有限公司", 5), ("化工有限公司", 6), ("水产养殖有限公司", 6), ("建筑工程有限公司", 6), ("冶金材料有限公司", 7), ("矿业有限公司", 8),
)  # fmt: skip
"""End of a unit's name and its work-injury industry class."""

STREETS = "政务大道 人民路 云溪路 凌河街 建设路 文昌街 青塘路 望江东路 白石巷 南浦新村 龙潭路 东岭大街".split()

YOUNG_SINCE, MIDDLE_SINCE = 1998, 1970
RARE_SHARE, MINORITY_SHARE, DOUBLE_SHARE = 0.004, 0.006, 0.006


def person_name(rng: Random, sex: Sex, birth_year: int) -> str:
    """Return a name as parents of that year chose; now and then one with rare characters or with a middle dot."""
    chance = rng.random()
    if chance < RARE_SHARE:
        return rng.choice(RARE_NAMES)
    if chance < RARE_SHARE + MINORITY_SHARE:
        return rng.choice(MINORITY_NAMES)
    double = chance > 1 - DOUBLE_SHARE
    return (rng.choice(DOUBLE_SURNAMES) if double else rng.choice(SURNAMES)) + rng.choice(given_names(sex, birth_year))


def given_names(sex: Sex, birth_year: int) -> list[str]:
    if birth_year >= YOUNG_SINCE:
        return GIVEN_YOUNG[sex]
    return GIVEN_MIDDLE[sex] if birth_year >= MIDDLE_SINCE else GIVEN_OLD[sex]


def unit_name(rng: Random, taken: set[str]) -> tuple[str, int]:
    """Return the name of a unit that is not in ``taken`` yet, and its industry class."""
    while True:
        trade, injury_class = rng.choice(TRADES)
        name = rng.choice(PLACES) + rng.choice(STEMS) + trade
        if name not in taken:
            taken.add(name)
            return name, injury_class


def home_address(rng: Random) -> str:
    return f"云州市{rng.choice(STREETS)}{rng.randint(1, 388)}号{rng.randint(1, 28)}幢{rng.randint(1, 4)}单元{rng.randint(101, 1802)}室"
