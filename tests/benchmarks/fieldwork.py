# ruff: noqa: E501, UP031, B905  # word lists, and formats that must give the same bytes for ever
"""The defined piece of work that every measurement of replication uses: fixed seed, invented persons, firms, numbers.

W1 the first replica: operators, products, checklists. W2 a field day of one laptop: 20 inspections of 60 answers, 120
ledger lines, 40 operator edits, 60 photos of some 350 kB. W3 fifty such days at once, without photos. W4 nothing.
Rows are dicts; the same call gives the same bytes on every machine.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]

SEED = 20260417
N_SMALL, N_LARGE = 30_000, 300_000
N_PRODUCTS, N_CHECKLISTS, N_ITEMS = 5_000, 60, 60
N_INSPECTIONS, N_LEDGER, N_EDITS, N_PHOTOS = 20, 120, 40, 60
N_LAPTOPS = 50
T0 = 1_704_067_200_000  # 2024-01-01T00:00:00Z, ms
DAY0 = 1_776_384_000_000  # 2026-04-17T00:00:00Z, ms

SUR = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
GIV = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海燕春梅晓东云飞鹏辉宇欣怡浩然子轩梓涵雨泽思远国庆福生长贵有才金凤银花德胜永康"
PLACE = "青山绿水河东西南北新安平和兴隆丰泰长宁永福大石桥柳林杨树沟湾坪塘坝岭坡屯庄营寨店集沙溪泉井口头家岗洼圩堡渡关"
TRADE = ["农资", "种业", "植保", "肥业", "农机", "果蔬", "养殖", "粮油", "畜牧", "渔业", "林果", "茶业"]
FORM = ["有限公司", "经营部", "专业合作社", "门市部", "家庭农场", "服务站", "商店", "有限责任公司"]
KINDS = ["pesticide_shop", "seed_shop", "fertiliser_shop", "farm", "coop", "feed_shop", "slaughterhouse", "vet_shop"]
PROV = ["鲁", "豫", "冀", "皖", "苏", "湘", "鄂", "川", "陕", "晋"]
STREET = ["人民路", "解放路", "建设街", "文化路", "农贸市场", "工业园", "幸福大道", "振兴路", "和平街", "朝阳路"]
ACTIVE = [
    "吡虫啉",
    "草甘膦",
    "多菌灵",
    "阿维菌素",
    "毒死蜱",
    "代森锰锌",
    "噻虫嗪",
    "苯醚甲环唑",
    "高效氯氟氰菊酯",
    "嘧菌酯",
    "百菌清",
    "戊唑醇",
]
DOSE = ["可湿性粉剂", "乳油", "悬浮剂", "水分散粒剂", "颗粒剂", "水剂", "微乳剂"]
NOTES = [
    "台账登记不完整，已责令当场补记",
    "货架标签脱落，当场整改",
    "仓库通风不良，限期七日内整改",
    "许可证副本未上墙",
    "现场未见过期产品",
    "购货凭证缺两张，约定周五补交",
    "禁限用农药专柜未上锁",
    "经营人员培训证已过期",
    "消防器材压力不足",
    "与生活区未有效隔离",
    "抽样一份，编号见附件",
    "进货查验记录齐全",
]
LAWS = [
    "农药管理条例第二十六条",
    "农药管理条例第二十七条",
    "种子法第四十一条",
    "食品安全法第五十三条",
    "兽药管理条例第二十三条",
    "农产品质量安全法第三十八条",
    "肥料登记管理办法第九条",
    "农药经营许可管理办法第十八条",
]
ITEM_A = ["是否", "现场核对", "抽查", "查阅", "询问并记录"]
ITEM_B = [
    "经营许可证",
    "进货查验记录",
    "销售台账",
    "产品标签",
    "仓储条件",
    "人员培训证明",
    "禁限用专柜",
    "过期产品处理",
    "安全防护设施",
    "废弃包装回收",
    "购货凭证",
    "检验合格证",
]
ITEM_C = [
    "齐全有效且在有效期内",
    "与实物一致并可追溯",
    "保存二年以上",
    "符合规定要求",
    "已按期整改到位",
    "置于经营场所醒目位置",
]


def _uuid(r: random.Random, ms: int) -> str:
    v = (ms & (1 << 48) - 1) << 80 | 7 << 76 | r.getrandbits(12) << 64 | 2 << 62 | r.getrandbits(62)
    return str(uuid.UUID(int=v))


def _person(r: random.Random) -> str:
    return r.choice(SUR) + "".join(r.choice(GIV) for _ in range(r.choice((1, 2, 2, 2))))


def _id_no(r: random.Random, div: str) -> str:
    s = div[:6] + "%04d%02d%02d%03d" % (r.randint(1950, 2003), r.randint(1, 12), r.randint(1, 28), r.randint(1, 999))
    w = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return s + "10X98765432"[sum(int(a) * b for a, b in zip(s, w)) % 11]


_B31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _uscc(r: random.Random, div: str) -> str:
    s = r.choice(("91", "92", "93")) + div[:6] + "".join(r.choice(_B31) for _ in range(9))
    w = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return s + _B31[(31 - sum(_B31.index(a) * b for a, b in zip(s, w)) % 31) % 31]


def _ean13(n: int) -> str:
    s = "69%010d" % n
    return s + str((10 - sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(s)) % 10) % 10)


def _division(r: random.Random) -> str:
    return "37%02d%02d%03d%03d" % (r.randint(1, 16), r.randint(1, 30), r.randint(1, 20), r.randint(1, 60))


def _phone(r: random.Random) -> str:
    return "1" + r.choice("3578") + "%09d" % r.randrange(10**9)


def _address(r: random.Random, town: str) -> str:
    return "山东省%s市%s县%s%s%d号" % (
        r.choice(PLACE) + r.choice(PLACE),
        r.choice(PLACE) + r.choice(PLACE),
        town,
        r.choice(STREET),
        r.randint(1, 999),
    )


def operators(n: int = N_SMALL) -> Iterator[Row]:
    r = random.Random(SEED)
    for i in range(n):
        div = _division(r)
        town = r.choice(PLACE) + r.choice(PLACE) + "镇"
        short = r.choice(PLACE) + r.choice(PLACE) + r.choice(GIV)
        legal = _person(r)
        t = T0 + i * 60_000 + r.randrange(60_000)
        p = r.choice(PROV)
        yield {
            "id": _uuid(r, t),
            "name": town[:2] + short + r.choice(TRADE) + r.choice(FORM),
            "short_name": short,
            "legal_person": legal,
            "id_no": _id_no(r, div),
            "uscc": _uscc(r, div),
            "lic_pesticide": "农药经许（%s）%s%05d" % (p, div[:8], r.randrange(100000)),
            "lic_seed": "D（%s）农种许字（%d）第%04d号" % (p, r.randint(2019, 2025), r.randrange(10000)),
            "lic_until": T0 + r.randrange(2000) * 86_400_000,
            "address": _address(r, town),
            "division": div,
            "town": town,
            "phone": _phone(r),
            "contact": legal if r.random() < 0.7 else _person(r),
            "lat": round(r.uniform(34.4, 38.3), 6),
            "lon": round(r.uniform(114.8, 122.6), 6),
            "kind": r.choice(KINDS),
            "grade": r.choice("AABBBCD"),
            "area_mu": r.randint(1, 3000),
            "staff": r.randint(1, 60),
            "status": r.choice(("active",) * 8 + ("paused", "closed")),
            "remark": r.choice(NOTES) if r.random() < 0.3 else "",
            "created_at": t,
            "updated_at": t + r.randrange(10**10),
            "updated_by": "u%04d" % r.randrange(400),
            "rev": 1,
        }


def products() -> Iterator[Row]:
    r = random.Random(SEED + 1)
    for i in range(N_PRODUCTS):
        a, t = r.choice(ACTIVE), T0 + i * 1000
        yield {
            "id": _uuid(r, t),
            "barcode": _ean13(r.randrange(10**10)),
            "name": "%d%%%s%s" % (r.randint(1, 90), a, r.choice(DOSE)),
            "reg_no": "PD20%02d%04d" % (r.randint(5, 25), r.randrange(10000)),
            "maker": r.choice(PLACE) + r.choice(PLACE) + "生物科技股份有限公司",
            "spec": "%d克×%d袋" % (r.choice((5, 10, 50, 100, 500)), r.randint(1, 60)),
            "active": a,
            "kind": r.choice(("杀虫剂", "杀菌剂", "除草剂", "调节剂")),
            "toxicity": r.choice(("低毒", "微毒", "中等毒")),
            "unit": r.choice(("瓶", "袋", "箱", "千克")),
            "valid_until": T0 + r.randrange(3000) * 86_400_000,
            "updated_at": t + r.randrange(10**10),
            "rev": 1,
        }


def checklists() -> Iterator[Row]:
    r = random.Random(SEED + 2)
    for i in range(N_CHECKLISTS):
        items = [
            {
                "no": k + 1,
                "text": r.choice(ITEM_A) + r.choice(ITEM_B) + r.choice(ITEM_C),
                "law": r.choice(LAWS),
                "weight": r.randint(1, 5),
                "type": r.choice(("yesno", "yesno", "number", "text")),
            }
            for k in range(N_ITEMS)
        ]
        t = T0 + i * 86_400_000
        yield {
            "id": _uuid(r, t),
            "code": KINDS[i % len(KINDS)],
            "version": i // len(KINDS) + 1,
            "title": "%s日常监督检查表（第%d版）" % (TRADE[i % len(TRADE)], i // len(KINDS) + 1),
            "items": json.dumps(items, ensure_ascii=False, separators=(",", ":")),
            "valid_from": t,
            "updated_at": t,
            "rev": 1,
        }


_base: dict[str, Any] = {}


def _base_rows() -> dict[str, Any]:
    if not _base:
        _base["op"] = list(operators(N_SMALL))
        _base["prod"] = [p["id"] for p in products()]
        _base["check"] = [c["id"] for c in checklists()]
    return _base


def day(laptop: int = 0) -> Iterator[tuple[str, Row]]:
    """(table, row) changed by one laptop in one day. Operator rows are the whole new row (rev=2);
    edits() gives the same 40 as (id, changed fields)."""
    b = _base_rows()
    r = random.Random(SEED * 1000 + laptop)
    who, mate, dev = "u%04d" % laptop, "u%04d" % (laptop + 200), "LT-%03d" % laptop
    mine = b["op"][laptop * 600 : (laptop + 1) * 600]  # each laptop works in its own district
    for i in range(N_INSPECTIONS):
        o = r.choice(mine)
        t = DAY0 + 3_600_000 + i * 1_500_000 + r.randrange(300_000)
        iid = _uuid(r, t)
        yield (
            "inspection",
            {
                "id": iid,
                "operator_id": o["id"],
                "checklist_id": r.choice(b["check"]),
                "inspector": who,
                "partner": mate,
                "started_at": t,
                "finished_at": t + r.randint(900_000, 1_400_000),
                "lat": round(o["lat"] + r.uniform(-0.001, 0.001), 6),
                "lon": round(o["lon"] + r.uniform(-0.001, 0.001), 6),
                "result": r.choice(("pass", "pass", "rectify", "case")),
                "score": r.randint(60, 100),
                "remark": r.choice(NOTES) + "；" + r.choice(NOTES),
                "device": dev,
                "rev": 1,
            },
        )
        for k in range(N_ITEMS):
            t += r.randint(5_000, 25_000)
            v = r.choice(("yes",) * 8 + ("no", "na"))
            yield (
                "answer",
                {
                    "inspection_id": iid,
                    "item_no": k + 1,
                    "value": v,
                    "score": r.randint(0, 5),
                    "note": r.choice(NOTES) if v == "no" or r.random() < 0.05 else "",
                    "answered_at": t,
                },
            )
    for i in range(N_LEDGER):
        t = DAY0 + 4_000_000 + i * 250_000 + r.randrange(200_000)
        yield (
            "ledger",
            {
                "id": _uuid(r, t),
                "operator_id": r.choice(mine)["id"],
                "product_id": r.choice(b["prod"]),
                "direction": r.choice(("in", "out")),
                "qty": r.randint(1, 500),
                "unit": r.choice(("瓶", "袋", "箱")),
                "batch": "%d%04d" % (20260000 + r.randint(101, 417), r.randrange(10000)),
                "price_fen": r.randint(100, 90_000),
                "counterparty": _person(r)
                if r.random() < 0.7
                else r.choice(PLACE) + r.choice(PLACE) + r.choice(TRADE) + "有限公司",
                "happened_at": t,
                "entered_by": who,
                "entered_at": t + r.randrange(100_000),
                "rev": 1,
            },
        )
    for o, ch in _edits(r, mine, who):
        yield "operator", {**o, **ch}


def _edits(r: random.Random, mine: list[Row], who: str) -> Iterator[tuple[Row, Row]]:
    for o in r.sample(mine, N_EDITS):
        ch = {"phone": _phone(r), "updated_at": DAY0 + r.randrange(30_000_000), "updated_by": who, "rev": 2}
        if r.random() < 0.5:
            ch["address"] = _address(r, o["town"])
        if r.random() < 0.3:
            ch["grade"] = r.choice("ABCD")
        if r.random() < 0.3:
            ch["remark"] = r.choice(NOTES)
        yield o, ch


def edits(laptop: int = 0) -> Iterator[tuple[str, Row]]:
    """the 40 operator edits of day(laptop) as (operator id, {changed field: value})."""
    byid = {o["id"]: o for o in _base_rows()["op"][laptop * 600 : (laptop + 1) * 600]}
    for t, row in day(laptop):
        if t == "operator":
            o = byid[row["id"]]
            yield row["id"], {k: v for k, v in row.items() if o[k] != v}


def photos(laptop: int = 0) -> Iterator[bytes]:
    """The 60 photos of day(laptop): incompressible, 300 to 400 kB."""
    r = random.Random(SEED * 7919 + laptop)
    for _ in range(N_PHOTOS):
        n = r.randint(300_000, 400_000)
        yield b"\xff\xd8\xff\xe0" + r.randbytes(n - 6) + b"\xff\xd9"


def line(t: str, row: Row) -> str:
    return json.dumps([t, row], ensure_ascii=False, separators=(",", ":"))


def ndjson(pairs: Iterator[tuple[str, Row]]) -> bytes:
    return ("\n".join(line(t, r) for t, r in pairs) + "\n").encode()


def day_payload(laptop: int = 0) -> bytes:
    """W2 in its smallest plain shape: JSON lines, new rows whole, operator edits as changed fields only."""
    out = [line(t, r) for t, r in day(laptop) if t != "operator"]
    out += [line("operator", {"id": i, **ch}) for i, ch in edits(laptop)]
    return ("\n".join(out) + "\n").encode()
