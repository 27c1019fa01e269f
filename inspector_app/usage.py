"""What a terminal answers to a command line: its help, and what is not understood, in the language of the system.

The library below our commands knows English alone; its sentences are few, and told by their form.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable

import typer
from typer.exceptions import TyperException

from inspector_app.help_texts import speak_chinese

_WHOLE = {
    r"Invalid value: (.+)": "输入的值不合适：{}",
    r"Invalid value for (.+?): (.+)": "{} 的值不合适：{}",
    r"Missing argument '?(.+?)'?\.(.*)": "缺少参数 {}。{}",
    r"Missing option '?(.+?)'?\.(.*)": "缺少选项 {}。{}",
    r"Missing command\.": "缺少命令。",
    r"No such option: (\S+)(.*)": "没有选项 {}。{}",
    r"No such command '?(.+?)'?\.(.*)": "没有命令 {}。{}",
    r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)": "多出的内容：{}。",
    r"Option '?(.+?)'? requires an argument\.": "选项 {} 后面要有值。",
    r"Option '?(.+?)'? does not take a value\.": "选项 {} 后面不能有值。",
}
_SYSTEM = {
    r"Is a directory": "这是一个文件夹",
    r"Not a directory": "路径中有一段不是文件夹",
    r"No such file or directory": "没有这个文件或文件夹",
    r"File exists": "已经存在",
    r"Permission denied": "没有权限",
    r"Read-only file system": "只能读取，不能写入",
    r"File name too long": "文件名太长",
    r"Input/output error": "磁盘读写出错",
    r"No space left on device": "磁盘已满",
    r"Address already in use.*": "端口已被占用",
    r"error while attempting to bind on address .*: (?:\[Errno \d+\] )?(.+)": "{}",
    r"Cannot assign requested address.*": "本机没有这个地址",
    r"database or disk is full": "磁盘已满",
    r"disk I/O error": "磁盘读写出错",
    r"attempt to write a readonly database": "数据库只能读取，不能写入",
    r"database is locked": "数据库正被占用",
    r"file is not a database": "文件不是数据库",
    r"at least 1 operator and 50 products, and no count below 0": "经营户（--operators）至少 1 户，各数量不能小于 0",
    r"photos need inspections": "有照片（--photos）就要有检查（--inspections）",
    r"at most (\d+) inspections to an operator": "每户最多 {} 次检查（--inspections 与 --operators）",
    r"“(.+)” is not possible": "“{}”不是可用的值",
    r"(?:line (\d+): )?mapping values are not allowed here": "第 {} 行冒号的位置不对",
    r"could not find expected ':'": "缺少冒号",
    r"found character .* that cannot start any token": "有不能出现在此处的字符（如制表符）",
    r"it holds itself": "内容引用了自身",
    r"not a mapping.*": "不是“名称: 内容”的形式",
    r"no version": "没有版本",
    r"no year": "没有年份",
    r"not a date and time": "不是日期和时间",
    r"no time zone, such as \+08:00": "缺少时区（如 +08:00）",
    r"two versions begin on one day in one place": "同一地区有两个版本在同一天生效",
    r"Field required": "缺少此项",
    r"Extra inputs are not permitted": "这里没有这一项",
    r"Input should be a valid date.*": "应为日期",
    r"Input should be a valid string": "应为文字",
}
"""Reasons of the system, of the database and of files, which stand within our sentences."""
_PARTS = {
    r"'?(.+?)'? is not a valid (?:integer|int)( range)?\.": "“{}”不是整数。",
    r"'?(.+?)'? is not a valid float( range)?\.": "“{}”不是数。",
    r"'?(.+?)'? is not a valid boolean\.": "“{}”不是“是”或“否”。",
    r"(\S+) is not in the range (.+)\.": "{} 不在 {} 的范围内。",
    r"Input should be a valid integer,.*": "应为整数。",
    r"Input should be a valid number,.*": "应为数字。",
    r"Input should be less than or equal to (\S+)": "不能大于 {}。",
    r"Input should be greater than or equal to (\S+)": "不能小于 {}。",
    r"'?(.+?)'? is not one of (.+)\.": "“{}”不在可选的 {} 之中。",
    r"(?:Value error, )?'?(.+?)'? does not match the formats? (.+)\.": "“{}”的写法应为 {}。",
    r"\w+ '(.+)' does not exist\.": "“{}”不存在。",
    r"(\S+) works on no data folder": "{} 不使用数据文件夹。",
    r"\(?(?:Did you mean|Possible options:) ?(.+?)\??\)?": "是否想写：{}？",
}


_NO_TEXT = ("A word of the command is no readable text. Nothing was done.", "命令中有无法识别的文字。未做任何操作。")


def run(commands: typer.Typer) -> None:
    """Run a program's commands, and leave with their code.

    What a terminal cannot show is written by its number; a word that is no text is refused, but for names of files.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if any(_is_no_text(word) for word in sys.argv[1:]):
        typer.echo(_NO_TEXT[is_chinese()], err=True)
        sys.exit(2)
    if not is_chinese():
        commands()
        return
    command = typer.main.get_command(commands)
    speak_chinese(command)
    try:
        sys.exit(command(standalone_mode=False) or 0)
    except typer.Abort:
        sys.exit(1)
    except TyperException as error:
        typer.echo(_told(error), err=True)
        sys.exit(getattr(error, "exit_code", 1))


def _is_no_text(word: str) -> bool:
    """Whether it has bytes of another encoding than the terminal's. Files of elsewhere may be named so."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return not os.path.lexists(word.partition("=")[2] if word.startswith("-") else word)
    return False


def is_chinese() -> bool:
    """As the system's own programs decide it: the first of these that is set."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "").lower().startswith("zh")


def in_chinese(message: str) -> str:
    """A sentence of the library in Chinese; as it is where its form is not known."""
    for form, sentence in (_WHOLE | _PARTS | _SYSTEM).items():
        found = re.fullmatch(form, message.strip(), re.DOTALL)
        if found is not None:
            return sentence.format(*(in_chinese(part) if part else "" for part in found.groups()))
    return message.strip()


def _told(error: TyperException) -> str:
    """The sentence of an error, and where there is help."""
    tell: Callable[[], str] = getattr(error, "format_message", error.__str__)
    sentence = in_chinese(tell())
    context = getattr(error, "ctx", None)
    return sentence if context is None else f"{sentence}\n查看用法：{context.command_path} --help"
