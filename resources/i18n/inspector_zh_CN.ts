<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DateEdit</name>
    <message>
        <source>YYYY-MM-DD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the calendar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the calendar (F4)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Go to {page}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Something went wrong in the program. What you had saved is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fault in the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can go on working. Please send the report to your administrator, so that it can be mended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoStrip</name>
    <message>
        <source>Photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add photo…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose photos</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is it removed? The photo is kept and marked as not to be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Field Inspector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>The password does not fit this user. Check Caps Lock and the input method, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This user is not set up on this laptop. Choose another, or ask your county office for an enrolment file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters cannot be reached. Your work is saved on this laptop and will be sent later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full, so the last entry was not saved. Everything before it is safe. Free some space, then save again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data on this laptop are in use by another program, so nothing was saved just now. Please try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read. Nothing was changed. Check that it still exists and is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your role does not allow this. Nothing was changed. Ask your team lead if you need it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This record is no longer on this laptop. Nothing was changed. Go back and look for it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This could not be done. Nothing was changed, and what you had saved is safe.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 to 4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer the question that has the focus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close a dialog or clear the search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInWindow</name>
    <message>
        <source>Field Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo data: nothing here is real</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caps Lock is on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose enrolment file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up and sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to sign-in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up with an enrolment file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your county office gives you a file and the password that belongs to it. Choose the file first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} belongs to {address}. If that is not your headquarters, stop here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose enrolment file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Sign here with pen, finger or mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back (Alt+Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search operators, products, numbers  Ctrl+K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
