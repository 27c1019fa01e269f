<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CameraDialog</name>
    <message numerus="yes">
        <source>%n photo(s) taken</source>
        <translation>
            <numerusform>%n photo taken</numerusform>
            <numerusform>%n photos taken</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChecklistStep</name>
    <message numerus="yes">
        <source>%n item(s) answered “conforms”. Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>%n item answered “conforms”. Ctrl+Z takes it back.</numerusform>
            <numerusform>%n items answered “conforms”. Ctrl+Z takes it back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingCard</name>
    <message numerus="yes">
        <source>Please describe it in at least %n characters.</source>
        <translation>
            <numerusform>Please describe it in at least %n character.</numerusform>
            <numerusform>Please describe it in at least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message numerus="yes">
        <source>%n more alert(s) to read.</source>
        <translation>
            <numerusform>%n more alert to read.</numerusform>
            <numerusform>%n more alerts to read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait to be sent.</source>
        <translation>
            <numerusform>%n change waits to be sent.</numerusform>
            <numerusform>%n changes wait to be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) wait to be sent ({size}).</source>
        <translation>
            <numerusform>%n photo waits to be sent ({size}).</numerusform>
            <numerusform>%n photos wait to be sent ({size}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) were refused and wait for you.</source>
        <translation>
            <numerusform>%n change was refused and waits for you.</numerusform>
            <numerusform>%n changes were refused and wait for you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed twice and wait for a decision.</source>
        <translation>
            <numerusform>%n value was changed twice and waits for a decision.</numerusform>
            <numerusform>%n values were changed twice and wait for a decision.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LedgerEntryPanel</name>
    <message numerus="yes">
        <source>Save %n line(s)</source>
        <translation>
            <numerusform>Save %n line</numerusform>
            <numerusform>Save %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) lack something; it is marked. They are not in the ledger yet.</source>
        <translation>
            <numerusform>%n line lacks something; it is marked. It is not in the ledger yet.</numerusform>
            <numerusform>%n lines lack something; it is marked. They are not in the ledger yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are in the ledger.</source>
        <translation>
            <numerusform>%n line is in the ledger.</numerusform>
            <numerusform>%n lines are in the ledger.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NumberEdit</name>
    <message numerus="yes">
        <source>Please enter a number in digits, with at most %n decimal(s).</source>
        <translation>
            <numerusform>Please enter a number in digits, with at most %n decimal.</numerusform>
            <numerusform>Please enter a number in digits, with at most %n decimals.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperatorHead</name>
    <message numerus="yes">
        <source>%n open point(s)</source>
        <translation>
            <numerusform>%n open point</numerusform>
            <numerusform>%n open points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperatorTables</name>
    <message numerus="yes">
        <source>Ledger: %n batch(es) on hand</source>
        <translation>
            <numerusform>Ledger: %n batch on hand</numerusform>
            <numerusform>Ledger: %n batches on hand</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message numerus="yes">
        <source>%n operator(s) shown, more follow as you scroll</source>
        <translation>
            <numerusform>%n operator shown, more follow as you scroll</numerusform>
            <numerusform>%n operators shown, more follow as you scroll</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s)</source>
        <translation>
            <numerusform>%n operator</numerusform>
            <numerusform>%n operators</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasswordSection</name>
    <message numerus="yes">
        <source>At least %n characters. It holds on this laptop.</source>
        <translation>
            <numerusform>At least %n character. It holds on this laptop.</numerusform>
            <numerusform>At least %n characters. It holds on this laptop.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoDesk</name>
    <message numerus="yes">
        <source>%n photo(s) are saved.</source>
        <translation>
            <numerusform>%n photo is saved.</numerusform>
            <numerusform>%n photos are saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotosSection</name>
    <message numerus="yes">
        <source>%n original(s), {size}, may leave this laptop: headquarters has held them for 30 days, and a checked backup holds them too. The small copies stay, and an original can be fetched again.</source>
        <translation>
            <numerusform>%n original, {size}, may leave this laptop: headquarters has held it for 30 days, and a checked backup holds it too. The small copy stays, and the original can be fetched again.</numerusform>
            <numerusform>%n originals, {size}, may leave this laptop: headquarters has held them for 30 days, and a checked backup holds them too. The small copies stay, and an original can be fetched again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s), {size}, are on this laptop alone.</source>
        <translation>
            <numerusform>%n original, {size}, is on this laptop alone.</numerusform>
            <numerusform>%n originals, {size}, are on this laptop alone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s), {size}, go as soon as this laptop is in the office.</source>
        <translation>
            <numerusform>%n original, {size}, goes as soon as this laptop is in the office.</numerusform>
            <numerusform>%n originals, {size}, go as soon as this laptop is in the office.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n original(s) from this laptop?</source>
        <translation>
            <numerusform>Remove %n original from this laptop?</numerusform>
            <numerusform>Remove %n originals from this laptop?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s) go with the next sync in the office network.</source>
        <translation>
            <numerusform>%n original goes with the next sync in the office network.</numerusform>
            <numerusform>%n originals go with the next sync in the office network.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegistrationFoot</name>
    <message numerus="yes">
        <source>%n point(s) to put right</source>
        <translation>
            <numerusform>%n point to put right</numerusform>
            <numerusform>%n points to put right</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message numerus="yes">
        <source>every %n minute(s)</source>
        <translation>
            <numerusform>every minute</numerusform>
            <numerusform>every %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateCard</name>
    <message numerus="yes">
        <source>Next try in %n minute(s)</source>
        <translation>
            <numerusform>Next try in %n minute</numerusform>
            <numerusform>Next try in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next sync in %n minute(s)</source>
        <translation>
            <numerusform>Next sync in %n minute</numerusform>
            <numerusform>Next sync in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The laptop tries again every %n minute(s), as the settings say. All that you enter is kept on this laptop. “Sync now” tries at once.</source>
        <translation>
            <numerusform>The laptop tries again every %n minute, as the settings say. All that you enter is kept on this laptop. “Sync now” tries at once.</numerusform>
            <numerusform>The laptop tries again every %n minutes, as the settings say. All that you enter is kept on this laptop. “Sync now” tries at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After each try that fails the laptop waits longer, %n minute(s) at most, to spare battery and network. All that you enter is kept on this laptop. Is there a network again? “Sync now” tries at once.</source>
        <translation>
            <numerusform>After each try that fails the laptop waits longer, %n minute at most, to spare battery and network. All that you enter is kept on this laptop. Is there a network again? “Sync now” tries at once.</numerusform>
            <numerusform>After each try that fails the laptop waits longer, %n minutes at most, to spare battery and network. All that you enter is kept on this laptop. Is there a network again? “Sync now” tries at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After each try that fails the laptop waits longer, %n minute(s) at most. All that you enter is kept on this laptop. “Sync now” tries at once.</source>
        <translation>
            <numerusform>After each try that fails the laptop waits longer, %n minute at most. All that you enter is kept on this laptop. “Sync now” tries at once.</numerusform>
            <numerusform>After each try that fails the laptop waits longer, %n minutes at most. All that you enter is kept on this laptop. “Sync now” tries at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message numerus="yes">
        <source>%n change(s) are at headquarters and wait for a related record of another laptop</source>
        <translation>
            <numerusform>%n change is at headquarters and waits for a related record of another laptop</numerusform>
            <numerusform>%n changes are at headquarters and wait for a related record of another laptop</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>possible for %n more day(s)</source>
        <translation>
            <numerusform>possible for %n more day</numerusform>
            <numerusform>possible for %n more days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VisitTools</name>
    <message numerus="yes">
        <source>%n to do</source>
        <translation>
            <numerusform>%n to do</numerusform>
            <numerusform>%n to do</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_DaysLeft</name>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation>
            <numerusform>%n day overdue</numerusform>
            <numerusform>%n days overdue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Standings</name>
    <message numerus="yes">
        <source>Headquarters refused %n change(s)</source>
        <translation>
            <numerusform>Headquarters refused %n change</numerusform>
            <numerusform>Headquarters refused %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed twice</source>
        <translation>
            <numerusform>%n value was changed twice</numerusform>
            <numerusform>%n values were changed twice</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Working offline; %n change(s) are safe on this laptop</source>
        <translation>
            <numerusform>Working offline; %n change is safe on this laptop</numerusform>
            <numerusform>Working offline; %n changes are safe on this laptop</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to be sent, the oldest of {since}</source>
        <translation>
            <numerusform>%n change to be sent, of {since}</numerusform>
            <numerusform>%n changes to be sent, the oldest of {since}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to be sent</source>
        <translation>
            <numerusform>%n photo to be sent</numerusform>
            <numerusform>%n photos to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) need a newer program</source>
        <translation>
            <numerusform>%n record needs a newer program</numerusform>
            <numerusform>%n records need a newer program</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait until headquarters is updated</source>
        <translation>
            <numerusform>%n change waits until headquarters is updated</numerusform>
            <numerusform>%n changes wait until headquarters is updated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Headquarters waits for a related record for %n change(s)</source>
        <translation>
            <numerusform>Headquarters waits for a related record for %n change</numerusform>
            <numerusform>Headquarters waits for a related record for %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message numerus="yes">
        <source>%n photo(s) at headquarters (reduced), originals still here</source>
        <translation>
            <numerusform>%n photo at headquarters (reduced), its original still here</numerusform>
            <numerusform>%n photos at headquarters (reduced), the originals still here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s), all at headquarters</source>
        <translation>
            <numerusform>%n photo, at headquarters</numerusform>
            <numerusform>%n photos, all at headquarters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s), none at headquarters yet</source>
        <translation>
            <numerusform>%n photo, not at headquarters yet</numerusform>
            <numerusform>%n photos, none at headquarters yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n photo(s) at headquarters</source>
        <translation>
            <numerusform>{done} of %n photo at headquarters</numerusform>
            <numerusform>{done} of %n photos at headquarters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s) left this laptop, {size} are free now. The small copies stay.</source>
        <translation>
            <numerusform>%n original left this laptop, {size} are free now. The small copy stays.</numerusform>
            <numerusform>%n originals left this laptop, {size} are free now. The small copies stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %n photo(s) on this laptop are damaged, and headquarters does not have them yet. Their records are safe. If you still have the same pictures, in the camera perhaps, add them again.</source>
        <translation>
            <numerusform>The file of %n photo on this laptop is damaged, and headquarters does not have it yet. Its record is safe. If you still have the same picture, in the camera perhaps, add it again.</numerusform>
            <numerusform>The files of %n photos on this laptop are damaged, and headquarters does not have them yet. Their records are safe. If you still have the same pictures, in the camera perhaps, add them again.</numerusform>
        </translation>
    </message>
</context>
</TS>
