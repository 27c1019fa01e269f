"""What the commands of `inspector-hq` say, in English and in Chinese: the language of the terminal decides."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.paths import program
from inspector_app.usage import in_chinese
from inspector_app.usage import is_chinese as is_chinese

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
        "Done; {moved:,} rows moved. To take it back: {hq} division undo",
        "已完成，转移 {moved:,} 条记录。如需撤销：{hq} division undo",
    ),
    "division_undone": ("Taken back; {moved:,} rows moved.", "已撤销，转移 {moved:,} 条记录。"),
    "operator_merge": (
        "{name} ({address}) becomes one with {into} ({into_address}). Seen there from then on: {counts}.",
        "{name}（{address}）并入 {into}（{into_address}）。今后在后者名下显示：{counts}。",
    ),
    "operator_merged": (
        "Done; laptops show it after their next exchange. To take it back: {hq} operator unmerge {id}",
        "已合并，各电脑下次同步后生效。如需撤销：{hq} operator unmerge {id}",
    ),
    "operator_unmerge": (
        "{name} ({address}) stands by itself again, apart from {into} ({into_address}), with: {counts}.",
        "{name}（{address}）与 {into}（{into_address}）重新分开，恢复到前者名下：{counts}。",
    ),
    "operator_unmerged": (
        "Taken back; laptops show it after their next exchange.",
        "已撤销合并，各电脑下次同步后生效。",
    ),
    "nothing_recorded": ("nothing", "无"),
    "likely_line": (
        "{why}\n  {one}  {name}, {address}\n  {other}  {other_name}, {other_address}",
        "{why}\n  {one}  {name}，{address}\n  {other}  {other_name}，{other_address}",
    ),
    "likely": ("Alike: ", "疑似重复："),
    "likely_ASK_HQ": ("The field asks headquarters to decide: ", "现场提请总部判断："),
    "likely_SAME": ("The field says that they are one: ", "现场认为是同一家："),
    "list_comma": (", ", "、"),
    "sign_SAME_USCC": ("the same credit code {number}", "统一社会信用代码相同（{number}）"),
    "sign_SAME_REG_NO": ("the same registration number {number}", "注册号相同（{number}）"),
    "sign_SAME_ID": ("the same id number of a person", "经营者身份证号相同"),
    "sign_SAME_PHONE": ("the same telephone {phone}", "电话相同（{phone}）"),
    "sign_SAME_OWNER_NAME": ("an owner of the same name, {name}", "经营者同名（{name}）"),
    "sign_LIKE_OWNER_NAME": ("an owner of a like name, {name}", "经营者姓名相近（{name}）"),
    "sign_SAME_NAME": ("the same name", "名称相同"),
    "sign_SAME_SIGN": ("the same name proper", "字号相同"),
    "sign_LIKE_NAME": ("a like name", "名称相近"),
    "sign_SAME_HOUSE": ("the same house number", "门牌号相同"),
    "sign_SAME_STREET": ("the same street", "同一街路"),
    "sign_NEAR": ("{metres} m away", "相距约{metres}米"),
    "sign_SAME_VILLAGE": ("the same village", "同一村（社区）"),
    "no_likely": ("No operators look like doubles.", "未发现疑似重复的经营户。"),
    "backup_made": (
        "{path}: {mb:,.1f} MB, restored for a trial and found whole.",
        "{path}：{mb:,.1f} MB，已试恢复并核对无误。",
    ),
    "backup_holds": (
        "It holds the changes of {devices} devices; its {photos} photos are beside it in blobs.",
        "其中有 {devices} 台电脑的修改；{photos} 张照片在旁边的 blobs 文件夹中。",
    ),
    "backup_same_disk": (
        "This copy is on HQ's own disk: laptops keep their changes until there is a backup elsewhere (--to FOLDER).",
        "这份备份与总部在同一块磁盘上：各台电脑会继续保留自己的修改，直到别处有了备份（--to 文件夹）。",
    ),
    "backup_keys": (
        "It holds HQ's private keys too: keep it as you keep HQ.",
        "其中还有总部的私钥，请像保管总部一样保管它。",
    ),
    "restored": (
        "HQ is restored in {data}. Serve it with: {hq} serve --data {data}",
        "总部已恢复到 {data}。启动服务：{hq} serve --data {data}",
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
    "backups_same_disk": (
        "Backups go to HQ's own disk, so laptops keep all they did. Name a folder on another disk; "
        "where this one is mirrored, say --same-disk-counts.",
        "备份与总部在同一块磁盘上，各台电脑会一直保留全部修改。请指定另一块磁盘上的文件夹；"
        "如该磁盘有镜像，请加 --same-disk-counts。",
    ),
    "chore_divisions": ("Divisions", "区划"),
    "chore_divisions_done": (
        "Divisions: {moved:,} rows moved, {ended:,} entries of the blacklist ended.",
        "区划：转移 {moved:,} 条记录；{ended:,} 条失信名单记录到期移出。",
    ),
    "chore_compaction": ("Old news", "清理"),
    "chore_compaction_done": (
        "Old news: {archived:,} rows archived, {removed:,} entries removed.",
        "清理：归档 {archived:,} 条记录，清除 {removed:,} 条旧条目。",
    ),
    "chore_snapshots": ("Snapshots", "快照"),
    "chore_snapshots_done": ("Snapshots: {count:,} made.", "快照：新做 {count:,} 个。"),
    "chore_backup": ("Backup", "备份"),
    "chore_backup_done": ("Backup: {name}, {size:,} bytes.", "备份：{name}，{size:,} 字节。"),
    "chore_failed": (
        "{name}: not done; serve tries again within the hour. {reason}",
        "{name}：未完成，serve 一小时内会再试。{reason}",
    ),
    "chore_interrupted": ("It was broken off.", "中途被打断。"),
    "chores_taken": ("Another process is at it.", "另一个进程正在维护。"),
    "ready": (
        "HQ is ready in {data}. Serve it with: {hq} serve --data {data}\n"
        "Administrator: {username}   Password: {password}\n"
        "Keep {recovery} in a safe place too: it opens laptops whose people are gone.",
        "总部已建立在 {data}。启动服务：{hq} serve --data {data}\n"
        "管理员：{username}   密码：{password}\n"
        "请另行妥善保管 {recovery}：人员离开后要用它打开电脑上的数据。",
    ),
    "listens": (
        "HQ listens on {address} ({dataset}). Stop it with Ctrl+C.",
        "总部已在 {address} 提供服务（{dataset}）。按 Ctrl+C 停止。",
    ),
    "stopped": ("HQ has stopped; nothing was lost.", "总部服务已停止，数据完好。"),
    "user": ("User: {username}   Password: {password}", "用户：{username}   密码：{password}"),
    "townships_of": ("{name}; laptops: {laptops}.", "{name}；电脑：{laptops}。"),
    "townships_stay": ("Stay: {townships}", "保留：{townships}"),
    "townships_come": ("Come: {townships}", "新增：{townships}"),
    "townships_go": (
        "Go, with unsent work there kept for review: {townships}",
        "移除（未上传的工作留待核查）：{townships}",
    ),
    "townships_done": (
        "Done; {name}'s laptops follow at their next contact.",
        "已完成；{name} 的电脑将在下次联系时更新。",
    ),
    "bad_townships": (
        "without a name, --township and --reset-password: it changes a user that there is",
        "不能与姓名、--township 或 --reset-password 同用：它修改已有用户",
    ),
    "bad_choice": ("one of {choices}", "应为 {choices} 之一"),
    "bad_no_name": ("the person's own name is missing", "缺少姓名"),
    "bad_at_least_one": ("at least one", "至少一个"),
    "bad_one_at_a_time": ("only one at a time", "一次只能用一个"),
    "bad_wipe_alone": ("only together with --block or --hand-over", "只能与 --block 或 --hand-over 同用"),
    "bad_which_laptop": (
        "which laptop? Give its name, as inspector-hq laptop lists it",
        "是哪台电脑？请给出 inspector-hq laptop 列出的名称",
    ),
    "bad_shared_port": (
        "this system lets one process alone listen at a port",
        "此系统只允许一个进程监听同一端口",
    ),
    "bad_address": ("an address that begins with {choices}", "地址应以 {choices} 开头"),
    "bad_year": ("a day of the years {first} to {last}", "日期应在 {first} 年至 {last} 年之间"),
    "bad_line": ("a text of one line, not empty", "应为一行文字，不能为空"),
    "bad_empty": ("it must not be empty", "不能为空"),
    "bad_pair": ("of the form field=value", "应写成 字段=值"),
    "bad_by": ("who decided it? Give the user name", "请给出决定人的用户名"),
    "bad_code": ("a code of {length} digits", "应为 {length} 位数字代码"),
    "enrolment": (
        "{out}: for {name}, once, within {days} days. Whoever holds it can join; hand it over in person.",
        "{out}：供 {name} 在 {days} 天内入网一次。持有此文件者即可入网，请当面交付。",
    ),
    "divisions": ("{count} divisions published.", "已发布 {count} 个区划。"),
    "checklist": ("{code} {version}: {title}", "{code} {version}：{title}"),
    "rules": ("{pack}: {count} new versions published.", "{pack}：发布 {count} 个新版本。"),
    "fault_at": ("{place}: {reason}.", "{place}：{reason}。"),
    "published_twice": ("{name} stands in {other} too.", "{other} 中也有 {name}。"),
    "not_published": ("Nothing of {file} was published.", "{file} 未发布任何内容。"),
    "snapshots": ("{count} snapshots, {bytes:,} bytes.", "{count} 个快照，共 {bytes:,} 字节。"),
    "made": ("{count:>9,} {kind}", "{count:>9,} {kind}"),
    "county_faults": (
        "Checked row by row: {count:,} faults, planted on purpose, see faults.csv in {folder}; there are no others. "
        "manifest.json tells the rest, with a SHA-256 of each kind.",
        "已逐条核查：共有 {count:,} 处差错，都是有意埋入的，清单见 {folder} 中的 faults.csv，此外没有差错。"
        "其余说明和各类记录的 SHA-256 见 manifest.json。",
    ),
    "county_stopped": ("Stopped. Nothing of the county was kept.", "已停止，演示县数据未保留任何内容。"),
    "demo_user": (
        "User: {username}   Password: {password}   ({name}, {office})",
        "用户：{username}   密码：{password}   （{name}，{office}）",
    ),
    "what_next": (
        "Passwords are shown this once. What comes next, the first in a terminal of its own:\n"
        "  {hq} serve --data {data}\n"
        "  {hq} enrol laptop-1 {names} --data {data}\n"
        "  {app}   (its first window asks for enrolment.json, then for user and password)",
        "密码仅显示这一次。接下来（第一条请另开终端运行）：\n"
        "  {hq} serve --data {data}\n"
        "  {hq} enrol laptop-1 {names} --data {data}\n"
        "  {app}   （首个窗口先选 enrolment.json，再输入用户名和密码）",
    ),
    "grant_given": (
        "Lent: {code} to {holder} until {day}. To end it before: {hq} grant end {number}",
        "已授权：{holder} 可查看 {code}，至 {day}。提前结束：{hq} grant end {number}",
    ),
    "grant_line": (
        "{number}  {holder}  {code} {name}  until {day}  {by}: {reason}",
        "{number}  {holder}  {code} {name}  至 {day}  {by}：{reason}",
    ),
    "no_grants": ("Nothing is lent.", "目前没有授权。"),
    "grant_ended": ("Ended: {code} {name} for {holder}.", "已结束：{holder} 对 {code} {name} 的授权。"),
    "compacted": (
        "{archived:,} void rows archived, {removed:,} entries removed.",
        "归档 {archived:,} 条作废记录，清除 {removed:,} 条旧条目。",
    ),
    "laptop_line": ("{name}  {standing}  {id}", "{name}  {standing}  {id}"),
    "laptop_changed": (
        "{name}: {standing}; from its next contact on.",
        "{name}：{standing}；自下次联系起生效。",
    ),
    "laptop_active": ("let in", "可使用"),
    "laptop_revoked": ("blocked", "已停用"),
    "laptop_transferred": ("gives its work, gets nothing", "仅上交数据"),
    "laptop_forked": ("two machines use its identity: kept back", "两台机器使用同一身份，暂停接收"),
    "laptop_wipe_at_once": (", to be emptied at once", "，待立即清空"),
    "laptop_wipe_after_hand_over": (", to be emptied when HQ has its work", "，数据上交后清空"),
    "laptop_wiped": (", emptied {day}", "，已于 {day} 清空"),
    "no_laptops": (
        "No laptop has joined yet. Let one in with: {hq} enrol NAME USER",
        "还没有电脑入网。办理入网：{hq} enrol 电脑名称 用户名",
    ),
    "photo_asked": (
        "The laptop is asked at its next contact, and until the original is here.",
        "电脑下次联系时会收到请求，直至原图送达。",
    ),
    "visit_photos": (
        "{began}  {id}  {operator}  {here} of {every} photos at HQ",
        "{began}  {id}  {operator}  总部已收到 {here}/{every} 张照片",
    ),
    "photo_line": ("{taken}  {id}  {place}  {laptop}", "{taken}  {id}  {place}  {laptop}"),
    "photo_visit": ("visit {id}", "检查 {id}"),
    "photo_register": ("register", "登记档案"),
    "photos_awaited": (
        "{count} photos awaited for more than {days} days.",
        "有 {count} 张照片超过 {days} 天仍未送达。",
    ),
    "renewed": (
        "{file}: {name} can be used until {day} without reaching HQ. On it, choose this file at the sign-in.",
        "{file}：{name} 在 {day} 之前无需联系总部即可使用。请在该电脑登录窗口中选择此文件。",
    ),
    "rescued": (
        "Taken in from {name}, package of {day}: {changes} changes, {photos} photos.",
        "已接收 {name} {day} 的救援包：{changes} 条修改，{photos} 张照片。",
    ),
    "rescued_conflicts": (
        "{count} changes met others; both values are kept, and the laptops ask which one holds.",
        "其中 {count} 条与他人的修改不一致，双方内容都已保留，由电脑上的人员选定。",
    ),
    "rescued_waiting": (
        "{count} changes wait for a record that is not here yet.",
        "其中 {count} 条在等待尚未送达的相关记录。",
    ),
    "rescued_refused": (
        "{count} changes were refused and are kept for review.",
        "其中 {count} 条未被采纳，已留待复核。",
    ),
    "rescued_cut": (
        "The package is not complete: what stood before the damage was taken in. Make it again if you can.",
        "救援包不完整：损坏之前的内容已接收。如有可能，请重新制作。",
    ),
    "step_taken": ("Done: {kind}, from {before} to {after}.", "已办理：{kind}，由 {before} 变为 {after}。"),
    "step_deadline": ("The next thing is due by {day}.", "下一步须在 {day} 前完成。"),
    "steps": ("It is now: {state}. Steps for this user: {steps}", "当前状态：{state}。该用户可办理：{steps}"),
    "steps_of_others": ("Steps for other roles: {steps}", "由其他角色办理：{steps}"),
    "step_of_these": ("{action}{needs} → {after}", "{action}{needs} → {after}"),
    "alert_issued": (
        "Issued: {title} ({number}). Laptops show it after their next exchange. "
        "To take it back: {hq} alerts --cancel {number}",
        "已发布：{title}（{number}）。各电脑下次同步后显示。如需撤回：{hq} alerts --cancel {number}",
    ),
    "alert_taken_back": (
        "Taken back: {title}. Laptops no longer show it after their next exchange.",
        "已撤回：{title}。各电脑下次同步后不再显示。",
    ),
    "alert_line": (
        "{number}  {level}  {title}  {day}{until}{ended}",
        "{number}  {level}  {title}  {day}{until}{ended}",
    ),
    "alert_ended": (", taken back on {day}", "，已于 {day} 撤回"),
    "no_alerts": ("No alert has been issued.", "尚未发布预警。"),
    "field": ("{name} ({field})", "{name}（{field}）"),
    "problem_REQUIRED": ("{field} is missing", "缺少{field}"),
    "problem_DATE_ORDER": ("{field}: this day is past, or before the first", "{field}早于今天或开始日期"),
    "problem_DATE_OUTSIDE": ("{field}: the law does not let it last so long", "{field}超出法定期限"),
    "problem_ONLY_ONCE": ("this is done once only, and was done", "此步骤只能办理一次，已办理过"),
    "problem_SAME_PERSON": ("another person has to do this than the step before", "须由另一人办理"),
    "problem_NOT_DUE": ("its day has not come", "期限未到"),
    "problem_NOT_MASKED": ("{field} still names a person; mask it first", "{field}仍含个人信息，请先脱敏"),
    "problem_CHANGED_SINCE": ("it was changed since it was checked", "核对之后内容有变动"),
    "problem_OTHER_SUBJECT": ("{field} names something else", "{field}与本件无关"),
    "problem_RECUSED": ("this user has declared an interest in it", "该用户已申报回避"),
    "problem_STATE": ("it does not stand where this can be done", "当前状态不能办理"),
    "entered": ("Entered: {kind} {id}", "已录入：{kind} {id}"),
    "envelope_head": ("About {kind} {id}:", "关于 {kind} {id}："),
    "envelope_line": ("{name}: {value}", "{name}：{value}"),
    "erase_rule": (
        "{rule}: {due} due, {later} kept for now, {held} held",
        "{rule}：到期 {due}，未到期 {later}，暂缓 {held}",
    ),
    "erase_due": ("  due since {day}: {kind} {id} ({basis})", "  {day} 后应销毁：{kind} {id}（{basis}）"),
    "erase_held": ("  held: {kind} {id}, {reason} (since {since})", "  暂缓：{kind} {id}，{reason}（自 {since} 起）"),
    "erase_waits": (
        "Proposed, {rows} envelopes of {rule}: a second person carries it out with "
        "{hq} erase --carry-out {id} --data {data} --by …",
        "已申请，{rule}，{rows} 件：由另一人执行 {hq} erase --carry-out {id} --data {data} --by …",
    ),
    "erase_PATIENT_IDENTITY": ("patients' names", "患者姓名"),
    "erase_REPORTER_IDENTITY": ("reporters' names", "举报人姓名"),
    "erase_nothing_yet": (
        "Nothing was destroyed. Propose what is due: {hq} erase --propose --by {by} --data {data}",
        "未销毁任何内容。申请销毁到期内容：{hq} erase --propose --by {by} --data {data}",
    ),
    "erase_done": (
        "Destroyed: {rows} envelopes of {rule}. Certificate {sha256}; show it with "
        "{hq} erase --certificate {id} --by {by} --data {data}",
        "已销毁：{rule}，{rows} 件。销毁凭证 {sha256}，查看：{hq} erase --certificate {id} --by {by} --data {data}",
    ),
    "erase_copies": (
        "Laptops lose it at their next exchange. Backups made before keep it until they go.",
        "各电脑下次同步后即行清除。此前的备份在清理前仍保留。",
    ),
    "picture": (
        "Picture of {name} ({id}): laptops have it after their next exchange.",
        "{name}（{id}）的正品照片：各电脑下次同步后可用。",
    ),
    "rows_moved": ("{moved:,} rows moved.", "转移 {moved:,} 条记录。"),
}


def text(key: str, /, **facts: object) -> str:
    """A text in the language of the terminal."""
    return filled(TEXTS[key], facts)


def filled(pair: tuple[str, str], facts: Mapping[str, object]) -> str:
    """`{hq}` and `{app}` are our programs, as they are called here."""
    return chosen(pair).format(hq=program("inspector-hq"), app=program("inspector-app"), **facts)


def in_terminal(reason: str) -> str:
    """A reason of the system or of a library, which speak English, in the language of the terminal."""
    return in_chinese(reason) if is_chinese() else reason


def language() -> str:
    return ("en", "zh")[is_chinese()]


def chosen(pair: tuple[str, str]) -> str:
    return pair[is_chinese()]
