"""What a terminal answers to a command line that is not understood: in Chinese where the system speaks it.

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
    try:
        sys.exit(commands(standalone_mode=False) or 0)
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
    for form, sentence in (_WHOLE | _PARTS).items():
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
