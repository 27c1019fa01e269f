"""What the commands of `inspector-hq` say, in English and in Chinese: the language of the terminal decides."""

from __future__ import annotations

import os
from collections.abc import Mapping

Texts = Mapping[str, tuple[str, str]]
"""{key: (English, Chinese)}; both with the same facts in braces."""

TEXTS: Texts = {
    "division_line": ("{code}  {name}  {since}{until}{heir}", "{code}  {name}  {since}{until}{heir}"),
    "division_since": ("since {day}", "自 {day}"),
    "division_until": (", until {day}", "，至 {day}"),
    "division_heir": (", now {code}", "，现为 {code}"),
    "division_count": (
        "{count} divisions. Not shown, as they are of the past: {past}.",
        "共 {count} 个区划；另有 {past} 个已停用，未列出。",
    ),
    "division_rename": (
        "{codes} becomes {into} {name} from today. The old code stays good for what is recorded.",
        "{codes} 自今日起改为 {into} {name}。原代码下的记录照常有效。",
    ),
    "division_merge": (
        "{codes} become one from today: {into} {name}. What is recorded stays, under one roof.",
        "{codes} 自今日起合并为 {into} {name}。原有记录全部保留，归入新辖区。",
    ),
    "division_split": (
        "{codes} belong to {into} {name} from today, with everything recorded there.",
        "{codes} 自今日起划归 {into} {name}，当地全部记录随之转移。",
    ),
    "division_undo": (
        "Change {number}, of {day}, is taken back from today: {codes} → {into} {name}.",
        "自今日起撤销 {day} 的第 {number} 次变更：{codes} → {into} {name}。",
    ),
    "division_reach": (
        "Shops: {shops:,}. Unfinished visits known here: {drafts:,}. People: {people}. Laptops: {laptops}.",
        "涉及经营户 {shops:,} 户、总部已知未完成检查 {drafts:,} 次；人员：{people}；电脑：{laptops}。",
    ),
    "nobody": ("none", "无"),
    "nothing_yet": (
        "Nothing is changed yet. To do it, repeat the command with --yes.",
        "尚未做任何更改。确认执行请在命令后加 --yes。",
    ),
    "division_done": (
        "Done; {moved:,} rows moved. To take it back: inspector-hq division undo",
        "已完成，转移 {moved:,} 条记录。如需撤销：inspector-hq division undo",
    ),
    "division_undone": ("Taken back; {moved:,} rows moved.", "已撤销，转移 {moved:,} 条记录。"),
    "backup_made": (
        "{path}: {mb:,.1f} MB, restored for a trial and found whole.",
        "{path}：{mb:,.1f} MB，已试恢复并核对无误。",
    ),
    "backup_holds": (
        "It holds the changes of {devices} devices; its {photos} photos are beside it in blobs.",
        "其中有 {devices} 台电脑的修改；{photos} 张照片在旁边的 blobs 文件夹中。",
    ),
    "backup_keys": (
        "It holds HQ's private keys too: keep it as you keep HQ.",
        "其中还有总部的私钥，请像保管总部一样保管它。",
    ),
    "restored": (
        "HQ is restored in {data}. Serve it with: inspector-hq serve --data {data}",
        "总部已恢复到 {data}。启动服务：inspector-hq serve --data {data}",
    ),
    "restored_again": (
        "Laptops send again what the backup lacks, as soon as they sync; nobody has to do anything on them.",
        "备份中没有的内容，各台电脑同步时会自动补发，无需任何人操作。",
    ),
    "restored_anew": (
        "Laptops and users that were set up after the backup are to be set up again.",
        "备份之后登记的电脑和用户需要重新登记。",
    ),
    "restored_photos": (
        "{count} photos are not in {folder}; laptops that have them send them again.",
        "{folder} 中缺少 {count} 张照片；有这些照片的电脑会自动补发。",
    ),
    "no_backups": (
        "No backups are made, so laptops keep all they did. Say --backup-to, with a folder on another disk.",
        "目前不做备份，各台电脑会一直保留全部修改。请用 --backup-to 指定另一块磁盘上的文件夹。",
    ),
    "chore": ("{name}: {said}", "{name}：{said}"),
    "chores_taken": ("Another process is at it.", "另一个进程正在维护。"),
    "rows_moved": ("{moved:,} rows moved.", "转移 {moved:,} 条记录。"),
}


def text(key: str, **facts: object) -> str:
    """A text in the language of the terminal."""
    return chosen(TEXTS[key]).format(**facts)


def chosen(pair: tuple[str, str]) -> str:
    return pair[is_chinese()]


def is_chinese() -> bool:
    """As the system's own programs decide it: the first of these that is set."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "").lower().startswith("zh")
