<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DateEdit</name>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>年-月-日，如 2026-03-18</translation>
    </message>
    <message>
        <source>Open the calendar</source>
        <translation>打开日历</translation>
    </message>
    <message>
        <source>Open the calendar (F4)</source>
        <translation>打开日历（F4）</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Go to {page}</source>
        <translation>转到“{page}”</translation>
    </message>
    <message>
        <source>Field Inspector</source>
        <translation>乡检通</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>全局查找</translation>
    </message>
    <message>
        <source>Show the keyboard shortcuts</source>
        <translation>显示快捷键</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Something went wrong in the program. What you had saved is safe.</source>
        <translation>程序出了故障。已保存的内容没有受影响。</translation>
    </message>
    <message>
        <source>A fault in the program</source>
        <translation>程序故障</translation>
    </message>
    <message>
        <source>You can go on working. Please send the report to your administrator, so that it can be mended.</source>
        <translation>您可以继续工作。请把故障报告发给管理员，以便修复。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Add photo…</source>
        <translation>添加照片…</translation>
    </message>
    <message>
        <source>Take photo</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Choose photos</source>
        <translation>选择照片</translation>
    </message>
    <message>
        <source>Remove photo</source>
        <translation>移除照片</translation>
    </message>
    <message>
        <source>Why is it removed? The photo is kept and marked as not to be used.</source>
        <translation>为什么移除？照片会保留，并标为不使用。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Field Inspector</source>
        <translation>乡检通</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫码</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>The password does not fit this user. Check Caps Lock and the input method, then try again.</source>
        <translation>密码与该用户不符。请检查大写锁定和输入法，再试一次。</translation>
    </message>
    <message>
        <source>This user is not set up on this laptop. Choose another, or ask your county office for an enrolment file.</source>
        <translation>这台电脑上没有这个用户。请换一个用户，或向县局索取启用文件。</translation>
    </message>
    <message>
        <source>Headquarters cannot be reached. Your work is saved on this laptop and will be sent later.</source>
        <translation>联系不上总部。您的工作已保存在本机，稍后会自动上报。</translation>
    </message>
    <message>
        <source>The disk is full, so the last entry was not saved. Everything before it is safe. Free some space, then save again.</source>
        <translation>磁盘已满，刚才的内容没有保存。之前的内容都是安全的。请腾出空间后重新保存。</translation>
    </message>
    <message>
        <source>The data on this laptop are in use by another program, so nothing was saved just now. Please try again.</source>
        <translation>本机数据正被另一个程序占用，刚才没有保存。请再试一次。</translation>
    </message>
    <message>
        <source>The file cannot be read. Nothing was changed. Check that it still exists and is complete.</source>
        <translation>文件无法读取，没有做任何改动。请确认文件还在并且完整。</translation>
    </message>
    <message>
        <source>Your role does not allow this. Nothing was changed. Ask your team lead if you need it.</source>
        <translation>您的权限不允许这样做，没有做任何改动。确有需要请联系负责人。</translation>
    </message>
    <message>
        <source>This record is no longer on this laptop. Nothing was changed. Go back and look for it again.</source>
        <translation>本机上已没有这条记录，没有做任何改动。请返回重新查找。</translation>
    </message>
    <message>
        <source>This could not be done. Nothing was changed, and what you had saved is safe.</source>
        <translation>没有办成。没有做任何改动，已保存的内容是安全的。</translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>1 to 4</source>
        <translation>1 至 4</translation>
    </message>
    <message>
        <source>Answer the question that has the focus</source>
        <translation>回答当前的检查项</translation>
    </message>
    <message>
        <source>Go to the next field</source>
        <translation>到下一栏</translation>
    </message>
    <message>
        <source>Close a dialog or clear the search</source>
        <translation>关闭对话框或清空查找</translation>
    </message>
</context>
<context>
    <name>SignInWindow</name>
    <message>
        <source>Field Inspector</source>
        <translation>乡检通</translation>
    </message>
    <message>
        <source>Set up this laptop</source>
        <translation>设置这台电脑</translation>
    </message>
    <message>
        <source>Demo data: nothing here is real</source>
        <translation>演示数据：内容均为虚构</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation>大写锁定已打开</translation>
    </message>
    <message>
        <source>Choose enrolment file…</source>
        <translation>选择启用文件…</translation>
    </message>
    <message>
        <source>Set up and sign in</source>
        <translation>设置并登录</translation>
    </message>
    <message>
        <source>Back to sign-in</source>
        <translation>返回登录</translation>
    </message>
    <message>
        <source>Set up with an enrolment file</source>
        <translation>用启用文件设置</translation>
    </message>
    <message>
        <source>Your county office gives you an enrolment file and a password. Choose the file first.</source>
        <translation>县局会给您一个启用文件和一个密码。请先选择文件。</translation>
    </message>
    <message>
        <source>{file} belongs to {address}. If that is not your headquarters, stop here.</source>
        <translation>{file} 属于 {address}。如果这不是您的总部，请不要继续。</translation>
    </message>
    <message>
        <source>Choose enrolment file</source>
        <translation>选择启用文件</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Sign here with pen, finger or mouse</source>
        <translation>请在此签名（笔、手指或鼠标）</translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation>撤销一笔</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>返回（Alt+←）</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Search operators, products, numbers  Ctrl+K</source>
        <translation>查找主体、产品、编号  Ctrl+K</translation>
    </message>
    <message>
        <source>Demo data</source>
        <translation>演示数据 DEMO</translation>
    </message>
</context>
</TS>
