<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Change the registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register an operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+S or Ctrl+Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the township</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose why it is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goods sold *</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose at least one kind of goods that it sells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have compared the person&apos;s face with the ID card (by eye)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The food safety pledge has been signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As on the sign or the licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of canteen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floor area (m²)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Township</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Village or community</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So that a colleague finds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Social credit code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>18 characters on the business licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Old registration number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>15 digits, only on licences from before 2015</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why there is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name on the ID card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored encrypted; shown masked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why there is no ID number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Personal phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone of the business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why there is no phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgriKind</name>
    <message>
        <source>Pesticides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Veterinary drugs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fertilisers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Film</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerCode</name>
    <message>
        <source>Conforms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not conform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CanteenKind</name>
    <message>
        <source>School</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nursery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Care home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Construction site</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Office</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConflictStatus</name>
    <message>
        <source>To be decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConflictsSection</name>
    <message>
        <source>Changed twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not taken over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep what stands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided, to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{person}, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided. Headquarters is told with the next exchange.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
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
    <name>Direction</name>
    <message>
        <source>Bought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DocumentType</name>
    <message>
        <source>Site inspection record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order to correct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspection result form</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EvidenceKind</name>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan</source>
        <translation type="unfinished">扫码</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EvidenceOrigin</name>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dragged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Void, and why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floor area (m²)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food safety pledge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Responsible office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name and ID number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face and paper compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>County</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form of packing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shelf life</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customs declaration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingAction</name>
    <message>
        <source>Correct on the spot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order to correct by a date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the sale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propose to seal or seize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preserve evidence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propose a case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trace and recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfer to another authority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report upwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train and guide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update the registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call in for an interview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>due today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n day(s) left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n day(s) overdue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectionResult</name>
    <message>
        <source>Conforms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Basically conforms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not conform</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectionState</name>
    <message>
        <source>Draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completed, to be signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Void</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectionType</name>
    <message>
        <source>Routine inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spot check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unannounced inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Campaign inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re-inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complaint check</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ledger line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order to correct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step of an order to correct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Division</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished">用户</translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change made twice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LedgerSource</name>
    <message>
        <source>From the shop&apos;s book</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typed by the inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scanned</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LicenceCard</name>
    <message>
        <source>Paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number on the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave empty when it is valid for long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scope on the paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This paper is taken out when you save.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LicenceCards</name>
    <message>
        <source>No paper has been entered yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a paper</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LicenceState</name>
    <message>
        <source>Licensed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence suspended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence revoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers not seen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LicenceType</name>
    <message>
        <source>Business licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food production licence (SC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food operating licence (JY)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filing for pre-packed food only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workshop registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small shop registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stall card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pesticide licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Veterinary drug licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed filing</source>
        <translation type="unfinished"></translation>
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
    <name>MissingReasons</name>
    <message>
        <source>Has no business licence yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper was not at the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost, a new one is applied for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs none by law</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The party refused to show it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Did not carry the ID card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The person was not at the place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has no phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is reached through the village committee</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The party refused to give it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpState</name>
    <message>
        <source>Waiting to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent, answer awaited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On its way by relay or stick</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed elsewhere too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters waits for a related record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused by headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OperatorKind</name>
    <message>
        <source>Small food workshop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food stall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rural food store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food retailer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food wholesaler</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small caterer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caterer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collective canteen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agricultural supplies shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food producer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consumer goods shop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Market host</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OperatorStatus</name>
    <message>
        <source>To be verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified, pledge missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered twice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message>
        <source>Operators</source>
        <translation type="unfinished">主体</translation>
    </message>
    <message>
        <source>Name, pinyin, owner, address or number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register an operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in the list of operators</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any licence state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk grade</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All risk grades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Township</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All townships</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s) shown, more follow as you scroll</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No operator found for “{text}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try fewer characters, the pinyin initials or a number. If it is new here, register it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No operator meets these filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press “Show all” above to see every operator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No operator is registered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register the first one, or sync to get those that headquarters has.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PackForm</name>
    <message>
        <source>Pre-packed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made on site</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PasswordSection</name>
    <message>
        <source>Password</source>
        <translation type="unfinished">密码</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New password</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters. It holds on this laptop.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>New password again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter your present password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please take at least 8 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two entries differ. Please type it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password is changed. It holds from now on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PersonRole</name>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Legal representative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person in charge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Food safety officer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoState</name>
    <message>
        <source>Waiting to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation type="unfinished"></translation>
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
    <name>Policy</name>
    <message>
        <source>What stood first was kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was seen last was kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A person has to decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both were kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The larger was kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The smaller was kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one change at a time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProductField</name>
    <message>
        <source>Food</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agricultural supplies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consumer goods</source>
        <translation type="unfinished"></translation>
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
    <name>Reasons</name>
    <message>
        <source>Please fill this in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please fill this in, or choose why it is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing; the reason is recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many or too few characters. Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A character does not belong here. Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last digit does not fit the others. Compare it with the paper; a misprint is a finding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The organisation code inside (characters 9 to 17) does not fit. Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The letters at the beginning do not fit this kind of paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number names a class that does not exist. Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The digit after JY must be 1 (sales), 2 (catering) or 3 (canteen). Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This does not look like such a number. Please check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an old form of the number. It is accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An old QS number: not allowed on goods made on or after 1 October 2018.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The region in this number is not in the list on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a day of the calendar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This date lies in the future.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The year has two digits only. Please check which year is meant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By this number the person is over 120 years old. Please check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter who is responsible for the business.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose what kind of canteen it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose at least one kind of goods that it sells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose a township or a village.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A map point takes both a longitude and a latitude.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This paper expired on {valid_until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paper ends before it begins. Please check both dates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The licence state chosen does not agree with the papers below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot go from “{from}” to “{to}” by your hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Face and paper have not been compared yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The food safety pledge has not been signed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item has no answer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please describe what you found, in at least {shortest} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item always takes a remark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item takes a photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item cannot be answered “not applicable”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please say why it is not applicable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of inspection has to check every item.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No value has been measured here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The measured value is out of bounds. Please say in at least {shortest} characters why it conforms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least {needed} key items must be checked; {done} are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least {needed} general items must be checked; {done} are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This item failed at the last visit and must be checked again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No checklist is published for “{kind}” yet. Ask your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the inspector who began this draft can change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In its present state “{state}” this cannot be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{needed} officers with an enforcement certificate are needed; {present} are named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has not signed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please show your enforcement certificate and tick that you did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please tell the party that it may ask an officer to withdraw, and tick that you did.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The party has not signed yet. If it refuses or is absent, record that instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please record why the party did not sign.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A witness&apos;s signature, a recording or the second officer&apos;s statement is needed to prove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signature of {name} is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A signature was given before the record was changed. Please have it signed again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The times of this visit are not in order; the clock may have jumped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The place of the visit was not recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The visit was recorded {metres} m away from the registered place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos: {photos}. At least {least} are usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The visit took {minutes} min. At least {least} are usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same remark stands in {visits} visits of this day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter a quantity above zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shelf life is a number above zero and a unit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The printed expiry date differs from production date plus shelf life. Please compare with the pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expired on {expiry}, before it changed hands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {left_milli} of this batch are recorded, {quantity_milli} are sold. Please enter the reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter the name on the sign or the licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is longer than {longest} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose the township.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter how to find the place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A social credit code has 18 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A social credit code holds digits and capital letters, but never I, O, S, V or Z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last character does not fit the others. Please read the code again from the licence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A registration number has 15 digits (old ones up to 13).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A registration number of 15 characters holds digits only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mobile number has 11 digits; a fixed line takes its area code, as in 0999-1234567.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter the name on the ID card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An ID number has 18 characters (old ones 15).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An ID number holds digits; only its last character may be an X.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last character does not fit the others. Please read the number again from the ID card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The date of birth in it (characters 7 to 14) is not a day of the calendar.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The date of birth in it (characters 7 to 14) lies in the future.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An old number of 15 digits; completed to 18.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number on the paper has 4 to 40 characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter the reason.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This line has been reversed already, or is a reversal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A business licence carries a social credit code of 18 characters (old ones a number of 15).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A food production licence begins with SC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SC is followed by 14 digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The three digits after SC name no food class. Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A food operating licence begins with JY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JY is followed by 14 digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A filing number is usually YB and 14 digits. Compare it with the paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file may not be read. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty. Take the photo again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not a picture. Choose a photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is damaged. Take the photo again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is too large to be read. Take a smaller one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough memory for this picture. Close other programs, or take a smaller one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture could not be read. You can go on; type the code by hand, or take another photo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading this picture took too long. Come closer to the code and take the photo again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The barcode reader cannot be started. Type the code by hand, and tell your administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters runs an older version and does not know this kind of record yet. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters runs an older version and does not know one of the fields yet. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A value is not possible. Open the record and correct it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record is signed and can no longer be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This record is never changed. Make a correcting entry instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only headquarters can change this record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The record belongs to an area that this laptop does not serve. Ask your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the inspector who began this record can change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another part of the same record was refused. Correct that part, and this one is sent again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A signed record arrived with other content than before. Ask your county office to look at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters does not know the division of this record. Choose the township again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document number is in use already. Ask your county office to look at it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RectificationState</name>
    <message>
        <source>Issued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reported, to be re-inspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken to a case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RefusedSection</name>
    <message>
        <source>Refused by headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open and correct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set aside…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a line to see what can be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is about: {field}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed by {person}, {when}. Your entry is kept on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set this change aside?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{record} then shows again what headquarters holds. What you entered is kept as history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set aside. The record shows what headquarters holds.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegistrationForm</name>
    <message>
        <source>Not in a village</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{typed} of {length} characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Person in charge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Papers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verification and pledge</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegistrationPage</name>
    <message>
        <source>The unfinished registration is kept on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept on this laptop, not registered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is saved on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is registered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it the operator stays “to be verified”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it the operator does not become active.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have started afresh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back what was typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are going on with what you typed {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start afresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same number is registered already: {names}. Is it the same business?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is another business</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) to put right</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Ready to be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields with * are needed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RiskGrade</name>
    <message>
        <source>A, low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B, medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C, raised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D, high</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auxiliary staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Team lead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>County administrator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters administrator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May read only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowState</name>
    <message>
        <source>On this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting at headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed twice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScanCard</name>
    <message>
        <source>What the code says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In ledgers on this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into a ledger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New to the county: enter it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name on the pack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Specification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shelf life</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please enter the name on the pack.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScanFacts</name>
    <message>
        <source>Retail barcode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In-store code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GS1 code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GS1 Digital Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product e-supervision code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pesticide trace code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Veterinary drug trace code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>China</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taiwan, China</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hong Kong, China</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Macao, China</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nowhere: for use inside a company</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nowhere: a number for demonstrations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a periodical (ISSN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a book (ISBN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside China</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last digit does not fit the others. Scan again; if it stays so, the code is misprinted or false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code states one thing twice with different values. Compare it with the print on the pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A date in the code is not a day of the calendar. Read the date from the pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end of the code could not be read; it is shown below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The symbol is not marked as GS1 but reads like it. Compare it with the print on the pack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The e-supervision network is closed: nobody can confirm this code. Check the goods in another way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Produced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps until</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks like a pesticide registration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks like a veterinary drug approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks like a feed licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contains goods</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of pieces inside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shipping container</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printed by a shop: it means something in that shop only. Open its ledger to use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goods number (GTIN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code registered in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Net weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps until, by its shelf life</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>The password does not fit this user. Check Caps Lock and the input method, then try again.</source>
        <translation>密码与该用户不符。请检查大写锁定和输入法，再试一次。</translation>
    </message>
    <message>
        <source>This user is not set up on this laptop. Choose another, or use an enrolment file.</source>
        <translation>这台电脑上没有这个用户。请换一个用户，或使用启用文件。</translation>
    </message>
    <message>
        <source>This user may no longer work on this laptop. What was entered is kept. Ask your county office.</source>
        <translation>该用户已不能在这台电脑上工作。已录入的内容都保留着。请联系县局。</translation>
    </message>
    <message>
        <source>This laptop has not reached headquarters for {days} days. Nothing is lost: connect it to the network, then sign in again.</source>
        <translation>这台电脑已有 {days} 天没有联系上总部。内容没有丢失：请连接网络后重新登录。</translation>
    </message>
    <message>
        <source>A password has at least {shortest} characters. Choose a longer one.</source>
        <translation>密码至少要有 {shortest} 个字符。请换一个长一些的。</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing is lost: try again in {seconds} seconds.</source>
        <translation>密码输错次数过多。内容没有丢失：请在 {seconds} 秒后再试。</translation>
    </message>
    <message>
        <source>{file} is no enrolment file, or is not complete. Nothing was changed. Choose another file.</source>
        <translation>{file} 不是启用文件，或者不完整。没有做任何改动。请另选文件。</translation>
    </message>
    <message>
        <source>The time of this enrolment file is over. Nothing was changed. Ask your county office for a new one.</source>
        <translation>这个启用文件已过期。没有做任何改动。请向县局索取新的文件。</translation>
    </message>
    <message>
        <source>This enrolment file was used before. Nothing was changed. Ask your county office for a new one.</source>
        <translation>这个启用文件已经用过。没有做任何改动。请向县局索取新的文件。</translation>
    </message>
    <message>
        <source>Headquarters does not know this enrolment file. Nothing was changed. Ask your county office.</source>
        <translation>总部不认识这个启用文件。没有做任何改动。请联系县局。</translation>
    </message>
    <message>
        <source>The enrolment file is not for this user. Nothing was changed. Ask your county office.</source>
        <translation>这个启用文件不是给该用户的。没有做任何改动。请联系县局。</translation>
    </message>
    <message>
        <source>Headquarters did not understand this laptop. Nothing was changed. Tell your administrator.</source>
        <translation>总部没有看懂这台电脑发去的内容。没有做任何改动。请告诉管理员。</translation>
    </message>
    <message>
        <source>Another program is using the data on this laptop, so nothing was saved just now. Please try again.</source>
        <translation>本机数据正被另一个程序占用，刚才没有保存。请再试一次。</translation>
    </message>
    <message>
        <source>The data on this laptop do not open with this key. Nothing was changed. Tell your administrator.</source>
        <translation>这把密钥打不开本机数据。没有做任何改动。请告诉管理员。</translation>
    </message>
    <message>
        <source>A newer version of the program wrote these data. They are safe. Install the newer version.</source>
        <translation>这些数据由更新版本的程序写入，是安全的。请安装新版本。</translation>
    </message>
    <message>
        <source>This laptop&apos;s key to headquarters is missing. Your work is saved here. Ask your county office.</source>
        <translation>这台电脑连接总部的密钥不见了。您的工作已保存在本机。请联系县局。</translation>
    </message>
    <message>
        <source>Other people on this computer can read the key {file}, so it is not used. Tell your administrator.</source>
        <translation>这台电脑上的其他人可以读取密钥 {file}，因此没有使用它。请告诉管理员。</translation>
    </message>
    <message>
        <source>There is no recovery key for the data on this laptop. Nothing was changed. Tell your administrator.</source>
        <translation>本机数据没有恢复密钥。没有做任何改动。请告诉管理员。</translation>
    </message>
    <message>
        <source>The file {file} cannot be read. Nothing was changed. Check that it still exists and is complete.</source>
        <translation>文件 {file} 无法读取。没有做任何改动。请确认文件还在并且完整。</translation>
    </message>
    <message>
        <source>This record is not on this laptop. Nothing was changed. Sync, then look for it again.</source>
        <translation>本机上没有这条记录。没有做任何改动。请同步后再查找。</translation>
    </message>
    <message>
        <source>The photo&apos;s file is not on this laptop. Its record is kept; it may still come from headquarters.</source>
        <translation>这张照片的文件不在本机。记录还在，照片可能稍后从总部下载。</translation>
    </message>
    <message>
        <source>The photo&apos;s file was changed or damaged after it was taken, so it is not shown. Its record is kept.</source>
        <translation>这张照片的文件在拍摄后被改动或损坏，因此不予显示。记录还在。</translation>
    </message>
    <message>
        <source>The paper could not be printed. It is saved: check the printer, or save it as PDF.</source>
        <translation>文书没有打印出来，但已经保存。请检查打印机，或另存为 PDF。</translation>
    </message>
    <message>
        <source>No Chinese font is installed, so papers cannot be made. What you entered is safe. Install a font.</source>
        <translation>没有安装中文字体，无法生成文书。已录入的内容是安全的。请安装字体。</translation>
    </message>
    <message>
        <source>The disk is full, so the last entry was not saved. Everything before it is safe. Free some space, then save again.</source>
        <translation>磁盘已满，刚才的内容没有保存。之前的内容都是安全的。请腾出空间后重新保存。</translation>
    </message>
    <message>
        <source>Your role does not allow this. Nothing was changed. Ask your team lead if you need it.</source>
        <translation>您的权限不允许这样做。没有做任何改动。确有需要请联系负责人。</translation>
    </message>
    <message>
        <source>This could not be done. Nothing was changed, and what you had saved is safe.</source>
        <translation>没有办成。没有做任何改动，已保存的内容是安全的。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished">设置</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes effect when the program is started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange with headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>every %n minute(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size changes when the program is started again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShelfLifeUnit</name>
    <message>
        <source>hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>months</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>years</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShelfState</name>
    <message>
        <source>In date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near expiry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date unknown</source>
        <translation type="unfinished"></translation>
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
    <name>SignatureMethod</name>
    <message>
        <source>On the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a seal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingerprint on paper</source>
        <translation type="unfinished"></translation>
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
    <name>SignatureState</name>
    <message>
        <source>Signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused to sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Absent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignerRole</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Party</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Witness</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StateCard</name>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished">正在停止…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished">取消</translation>
    </message>
    <message>
        <source>Exchange now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchange with headquarters now (F5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the exchange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next exchange in less than a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Next exchange in %n minute(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Sync</source>
        <translation type="unfinished">同步</translation>
    </message>
    <message>
        <source>Exchange with headquarters now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What waits to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in without contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo data: nothing in it is real</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Real data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known after the first exchange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No record waits to be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photos: {done} of {whole} at headquarters, {size} to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are at headquarters and wait for a related record of another laptop</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>possible for %n more day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncSentences</name>
    <message>
        <source>Headquarters cannot be reached. Your work is saved on this laptop and is sent when there is a network again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever answers at this address cannot prove to be your headquarters. Nothing was sent, and your work is saved on this laptop. Use another network; if it happens again, tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network answers with a page of its own, usually a log-in page. Your work is saved on this laptop. Log in to the network in the web browser, or use another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke off in the middle of an answer. Nothing was half-taken, and your work is saved on this laptop. It is tried again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters answered with an error of its own. Your work is saved on this laptop. It is tried again by itself; if it lasts for a day, tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters did not take the exchange. Your work is saved on this laptop. Please tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some changes do not get through although headquarters answers. They are saved on this laptop and are tried again later; if it lasts for a day, tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters holds other data than this laptop: one of them demo data, the other real ones. Nothing was mixed, and your work is saved on this laptop. Please tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters does not know this laptop. Your work is saved on it. Ask your county office to set it up again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters does not recognise this laptop&apos;s signature. Your work is saved on it. Ask your county office to set it up again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters has already had a request with this number. Your work is saved on this laptop. Please press “Exchange now” once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters has blocked this laptop. What is saved stays on it, but is no longer taken. Please talk to your county office before you go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two machines use the identity of this laptop, probably after a disk was copied. Your work is saved on it. Stop using one of them and tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters and this program do not understand each other. Your work is saved on this laptop. Ask your county office for the present version of the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program is too old for headquarters. Your work is saved on this laptop and is sent after the update. Please install the new version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One change is too large for headquarters. It is saved on this laptop. Please tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters could not read what this laptop sent. Your work is saved on it. Please tell your county office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters is busy. Your work is saved on this laptop and is sent by itself in a little while.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headquarters holds more changes of this laptop than the laptop itself, probably because an old copy of its disk was put back. Your work is saved. Please press “Exchange now” once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fault in the program ended the exchange. Your work is saved on this laptop, and it is tried again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchanging with headquarters…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can go on working. Stopping is safe at any moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exchange with headquarters is stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are kept on this laptop. Correct each of them, or set it aside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was lost. Please look at both values and decide which one is right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last exchange with headquarters was not completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working offline; nothing waits to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are saved on this laptop and go out with the next exchange.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All records are at headquarters; the photos follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data of headquarters are not complete here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lists may lack entries until the first download has come to its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are kept and appear after the update of this program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It usually comes from another laptop. There is nothing for you to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level with headquarters, {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything of this laptop is at headquarters.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimeSource</name>
    <message>
        <source>by the camera&apos;s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by this computer&apos;s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation type="unfinished"></translation>
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
