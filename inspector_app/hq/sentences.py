"""What an administrator reads on the terminal when something cannot be done, in English and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.errors import AppError
from inspector_app.hq.division_sentences import DIVISION_SENTENCES
from inspector_app.hq.texts import TEXTS, Texts, filled, in_terminal, language, text

if TYPE_CHECKING:
    from inspector_app.domain.problems import Problem

SENTENCES: Texts = {
    **DIVISION_SENTENCES,
    "hq_exists": (
        "{folder} already holds an HQ. Nothing was changed; choose another folder.",
        "{folder} 中已有总部数据。未做任何更改，请另选文件夹。",
    ),
    "no_hq": (
        "{folder} holds no HQ. Make one with: {hq} init --data {folder}",
        "{folder} 中没有总部数据。可这样建立：{hq} init --data {folder}",
    ),
    "username_taken": (
        "There is a user {username} already. Nothing was changed.",
        "用户名 {username} 已被使用。未做任何更改。",
    ),
    "username_invalid": (
        "{username} is no user name: letters, digits and . _ - @ without blanks, at most {longest}. Nothing was made.",
        "{username} 不能作用户名：只用文字、数字和 . _ - @，不含空格，最多 {longest} 个字符。未建立任何内容。",
    ),
    "host_invalid": (
        "{host} is no name or address by which laptops could reach HQ. Nothing was made.",
        "{host} 不是可用的主机名或地址。未建立任何内容。",
    ),
    "newer_hq": (
        "{folder} was used by a newer version of this program. Nothing was changed; install that version.",
        "{folder} 曾由更新版本的程序使用。未做任何更改，请安装新版本。",
    ),
    "wrong_dataset": (
        "The database does not hold {dataset} data; REAL and DEMO never mix. Nothing was changed.",
        "数据库中不是 {dataset} 数据；正式（REAL）与演示（DEMO）不可混用。未做任何更改。",
    ),
    "database_missing": (
        "HQ's database {file} is missing. Nothing was changed; bring it back from a backup.",
        "总部数据库 {file} 不存在。未做任何更改，请从备份恢复。",
    ),
    "package_damaged": (
        "{file} is no rescue package, or is not complete. Nothing was taken in; make it again on the laptop.",
        "{file} 不是救援包，或不完整。未接收任何内容，请在电脑上重新制作。",
    ),
    "package_other_hq": (
        "{file} was made for another headquarters. Nothing was taken in.",
        "{file} 是为其他总部制作的。未接收任何内容。",
    ),
    "package_unproved": (
        "{file} does not prove that it is from one of this headquarters' laptops. Nothing was taken in.",
        "无法证明 {file} 来自本总部的电脑。未接收任何内容。",
    ),
    "unusable": ("{file} cannot be used: {reason}.", "{file} 无法使用：{reason}。"),
    "no_folder": (
        "{file} cannot be written: there is no folder {folder}. Nothing was made.",
        "无法写入 {file}：文件夹 {folder} 不存在。未生成任何内容。",
    ),
    "database_failed": (
        "The database failed: {reason}. What was not reported as done may have to be done again.",
        "数据库出错：{reason}。未提示完成的操作可能需要重做。",
    ),
    "cannot_listen": (
        "HQ cannot listen on {host}, port {port}: {reason}. Another HQ may be running; choose another --port.",
        "总部无法监听 {host} 端口 {port}：{reason}。可能已有总部在运行，请用 --port 另选端口。",
    ),
    "unknown_feed": (
        "There is no feed {feed}. Nothing was built; without --feed all that need a snapshot get one.",
        "没有编号为 {feed} 的数据流。未生成任何快照；不加 --feed 则为所有需要者生成。",
    ),
    "county_wrong": (
        "The county made has {faults:,} errors that nobody planted. Nothing was kept; please report it, with the seed.",
        "生成的演示县数据中有 {faults:,} 处并非有意埋入的差错，未保留任何内容。请连同种子数一并报告。",
    ),
    "county_there": (
        "This HQ holds a county already; its users keep their passwords. Nothing was changed. "
        "A forgotten one: {hq} user NAME --reset-password",
        "此总部已有演示县数据，用户密码不变。未做任何更改。忘记密码时：{hq} user 用户名 --reset-password",
    ),
    "laptop_name": (
        "A laptop's name has 1 to {longest} characters, letters, digits and - _ . or blanks between. Nothing was made.",
        "电脑名称为 1 至 {longest} 个字符，可用文字、数字、- _ . 和中间空格。未生成任何内容。",
    ),
    "laptop_name_taken": (
        "A laptop is called {name} already, or has a file that waits for it. Nothing was made; choose another name.",
        "已有名为 {name} 的电脑，或其入网文件尚未使用。未生成任何内容，请另取名称。",
    ),
    "unknown_grant": (
        "No grant {grant} is running. See them with: {hq} grant list",
        "没有正在生效的授权 {grant}。查看：{hq} grant list",
    ),
    "grants_named": (
        "Several grants end in {grant}; give more of the number. Nothing was changed.",
        "有多个授权以 {grant} 结尾，请多写几位。未做任何更改。",
    ),
    "unknown_user": ("There is no user {username}. Nothing was changed.", "没有用户 {username}。未做任何更改。"),
    "unknown_operator": (
        "There is no operator {operator}. Give its id or its credit code. Nothing was changed.",
        "没有经营户 {operator}。请给出其编号或统一社会信用代码。未做任何更改。",
    ),
    "merge_itself": (
        "{name} was given twice; two different operators can be merged. Nothing was changed.",
        "两次给出的都是 {name}；合并需要两个不同的经营户。未做任何更改。",
    ),
    "merged_already": (
        "{name} is merged already. Take that back first: {hq} operator unmerge. Nothing was changed.",
        "{name} 已被合并。请先撤销：{hq} operator unmerge。未做任何更改。",
    ),
    "merge_circle": (
        "{other} is merged into {name} already. Take that back first: {hq} operator unmerge. Nothing was changed.",
        "{other} 已并入 {name}。请先撤销：{hq} operator unmerge。未做任何更改。",
    ),
    "other_county": (
        "{name} belongs to another county than the user's; HQ's own administrator can decide it. Nothing was changed.",
        "{name} 不属于该用户所在的县；可由总部管理员决定。未做任何更改。",
    ),
    "not_merged": ("{name} is not merged. Nothing was changed.", "{name} 未被合并。未做任何更改。"),
    "unknown_holder": (
        "There is no user and no laptop {holder}. Nothing was changed.",
        "没有名为 {holder} 的用户或电脑。未做任何更改。",
    ),
    "password_short": (
        "A password has at least {shortest} characters. Nothing was changed.",
        "密码至少 {shortest} 位。未做任何更改。",
    ),
    "entries_unreadable": (
        "These are no entries ({reason}). Nothing was changed.",
        "文件内容无法识别（{reason}）。未做任何更改。",
    ),
    "entry_wrong": (
        "Entry {number} is wrong or lacks something: {fields}. Nothing was changed.",
        "第 {number} 条有误或不完整：{fields}。未做任何更改。",
    ),
    "file_unreadable": ("{file} cannot be read. Nothing was changed.", "{file} 无法读取。未做任何更改。"),
    "draft_not_published": (
        "{checklist} is a draft. Have it approved and set its status to published first.",
        "{checklist} 仍是草案。请先审批，并把 status 改为 published。",
    ),
    "version_published": (
        "{checklist} {version} was published with other content. Give the new one a higher version.",
        "{checklist} {version} 已以不同内容发布。请给新版一个更高的版本号。",
    ),
    "not_demo": (
        "The synthetic county goes into a DEMO HQ only; this one holds REAL data. Nothing was changed.",
        "演示县数据只能放入演示总部（DEMO）；此处为正式数据。未做任何更改。",
    ),
    "unknown_size": ("Sizes are: {sizes}.", "可选规模：{sizes}。"),
    "impossible_size": (
        "No county can be made of these counts: {reason}.",
        "按这些数量无法生成演示县：{reason}。",
    ),
    "database_unreachable": (
        "The database cannot be opened: {reason}. Nothing was changed.",
        "无法打开数据库：{reason}。未做任何更改。",
    ),
    "file_exists": (
        "{file} is there already; it may be another laptop's. Nothing was made; choose another name with --out.",
        "{file} 已存在，可能是另一台电脑的。未生成任何内容，请用 --out 另起文件名。",
    ),
    "unknown_laptop": (
        "There is no laptop {name}. List them with: {hq} laptop. Nothing was changed.",
        "没有电脑 {name}。查看电脑：{hq} laptop。未做任何更改。",
    ),
    "laptop_names": (
        "Several laptops are called {name}; give the id of one: {ids}. Nothing was changed.",
        "有多台电脑名为 {name}，请给出其中一台的编号：{ids}。未做任何更改。",
    ),
    "laptop_not_active": (
        "{name} is blocked, handed over or held. No file was written. See: inspector-hq laptop {name}",
        "{name} 已停用、已移交或被暂停，未生成文件。查看：inspector-hq laptop {name}",
    ),
    "unknown_photo": ("There is no photo of this id. Nothing was asked for.", "没有这个编号的照片。未发出请求。"),
    "photo_here": ("HQ has the original already.", "总部已有原图。"),
    "blobs_invalid": (
        "Photos cannot be kept at {address}: {reason}. Nothing was changed.",
        "照片无法保存到 {address}：{reason}。未做任何更改。",
    ),
    "backup_damaged": (
        "{file} is not a whole backup ({reason}). It does not count as one; HQ's own data are unchanged.",
        "{file} 不是完整的备份（{reason}），不算作备份。总部数据未变。",
    ),
    "backup_cut": (
        "{file} is no backup, or was cut off. It does not count as one; HQ's own data are unchanged.",
        "{file} 不是备份，或不完整，不算作备份。总部数据未变。",
    ),
    "backup_photos": (
        "{count} photos cannot be read at HQ, {first} among them, so this backup does not count as one.",
        "总部有 {count} 张照片无法读取（如 {first}），此次备份不算作备份。",
    ),
    "housekeeping_busy": (
        "HQ is at its housekeeping just now, here or on another machine. Try again in some minutes.",
        "总部正在进行例行维护（本机或另一台机器）。请几分钟后再试。",
    ),
    "hq_in_use": (
        "Somebody works on this HQ: a server, its housekeeping or another command. Nothing was changed; "
        "stop them first, then run the command again.",
        "此总部正在使用中（服务、例行维护或其他命令）。未做任何更改，请先停止它们，再运行此命令。",
    ),
    "hq_restoring": (
        "This HQ is being restored from a backup just now. Nothing was changed; try again when that is done.",
        "此总部正在从备份恢复。未做任何更改，请待恢复完成后再试。",
    ),
    "hq_not_empty": (
        "{folder} holds an HQ already. Nothing was changed; to overwrite it, say --replace.",
        "{folder} 中已有总部数据。未做任何更改；如要覆盖，请加 --replace。",
    ),
    "not_allowed": (
        "The role of this user does not allow it. Nothing was changed.",
        "该用户的角色无权办理。未做任何更改。",
    ),
    "refused": (
        "This cannot be done. What stands in the way: {problems}. Nothing was changed.",
        "无法办理，原因：{problems}。未做任何更改。",
    ),
    "no_such_step": (
        "There is no step {action}; there are: {steps}. Nothing was changed.",
        "没有步骤 {action}；可用步骤：{steps}。未做任何更改。",
    ),
    "step_impossible": (
        "There is no step {action} now; the record is: {state}. Steps for this user: {steps}. For others: {others}. "
        "Nothing was changed.",
        "当前状态为“{state}”，没有 {action} 这一步。该用户可办理：{steps}；其他角色可办理：{others}。未做任何更改。",
    ),
    "step_of_others": (
        "The step {action} is not for the role of this user, but for: {roles}. It is now: {state}. Steps for this "
        "user: {steps}. "
        "Nothing was changed.",
        "{action} 须由{roles}办理。当前状态为“{state}”，该用户可办理：{steps}。未做任何更改。",
    ),
    "alert_number": (
        "The number {number} was used already, for: {title}. Give the new alert another one. Nothing was issued.",
        "编号 {number} 已用于：{title}。请给新预警另编号。未发布。",
    ),
    "unknown_alert": (
        "There is no alert {alert}. See them with: {hq} alerts. Nothing was changed.",
        "没有预警 {alert}。查看：{hq} alerts。未做任何更改。",
    ),
    "alert_cancelled": (
        "The alert {alert} was taken back already. Nothing was changed.",
        "预警 {alert} 已经撤回。未做任何更改。",
    ),
    "alert_numbers": (
        "Several alerts have the number {alert}; give the id of one: {ids}. Nothing was changed.",
        "有多条预警编号为 {alert}，请给出其中一条的 id：{ids}。未做任何更改。",
    ),
    "not_asked": (
        "This step does not take {fields}; what it takes: {asked}. Why it is done goes with --reason. "
        "Nothing was changed.",
        "此步骤不接受 {fields}；可填：{asked}。原因请用 --reason。未做任何更改。",
    ),
    "wrong_value": (
        "{fields}: this value is not possible. Nothing was changed.",
        "{fields}：此值不合适。未做任何更改。",
    ),
    "wrong_choice": (
        "{fields}: one of {choices}. Nothing was changed.",
        "{fields}：应为 {choices} 之一。未做任何更改。",
    ),
    "no_home": (
        "HQ has no division to which this belongs: {kind}. Publish the divisions first: {hq} divisions FILE. "
        "It was not written.",
        "总部没有此项（{kind}）所属的区划，请先发布：{hq} divisions 文件。此项未写入。",
    ),
    "out_of_scope": (
        "This belongs to another county than the user's: {kind}. It was not written.",
        "此项（{kind}）不属于该用户所在的县，未写入。",
    ),
    "not_written": (
        "HQ cannot keep this: {kind}, {reason}. It was not written.",
        "总部无法保存此项：{kind}，{reason}。未写入。",
    ),
    "entry_there": (
        "Entry {number} is there already, its id is {id}; an entry that names the id changes it. Nothing was changed.",
        "第 {number} 条已存在，编号为 {id}；如要更改，请在条目中写明 id。未做任何更改。",
    ),
    "hold_on_envelope": (
        "An envelope lies with the laptop that sealed it, in no county. Hold what it is about: {kind} {id}; what is "
        "sealed about that stays with it. Nothing was changed.",
        "密封件存放在封存它的电脑名下，不属于任何县。请改为保留其所属事项：{kind} {id}，密封的内容随之保留。"
        "未做任何更改。",
    ),
    "not_here": ("There is no {kind} {id}. Nothing was changed.", "没有 {kind} {id}。未做任何更改。"),
    "envelope_unknown": ("There is no envelope {id}.", "没有密封件 {id}。"),
    "envelope_erased": (
        "What envelope {id} held was destroyed on {on} ({why}).",
        "密封件 {id} 的内容已于 {on} 销毁（{why}）。",
    ),
    "unknown_product": (
        "{told}: {count} products of your county have this number or id; it has to be one. Nothing was changed.",
        "{told}：本县有 {count} 个产品使用此编号，须恰为一个。未做任何更改。",
    ),
    "picture_refused": (
        "This file is no picture that can be used ({problem}). Nothing was changed.",
        "此文件不是可用的图片（{problem}）。未做任何更改。",
    ),
    "nothing_due": ("Nothing is due. Nothing was proposed.", "没有到期应销毁的内容，未提出任何申请。"),
    "deletion_unknown": ("There is no such deletion in your county: {id}.", "您所在的县没有此销毁申请：{id}。"),
    "deletion_void": (
        "Deletion {id} was set aside: it could not be carried out as it was, and what of it was due was proposed anew.",
        "销毁申请 {id} 已作废：原申请无法执行，其中到期的内容已重新提出申请。",
    ),
    "deletion_done": ("Deletion {id} was carried out already.", "销毁申请 {id} 已执行。"),
    "deletion_second_person": (
        "{username} proposed this: a second person has to carry it out. Nothing was destroyed.",
        "申请由 {username} 提出，须由另一人核准执行。未销毁任何内容。",
    ),
    "deletion_held": (
        "A hold stops this since {since}: {reason} ({kind} {id}). Nothing was destroyed. "
        "Lift the hold, or propose anew what is due without it.",
        "自 {since} 起已要求保留：{reason}（{kind} {id}）。未销毁任何内容。请先解除保留，或重新提出不含此项的申请。",
    ),
    "deletion_changed": (
        "This is no longer due: {kind} {id}. Nothing was destroyed. Propose anew what is due.",
        "此项已不属到期应销毁：{kind} {id}。未销毁任何内容，请重新提出申请。",
    ),
    "deletion_readers": (
        "The content is gone from the records, but somebody was reading the database, so its file may still hold "
        "remains. Run the same command again: {hq} erase --carry-out {id}.",
        "记录中的内容已销毁，但有人正在读取数据库，文件中可能仍有残留。请再次运行：{hq} erase --carry-out {id}。",
    ),
    "envelope_not_yours": (
        "{username} may not open this: neither role nor assignment allows it.",
        "{username} 无权查阅：角色和承办关系均不允许。",
    ),
    "envelope_other_key": (
        "Envelope {id} was sealed for another headquarters' key; this one cannot open it.",
        "密封件 {id} 使用的是其他总部的密钥，本总部无法打开。",
    ),
    "disk_full": (
        "The disk is full. What was not reported as done has still to be done: free some space and run the command "
        "again.",
        "磁盘已满。未提示完成的操作尚未完成：请腾出空间后重新运行命令。",
    ),
}


def sentence(error: AppError) -> str:
    """The sentence of an error; its code where none is written. Nothing is shown as two quotes."""
    facts = {name: "''" if value == "" else value for name, value in error.facts.items()}
    if "reason" in facts:
        facts["reason"] = in_terminal(str(facts["reason"]))
    if problems := getattr(error, "problems", ()):
        facts["problems"] = text("list_comma").join(map(_problem, problems))
    return filled(SENTENCES.get(error.code, (error.code, error.code)), facts)


def _problem(found: Problem) -> str:
    """A field by its name, and what is wrong with it; the code of what a step at HQ does not come to."""
    from inspector_app.records.names import field_name

    name = text("field", name=field_name(found.field, language()), field=found.field)
    key = f"problem_{found.code.value}"
    return text(key, field=name) if key in TEXTS else f"{name} {found.code.value}"
