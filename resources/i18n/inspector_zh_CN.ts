<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AgriKind</name>
    <message>
        <source>Pesticides</source>
        <translation>农药</translation>
    </message>
    <message>
        <source>Veterinary drugs</source>
        <translation>兽药</translation>
    </message>
    <message>
        <source>Feed</source>
        <translation>饲料</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Fertilisers</source>
        <translation>肥料</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>农膜</translation>
    </message>
</context>
<context>
    <name>AnswerCode</name>
    <message>
        <source>Conforms</source>
        <translation>符合</translation>
    </message>
    <message>
        <source>Does not conform</source>
        <translation>不符合</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>合理缺项</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查</translation>
    </message>
</context>
<context>
    <name>CameraDialog</name>
    <message>
        <source>Take photos</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Take photo</source>
        <translation>拍照</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) taken</source>
        <translation>
            <numerusform>已拍 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>The camera does not answer. Another program may be using it; close that, then open this again.</source>
        <translation>摄像头没有响应，可能正被其他程序占用。请关闭该程序后重新打开拍照窗口。</translation>
    </message>
</context>
<context>
    <name>CanteenKind</name>
    <message>
        <source>School</source>
        <translation>学校食堂</translation>
    </message>
    <message>
        <source>Nursery</source>
        <translation>幼儿园食堂</translation>
    </message>
    <message>
        <source>Care home</source>
        <translation>养老机构食堂</translation>
    </message>
    <message>
        <source>Construction site</source>
        <translation>建筑工地食堂</translation>
    </message>
    <message>
        <source>Factory</source>
        <translation>工厂食堂</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>机关单位食堂</translation>
    </message>
</context>
<context>
    <name>ChecklistStep</name>
    <message>
        <source>Remark, photos</source>
        <translation>备注、照片</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the last change (Ctrl+Z)</source>
        <translation>撤销上一步（Ctrl+Z）</translation>
    </message>
    <message>
        <source>All others conform</source>
        <translation>其余全部符合</translation>
    </message>
    <message>
        <source>Answer every open item with “conforms” (Ctrl+Shift+1)</source>
        <translation>把尚未作答的项目全部记为“符合”（Ctrl+Shift+1）</translation>
    </message>
    <message>
        <source>Undo the last change of this visit</source>
        <translation>撤销本次检查的上一步修改</translation>
    </message>
    <message>
        <source>Do the undone change again</source>
        <translation>重做刚撤销的修改</translation>
    </message>
    <message>
        <source>All items that are open conform</source>
        <translation>尚未作答的项目全部符合</translation>
    </message>
    <message>
        <source>Go to the next thing that is missing</source>
        <translation>转到下一处缺项</translation>
    </message>
    <message>
        <source>Finish checking</source>
        <translation>完成检查</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) answered “conforms”. Ctrl+Z takes it back.</source>
        <translation>
            <numerusform>已将 %n 项记为“符合”。按 Ctrl+Z 可撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>No camera was found on this computer. Connect one, or add photos from files or a phone.</source>
        <translation>这台电脑上没有找到摄像头。请接上摄像头，或从文件、手机中添加照片。</translation>
    </message>
    <message>
        <source>{done} of {count} answered</source>
        <translation>已答 {done} / {count} 项</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>不符合 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ClockWarning</name>
    <message>
        <source>The clock of this laptop is slow: it shows {shown}, and the last contact with headquarters, or work here, was at {right}. Please set its date and time right first.</source>
        <translation>本机时钟慢了：现在显示 {shown}，比上次联系总部或使用本机时（{right}）还早。请先校正本机的日期和时间。</translation>
    </message>
    <message>
        <source>The clock of this laptop is fast: it shows {shown}, and by headquarters it is {right}. Please set its date and time right first.</source>
        <translation>本机时钟快了：现在显示 {shown}，而按总部的时间是 {right}。请先校正本机的日期和时间。</translation>
    </message>
    <message>
        <source>Go on with a wrong clock?</source>
        <translation>时钟不准，仍要继续吗？</translation>
    </message>
    <message>
        <source>{fault} Papers made now would bear a wrong date.</source>
        <translation>{fault}现在制作的文书，日期会是错的。</translation>
    </message>
    <message>
        <source>Go on all the same</source>
        <translation>仍然继续</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Changed twice: {field}</source>
        <translation>两处修改：{field}</translation>
    </message>
</context>
<context>
    <name>ConflictStatus</name>
    <message>
        <source>To be decided</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已处理</translation>
    </message>
</context>
<context>
    <name>ConflictValues</name>
    <message>
        <source>It was</source>
        <translation>原来</translation>
    </message>
    <message>
        <source>It stands as</source>
        <translation>现行内容</translation>
    </message>
    <message>
        <source>Not taken over</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>Keep what stands</source>
        <translation>保留现行内容</translation>
    </message>
    <message>
        <source>Take this instead</source>
        <translation>改用这一项</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>{person}, {when}</source>
        <translation>{person}，{when}</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>其他人员</translation>
    </message>
    <message>
        <source>Author not recorded</source>
        <translation>作者未记录</translation>
    </message>
    <message>
        <source>Decided. Headquarters is told with the next sync.</source>
        <translation>已处理，下次同步时告知总部。</translation>
    </message>
</context>
<context>
    <name>ConflictsSection</name>
    <message>
        <source>Changed twice</source>
        <translation>两处都改过</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Decided, to be sent</source>
        <translation>已决定，待同步</translation>
    </message>
    <message>
        <source>To be decided</source>
        <translation>待决定</translation>
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
    <name>DeliveryForm</name>
    <message>
        <source>Bought or sold</source>
        <translation>进货或销货</translation>
    </message>
    <message>
        <source>Supplier</source>
        <translation>供货者</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>购货者</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Voucher number</source>
        <translation>凭证号</translation>
    </message>
    <message>
        <source>Bought on</source>
        <translation>进货日期</translation>
    </message>
    <message>
        <source>Sold on</source>
        <translation>销货日期</translation>
    </message>
    <message>
        <source>Why something is missing</source>
        <translation>缺项原因</translation>
    </message>
    <message>
        <source>The law asks for what is marked “missing”. Fill it in, or give one reason; it is then a finding.</source>
        <translation>标为“缺”的是法律要求记录的内容。请补填，或写明一个原因，缺项将作为问题记录。</translation>
    </message>
    <message>
        <source>The supplier gave no voucher</source>
        <translation>供货者未提供凭证</translation>
    </message>
    <message>
        <source>The shop kept no record</source>
        <translation>经营户未做记录</translation>
    </message>
    <message>
        <source>The label does not say it</source>
        <translation>标签上没有标明</translation>
    </message>
    <message>
        <source>Bought from a farmer, own produce</source>
        <translation>向农户购入，自产自销</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>The demo cannot go on: {why}. Your own data were not touched.</source>
        <translation>演示无法继续：{why}。您自己的数据没有被动过。</translation>
    </message>
    <message>
        <source>Demo: HQ and laptops live in a fresh folder, removed afterwards.</source>
        <translation>演示：总部和笔记本电脑都放在一个新文件夹里，结束后删除。</translation>
    </message>
    <message>
        <source>screenshots of the day</source>
        <translation>当天各页面截图</translation>
    </message>
    <message>
        <source>{pages} pages in {folder}</source>
        <translation>{pages} 个页面，存于 {folder}</translation>
    </message>
    <message>
        <source>Papers, screenshots and summary.json are in {folder}</source>
        <translation>文书、截图和 summary.json 存于 {folder}</translation>
    </message>
    <message>
        <source>The two inspectors of this demo, with their passwords:</source>
        <translation>本次演示的两名检查人员及其密码：</translation>
    </message>
    <message>
        <source>Sign in as one of them in the window that opens now.</source>
        <translation>窗口即将打开，请用其中一人登录。</translation>
    </message>
    <message>
        <source>HQ with a demo county</source>
        <translation>建立总部和演示县</translation>
    </message>
    <message>
        <source>{operators:,} operators, {visits:,} past visits</source>
        <translation>{operators:,} 家主体，{visits:,} 次历史检查</translation>
    </message>
    <message>
        <source>a laptop joins and gets its first replica</source>
        <translation>一台笔记本电脑启用，下载首份数据</translation>
    </message>
    <message>
        <source>{operators:,} operators of its township, checklists and products</source>
        <translation>本乡镇 {operators:,} 家主体，以及检查表和产品</translation>
    </message>
    <message>
        <source>register an operator</source>
        <translation>登记主体</translation>
    </message>
    <message>
        <source>operator, owner and licence</source>
        <translation>主体、经营者和证照</translation>
    </message>
    <message>
        <source>inspect it with the shipped list</source>
        <translation>按自带检查表检查</translation>
    </message>
    <message>
        <source>{items} items answered, {failed} not conforming</source>
        <translation>已答 {items} 项，不符合 {failed} 项</translation>
    </message>
    <message>
        <source>{items} answers</source>
        <translation>{items} 项答案</translation>
    </message>
    <message>
        <source>read labels printed by the demo</source>
        <translation>识别演示自印的标签</translation>
    </message>
    <message>
        <source>{read} of {all} read, {wrong} wrongly</source>
        <translation>{all} 张中识别 {read} 张，错误 {wrong} 张</translation>
    </message>
    <message>
        <source>read real labels from {folder}</source>
        <translation>识别 {folder} 中的真实标签</translation>
    </message>
    <message>
        <source>{read} of {all} read, {wrong} wrongly, in {pictures} pictures</source>
        <translation>{pictures} 张图片、{all} 个标签中识别 {read} 个，错误 {wrong} 个</translation>
    </message>
    <message>
        <source>take photos as evidence</source>
        <translation>拍照取证</translation>
    </message>
    <message>
        <source>{photos} photos, {size:,} kB, encrypted</source>
        <translation>{photos} 张照片，{size:,} kB，已加密</translation>
    </message>
    <message>
        <source>every photo whole, by its hash</source>
        <translation>每张照片完整，校验值一致</translation>
    </message>
    <message>
        <source>keep the ledger by scanning</source>
        <translation>扫码记台账</translation>
    </message>
    <message>
        <source>{scanned} purchases scanned, {lines} lines, {products} new products</source>
        <translation>扫码进货 {scanned} 笔，台账共 {lines} 笔，新产品 {products} 种</translation>
    </message>
    <message>
        <source>{lines} lines, {products} products</source>
        <translation>{lines} 笔台账，{products} 种产品</translation>
    </message>
    <message>
        <source>sign and seal</source>
        <translation>签字封存</translation>
    </message>
    <message>
        <source>result: {result}; papers: {papers}; orders to correct: {orders}</source>
        <translation>结果：{result}；文书 {papers} 份；责令改正 {orders} 份</translation>
    </message>
    <message>
        <source>sealed, in the township&apos;s feed</source>
        <translation>已封存，已归入本乡镇</translation>
    </message>
    <message>
        <source>print the papers</source>
        <translation>生成文书 PDF</translation>
    </message>
    <message>
        <source>try to sync without a network</source>
        <translation>断网时尝试同步</translation>
    </message>
    <message>
        <source>{changes} changes and {photos} photos wait; nothing is lost</source>
        <translation>{changes} 项修改和 {photos} 张照片待发送，一条不丢</translation>
    </message>
    <message>
        <source>sync at the office</source>
        <translation>回到所里同步</translation>
    </message>
    <message>
        <source>{changes} changes, {photos} photos</source>
        <translation>{changes} 项修改，{photos} 张照片</translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation>没有待发送内容</translation>
    </message>
    <message>
        <source>not complete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>a colleague&apos;s laptop sees the visit</source>
        <translation>同事的电脑看到这次检查</translation>
    </message>
    <message>
        <source>a field day, end to end</source>
        <translation>外勤一天全流程</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>recorded on the laptop</source>
        <translation>在本机记录</translation>
    </message>
    <message>
        <source>at HQ</source>
        <translation>总部核对</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Field Inspector</source>
        <translation>乡检通</translation>
    </message>
    <message>
        <source>The program is open already</source>
        <translation>程序已经打开</translation>
    </message>
    <message>
        <source>Nothing was changed. Go on in the window that is open.</source>
        <translation>没有任何改动。请在已打开的窗口中继续。</translation>
    </message>
    <message>
        <source>Opening the data of this laptop…</source>
        <translation>正在打开本机数据…</translation>
    </message>
    <message>
        <source>Setting up this laptop with headquarters…</source>
        <translation>正在向总部登记本机…</translation>
    </message>
</context>
<context>
    <name>Direction</name>
    <message>
        <source>Bought</source>
        <translation>进货</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>销货</translation>
    </message>
</context>
<context>
    <name>DocumentPage</name>
    <message>
        <source>Document</source>
        <translation>文书</translation>
    </message>
</context>
<context>
    <name>DocumentPreview</name>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>缩小（Ctrl+-）</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>放大（Ctrl++）</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save the paper as PDF</source>
        <translation>把文书存为 PDF</translation>
    </message>
    <message>
        <source>Print the paper</source>
        <translation>打印文书</translation>
    </message>
    <message>
        <source>Show the paper larger</source>
        <translation>放大文书</translation>
    </message>
    <message>
        <source>Show the paper smaller</source>
        <translation>缩小文书</translation>
    </message>
    <message>
        <source>Pages of the paper</source>
        <translation>文书页面</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已存为 {file}</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Sent to the printer</source>
        <translation>已送往打印机</translation>
    </message>
</context>
<context>
    <name>DocumentType</name>
    <message>
        <source>Site inspection record</source>
        <translation>现场检查笔录</translation>
    </message>
    <message>
        <source>Order to correct</source>
        <translation>责令改正通知书</translation>
    </message>
    <message>
        <source>Inspection result form</source>
        <translation>监督检查结果记录表</translation>
    </message>
</context>
<context>
    <name>DraftNotice</name>
    <message>
        <source>You have started afresh.</source>
        <translation>已重新开始填写。</translation>
    </message>
    <message>
        <source>Bring back what was typed</source>
        <translation>找回刚才填的</translation>
    </message>
    <message>
        <source>You are going on with what you typed {time}.</source>
        <translation>您正在继续 {time} 填写的内容。</translation>
    </message>
    <message>
        <source>Start afresh</source>
        <translation>重新填写</translation>
    </message>
</context>
<context>
    <name>EvidenceKind</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描件</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>录像</translation>
    </message>
</context>
<context>
    <name>EvidenceOrigin</name>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Dragged in</source>
        <translation>拖入</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>监视文件夹</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Void, and why</source>
        <translation>作废及原因</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Kind of business</source>
        <translation>主体类型</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>登记号码</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>经营场所</translation>
    </message>
    <message>
        <source>Number of staff</source>
        <translation>从业人数</translation>
    </message>
    <message>
        <source>Floor area (m²)</source>
        <translation>经营面积（平方米）</translation>
    </message>
    <message>
        <source>State of the business</source>
        <translation>经营状态</translation>
    </message>
    <message>
        <source>Licence state</source>
        <translation>证照状态</translation>
    </message>
    <message>
        <source>Risk grade</source>
        <translation>风险等级</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Food safety pledge</source>
        <translation>食品安全承诺书</translation>
    </message>
    <message>
        <source>Responsible office</source>
        <translation>监管单位</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Registered at</source>
        <translation>登记时间</translation>
    </message>
    <message>
        <source>Registered by</source>
        <translation>登记人</translation>
    </message>
    <message>
        <source>Name and ID number</source>
        <translation>姓名和身份证号</translation>
    </message>
    <message>
        <source>Home address</source>
        <translation>家庭住址</translation>
    </message>
    <message>
        <source>Face and paper compared</source>
        <translation>人证核对</translation>
    </message>
    <message>
        <source>The paper</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Seen at</source>
        <translation>查看时间</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>查看人</translation>
    </message>
    <message>
        <source>County</source>
        <translation>县（区）</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>商品条码</translation>
    </message>
    <message>
        <source>Brand</source>
        <translation>品牌</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>产品领域</translation>
    </message>
    <message>
        <source>Form of packing</source>
        <translation>包装形式</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>生产者</translation>
    </message>
    <message>
        <source>Standard number</source>
        <translation>执行标准</translation>
    </message>
    <message>
        <source>Shelf life</source>
        <translation>保质期</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>贮存条件</translation>
    </message>
    <message>
        <source>Customs declaration</source>
        <translation>报关单号</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>不符合项</translation>
    </message>
    <message>
        <source>What is to be corrected</source>
        <translation>整改要求</translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation>发出日期</translation>
    </message>
    <message>
        <source>Due on</source>
        <translation>整改期限</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文书</translation>
    </message>
</context>
<context>
    <name>FindingAction</name>
    <message>
        <source>Correct on the spot</source>
        <translation>当场改正</translation>
    </message>
    <message>
        <source>Order to correct by a date</source>
        <translation>责令限期改正</translation>
    </message>
    <message>
        <source>Stop the work</source>
        <translation>停止使用</translation>
    </message>
    <message>
        <source>Stop the sale</source>
        <translation>停止销售</translation>
    </message>
    <message>
        <source>Stop the production</source>
        <translation>停止生产经营</translation>
    </message>
    <message>
        <source>Propose to seal or seize</source>
        <translation>建议查封、扣押</translation>
    </message>
    <message>
        <source>Preserve evidence</source>
        <translation>先行登记保存</translation>
    </message>
    <message>
        <source>Take a sample</source>
        <translation>抽样送检</translation>
    </message>
    <message>
        <source>Propose a case</source>
        <translation>建议立案</translation>
    </message>
    <message>
        <source>Trace and recall</source>
        <translation>召回溯源</translation>
    </message>
    <message>
        <source>Transfer to another authority</source>
        <translation>移送其他部门</translation>
    </message>
    <message>
        <source>Report upwards</source>
        <translation>报告上级</translation>
    </message>
    <message>
        <source>Train and guide</source>
        <translation>培训指导</translation>
    </message>
    <message>
        <source>Update the registration</source>
        <translation>更新登记信息</translation>
    </message>
    <message>
        <source>Record only</source>
        <translation>仅作记录</translation>
    </message>
    <message>
        <source>Call in for an interview</source>
        <translation>责任约谈</translation>
    </message>
</context>
<context>
    <name>FindingCard</name>
    <message>
        <source>What was found</source>
        <translation>现场情况</translation>
    </message>
    <message>
        <source>What is done about it</source>
        <translation>处理措施</translation>
    </message>
    <message>
        <source>Days to correct</source>
        <translation>改正期限（日）</translation>
    </message>
    <message>
        <source>Corrected on the spot</source>
        <translation>已当场改正</translation>
    </message>
    <message numerus="yes">
        <source>Please describe it in at least %n characters.</source>
        <translation>
            <numerusform>请用至少 %n 个字写清现场情况。</numerusform>
        </translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>至 {day}（含当日）</translation>
    </message>
    <message>
        <source>Another measure…</source>
        <translation>其他措施…</translation>
    </message>
    <message>
        <source>Another measure</source>
        <translation>其他措施</translation>
    </message>
</context>
<context>
    <name>FindingsStep</name>
    <message>
        <source>Back to checking</source>
        <translation>返回检查</translation>
    </message>
    <message>
        <source>Write the papers</source>
        <translation>生成文书</translation>
    </message>
    <message>
        <source>Write the papers and sign (Ctrl+Enter)</source>
        <translation>生成文书并签字（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Nothing was found that does not conform.</source>
        <translation>本次检查未发现不符合项目。</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>dddd, d MMMM yyyy</source>
        <translation>yyyy年M月d日 dddd</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <source>due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>Found</name>
    <message>
        <source>Banned substance</source>
        <translation>非食用物质</translation>
    </message>
    <message>
        <source>Food additive</source>
        <translation>食品添加剂</translation>
    </message>
    <message>
        <source>Law or standard</source>
        <translation>法规标准</translation>
    </message>
    <message>
        <source>Clause</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Checklist item</source>
        <translation>检查项目</translation>
    </message>
</context>
<context>
    <name>FoundPage</name>
    <message>
        <source>Search</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Name, pinyin, number, law or substance</source>
        <translation>名称、拼音、编号、法规或物质</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有查到</translation>
    </message>
    <message>
        <source>Try fewer characters, or the beginning of a number.</source>
        <translation>请少输几个字，或只输号码的开头。</translation>
    </message>
</context>
<context>
    <name>GoodsForm</name>
    <message>
        <source>Product: scan, or type its name or code</source>
        <translation>产品：扫码，或输入名称、条码</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>Produced on</source>
        <translation>生产日期</translation>
    </message>
    <message>
        <source>Keeps</source>
        <translation>保质期</translation>
    </message>
    <message>
        <source>Printed expiry</source>
        <translation>标注到期日</translation>
    </message>
    <message>
        <source>Price (¥)</source>
        <translation>金额（元）</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>生产者</translation>
    </message>
    <message>
        <source>Why more is sold than is recorded</source>
        <translation>销量超过库存的原因</translation>
    </message>
    <message>
        <source>Unit of the shelf life</source>
        <translation>保质期单位</translation>
    </message>
    <message>
        <source>Earlier purchases were not recorded</source>
        <translation>以前的进货没有记账</translation>
    </message>
    <message>
        <source>Stock from before the ledger began</source>
        <translation>建账以前的存货</translation>
    </message>
    <message>
        <source>Sold under another batch number</source>
        <translation>按另一批号销售</translation>
    </message>
    <message>
        <source>New to the county: enter the name on the pack. The code is kept with it.</source>
        <translation>全县首次出现的条码：请填写包装上的名称，条码会一并保存。</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺</translation>
    </message>
    <message>
        <source>Until {day}</source>
        <translation>可售至 {day}</translation>
    </message>
    <message>
        <source>Shelf life or printed expiry?</source>
        <translation>保质期或标注到期日？</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>This laptop&apos;s key to headquarters is missing. Make a rescue package, then ask your county office.</source>
        <translation>本机与总部通信的密钥缺失。请先制作救援包，再联系县局。</translation>
    </message>
    <message>
        <source>The key to headquarters is guarded by the system&apos;s keyring.</source>
        <translation>与总部通信的密钥由系统密钥环保管。</translation>
    </message>
    <message>
        <source>There is no system keyring, so the key to headquarters lies in a file that only you can read.</source>
        <translation>系统没有密钥环，与总部通信的密钥存放在仅您可读的文件中。</translation>
    </message>
    <message>
        <source>The newest backup is {days} days old. One is made when the window closes.</source>
        <translation>最近一次备份在 {days} 天前。关闭窗口时会自动备份。</translation>
    </message>
    <message>
        <source>There is no backup yet. One is made when the window closes.</source>
        <translation>还没有备份。关闭窗口时会自动备份。</translation>
    </message>
    <message>
        <source>The newest backup on the second disk is {days} days old.</source>
        <translation>第二块磁盘上最近的备份在 {days} 天前。</translation>
    </message>
    <message>
        <source>There is no backup on the second disk yet.</source>
        <translation>第二块磁盘上还没有备份。</translation>
    </message>
    <message>
        <source>Backups lie on this disk alone. Name a folder on another one with “inspector-app backup --also”.</source>
        <translation>备份只在本磁盘上。请用“inspector-app backup --also”指定另一块磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>The second disk for backups is not connected.</source>
        <translation>用于备份的第二块磁盘没有接上。</translation>
    </message>
    <message>
        <source>This laptop is not set up yet: its window asks for the file.</source>
        <translation>本机尚未入网：请在窗口中选择入网文件。</translation>
    </message>
    <message>
        <source>Can sign in here without a network: {count}. With none, ask headquarters.</source>
        <translation>可在本机离线登录的人数：{count}。如为 0，需联网向总部核对。</translation>
    </message>
    <message>
        <source>Free on the disk: {megabytes} MB. Below 500 is little; below 100 photos stop.</source>
        <translation>磁盘剩余 {megabytes} MB。低于 500 即偏少，低于 100 将停止添加照片。</translation>
    </message>
    <message>
        <source>There are no data in this folder. Bring back a backup, or sign in.</source>
        <translation>此文件夹中没有数据。请从备份恢复，或登录。</translation>
    </message>
    <message>
        <source>The data are damaged. Make a rescue package with “inspector-app rescue”, then bring back a backup.</source>
        <translation>数据已损坏。请用“inspector-app rescue”制作救援包，再从备份恢复。</translation>
    </message>
    <message>
        <source>The data are sound: every page was read.</source>
        <translation>数据完好：已逐页读取。</translation>
    </message>
    <message>
        <source>Headquarters has every change.</source>
        <translation>总部已收到全部修改。</translation>
    </message>
    <message>
        <source>Changes that headquarters does not have yet: {count}, the oldest {days} days old; photos: {photos}.</source>
        <translation>总部尚未收到的修改：{count} 条，最早的在 {days} 天前；照片：{photos} 张。</translation>
    </message>
    <message>
        <source>Changes that headquarters refused: {count}. The sync page says why.</source>
        <translation>总部未采纳的修改：{count} 条，原因见同步页。</translation>
    </message>
    <message>
        <source>People can sign in without contact for {days} more days.</source>
        <translation>不联系总部还可登录 {days} 天。</translation>
    </message>
    <message>
        <source>The clock of this laptop is {minutes} minutes off. Set it right.</source>
        <translation>本机时钟相差 {minutes} 分钟，请校准。</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Home</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记主体</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>开始检查</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫码查验</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>记台账</translation>
    </message>
    <message>
        <source>Go on with</source>
        <translation>继续未完成的检查</translation>
    </message>
    <message>
        <source>No inspection is unfinished.</source>
        <translation>没有未完成的检查。</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>待整改</translation>
    </message>
    <message>
        <source>No order to correct is overdue or due this week.</source>
        <translation>没有超期或一周内到期的整改。</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>What is to be corrected</source>
        <translation>整改要求</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止日期</translation>
    </message>
    <message>
        <source>For headquarters</source>
        <translation>上报总部</translation>
    </message>
    <message>
        <source>Open sync</source>
        <translation>打开同步</translation>
    </message>
    <message>
        <source>{level} alert “{title}”.</source>
        <translation>{level}预警“{title}”。</translation>
    </message>
    <message>
        <source>New visits begin once it is read.</source>
        <translation>阅读后才能开始新的检查。</translation>
    </message>
    <message numerus="yes">
        <source>%n more alert(s) to read.</source>
        <translation>
            <numerusform>还有 %n 条预警待阅读。</numerusform>
        </translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>阅读</translation>
    </message>
    <message>
        <source>I have read it</source>
        <translation>已阅读</translation>
    </message>
    <message>
        <source>In force until {day}.</source>
        <translation>有效期至{day}。</translation>
    </message>
    <message>
        <source>(no name yet)</source>
        <translation>（尚未填名称）</translation>
    </message>
    <message>
        <source>A registration is unfinished: {name}, {when}.</source>
        <translation>有一份登记没有完成：{name}（{when}）。</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>{document} ({left} of {total})</source>
        <translation>{document}（剩 {left} / {total}）</translation>
    </message>
    <message>
        <source>Document numbers run low: {documents}.</source>
        <translation>文书编号快用完了：{documents}。</translation>
    </message>
    <message>
        <source>No document numbers are left: {documents}.</source>
        <translation>文书编号已用完：{documents}。</translation>
    </message>
    <message>
        <source>Sync to get new ones. Until then a paper says “number pending”, and you can go on.</source>
        <translation>同步后会领到新的号段。在此之前文书上注明“编号待定”，不影响工作。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait to be sent.</source>
        <translation>
            <numerusform>%n 项修改等待上报。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) wait to be sent ({size}).</source>
        <translation>
            <numerusform>%n 张照片等待上报（{size}）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) were refused and wait for you.</source>
        <translation>
            <numerusform>%n 项修改未被接受，等您处理。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed twice and wait for a decision.</source>
        <translation>
            <numerusform>%n 处内容被两人修改，等待决定。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is at headquarters.</source>
        <translation>全部内容总部都已收到。</translation>
    </message>
    <message>
        <source>Last contact: {when}.</source>
        <translation>上次联系总部：{when}。</translation>
    </message>
    <message>
        <source>This laptop has not been in contact with headquarters yet.</source>
        <translation>本机还没有联系过总部。</translation>
    </message>
</context>
<context>
    <name>InspectionList</name>
    <message>
        <source>{state} with {name}</source>
        <translation>{state}（{name}）</translation>
    </message>
</context>
<context>
    <name>InspectionPage</name>
    <message>
        <source>Inspection</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>{name} began this inspection ({since}) and writes it; you are its second officer and read along. You sign on the papers that {name} prepares.</source>
        <translation>本次检查由{name}发起（{since}）并填写；您是另一名检查人员，可以查看。{name}生成文书后，请您在文书上签名。</translation>
    </message>
    <message>
        <source>{name} began this inspection ({since}) and alone can change it. You can read it.</source>
        <translation>本次检查由{name}发起（{since}），只有本人可以修改；您可以查看。</translation>
    </message>
</context>
<context>
    <name>InspectionResult</name>
    <message>
        <source>Conforms</source>
        <translation>符合</translation>
    </message>
    <message>
        <source>Basically conforms</source>
        <translation>基本符合</translation>
    </message>
    <message>
        <source>Does not conform</source>
        <translation>不符合</translation>
    </message>
</context>
<context>
    <name>InspectionState</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>检查中</translation>
    </message>
    <message>
        <source>Completed, to be signed</source>
        <translation>已完成，待签字</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>已签字</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>已作废</translation>
    </message>
</context>
<context>
    <name>InspectionType</name>
    <message>
        <source>Routine inspection</source>
        <translation>日常监督检查</translation>
    </message>
    <message>
        <source>Spot check</source>
        <translation>抽查</translation>
    </message>
    <message>
        <source>Unannounced inspection</source>
        <translation>飞行检查</translation>
    </message>
    <message>
        <source>System inspection</source>
        <translation>体系检查</translation>
    </message>
    <message>
        <source>Campaign inspection</source>
        <translation>专项检查</translation>
    </message>
    <message>
        <source>Re-inspection</source>
        <translation>复查</translation>
    </message>
    <message>
        <source>Complaint check</source>
        <translation>投诉核查</translation>
    </message>
</context>
<context>
    <name>InspectionsPage</name>
    <message>
        <source>Give up the inspection</source>
        <translation>作废本次检查</translation>
    </message>
    <message>
        <source>Why is it given up? It is kept, marked as void.</source>
        <translation>为什么作废？记录仍会保留，并标明作废。</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>作废</translation>
    </message>
    <message>
        <source>Give up…</source>
        <translation>作废…</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>Begin an inspection</source>
        <translation>开始检查</translation>
    </message>
    <message>
        <source>Begin an inspection (Ctrl+N)</source>
        <translation>开始检查（Ctrl+N）</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>检查类型</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>检查人员</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>No inspection is in this state</source>
        <translation>没有处于这一状态的检查</translation>
    </message>
    <message>
        <source>Choose another state above.</source>
        <translation>请在上方选择其他状态。</translation>
    </message>
    <message>
        <source>No inspection yet</source>
        <translation>还没有检查</translation>
    </message>
    <message>
        <source>Choose an operator and begin; every answer is saved as you give it.</source>
        <translation>选定一家主体即可开始；每答一项都会立即保存。</translation>
    </message>
    <message>
        <source>You had begun this inspection already; it goes on here.</source>
        <translation>这家主体有一次未完成的检查，已为你接着打开。</translation>
    </message>
</context>
<context>
    <name>ItemDelegate</name>
    <message>
        <source>failed last time</source>
        <translation>上次不符合</translation>
    </message>
</context>
<context>
    <name>ItemList</name>
    <message>
        <source>Checklist items</source>
        <translation>检查项目</translation>
    </message>
    <message>
        <source>Answer the item: conforms</source>
        <translation>本项记为：符合</translation>
    </message>
    <message>
        <source>Answer the item: does not conform</source>
        <translation>本项记为：不符合</translation>
    </message>
    <message>
        <source>Answer the item: not applicable</source>
        <translation>本项记为：合理缺项</translation>
    </message>
    <message>
        <source>Answer the item: not checked</source>
        <translation>本项记为：未检查</translation>
    </message>
    <message>
        <source>Conforms, and on to the next item</source>
        <translation>符合，并转到下一项</translation>
    </message>
    <message>
        <source>Take the answer back</source>
        <translation>清除本项的结果</translation>
    </message>
    <message>
        <source>Write the remark</source>
        <translation>填写备注</translation>
    </message>
    <message>
        <source>Add a photo</source>
        <translation>添加照片</translation>
    </message>
    <message>
        <source>Write why it is not applicable</source>
        <translation>填写合理缺项的理由</translation>
    </message>
</context>
<context>
    <name>ItemModel</name>
    <message>
        <source>Other remarks and photos of the visit</source>
        <translation>本次检查的其他情况与照片</translation>
    </message>
</context>
<context>
    <name>ItemPanel</name>
    <message>
        <source>{item}: “{text}” is no number and is not saved. Please mend it.</source>
        <translation>{item}：“{text}”不是数字，未保存，请改正。</translation>
    </message>
    <message>
        <source>Corrected on the spot</source>
        <translation>已当场改正</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>What concerns the visit as a whole.</source>
        <translation>与整次检查有关的情况。</translation>
    </message>
    <message>
        <source>Answer first</source>
        <translation>请先作答</translation>
    </message>
    <message>
        <source>Other remarks and photos</source>
        <translation>其他情况与照片</translation>
    </message>
    <message>
        <source>Key item *</source>
        <translation>重点项目 *</translation>
    </message>
    <message>
        <source>Other remarks, printed on the record</source>
        <translation>其他情况（写入笔录）</translation>
    </message>
    <message>
        <source>Why it is not applicable</source>
        <translation>合理缺项的理由</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>现场情况</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Last time ({day}): {answer}</source>
        <translation>上次检查（{day}）：{answer}</translation>
    </message>
    <message>
        <source>Legal basis and help: F1</source>
        <translation>检查依据与说明：F1</translation>
    </message>
    <message>
        <source>If it does not conform: {actions}</source>
        <translation>不符合时可采取：{actions}</translation>
    </message>
    <message>
        <source>Not applicable when: {when}</source>
        <translation>合理缺项的情形：{when}</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>检查结果</translation>
    </message>
</context>
<context>
    <name>ItemPhotos</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Operator</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Ledger line</source>
        <translation>台账记录</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>不符合项</translation>
    </message>
    <message>
        <source>Order to correct</source>
        <translation>责令改正</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>检查表</translation>
    </message>
    <message>
        <source>Division</source>
        <translation>行政区划</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation>终端</translation>
    </message>
    <message>
        <source>Document numbers</source>
        <translation>文书号段</translation>
    </message>
    <message>
        <source>Change made twice</source>
        <translation>两处修改</translation>
    </message>
</context>
<context>
    <name>LabelDateEdit</name>
    <message>
        <source>20260301</source>
        <translation>20260301</translation>
    </message>
</context>
<context>
    <name>LedgerEntryPanel</name>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>New product</source>
        <translation>新产品</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>To be saved</source>
        <translation>待保存</translation>
    </message>
    <message>
        <source>Lines that are being entered</source>
        <translation>正在录入的记录</translation>
    </message>
    <message>
        <source>Another line</source>
        <translation>再记一笔</translation>
    </message>
    <message>
        <source>Begin another line of this delivery; all are saved together (Ctrl+N)</source>
        <translation>为同一批货再记一笔，最后一起保存（Ctrl+N）</translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation>删去这笔</translation>
    </message>
    <message>
        <source>Remove this line; it is not in the ledger yet (Ctrl+Backspace)</source>
        <translation>删去这一笔，它还没有记入台账（Ctrl+Backspace）</translation>
    </message>
    <message>
        <source>Put the lines into the ledger</source>
        <translation>记入台账</translation>
    </message>
    <message>
        <source>There is no line yet: scan the goods, or type their name.</source>
        <translation>还没有内容：请扫码，或输入产品名称。</translation>
    </message>
    <message>
        <source>{kind}: it names no goods. Type the name of the product.</source>
        <translation>{kind}：不能对应到产品，请输入产品名称。</translation>
    </message>
    <message numerus="yes">
        <source>Save %n line(s)</source>
        <translation>
            <numerusform>保存 %n 笔</numerusform>
        </translation>
    </message>
    <message>
        <source>Put the lines into the ledger (Ctrl+Enter)</source>
        <translation>记入台账（Ctrl+Enter）</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) lack something; it is marked. They are not in the ledger yet.</source>
        <translation>
            <numerusform>有 %n 笔内容不全，已标出，尚未记入台账。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are in the ledger.</source>
        <translation>
            <numerusform>已记入台账 %n 笔。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LedgerPage</name>
    <message>
        <source>Choose the shop first; the scan is kept.</source>
        <translation>请先选择经营户，刚才的扫码已保留。</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>购销台账</translation>
    </message>
    <message>
        <source>Other shop</source>
        <translation>换一家</translation>
    </message>
    <message>
        <source>Open the ledger of another shop (Ctrl+L)</source>
        <translation>打开另一家经营户的台账（Ctrl+L）</translation>
    </message>
    <message>
        <source>Operator file</source>
        <translation>主体档案</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>明细</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>This operator is not on this laptop (any more).</source>
        <translation>本机上没有（或不再有）这家经营户。</translation>
    </message>
    <message>
        <source>Being entered ({number})</source>
        <translation>正在录入（{number}）</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>录入</translation>
    </message>
</context>
<context>
    <name>LedgerPicker</name>
    <message>
        <source>Whose ledger is it?</source>
        <translation>记哪一家的台账？</translation>
    </message>
    <message>
        <source>Name, pinyin, licence or phone number of the shop</source>
        <translation>经营户的名称、拼音、证号或电话</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>经营户</translation>
    </message>
    <message>
        <source>No such operator</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try fewer characters, or the beginning of a number.</source>
        <translation>请少输几个字，或只输号码的开头。</translation>
    </message>
</context>
<context>
    <name>LedgerSource</name>
    <message>
        <source>From the shop&apos;s book</source>
        <translation>抄自店内台账</translation>
    </message>
    <message>
        <source>Typed by the inspector</source>
        <translation>检查人员录入</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Scanned</source>
        <translation>扫码录入</translation>
    </message>
</context>
<context>
    <name>LicenceCard</name>
    <message>
        <source>Paper</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Number on the paper</source>
        <translation>证照编号</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>有效期起</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期止</translation>
    </message>
    <message>
        <source>Leave empty when it is valid for long</source>
        <translation>长期有效的不用填</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>发证机关</translation>
    </message>
    <message>
        <source>Scope on the paper</source>
        <translation>许可范围</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>This paper is taken out when you save.</source>
        <translation>保存后将移除这份证照。</translation>
    </message>
</context>
<context>
    <name>LicenceCards</name>
    <message>
        <source>No paper has been entered yet.</source>
        <translation>还没有登记证照。</translation>
    </message>
    <message>
        <source>Add a paper</source>
        <translation>添加证照</translation>
    </message>
</context>
<context>
    <name>LicenceState</name>
    <message>
        <source>Licensed</source>
        <translation>证照有效</translation>
    </message>
    <message>
        <source>Licence expired</source>
        <translation>证照过期</translation>
    </message>
    <message>
        <source>No licence</source>
        <translation>无证无照</translation>
    </message>
    <message>
        <source>Licence suspended</source>
        <translation>证照暂扣</translation>
    </message>
    <message>
        <source>Licence revoked</source>
        <translation>证照吊销</translation>
    </message>
    <message>
        <source>Papers not seen</source>
        <translation>未查验证照</translation>
    </message>
</context>
<context>
    <name>LicenceType</name>
    <message>
        <source>Business licence</source>
        <translation>营业执照</translation>
    </message>
    <message>
        <source>Food production licence (SC)</source>
        <translation>食品生产许可证（SC）</translation>
    </message>
    <message>
        <source>Food operating licence (JY)</source>
        <translation>食品经营许可证（JY）</translation>
    </message>
    <message>
        <source>Filing for pre-packed food only</source>
        <translation>仅销售预包装食品备案</translation>
    </message>
    <message>
        <source>Workshop registration</source>
        <translation>小作坊登记证</translation>
    </message>
    <message>
        <source>Small shop registration</source>
        <translation>小餐饮、小食杂店登记证</translation>
    </message>
    <message>
        <source>Stall card</source>
        <translation>摊贩备案卡</translation>
    </message>
    <message>
        <source>Pesticide licence</source>
        <translation>农药经营许可证</translation>
    </message>
    <message>
        <source>Veterinary drug licence</source>
        <translation>兽药经营许可证</translation>
    </message>
    <message>
        <source>Seed licence</source>
        <translation>种子生产经营许可证</translation>
    </message>
    <message>
        <source>Seed filing</source>
        <translation>种子经营备案</translation>
    </message>
</context>
<context>
    <name>Likeness</name>
    <message>
        <source>the same credit code</source>
        <translation>统一社会信用代码相同</translation>
    </message>
    <message>
        <source>the same registration number</source>
        <translation>注册号相同</translation>
    </message>
    <message>
        <source>the same id number of the owner</source>
        <translation>经营者身份证号相同</translation>
    </message>
    <message>
        <source>the same telephone {phone}</source>
        <translation>电话相同（{phone}）</translation>
    </message>
    <message>
        <source>an owner of the same name, {name}</source>
        <translation>经营者同名（{name}）</translation>
    </message>
    <message>
        <source>an owner of a like name, {name}</source>
        <translation>经营者姓名相近（{name}）</translation>
    </message>
    <message>
        <source>the same name</source>
        <translation>名称相同</translation>
    </message>
    <message>
        <source>the same name proper</source>
        <translation>字号相同</translation>
    </message>
    <message>
        <source>a like name</source>
        <translation>名称相近</translation>
    </message>
    <message>
        <source>the same house number</source>
        <translation>门牌号相同</translation>
    </message>
    <message>
        <source>the same street</source>
        <translation>同一街路</translation>
    </message>
    <message>
        <source>{metres} m away</source>
        <translation>相距约{metres}米</translation>
    </message>
    <message>
        <source>the same village</source>
        <translation>同一村（社区）</translation>
    </message>
    <message>
        <source>• {name}, {address}: {reasons}</source>
        <translation>• {name}（{address}）：{reasons}</translation>
    </message>
</context>
<context>
    <name>LinesTab</name>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Keeps until</source>
        <translation>可售至</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>From / to</source>
        <translation>供货者／购货者</translation>
    </message>
    <message>
        <source>Lines of the ledger</source>
        <translation>台账明细</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>冲销…</translation>
    </message>
    <message>
        <source>Take back the chosen line with a reason; it stays visible (Delete)</source>
        <translation>写明原因冲销选中的记录，原记录仍然可见（Delete）</translation>
    </message>
    <message>
        <source>No lines yet</source>
        <translation>还没有记录</translation>
    </message>
    <message>
        <source>Scan the first goods, or type them; Ctrl+Enter puts them into the ledger.</source>
        <translation>扫码或输入第一笔，按 Ctrl+Enter 记入台账。</translation>
    </message>
    <message>
        <source>Taken back: {reason}</source>
        <translation>已冲销：{reason}</translation>
    </message>
    <message>
        <source>Batch {text}</source>
        <translation>批号 {text}</translation>
    </message>
    <message>
        <source>Produced on {text}</source>
        <translation>生产日期 {text}</translation>
    </message>
    <message>
        <source>Voucher {text}</source>
        <translation>凭证 {text}</translation>
    </message>
    <message>
        <source>Missing: {text}</source>
        <translation>缺项原因：{text}</translation>
    </message>
    <message>
        <source>Above stock: {text}</source>
        <translation>超库存原因：{text}</translation>
    </message>
    <message>
        <source>Taken back: {text}</source>
        <translation>冲销原因：{text}</translation>
    </message>
    <message>
        <source>Take back a line</source>
        <translation>冲销记录</translation>
    </message>
    <message>
        <source>Why is “{product}” taken back? The line stays in the book, struck through.</source>
        <translation>为什么冲销“{product}”？原记录会划线保留。</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>冲销</translation>
    </message>
    <message>
        <source>“{product}” is taken back.</source>
        <translation>“{product}”已冲销。</translation>
    </message>
</context>
<context>
    <name>ListedNotice</name>
    <message>
        <source>On the blacklist: {name}, since {day}. Basis: {basis}</source>
        <translation>已列入严重违法失信名单：{name}，自 {day} 起。依据：{basis}</translation>
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
    <name>MeasureFields</name>
    <message>
        <source>Out of bounds: {bounds}</source>
        <translation>超出范围：{bounds}</translation>
    </message>
    <message>
        <source>{low} to {high} {unit}</source>
        <translation>{low} 至 {high} {unit}</translation>
    </message>
    <message>
        <source>at most {high} {unit}</source>
        <translation>不超过 {high} {unit}</translation>
    </message>
    <message>
        <source>at least {low} {unit}</source>
        <translation>不低于 {low} {unit}</translation>
    </message>
</context>
<context>
    <name>Measures</name>
    <message>
        <source>Chiller temperature</source>
        <translation>冷藏温度</translation>
    </message>
    <message>
        <source>Core temperature</source>
        <translation>中心温度</translation>
    </message>
    <message>
        <source>Temperature on delivery</source>
        <translation>到货温度</translation>
    </message>
    <message>
        <source>Greatest speed by the certificate</source>
        <translation>合格证最高设计车速</translation>
    </message>
    <message>
        <source>Voltage of the battery</source>
        <translation>蓄电池标称电压</translation>
    </message>
    <message>
        <source>Film thickness</source>
        <translation>薄膜厚度</translation>
    </message>
    <message>
        <source>Free chlorine of the water</source>
        <translation>水中游离氯</translation>
    </message>
    <message>
        <source>Freezer temperature</source>
        <translation>冷冻温度</translation>
    </message>
    <message>
        <source>Hot holding temperature</source>
        <translation>热藏温度</translation>
    </message>
    <message>
        <source>Inhibition rate of the quick test</source>
        <translation>快检抑制率</translation>
    </message>
    <message>
        <source>Error of the net weight</source>
        <translation>净含量偏差</translation>
    </message>
    <message>
        <source>Sample cabinet temperature</source>
        <translation>留样柜温度</translation>
    </message>
    <message>
        <source>Weight of the kept sample</source>
        <translation>留样重量</translation>
    </message>
    <message>
        <source>Storage temperature</source>
        <translation>贮存温度</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>There is room on the disk again. You can go on saving.</source>
        <translation>磁盘又有空间了，可以继续保存。</translation>
    </message>
    <message>
        <source>Something went wrong in the program. What you had saved is safe.</source>
        <translation>程序出了故障。已保存的内容没有受影响。</translation>
    </message>
    <message>
        <source>Leave without saving?</source>
        <translation>不保存就离开吗？</translation>
    </message>
    <message>
        <source>What you entered here could not be saved. If you stay it is tried again; if you leave it is lost.</source>
        <translation>这里录入的内容没能保存。留在本页会自动重试；离开则会丢失。</translation>
    </message>
    <message>
        <source>Leave without saving</source>
        <translation>不保存，离开</translation>
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
    <name>MissingList</name>
    <message>
        <source>What is still missing</source>
        <translation>还缺什么</translation>
    </message>
</context>
<context>
    <name>MissingReasons</name>
    <message>
        <source>Has no business licence yet</source>
        <translation>未办理营业执照</translation>
    </message>
    <message>
        <source>The paper was not at the place</source>
        <translation>证照未在现场</translation>
    </message>
    <message>
        <source>Lost, a new one is applied for</source>
        <translation>遗失，正在补办</translation>
    </message>
    <message>
        <source>Needs none by law</source>
        <translation>依法无需办理</translation>
    </message>
    <message>
        <source>The party refused to show it</source>
        <translation>当事人拒绝提供</translation>
    </message>
    <message>
        <source>Did not carry the ID card</source>
        <translation>证件未随身携带</translation>
    </message>
    <message>
        <source>The person was not at the place</source>
        <translation>负责人不在现场</translation>
    </message>
    <message>
        <source>Has no phone</source>
        <translation>本人未使用手机</translation>
    </message>
    <message>
        <source>Is reached through the village committee</source>
        <translation>无电话，由村委会转告</translation>
    </message>
    <message>
        <source>The party refused to give it</source>
        <translation>当事人拒绝提供</translation>
    </message>
</context>
<context>
    <name>NumberEdit</name>
    <message>
        <source>Please enter a smaller number.</source>
        <translation>请填写小一些的数。</translation>
    </message>
    <message>
        <source>Please enter a number above zero.</source>
        <translation>请填写大于 0 的数。</translation>
    </message>
    <message>
        <source>Please enter a number from {least} to {most}.</source>
        <translation>请填 {least} 到 {most} 之间的数。</translation>
    </message>
    <message>
        <source>Please enter a whole number, in digits only.</source>
        <translation>请填整数，只用数字。</translation>
    </message>
    <message numerus="yes">
        <source>Please enter a number in digits, with at most %n decimal(s).</source>
        <translation>
            <numerusform>请填数字，最多 %n 位小数。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfficerPicker</name>
    <message>
        <source>Somebody else…</source>
        <translation>其他人员…</translation>
    </message>
    <message>
        <source>Choose the officer</source>
        <translation>选择另一名检查人员</translation>
    </message>
    <message>
        <source>Second officer</source>
        <translation>另一名检查人员</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Name of the officer</source>
        <translation>检查人员姓名</translation>
    </message>
    <message>
        <source>Certificate number</source>
        <translation>执法证件号</translation>
    </message>
    <message>
        <source>Certificate number of the officer</source>
        <translation>检查人员的执法证件号</translation>
    </message>
</context>
<context>
    <name>OpState</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>待上报</translation>
    </message>
    <message>
        <source>Sent, answer awaited</source>
        <translation>已发送，等待答复</translation>
    </message>
    <message>
        <source>On its way by relay or stick</source>
        <translation>经中转或 U 盘上报中</translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation>总部已收</translation>
    </message>
    <message>
        <source>Changed elsewhere too</source>
        <translation>别处也有修改</translation>
    </message>
    <message>
        <source>Headquarters waits for a related record</source>
        <translation>总部等待关联记录</translation>
    </message>
    <message>
        <source>Refused by headquarters</source>
        <translation>总部未接受</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>已搁置</translation>
    </message>
</context>
<context>
    <name>OperatorChoice</name>
    <message>
        <source>Whom do you inspect?</source>
        <translation>检查哪一家？</translation>
    </message>
    <message>
        <source>Name, pinyin initials, number, phone or owner</source>
        <translation>名称、拼音首字母、证照号、电话或经营者</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>检查类型</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Operators found</source>
        <translation>找到的主体</translation>
    </message>
    <message>
        <source>No operator found</source>
        <translation>没有找到主体</translation>
    </message>
    <message>
        <source>Try fewer characters, the pinyin initials or a number. A new operator is registered first.</source>
        <translation>请少输几个字，或用拼音首字母、号码查找。新的主体请先登记。</translation>
    </message>
</context>
<context>
    <name>OperatorCode</name>
    <message>
        <source>Save the shop code</source>
        <translation>保存一店一码</translation>
    </message>
    <message>
        <source>Saved as {file}. Print it on A5, and put it up at the door.</source>
        <translation>已保存为 {file}。请用 A5 纸打印，张贴在店门口。</translation>
    </message>
</context>
<context>
    <name>OperatorFilePage</name>
    <message>
        <source>Operator</source>
        <translation>主体档案</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Change the state</source>
        <translation>变更状态</translation>
    </message>
    <message>
        <source>New state: {state}. For what reason?</source>
        <translation>新状态：{state}。请填写原因：</translation>
    </message>
    <message>
        <source>{name}: {state}</source>
        <translation>{name}：{state}</translation>
    </message>
</context>
<context>
    <name>OperatorHead</name>
    <message>
        <source>Risk {grade}</source>
        <translation>风险 {grade}</translation>
    </message>
    <message>
        <source>Start inspection</source>
        <translation>开始检查</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Shop code…</source>
        <translation>一店一码…</translation>
    </message>
    <message>
        <source>Change the state…</source>
        <translation>变更状态…</translation>
    </message>
    <message>
        <source>Start an inspection</source>
        <translation>开始检查</translation>
    </message>
    <message>
        <source>Open the ledger</source>
        <translation>打开台账</translation>
    </message>
    <message>
        <source>Edit the file</source>
        <translation>编辑档案</translation>
    </message>
    <message>
        <source>Print the shop code</source>
        <translation>打印一店一码</translation>
    </message>
    <message>
        <source>{kind}: {details}</source>
        <translation>{kind}：{details}</translation>
    </message>
    <message>
        <source>Never visited</source>
        <translation>从未检查</translation>
    </message>
    <message>
        <source>{when}, {result}</source>
        <translation>{when}，{result}</translation>
    </message>
    <message numerus="yes">
        <source>%n open point(s)</source>
        <translation>
            <numerusform>%n 件待办</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{points}, {overdue} overdue</source>
        <translation>{points}，{overdue} 件超期</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>经营场所</translation>
    </message>
    <message>
        <source>{place}, {address}</source>
        <translation>{place}，{address}</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>登记号码</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>联系电话</translation>
    </message>
    <message>
        <source>Responsible office</source>
        <translation>监管单位</translation>
    </message>
    <message>
        <source>Not assigned</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>上次检查</translation>
    </message>
    <message>
        <source>To be done</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>Reopen…</source>
        <translation>恢复经营…</translation>
    </message>
    <message>
        <source>Suspend…</source>
        <translation>暂停经营…</translation>
    </message>
    <message>
        <source>Close down…</source>
        <translation>关闭…</translation>
    </message>
</context>
<context>
    <name>OperatorKind</name>
    <message>
        <source>Small food workshop</source>
        <translation>食品小作坊</translation>
    </message>
    <message>
        <source>Food stall</source>
        <translation>食品摊贩</translation>
    </message>
    <message>
        <source>Rural food store</source>
        <translation>农村食杂店</translation>
    </message>
    <message>
        <source>Food retailer</source>
        <translation>食品销售店</translation>
    </message>
    <message>
        <source>Food wholesaler</source>
        <translation>食品批发商</translation>
    </message>
    <message>
        <source>Small caterer</source>
        <translation>小餐饮</translation>
    </message>
    <message>
        <source>Caterer</source>
        <translation>餐饮服务</translation>
    </message>
    <message>
        <source>Collective canteen</source>
        <translation>集体食堂</translation>
    </message>
    <message>
        <source>Agricultural supplies shop</source>
        <translation>农资店</translation>
    </message>
    <message>
        <source>Food producer</source>
        <translation>食品生产企业</translation>
    </message>
    <message>
        <source>Consumer goods shop</source>
        <translation>日用消费品店</translation>
    </message>
    <message>
        <source>Market host</source>
        <translation>市场开办者</translation>
    </message>
</context>
<context>
    <name>OperatorStatus</name>
    <message>
        <source>To be verified</source>
        <translation>待核验</translation>
    </message>
    <message>
        <source>Verified, pledge missing</source>
        <translation>已核验，待承诺</translation>
    </message>
    <message>
        <source>In business</source>
        <translation>经营中</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>暂停经营</translation>
    </message>
    <message>
        <source>Closed down</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Registered twice</source>
        <translation>重复登记</translation>
    </message>
</context>
<context>
    <name>OperatorTables</name>
    <message>
        <source>To be done</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>Nothing is open at this operator.</source>
        <translation>这家没有待办事项。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止日期</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>检查记录</translation>
    </message>
    <message>
        <source>This operator has not been visited yet.</source>
        <translation>还没有检查过这家。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>检查人员</translation>
    </message>
    <message>
        <source>Photos of this laptop</source>
        <translation>本机照片</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>No person is recorded.</source>
        <translation>没有登记人员。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>身份证号</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>核验日期</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>No paper has been seen yet.</source>
        <translation>还没有查验过证照。</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>有效性</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期止</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>On hand</source>
        <translation>结存</translation>
    </message>
    <message>
        <source>Last good day</source>
        <translation>到期日</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>制作时间</translation>
    </message>
    <message numerus="yes">
        <source>Ledger: %n batch(es) on hand</source>
        <translation>
            <numerusform>台账：结存 %n 批</numerusform>
        </translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台账</translation>
    </message>
    <message>
        <source>{stock}, {expired} expired</source>
        <translation>{stock}，{expired} 批过期</translation>
    </message>
    <message>
        <source>Nothing is on hand by the ledger.</source>
        <translation>按台账没有结存。</translation>
    </message>
    <message>
        <source>The ledger has no line yet.</source>
        <translation>台账还没有记录。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>待办</translation>
    </message>
    <message>
        <source>To correct: {demand}</source>
        <translation>整改：{demand}</translation>
    </message>
    <message>
        <source>{paper} has expired</source>
        <translation>{paper}已过期</translation>
    </message>
    <message>
        <source>{paper} expires soon</source>
        <translation>{paper}即将到期</translation>
    </message>
    <message>
        <source>Compare face and ID card</source>
        <translation>核对人和身份证</translation>
    </message>
    <message>
        <source>Have the food safety pledge signed</source>
        <translation>签订食品安全承诺书</translation>
    </message>
    <message>
        <source>No end given</source>
        <translation>长期</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Expires soon</source>
        <translation>即将到期</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Number pending</source>
        <translation>编号待定</translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message>
        <source>Operators</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Name, pinyin, owner, address or number</source>
        <translation>名称、拼音、经营者、地址或号码</translation>
    </message>
    <message>
        <source>Register an operator</source>
        <translation>登记主体</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Search in the list of operators</source>
        <translation>在主体列表中查找</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>Licence state</source>
        <translation>证照状态</translation>
    </message>
    <message>
        <source>Any licence state</source>
        <translation>全部证照状态</translation>
    </message>
    <message>
        <source>Risk grade</source>
        <translation>风险等级</translation>
    </message>
    <message>
        <source>All risk grades</source>
        <translation>全部风险等级</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>经营状态</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>全部经营状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>乡镇村</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>上次检查</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇（街道）</translation>
    </message>
    <message>
        <source>All townships</source>
        <translation>全部乡镇</translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s) shown, more follow as you scroll</source>
        <translation>
            <numerusform>已显示 %n 家，向下滚动显示更多</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s)</source>
        <translation>
            <numerusform>共 %n 家</numerusform>
        </translation>
    </message>
    <message>
        <source>No operator found for “{text}”</source>
        <translation>没有找到“{text}”</translation>
    </message>
    <message>
        <source>Try fewer characters, the pinyin initials or a number. If it is new here, register it.</source>
        <translation>可以少输几个字，或试试拼音首字母、号码。新开的店请登记。</translation>
    </message>
    <message>
        <source>No operator meets these filters</source>
        <translation>没有符合筛选条件的主体</translation>
    </message>
    <message>
        <source>Press “Show all” above to see every operator.</source>
        <translation>点上方“显示全部”查看所有主体。</translation>
    </message>
    <message>
        <source>No operator is registered yet</source>
        <translation>还没有登记主体</translation>
    </message>
    <message>
        <source>Register the first one, or sync to get those that headquarters has.</source>
        <translation>请登记第一家，或同步获取总部已有的主体。</translation>
    </message>
</context>
<context>
    <name>PackForm</name>
    <message>
        <source>Pre-packed</source>
        <translation>预包装</translation>
    </message>
    <message>
        <source>Loose</source>
        <translation>散装</translation>
    </message>
    <message>
        <source>Made on site</source>
        <translation>现制现售</translation>
    </message>
</context>
<context>
    <name>PasswordSection</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>当前密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters. It holds on this laptop.</source>
        <translation>
            <numerusform>至少 %n 个字符，仅在本机有效。</numerusform>
        </translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>再输一次新密码</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>修改密码</translation>
    </message>
    <message>
        <source>Please enter your present password.</source>
        <translation>请输入当前密码。</translation>
    </message>
    <message>
        <source>Please take at least 8 characters.</source>
        <translation>请至少用 8 个字符。</translation>
    </message>
    <message>
        <source>The two entries differ. Please type it again.</source>
        <translation>两次输入不一样，请重新输入。</translation>
    </message>
    <message>
        <source>The password is changed. It holds from now on.</source>
        <translation>密码已修改，从现在起生效。</translation>
    </message>
</context>
<context>
    <name>PersonRole</name>
    <message>
        <source>Owner</source>
        <translation>经营者</translation>
    </message>
    <message>
        <source>Legal representative</source>
        <translation>法定代表人</translation>
    </message>
    <message>
        <source>Person in charge</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Food safety officer</source>
        <translation>食品安全员</translation>
    </message>
</context>
<context>
    <name>PhotoDesk</name>
    <message numerus="yes">
        <source>%n photo(s) are saved.</source>
        <translation>
            <numerusform>%n 张照片已保存。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoOrigin</name>
    <message>
        <source>Fetch from headquarters</source>
        <translation>从总部取回</translation>
    </message>
    <message>
        <source>This is the small copy. The original ({size}) is not on this laptop.</source>
        <translation>这是缩小图，原图（{size}）不在本机。</translation>
    </message>
    <message>
        <source>This photo is not on this laptop. It may be fetched where there is a network.</source>
        <translation>这张照片不在本机，有网络时可以取回。</translation>
    </message>
    <message>
        <source>Headquarters has no more than this small copy.</source>
        <translation>总部也只有这张缩小图。</translation>
    </message>
    <message>
        <source>Headquarters does not have this photo yet.</source>
        <translation>总部还没有这张照片。</translation>
    </message>
    <message>
        <source>Fetching… {share} %, press to stop</source>
        <translation>正在取回… {share}%，再按停止</translation>
    </message>
</context>
<context>
    <name>PhotoState</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>待上报</translation>
    </message>
    <message>
        <source>Waiting for the office network</source>
        <translation>等待所内网络</translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation>总部已收</translation>
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
    <name>PhotoView</name>
    <message>
        <source>What the photo shows</source>
        <translation>照片说明</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Photo {number} of {count}</source>
        <translation>照片 {number} / {count}</translation>
    </message>
</context>
<context>
    <name>PhotosSection</name>
    <message>
        <source>Originals of photos on this laptop</source>
        <translation>本机照片原图</translation>
    </message>
    <message>
        <source>Make room…</source>
        <translation>腾出空间…</translation>
    </message>
    <message>
        <source>Send by the office network</source>
        <translation>经所内网络发送</translation>
    </message>
    <message numerus="yes">
        <source>%n original(s), {size}, may leave this laptop: headquarters has held them for 30 days, and a checked backup holds them too. The small copies stay, and an original can be fetched again.</source>
        <translation>
            <numerusform>%n 张原图（{size}）可以从本机清除：总部保存已满 30 天，并已进入核验过的备份。缩小图仍在本机，需要时可再取回原图。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s), {size}, are on this laptop alone.</source>
        <translation>
            <numerusform>%n 张原图（{size}）只存在本机。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s), {size}, go as soon as this laptop is in the office.</source>
        <translation>
            <numerusform>%n 张原图（{size}）等回到所里后发送。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n original(s) from this laptop?</source>
        <translation>
            <numerusform>从本机清除 %n 张原图？</numerusform>
        </translation>
    </message>
    <message>
        <source>{size} become free. The small copies stay; an original can be fetched again from headquarters.</source>
        <translation>可腾出 {size}。缩小图仍在本机，需要时可从总部取回原图。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Removing originals…</source>
        <translation>正在清除原图…</translation>
    </message>
    <message numerus="yes">
        <source>%n original(s) go with the next sync in the office network.</source>
        <translation>
            <numerusform>%n 张原图将在下次连上所内网络时发送。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Policy</name>
    <message>
        <source>What stood first was kept</source>
        <translation>保留原有的值</translation>
    </message>
    <message>
        <source>What was seen last was kept</source>
        <translation>保留最近看到的值</translation>
    </message>
    <message>
        <source>A person has to decide</source>
        <translation>需要人工决定</translation>
    </message>
    <message>
        <source>Both were kept</source>
        <translation>两个都保留</translation>
    </message>
    <message>
        <source>The larger was kept</source>
        <translation>保留较大的值</translation>
    </message>
    <message>
        <source>The smaller was kept</source>
        <translation>保留较小的值</translation>
    </message>
    <message>
        <source>Only one change at a time</source>
        <translation>一次只允许一处修改</translation>
    </message>
</context>
<context>
    <name>ProductField</name>
    <message>
        <source>Food</source>
        <translation>食品</translation>
    </message>
    <message>
        <source>Agricultural supplies</source>
        <translation>农资</translation>
    </message>
    <message>
        <source>Consumer goods</source>
        <translation>日用消费品</translation>
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
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>驱动器</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷方式</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QPageSetupWidget</name>
    <message>
        <source>Page &amp;order:</source>
        <translation>页面顺序(&amp;O)：</translation>
    </message>
    <message>
        <source>Pages &amp;per sheet:</source>
        <translation>每张页数(&amp;P)：</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Page &amp;Set:</source>
        <translation>页面范围(&amp;S)：</translation>
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
        <translation>请填写。</translation>
    </message>
    <message>
        <source>Please fill this in, or choose why it is missing.</source>
        <translation>请填写；没有的，请选择原因。</translation>
    </message>
    <message>
        <source>Missing; the reason is recorded.</source>
        <translation>未填写，原因已记录。</translation>
    </message>
    <message>
        <source>Too many or too few characters. Compare it with the paper.</source>
        <translation>位数不对，请与证件核对。</translation>
    </message>
    <message>
        <source>A character does not belong here. Compare it with the paper.</source>
        <translation>含有不该出现的字符，请与证件核对。</translation>
    </message>
    <message>
        <source>The last digit does not fit the others. Compare it with the paper; a misprint is a finding.</source>
        <translation>校验码不符，请与证件核对；证件本身印错的，应记为问题。</translation>
    </message>
    <message>
        <source>The organisation code inside (characters 9 to 17) does not fit. Compare it with the paper.</source>
        <translation>其中的组织机构代码（第 9 至 17 位）校验不符，请与证照核对。</translation>
    </message>
    <message>
        <source>The letters at the beginning do not fit this kind of paper.</source>
        <translation>开头字母与这种证照不符。</translation>
    </message>
    <message>
        <source>This number names a class that does not exist. Compare it with the paper.</source>
        <translation>编号中的类别不存在，请与证照核对。</translation>
    </message>
    <message>
        <source>The digit after JY must be 1 (sales), 2 (catering) or 3 (canteen). Compare it with the paper.</source>
        <translation>JY 后第一位应为 1（销售）、2（餐饮）或 3（单位食堂），请与证照核对。</translation>
    </message>
    <message>
        <source>This does not look like such a number. Please check it.</source>
        <translation>格式不对，请检查。</translation>
    </message>
    <message>
        <source>Please enter a number from {least} to {most}.</source>
        <translation>请填 {least} 到 {most} 之间的数。</translation>
    </message>
    <message>
        <source>This is an old form of the number. It is accepted.</source>
        <translation>这是旧式号码，可以使用。</translation>
    </message>
    <message>
        <source>An old QS number: not allowed on goods made on or after 1 October 2018.</source>
        <translation>旧的 QS 编号：2018 年 10 月 1 日及以后生产的食品不得使用。</translation>
    </message>
    <message>
        <source>The region in this number is not in the list on this laptop.</source>
        <translation>号码中的地区不在本机的区划表中。</translation>
    </message>
    <message>
        <source>This is not a day of the calendar.</source>
        <translation>没有这一天，请检查日期。</translation>
    </message>
    <message>
        <source>This date lies in the future.</source>
        <translation>这个日期还没有到。</translation>
    </message>
    <message>
        <source>The year has two digits only. Please check which year is meant.</source>
        <translation>年份只有两位，请确认是哪一年。</translation>
    </message>
    <message>
        <source>It ends before it begins. Please check both dates.</source>
        <translation>结束日期早于开始日期，请核对两个日期。</translation>
    </message>
    <message>
        <source>This day does not lie between {first} and {last}.</source>
        <translation>日期应在{first}至{last}之间。</translation>
    </message>
    <message>
        <source>By this number the person is over 120 years old. Please check it.</source>
        <translation>按此号码推算年龄超过 120 岁，请核对。</translation>
    </message>
    <message>
        <source>Please enter who is responsible for the business.</source>
        <translation>请填写负责人。</translation>
    </message>
    <message>
        <source>Please choose what kind of canteen it is.</source>
        <translation>请选择食堂类型。</translation>
    </message>
    <message>
        <source>Please choose at least one kind of goods that it sells.</source>
        <translation>请至少选择一类所售农资。</translation>
    </message>
    <message>
        <source>Please choose a township or a village.</source>
        <translation>请选择到乡镇（街道）或村（社区）。</translation>
    </message>
    <message>
        <source>A map point takes both a longitude and a latitude.</source>
        <translation>经度和纬度要同时填写。</translation>
    </message>
    <message>
        <source>This paper expired on {valid_until}.</source>
        <translation>此证照已于{valid_until}到期。</translation>
    </message>
    <message>
        <source>The paper ends before it begins. Please check both dates.</source>
        <translation>有效期止早于有效期起，请核对两个日期。</translation>
    </message>
    <message>
        <source>The licence state chosen does not agree with the papers below.</source>
        <translation>所选证照状态与下面登记的证照不一致。</translation>
    </message>
    <message>
        <source>It cannot go from “{from}” to “{to}” by your hand.</source>
        <translation>您不能把状态从“{from}”改为“{to}”。</translation>
    </message>
    <message>
        <source>This step takes a second person: somebody else has to do it.</source>
        <translation>这一步须由另一人完成，请换一位同事办理。</translation>
    </message>
    <message>
        <source>This was done once already and cannot be done again.</source>
        <translation>此项已办理过一次，不能再次办理。</translation>
    </message>
    <message>
        <source>This is somebody else&apos;s: only that person can do it.</source>
        <translation>这是别人的事项，只能由本人办理。</translation>
    </message>
    <message>
        <source>Only caterers and canteens are graded so; this is “{kind}”.</source>
        <translation>只有餐饮服务单位和食堂才评定此等级，该经营户为“{kind}”。</translation>
    </message>
    <message>
        <source>These two are one and the same business.</source>
        <translation>双方是同一家经营户。</translation>
    </message>
    <message>
        <source>Face and paper have not been compared yet.</source>
        <translation>还没有核对人和证件。</translation>
    </message>
    <message>
        <source>The food safety pledge has not been signed yet.</source>
        <translation>食品安全承诺书还没有签。</translation>
    </message>
    <message>
        <source>This item has no answer yet.</source>
        <translation>这一项还没有回答。</translation>
    </message>
    <message>
        <source>Please describe what you found, in at least {shortest} characters.</source>
        <translation>请写明发现的问题，至少 {shortest} 个字。</translation>
    </message>
    <message>
        <source>This item always takes a remark.</source>
        <translation>这一项必须填写说明。</translation>
    </message>
    <message>
        <source>This item takes a photo.</source>
        <translation>这一项需要拍照。</translation>
    </message>
    <message>
        <source>This item cannot be answered “not applicable”.</source>
        <translation>这一项不能选“合理缺项”。</translation>
    </message>
    <message>
        <source>Please say why it is not applicable.</source>
        <translation>请写明合理缺项的理由。</translation>
    </message>
    <message>
        <source>This kind of inspection has to check every item.</source>
        <translation>这类检查须逐项检查，不能选“未检查”。</translation>
    </message>
    <message>
        <source>No value has been measured here.</source>
        <translation>这里还没有填写测量值。</translation>
    </message>
    <message>
        <source>The measured value is out of bounds. Please say in at least {shortest} characters why it conforms.</source>
        <translation>测量值超出限值。判为符合的，请说明理由，至少 {shortest} 个字。</translation>
    </message>
    <message>
        <source>At least {needed} key items must be checked; {done} are done.</source>
        <translation>重点项目至少检查 {needed} 项，已检查 {done} 项。</translation>
    </message>
    <message>
        <source>At least {needed} general items must be checked; {done} are done.</source>
        <translation>一般项目至少检查 {needed} 项，已检查 {done} 项。</translation>
    </message>
    <message>
        <source>This item failed at the last visit and must be checked again.</source>
        <translation>上次检查此项不符合，这次必须复查。</translation>
    </message>
    <message>
        <source>No checklist is published for “{kind}” yet. Ask your county office.</source>
        <translation>还没有发布适用于“{kind}”的检查表，请联系县局。</translation>
    </message>
    <message>
        <source>Only the inspector who began this draft can change it.</source>
        <translation>只有起草的检查人员可以修改这份草稿。</translation>
    </message>
    <message>
        <source>In its present state “{state}” this cannot be done.</source>
        <translation>当前状态为“{state}”，不能这样操作。</translation>
    </message>
    <message>
        <source>{name} has declared an interest in this operator and stays away. Please choose another officer.</source>
        <translation>{name}已申报与该经营户有利害关系，应当回避，请改派其他检查人员。</translation>
    </message>
    <message>
        <source>{needed} officers with an enforcement certificate are needed; {present} are named.</source>
        <translation>需要 {needed} 名持执法证件的检查人员，现有 {present} 名。</translation>
    </message>
    <message>
        <source>{name} has not signed yet.</source>
        <translation>{name} 还没有签字。</translation>
    </message>
    <message>
        <source>The new term has to end after {day}.</source>
        <translation>新期限必须晚于{day}。</translation>
    </message>
    <message>
        <source>This can be done from {day} on.</source>
        <translation>{day}起才能办理。</translation>
    </message>
    <message>
        <source>This text tells who reported or fell ill. Please leave it out: it is sealed for headquarters.</source>
        <translation>这段文字透露了举报人或患者身份。请删去：身份信息已单独密封，仅总部可见。</translation>
    </message>
    <message>
        <source>This text for the public still names a person. Please mask it.</source>
        <translation>这段公示文字中仍有个人信息，请先隐去。</translation>
    </message>
    <message>
        <source>It was changed after it was checked. Please check it again.</source>
        <translation>审核之后内容又有改动，请重新审核。</translation>
    </message>
    <message>
        <source>This belongs to something else, or is not on this laptop.</source>
        <translation>这项内容不属于本事项，或不在本机上。</translation>
    </message>
    <message>
        <source>{name} is its head office, {since} to {until}. End that.</source>
        <translation>该店此期间的总部为 {name}（{since} 至 {until}）。请先结束该关系。</translation>
    </message>
    <message>
        <source>Headquarters has held this since {since}: {reason}. It stays.</source>
        <translation>总部自 {since} 起要求保留：{reason}。不能移除。</translation>
    </message>
    <message>
        <source>Please show your enforcement certificate and tick that you did.</source>
        <translation>请出示执法证件，并勾选“已出示”。</translation>
    </message>
    <message>
        <source>Please tell the party that it may ask an officer to withdraw, and tick that you did.</source>
        <translation>请告知当事人有权申请回避，并勾选“已告知”。</translation>
    </message>
    <message>
        <source>The party has not signed yet. If it refuses or is absent, record that instead.</source>
        <translation>当事人还没有签字。拒绝签字或不在现场的，请如实记录。</translation>
    </message>
    <message>
        <source>Please record why the party did not sign.</source>
        <translation>请记录当事人未签字的原因。</translation>
    </message>
    <message>
        <source>A witness&apos;s signature, a recording or the second officer&apos;s statement is needed to prove it.</source>
        <translation>需要见证人签字、录音录像或另一名检查人员的说明作为证明。</translation>
    </message>
    <message>
        <source>A signature was given before the record was changed. Please have it signed again.</source>
        <translation>签字之后内容有改动，请重新签字。</translation>
    </message>
    <message>
        <source>The times of this visit are not in order; the clock may have jumped.</source>
        <translation>检查时间先后不对，可能是时钟跳动过。</translation>
    </message>
    <message>
        <source>The place of the visit was not recorded.</source>
        <translation>没有记录检查位置。</translation>
    </message>
    <message>
        <source>The visit was recorded {metres} m away from the registered place.</source>
        <translation>检查位置距登记地点 {metres} 米。</translation>
    </message>
    <message>
        <source>Photos: {photos}. At least {least} are usual.</source>
        <translation>照片 {photos} 张，通常不少于 {least} 张。</translation>
    </message>
    <message>
        <source>The visit took {minutes} min. At least {least} are usual.</source>
        <translation>检查用时 {minutes} 分钟，通常不少于 {least} 分钟。</translation>
    </message>
    <message>
        <source>The same remark stands in {visits} visits of this day.</source>
        <translation>当天有 {visits} 次检查使用了相同的备注。</translation>
    </message>
    <message>
        <source>Please enter a quantity above zero.</source>
        <translation>请填写大于零的数量。</translation>
    </message>
    <message>
        <source>A shelf life is a number above zero and a unit.</source>
        <translation>保质期要填大于零的数字和单位。</translation>
    </message>
    <message>
        <source>It would expire before it was produced. Please compare both dates with the pack.</source>
        <translation>到期日早于生产日期，请对照包装核对两个日期。</translation>
    </message>
    <message>
        <source>The printed expiry date differs from production date plus shelf life. Please compare with the pack.</source>
        <translation>标示的到期日与“生产日期加保质期”不一致，请与包装核对。</translation>
    </message>
    <message>
        <source>Expired on {expiry}, before it changed hands.</source>
        <translation>进销之前已于{expiry}过期。</translation>
    </message>
    <message>
        <source>Only {left_milli} of this batch are recorded, {quantity_milli} are sold. Please enter the reason.</source>
        <translation>这一批只登记了 {left_milli}，却销售了 {quantity_milli}。请填写原因。</translation>
    </message>
    <message>
        <source>“{name}” must not be in food (number {number} of the list). Please find out what it is for.</source>
        <translation>“{name}”是非食用物质（名单第{number}号），不得用于食品，请查明用途。</translation>
    </message>
    <message>
        <source>No calibration of “{name}” covers that day; the value is marked.</source>
        <translation>“{name}”当日不在检定（校准）有效期内，该测量值已作标记。</translation>
    </message>
    <message>
        <source>For some time nobody is recorded as having had it. Please complete the chain first.</source>
        <translation>流转记录有中断，有一段时间没有记载由谁保管，请先补全。</translation>
    </message>
    <message>
        <source>No seal number in the report stands on the sampling form. Please compare both.</source>
        <translation>报告上的封条号与抽样单不符，请核对。</translation>
    </message>
    <message>
        <source>This laboratory has no valid approval for “{name}”. Please choose another.</source>
        <translation>该检验机构没有“{name}”的有效资质，请另选一家。</translation>
    </message>
    <message>
        <source>Test report {name} was withdrawn; what relied on it must be looked at again.</source>
        <translation>检验报告 {name} 已撤回，依据它的结论需要重新核查。</translation>
    </message>
    <message>
        <source>Goods of this kind need a CCC certificate, and no valid one is recorded.</source>
        <translation>这类产品须经强制性产品认证（CCC），尚未登记有效证书。</translation>
    </message>
    <message>
        <source>“{name}” is under an import ban (notice {number}). Please stop the sale and report it.</source>
        <translation>“{name}”在进口禁令范围内（通知 {number}），请停止销售并报告。</translation>
    </message>
    <message>
        <source>“{name}” delivers here and has no valid licence.</source>
        <translation>供货者“{name}”没有有效证照，正在向这里供货。</translation>
    </message>
    <message>
        <source>“{name}” must not be in this food, or not so much of it. The item cannot conform.</source>
        <translation>“{name}”不得用于该食品或超过限量，本项不能判为符合。</translation>
    </message>
    <message>
        <source>Holders of the recalled goods not finished yet: {number}.</source>
        <translation>尚有 {number} 个持有单位的召回处置没有完成。</translation>
    </message>
    <message>
        <source>{left_milli} of it are not accounted for. Please correct the quantities.</source>
        <translation>还有 {left_milli} 去向不明，请核对数量。</translation>
    </message>
    <message>
        <source>This record should have been kept through {expiry}.</source>
        <translation>该记录应保存至{expiry}，保存时间不足。</translation>
    </message>
    <message>
        <source>Please enter the name on the sign or the licence.</source>
        <translation>请填写招牌或证照上的名称。</translation>
    </message>
    <message>
        <source>The name is longer than {longest} characters.</source>
        <translation>名称超过 {longest} 个字。</translation>
    </message>
    <message>
        <source>Please choose the township.</source>
        <translation>请选择乡镇（街道）。</translation>
    </message>
    <message>
        <source>Please enter how to find the place.</source>
        <translation>请填写经营地址。</translation>
    </message>
    <message>
        <source>A social credit code has 18 characters.</source>
        <translation>统一社会信用代码为 18 位。</translation>
    </message>
    <message>
        <source>A social credit code holds digits and capital letters, but never I, O, S, V or Z.</source>
        <translation>统一社会信用代码由数字和大写字母组成，不含 I、O、S、V、Z。</translation>
    </message>
    <message>
        <source>The last character does not fit the others. Please read the code again from the licence.</source>
        <translation>校验码不符，请对照执照重新核对代码。</translation>
    </message>
    <message>
        <source>A registration number has 15 digits (old ones up to 13).</source>
        <translation>注册号为 15 位数字（更早的不超过 13 位）。</translation>
    </message>
    <message>
        <source>Fewer than 15 digits: taken as an old number. Compare it with the licence.</source>
        <translation>不足 15 位：按旧编号处理，请与执照核对。</translation>
    </message>
    <message>
        <source>A registration number of 15 characters holds digits only.</source>
        <translation>15 位注册号只含数字。</translation>
    </message>
    <message>
        <source>A longitude is a number from {least} to {most}, as in 105.4462.</source>
        <translation>经度是 {least} 到 {most} 之间的数，例如 105.4462。</translation>
    </message>
    <message>
        <source>A latitude is a number from {least} to {most}, as in 28.8718.</source>
        <translation>纬度是 {least} 到 {most} 之间的数，例如 28.8718。</translation>
    </message>
    <message>
        <source>A mobile number has 11 digits; a fixed line takes its area code, as in 0999-1234567.</source>
        <translation>手机号为 11 位；固定电话请加区号，如 0999-1234567。</translation>
    </message>
    <message>
        <source>Please enter the name on the ID card.</source>
        <translation>请填写身份证上的姓名。</translation>
    </message>
    <message>
        <source>An ID number has 18 characters (old ones 15).</source>
        <translation>身份证号为 18 位（旧号 15 位）。</translation>
    </message>
    <message>
        <source>An ID number holds digits; only its last character may be an X.</source>
        <translation>身份证号由数字组成，只有最后一位可以是 X。</translation>
    </message>
    <message>
        <source>The last character does not fit the others. Please read the number again from the ID card.</source>
        <translation>校验码不符，请对照身份证重新核对号码。</translation>
    </message>
    <message>
        <source>The date of birth in it (characters 7 to 14) is not a day of the calendar.</source>
        <translation>其中的出生日期（第 7 至 14 位）不存在。</translation>
    </message>
    <message>
        <source>The date of birth in it (characters 7 to 14) lies in the future.</source>
        <translation>其中的出生日期（第 7 至 14 位）还没有到。</translation>
    </message>
    <message>
        <source>An old number of 15 digits; completed to 18.</source>
        <translation>15 位旧号码，已补足为 18 位。</translation>
    </message>
    <message>
        <source>The number on the paper has 4 to 40 characters.</source>
        <translation>证照编号应为 4 至 40 个字符。</translation>
    </message>
    <message>
        <source>Please enter the reason.</source>
        <translation>请填写原因。</translation>
    </message>
    <message>
        <source>This line has been reversed already, or is a reversal.</source>
        <translation>这一行已经冲销，或本身就是冲销。</translation>
    </message>
    <message>
        <source>Produced after the day on which it changed hands. Please check both dates.</source>
        <translation>生产日期晚于进（销）货日期，请核对两个日期。</translation>
    </message>
    <message>
        <source>This day is still to come. Please check it, and the clock of this laptop.</source>
        <translation>这一天还没到，请核对日期和本机时钟。</translation>
    </message>
    <message>
        <source>Please enter the lot on the kit: without it the result proves nothing.</source>
        <translation>请填写试剂（盒）批号，缺少批号的结果不能作为依据。</translation>
    </message>
    <message>
        <source>This kit expired on {expiry}. Please test again with another one.</source>
        <translation>该试剂（盒）已于{expiry}过期，请换一盒重新检测。</translation>
    </message>
    <message>
        <source>It was handed on before it was taken over. Please check the times.</source>
        <translation>交出时间早于接收时间，请核对。</translation>
    </message>
    <message>
        <source>Imported goods without an agent. Please look at the Chinese label.</source>
        <translation>进口产品没有登记境内代理商，请查看中文标签。</translation>
    </message>
    <message>
        <source>No picture of the genuine goods is on file. Please ask your county office.</source>
        <translation>没有正品参考图片，请向县局索取。</translation>
    </message>
    <message>
        <source>A business licence carries a social credit code of 18 characters (old ones a number of 15).</source>
        <translation>营业执照上是 18 位统一社会信用代码（旧执照为 15 位注册号）。</translation>
    </message>
    <message>
        <source>A food production licence begins with SC.</source>
        <translation>食品生产许可证编号以 SC 开头。</translation>
    </message>
    <message>
        <source>SC is followed by 14 digits.</source>
        <translation>SC 后面应为 14 位数字。</translation>
    </message>
    <message>
        <source>The three digits after SC name no food class. Compare it with the paper.</source>
        <translation>SC 后三位不是规定的食品类别，请与证照核对。</translation>
    </message>
    <message>
        <source>A food operating licence begins with JY.</source>
        <translation>食品经营许可证编号以 JY 开头。</translation>
    </message>
    <message>
        <source>JY is followed by 14 digits.</source>
        <translation>JY 后面应为 14 位数字。</translation>
    </message>
    <message>
        <source>A filing number is usually YB and 14 digits. Compare it with the paper.</source>
        <translation>备案号一般为 YB 加 14 位数字，请与证照核对。</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>文件已不在原处。</translation>
    </message>
    <message>
        <source>The file may not be read. Choose another one.</source>
        <translation>无权读取这个文件，请另选一个。</translation>
    </message>
    <message>
        <source>The file is empty. Take the photo again.</source>
        <translation>文件是空的，请重新拍照。</translation>
    </message>
    <message>
        <source>The file is not a picture. Choose a photo.</source>
        <translation>这个文件不是图片，请选择照片。</translation>
    </message>
    <message>
        <source>The picture is damaged. Take the photo again.</source>
        <translation>图片已损坏，请重新拍照。</translation>
    </message>
    <message>
        <source>The picture is too large to be read. Take a smaller one.</source>
        <translation>图片太大，无法识别，请拍小一些。</translation>
    </message>
    <message>
        <source>There is not enough memory for this picture. Close other programs, or take a smaller one.</source>
        <translation>内存不足，无法处理这张图片。请关闭其他程序，或拍小一些。</translation>
    </message>
    <message>
        <source>This picture could not be read. You can go on; type the code by hand, or take another photo.</source>
        <translation>这张图片没有识别成功。您可以继续：手工输入条码，或重新拍照。</translation>
    </message>
    <message>
        <source>Reading this picture took too long. Come closer to the code and take the photo again.</source>
        <translation>识别用时过长。请靠近条码重新拍照。</translation>
    </message>
    <message>
        <source>The barcode reader cannot be started. Type the code by hand, and tell your administrator.</source>
        <translation>条码识别程序无法启动。请手工输入条码，并告知管理员。</translation>
    </message>
    <message>
        <source>Headquarters runs an older version and does not know this kind of record yet. Try again later.</source>
        <translation>总部的版本较旧，还不认识这类记录，请稍后再试。</translation>
    </message>
    <message>
        <source>Headquarters runs an older version and does not know one of the fields yet. Try again later.</source>
        <translation>总部的版本较旧，还不认识其中一个字段，请稍后再试。</translation>
    </message>
    <message>
        <source>A value is not possible. Open the record and correct it.</source>
        <translation>有一个值不合要求，请打开记录改正。</translation>
    </message>
    <message>
        <source>The record is signed and can no longer be changed.</source>
        <translation>记录已签字，不能再修改。</translation>
    </message>
    <message>
        <source>This record is never changed. Make a correcting entry instead.</source>
        <translation>这类记录不能修改，请另记一笔更正。</translation>
    </message>
    <message>
        <source>Only headquarters can change this record.</source>
        <translation>只有总部可以修改这条记录。</translation>
    </message>
    <message>
        <source>The record belongs to an area that this laptop does not serve. Ask your county office.</source>
        <translation>这条记录不属于本机负责的辖区，请联系县局。</translation>
    </message>
    <message>
        <source>Only the inspector who began this record can change it.</source>
        <translation>只有起草的检查人员可以修改这条记录。</translation>
    </message>
    <message>
        <source>Another part of the same record was refused. Correct that part, and this one is sent again.</source>
        <translation>同一记录的另一部分未被接受。改正那一部分后，这一部分会重新上报。</translation>
    </message>
    <message>
        <source>A signed record arrived with other content than before. Ask your county office to look at it.</source>
        <translation>已签字的记录再次上报时内容不同，请县局核查。</translation>
    </message>
    <message>
        <source>This laptop&apos;s disk was copied or set back. The change is sent again by itself.</source>
        <translation>这台电脑的硬盘曾被复制或恢复到较早的状态。这项修改会自动重新发送。</translation>
    </message>
    <message>
        <source>Headquarters does not know the division of this record. Choose the township again.</source>
        <translation>总部不认识这条记录的区划，请重新选择乡镇（街道）。</translation>
    </message>
    <message>
        <source>The document number is in use already. Ask your county office to look at it.</source>
        <translation>文书编号已被使用，请县局核查。</translation>
    </message>
    <message>
        <source>Your role does not write this kind of record. Ask your team lead to do it.</source>
        <translation>您的角色不能填写这类记录，请由所长处理。</translation>
    </message>
    <message>
        <source>Please read the red alert “{title}” first, on the home page.</source>
        <translation>请先在工作台阅读红色预警“{title}”，然后再开始新的检查。</translation>
    </message>
    <message>
        <source>The signature of {name} is empty, or too little for a name.</source>
        <translation>{name}的签名为空或笔画太少。</translation>
    </message>
    <message>
        <source>This laptop was handed over. Headquarters keeps the change, and somebody there looks at it.</source>
        <translation>这台电脑已移交。总部已留存这项改动，由专人查看。</translation>
    </message>
</context>
<context>
    <name>RectificationState</name>
    <message>
        <source>Issued</source>
        <translation>已发出</translation>
    </message>
    <message>
        <source>To be corrected</source>
        <translation>整改中</translation>
    </message>
    <message>
        <source>Reported, to be re-inspected</source>
        <translation>已报告，待复查</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已超期</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>已整改</translation>
    </message>
    <message>
        <source>Not corrected</source>
        <translation>整改不合格</translation>
    </message>
    <message>
        <source>Taken to a case</source>
        <translation>已转立案</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已办结</translation>
    </message>
</context>
<context>
    <name>RefusedSection</name>
    <message>
        <source>Refused by headquarters</source>
        <translation>总部未接受</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Open and correct</source>
        <translation>打开改正</translation>
    </message>
    <message>
        <source>Set aside…</source>
        <translation>搁置…</translation>
    </message>
    <message>
        <source>Choose a line to see what can be done.</source>
        <translation>请选择一行，查看如何处理。</translation>
    </message>
    <message>
        <source>It is about: {field}</source>
        <translation>涉及内容：{field}</translation>
    </message>
    <message>
        <source>Changed by {person}, {when}. Your entry is kept on this laptop.</source>
        <translation>{person} {when} 修改。您填写的内容保存在本机。</translation>
    </message>
    <message>
        <source>Set this change aside?</source>
        <translation>要搁置这次修改吗？</translation>
    </message>
    <message>
        <source>{record} then shows again what headquarters holds. What you entered is kept as history.</source>
        <translation>“{record}”将恢复为总部的内容，您填写的内容留作历史记录。</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Set aside. The record shows what headquarters holds.</source>
        <translation>已搁置，记录显示总部的内容。</translation>
    </message>
</context>
<context>
    <name>RegistrationFoot</name>
    <message>
        <source>Save changes</source>
        <translation>保存修改</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Ctrl+S or Ctrl+Enter</source>
        <translation>Ctrl+S 或 Ctrl+Enter</translation>
    </message>
    <message>
        <source>Go to the next point</source>
        <translation>去看看</translation>
    </message>
    <message>
        <source>Kept on this laptop, not registered yet</source>
        <translation>已保留在本机，尚未登记</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) to put right</source>
        <translation>
            <numerusform>还有 %n 处需要改正</numerusform>
        </translation>
    </message>
    <message>
        <source>Fields with * are needed</source>
        <translation>带 * 的为必填</translation>
    </message>
    <message>
        <source>Ready to be saved</source>
        <translation>可以保存了</translation>
    </message>
</context>
<context>
    <name>RegistrationForm</name>
    <message>
        <source>Not in a village</source>
        <translation>不属于某个村（社区）</translation>
    </message>
    <message>
        <source>Choose the township</source>
        <translation>请选择乡镇（街道）</translation>
    </message>
    <message>
        <source>Choose why it is missing</source>
        <translation>请选择原因</translation>
    </message>
    <message>
        <source>Sells farm produce and no other food (no permit needed)</source>
        <translation>仅销售食用农产品（不需要许可）</translation>
    </message>
    <message>
        <source>Goods sold *</source>
        <translation>所售农资 *</translation>
    </message>
    <message>
        <source>Please choose at least one kind of goods that it sells.</source>
        <translation>请至少选择一类所售农资。</translation>
    </message>
    <message>
        <source>I have compared the person&apos;s face with the ID card (by eye)</source>
        <translation>我已当面核对本人与身份证，人证一致</translation>
    </message>
    <message>
        <source>The food safety pledge has been signed</source>
        <translation>已签订食品安全承诺书</translation>
    </message>
    <message>
        <source>{typed} of {length} characters</source>
        <translation>已输入 {typed} 位，共 {length} 位</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>经营场所</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>登记号码</translation>
    </message>
    <message>
        <source>Person in charge</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>证照</translation>
    </message>
    <message>
        <source>Verification and pledge</source>
        <translation>核验与承诺</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>As on the sign or the licence</source>
        <translation>与招牌或证照一致</translation>
    </message>
    <message>
        <source>Kind of business</source>
        <translation>主体类型</translation>
    </message>
    <message>
        <source>Kind of canteen</source>
        <translation>食堂类型</translation>
    </message>
    <message>
        <source>Number of staff</source>
        <translation>从业人数</translation>
    </message>
    <message>
        <source>Floor area (m²)</source>
        <translation>经营面积（平方米）</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>乡镇（街道）</translation>
    </message>
    <message>
        <source>Village or community</source>
        <translation>村（社区）</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>经营地址</translation>
    </message>
    <message>
        <source>So that a colleague finds it</source>
        <translation>写到同事能找到的程度</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>经度</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>纬度</translation>
    </message>
    <message>
        <source>Social credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>18 characters on the business licence</source>
        <translation>营业执照上的 18 位代码</translation>
    </message>
    <message>
        <source>Old registration number</source>
        <translation>旧注册号</translation>
    </message>
    <message>
        <source>15 digits, only on licences from before 2015</source>
        <translation>15 位，仅 2015 年以前的执照有</translation>
    </message>
    <message>
        <source>Why there is no number</source>
        <translation>没有号码的原因</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>Name on the ID card</source>
        <translation>身份证姓名</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>身份证号</translation>
    </message>
    <message>
        <source>Stored encrypted; shown masked</source>
        <translation>加密保存，显示时遮盖</translation>
    </message>
    <message>
        <source>Why there is no ID number</source>
        <translation>没有身份证号的原因</translation>
    </message>
    <message>
        <source>Personal phone</source>
        <translation>本人电话</translation>
    </message>
    <message>
        <source>Home address</source>
        <translation>家庭住址</translation>
    </message>
    <message>
        <source>Phone of the business</source>
        <translation>店铺电话</translation>
    </message>
    <message>
        <source>Why there is no phone</source>
        <translation>没有电话的原因</translation>
    </message>
    <message>
        <source>Licence state</source>
        <translation>证照状态</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>RegistrationPage</name>
    <message>
        <source>Change the registration</source>
        <translation>修改登记</translation>
    </message>
    <message>
        <source>Register an operator</source>
        <translation>登记主体</translation>
    </message>
    <message>
        <source>Save the registration</source>
        <translation>保存登记</translation>
    </message>
    <message>
        <source>The unfinished registration is kept on this laptop.</source>
        <translation>没填完的登记已保留在本机。</translation>
    </message>
    <message>
        <source>{name} is saved on this laptop.</source>
        <translation>{name} 已保存到本机。</translation>
    </message>
    <message>
        <source>{name} is registered.</source>
        <translation>{name} 登记成功。</translation>
    </message>
    <message>
        <source>Compared {time}</source>
        <translation>核对于 {time}</translation>
    </message>
    <message>
        <source>Signed {time}</source>
        <translation>签订于 {time}</translation>
    </message>
    <message>
        <source>Without it the operator stays “to be verified”.</source>
        <translation>未核对的，登记后状态为“待核验”。</translation>
    </message>
    <message>
        <source>Without it the operator does not become active.</source>
        <translation>未签订的，状态不会变为“经营中”。</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Result</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>未作判定</translation>
    </message>
    <message>
        <source>Score {score} of 100</source>
        <translation>评分 {score} / 100</translation>
    </message>
</context>
<context>
    <name>RiskGrade</name>
    <message>
        <source>A, low</source>
        <translation>A 级（低）</translation>
    </message>
    <message>
        <source>B, medium</source>
        <translation>B 级（中）</translation>
    </message>
    <message>
        <source>C, raised</source>
        <translation>C 级（较高）</translation>
    </message>
    <message>
        <source>D, high</source>
        <translation>D 级（高）</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>Inspector</source>
        <translation>检查人员</translation>
    </message>
    <message>
        <source>Auxiliary staff</source>
        <translation>协管员</translation>
    </message>
    <message>
        <source>Team lead</source>
        <translation>所长</translation>
    </message>
    <message>
        <source>County administrator</source>
        <translation>县局管理员</translation>
    </message>
    <message>
        <source>Headquarters administrator</source>
        <translation>总部管理员</translation>
    </message>
    <message>
        <source>May read only</source>
        <translation>只读</translation>
    </message>
</context>
<context>
    <name>RowState</name>
    <message>
        <source>On this laptop</source>
        <translation>已存本机</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>上报中</translation>
    </message>
    <message>
        <source>At headquarters</source>
        <translation>总部已收</translation>
    </message>
    <message>
        <source>Waiting at headquarters</source>
        <translation>总部待处理</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>未被接受</translation>
    </message>
    <message>
        <source>Changed twice</source>
        <translation>两处修改</translation>
    </message>
</context>
<context>
    <name>SameNotice</name>
    <message>
        <source>Perhaps registered already. Is it the same business?</source>
        <translation>可能已经登记过。是同一家吗？</translation>
    </message>
    <message>
        <source>The same owner has another shop. Is this one really another?</source>
        <translation>该经营者名下另有店铺。确实是另一家吗？</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>It is another business</source>
        <translation>不是同一家</translation>
    </message>
    <message>
        <source>Let headquarters decide</source>
        <translation>请总部判断</translation>
    </message>
</context>
<context>
    <name>ScanCard</name>
    <message>
        <source>What the code says</source>
        <translation>条码内容</translation>
    </message>
    <message>
        <source>In ledgers on this laptop</source>
        <translation>本机台账中的记录</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>经营户</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Put into a ledger</source>
        <translation>记入台账</translation>
    </message>
    <message>
        <source>New to the county: enter it</source>
        <translation>全县首次出现，请录入</translation>
    </message>
    <message>
        <source>Name on the pack</source>
        <translation>包装上的名称</translation>
    </message>
    <message>
        <source>Specification</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>生产者</translation>
    </message>
    <message>
        <source>Add product</source>
        <translation>加入产品库</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Shelf life</source>
        <translation>保质期</translation>
    </message>
    <message>
        <source>Please enter the name on the pack.</source>
        <translation>请填写包装上的名称。</translation>
    </message>
</context>
<context>
    <name>ScanFacts</name>
    <message>
        <source>Retail barcode</source>
        <translation>商品条码</translation>
    </message>
    <message>
        <source>In-store code</source>
        <translation>店内条码</translation>
    </message>
    <message>
        <source>GS1 code</source>
        <translation>GS1 条码</translation>
    </message>
    <message>
        <source>GS1 Digital Link</source>
        <translation>GS1 数字链接</translation>
    </message>
    <message>
        <source>Product e-supervision code</source>
        <translation>产品电子监管码</translation>
    </message>
    <message>
        <source>Pesticide trace code</source>
        <translation>农药追溯码</translation>
    </message>
    <message>
        <source>Veterinary drug trace code</source>
        <translation>兽药追溯码</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>China</source>
        <translation>中国</translation>
    </message>
    <message>
        <source>Taiwan, China</source>
        <translation>中国台湾</translation>
    </message>
    <message>
        <source>Hong Kong, China</source>
        <translation>中国香港</translation>
    </message>
    <message>
        <source>Macao, China</source>
        <translation>中国澳门</translation>
    </message>
    <message>
        <source>nowhere: for use inside a company</source>
        <translation>未注册：企业内部使用</translation>
    </message>
    <message>
        <source>nowhere: a number for demonstrations</source>
        <translation>未注册：演示用号码</translation>
    </message>
    <message>
        <source>a periodical (ISSN)</source>
        <translation>期刊（ISSN）</translation>
    </message>
    <message>
        <source>a book (ISBN)</source>
        <translation>图书（ISBN）</translation>
    </message>
    <message>
        <source>outside China</source>
        <translation>境外</translation>
    </message>
    <message>
        <source>The last digit does not fit the others. Scan again; if it stays so, the code is misprinted or false.</source>
        <translation>校验位不对。请重新扫码；如仍不对，条码印错或是假码。</translation>
    </message>
    <message>
        <source>The code states one thing twice with different values. Compare it with the print on the pack.</source>
        <translation>同一项内容出现两次且不一致，请与包装上的文字核对。</translation>
    </message>
    <message>
        <source>A date in the code is not a day of the calendar. Read the date from the pack.</source>
        <translation>码中的日期不存在，请按包装上的日期。</translation>
    </message>
    <message>
        <source>The end of the code could not be read; it is shown below.</source>
        <translation>条码末尾部分无法识别，原文见下。</translation>
    </message>
    <message>
        <source>The symbol is not marked as GS1 but reads like it. Compare it with the print on the pack.</source>
        <translation>符号未标明是 GS1，但内容相符，请与包装上的文字核对。</translation>
    </message>
    <message>
        <source>The e-supervision network is closed: nobody can confirm this code. Check the goods in another way.</source>
        <translation>产品质量电子监管网已关闭，此码无法核验，请用其他方式查验。</translation>
    </message>
    <message>
        <source>Produced</source>
        <translation>生产日期</translation>
    </message>
    <message>
        <source>Packed</source>
        <translation>包装日期</translation>
    </message>
    <message>
        <source>Best before</source>
        <translation>最佳食用期至</translation>
    </message>
    <message>
        <source>Keeps until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Looks like a pesticide registration</source>
        <translation>像是农药登记证号</translation>
    </message>
    <message>
        <source>Looks like a veterinary drug approval</source>
        <translation>像是兽药批准文号</translation>
    </message>
    <message>
        <source>Looks like a feed licence</source>
        <translation>像是饲料许可证号</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Contains goods</source>
        <translation>内含商品</translation>
    </message>
    <message>
        <source>Number of pieces inside</source>
        <translation>内含件数</translation>
    </message>
    <message>
        <source>Shipping container</source>
        <translation>物流单元</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Printed by a shop, it means something in that shop only. Use it in its ledger.</source>
        <translation>店内自印的条码，只在该店有意义，请在该店的台账中使用。</translation>
    </message>
    <message>
        <source>Goods number (GTIN)</source>
        <translation>商品编号（GTIN）</translation>
    </message>
    <message>
        <source>Code registered in</source>
        <translation>条码注册地</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Net weight</source>
        <translation>净重</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>It says</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Its bytes</source>
        <translation>原始字节</translation>
    </message>
    <message>
        <source>Keeps until, by its shelf life</source>
        <translation>按保质期推算至</translation>
    </message>
</context>
<context>
    <name>ScanPage</name>
    <message>
        <source>Scan</source>
        <translation>扫码查验</translation>
    </message>
    <message>
        <source>Scan, or type a code and press Enter</source>
        <translation>扫码，或输入号码后按回车</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>条码</translation>
    </message>
    <message>
        <source>Photos…</source>
        <translation>照片…</translation>
    </message>
    <message>
        <source>Read the codes of photos (Ctrl+O); or drop them here</source>
        <translation>识别照片中的条码（Ctrl+O），也可把照片拖到这里</translation>
    </message>
    <message>
        <source>Read the codes of photos</source>
        <translation>识别照片中的条码</translation>
    </message>
    <message>
        <source>End camera</source>
        <translation>关闭摄像头</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Codes, the newest first</source>
        <translation>条码，最新的在前</translation>
    </message>
    <message>
        <source>Scan the first code</source>
        <translation>扫第一个码</translation>
    </message>
    <message>
        <source>Scan with the reader, type the digits under the bars, choose photos, or use the camera.</source>
        <translation>可用扫码枪、输入条码下方的数字、选择照片，或使用摄像头。</translation>
    </message>
    <message>
        <source>Reading photo {number} of {whole}…</source>
        <translation>正在识别第 {number} 张，共 {whole} 张…</translation>
    </message>
    <message>
        <source>Choose photos</source>
        <translation>选择照片</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>No camera was found. Connect one, or use photos or the reader; nothing else is affected.</source>
        <translation>没有找到摄像头。请连接摄像头，或使用照片、扫码枪；其他功能不受影响。</translation>
    </message>
    <message>
        <source>The camera gives no picture; another program may be using it. Close that one and try again.</source>
        <translation>摄像头没有画面，可能正被其他程序使用。请关闭该程序后再试。</translation>
    </message>
    <message>
        <source>Code of a shop</source>
        <translation>一店一码</translation>
    </message>
    <message>
        <source>Code of a shop that is not on this laptop</source>
        <translation>一店一码，但本机没有这家店</translation>
    </message>
    <message>
        <source>No code was found in this photo. Come closer, hold it straight, and take it again.</source>
        <translation>照片中没有找到条码。请靠近、拿正后重新拍摄。</translation>
    </message>
    <message>
        <source>Open the operator</source>
        <translation>打开经营户</translation>
    </message>
    <message>
        <source>Register an operator</source>
        <translation>登记主体</translation>
    </message>
    <message>
        <source>{product} is entered.</source>
        <translation>已录入“{product}”。</translation>
    </message>
</context>
<context>
    <name>Scoring</name>
    <message>
        <source>{type}: {checked} of {items} items were checked.</source>
        <translation>{type}：共 {items} 项，已检查 {checked} 项。</translation>
    </message>
    <message>
        <source>Key items: {checked} checked, {failed} do not conform.</source>
        <translation>重点项目：检查 {checked} 项，不符合 {failed} 项。</translation>
    </message>
    <message>
        <source>General items: {checked} checked, {na} not applicable, {failed} do not conform.</source>
        <translation>一般项目：检查 {checked} 项，合理缺项 {na} 项，不符合 {failed} 项。</translation>
    </message>
    <message>
        <source>General items that conform: {passed} of {counted}, that is {percent} %.</source>
        <translation>一般项目符合率：{passed} / {counted}，即 {percent}%。</translation>
    </message>
    <message>
        <source>No general item applies: counted as 100 %.</source>
        <translation>没有适用的一般项目，符合率按 100% 计。</translation>
    </message>
    <message>
        <source>{failed} key items do not conform; with more than {limit} the result is “does not conform”.</source>
        <translation>重点项目有 {failed} 项不符合，超过 {limit} 项，结果为“不符合”。</translation>
    </message>
    <message>
        <source>{percent} % is below {limit} %: the result is “does not conform”.</source>
        <translation>一般项目符合率 {percent}%，低于 {limit}%，结果为“不符合”。</translation>
    </message>
    <message>
        <source>All general items conform and {failed} key item does not: “basically conforms”.</source>
        <translation>一般项目全部符合，重点项目有 {failed} 项不符合，结果为“基本符合”。</translation>
    </message>
    <message>
        <source>Result: {result}.</source>
        <translation>结果：{result}。</translation>
    </message>
    <message>
        <source>Score for comparison, never the legal result: {earned} of {possible} points, {score} of 100.</source>
        <translation>参考评分（不作为法定结果）：{possible} 分中得 {earned} 分，折合 {score} 分。</translation>
    </message>
    <message>
        <source>With {failed} key items that do not conform the score is at most {cap}.</source>
        <translation>重点项目有 {failed} 项不符合，评分最高 {cap} 分。</translation>
    </message>
    <message>
        <source>Nothing that counts was checked: there is no result.</source>
        <translation>没有可计入的检查项目，不作判定。</translation>
    </message>
</context>
<context>
    <name>SectionList</name>
    <message>
        <source>Sections of the checklist</source>
        <translation>检查表的各部分</translation>
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
        <source>This laptop is not set up yet. Choose the file that your county office gave you for it.</source>
        <translation>这台电脑还没有登记启用。请选择县局为它发的文件。</translation>
    </message>
    <message>
        <source>A password has at least {shortest} characters. Choose a longer one.</source>
        <translation>密码至少要有 {shortest} 个字符。请换一个长一些的。</translation>
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
        <source>This laptop belongs to another headquarters. Nothing was changed. Ask your county office.</source>
        <translation>这台电脑已属于另一个总部。没有做任何改动。请与县局联系。</translation>
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
        <source>The disk is full, so nothing more can be saved on this laptop. What was saved before is safe and can be read. Free some space, then try again.</source>
        <translation>磁盘已满，本机暂时无法再保存内容。此前保存的都在，可以照常查看。请腾出一些空间后再试。</translation>
    </message>
    <message>
        <source>This is more text than one record can hold, so it was not saved. What was saved before is safe. Please shorten it; a long paper can be added as photos.</source>
        <translation>文字太多，一条记录装不下，所以没有保存。之前保存的内容都是安全的。请删减文字；较长的材料可以拍照后作为照片添加。</translation>
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
        <source>Another version of the program made this entry. Both values are kept. Decide it on a laptop of that version.</source>
        <translation>这一条由另一版本的程序产生，两个值都已保留。请在装有该版本程序的电脑上处理。</translation>
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
        <source>This county is made up for practice: no numbered form of the authority is filled in here. Nothing was saved.</source>
        <translation>这是练习用的虚拟县，不能在此填写执法机关的编号文书。未保存任何内容。</translation>
    </message>
    <message>
        <source>Headquarters&apos; key is not on this laptop, so what only headquarters may read could not be sealed. Nothing was saved. Sign in again; if it stays so, ask your county office.</source>
        <translation>本机没有总部的密钥，无法密封仅供总部查阅的内容，因此未保存任何内容。请重新登录；如仍然如此，请联系县局。</translation>
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
        <source>Only {megabytes} MB are left on the disk, so no more photos are taken in. Everything you type is still saved. Free some space, then add the photo again.</source>
        <translation>磁盘只剩 {megabytes} MB，暂时不能再添加照片。文字内容仍会照常保存。请清理出一些空间后再添加照片。</translation>
    </message>
    <message>
        <source>Parts of the data on this laptop are damaged. Sync now if you can, then close the window and ask your county office: what headquarters does not have can be saved with “inspector-app rescue”, and a backup brought back.</source>
        <translation>本机部分数据已损坏。如能联网请先同步，然后关闭窗口并联系县局：总部尚未收到的内容可用“inspector-app rescue”取出，再从备份恢复。</translation>
    </message>
    <message>
        <source>The backup {file} is damaged, so it was not brought back. Nothing was changed. Take another one.</source>
        <translation>备份 {file} 已损坏，没有恢复。未做任何更改，请改用另一个备份。</translation>
    </message>
    <message>
        <source>The disk did not keep the copy as it was written, so the copy was removed. What was copied is whole: nothing is lost. Take another disk or folder.</source>
        <translation>磁盘没有如实保存这份副本，副本已删除。原来的数据完好，没有丢失任何内容。请换一个磁盘或文件夹。</translation>
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
        <source>Too many wrong passwords. Nothing is lost: you can try again in {time}.</source>
        <translation>密码错误次数太多。资料都还在，{time} 后可以再试。</translation>
    </message>
    <message>
        <source>In {file} this cannot be used: {values}. Choose again in the settings.</source>
        <translation>{file} 中有无法使用的设置：{values}。请在“设置”中重新选择。</translation>
    </message>
    <message>
        <source>“{name}” {value} ({used} is used instead)</source>
        <translation>“{name}”为 {value}（现按 {used} 处理）</translation>
    </message>
    <message>
        <source>The disk is full: you can look everything up, but nothing can be saved, received or sent. Free some space on this laptop.</source>
        <translation>磁盘已满：可以照常查看，但不能保存，也不能收发数据。请在本机腾出一些空间。</translation>
    </message>
    <message>
        <source>Only {megabytes} MB are left on the disk. Everything is saved so far; free some space before you go on.</source>
        <translation>磁盘只剩 {megabytes} MB。目前的内容都已保存，请先腾出一些空间再继续。</translation>
    </message>
    <message>
        <source>Your role does not allow this. Nothing was changed. Ask your team lead if you need it.</source>
        <translation>您的权限不允许这样做。没有做任何改动。确有需要请联系负责人。</translation>
    </message>
    <message>
        <source>This laptop has not reached headquarters for {days} days. Nothing is lost: connect it to the network and sign in again; or ask your county office for a renewal file, and choose it in place of an enrolment file.</source>
        <translation>这台电脑已有 {days} 天没有联系总部。资料没有丢失：请连接网络后重新登录；也可向县局索取延期文件，在选择启用文件处选择它。</translation>
    </message>
    <message>
        <source>This renewal file is for another laptop. Nothing was changed. Ask your county office.</source>
        <translation>这份延期文件是给另一台电脑的。未做任何更改，请询问县局。</translation>
    </message>
    <message>
        <source>This renewal file is not from your headquarters, or was altered. Nothing was changed.</source>
        <translation>这份延期文件不是您的总部签发的，或已被改动。未做任何更改。</translation>
    </message>
    <message>
        <source>The time of this renewal file is over by the clock of this laptop. Nothing was changed. Check the date of this laptop, or ask your county office for a new file.</source>
        <translation>按本机日期，这份延期文件已过期。未做任何更改。请核对本机日期，或向县局索取新的文件。</translation>
    </message>
    <message>
        <source>Headquarters ordered this laptop to be emptied, and that was done: what was on it can no longer be read. Please talk to your county office.</source>
        <translation>总部已下令清空本机，现已执行：机上原有内容不能再读取。请与县局联系。</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing is lost: you can try again in a quarter of an hour at most.</source>
        <translation>密码输错次数过多。内容没有丢失：最多一刻钟后即可再试。</translation>
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
        <translation>设置</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>明暗</translation>
    </message>
    <message>
        <source>As the computer</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>显示大小</translation>
    </message>
    <message>
        <source>Takes effect when the program is started again.</source>
        <translation>下次启动程序时生效。</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>Sync with headquarters</source>
        <translation>与总部同步</translation>
    </message>
    <message numerus="yes">
        <source>every %n minute(s)</source>
        <translation>
            <numerusform>每 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation>找到的第一个</translation>
    </message>
    <message>
        <source>About this program</source>
        <translation>关于本程序</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可协议</translation>
    </message>
    <message>
        <source>Number of this laptop</source>
        <translation>本机编号</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>最近备份</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>None yet; one is made when the window is closed, or at signing out</source>
        <translation>还没有；关闭窗口或退出登录时会自动备份</translation>
    </message>
    <message>
        <source>The size changes when the program is started again.</source>
        <translation>显示大小将在下次启动程序时改变。</translation>
    </message>
</context>
<context>
    <name>ShelfLifeUnit</name>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>周</translation>
    </message>
    <message>
        <source>months</source>
        <translation>个月</translation>
    </message>
    <message>
        <source>years</source>
        <translation>年</translation>
    </message>
</context>
<context>
    <name>ShelfState</name>
    <message>
        <source>In date</source>
        <translation>在保质期内</translation>
    </message>
    <message>
        <source>Near expiry</source>
        <translation>临近保质期</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>今日到期</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Date unknown</source>
        <translation>日期不明</translation>
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
        <source>This laptop can be used on without the network. Please sign in.</source>
        <translation>这台电脑可以继续离线使用，请登录。</translation>
    </message>
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
    <message>
        <source>Enrolment files (*.json)</source>
        <translation>启用文件 (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Too many wrong passwords. Nothing is lost: you can try again in {time}.</source>
        <translation>密码错误次数太多。资料都还在，{time} 后可以再试。</translation>
    </message>
</context>
<context>
    <name>SignatureMethod</name>
    <message>
        <source>On the screen</source>
        <translation>屏幕手签</translation>
    </message>
    <message>
        <source>On paper</source>
        <translation>纸质签字</translation>
    </message>
    <message>
        <source>With a seal</source>
        <translation>盖章</translation>
    </message>
    <message>
        <source>Fingerprint on paper</source>
        <translation>纸质按指印</translation>
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
        <translation>已签字</translation>
    </message>
    <message>
        <source>Refused to sign</source>
        <translation>拒绝签字</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>不在现场</translation>
    </message>
</context>
<context>
    <name>SignerCard</name>
    <message>
        <source>Signature of {name}</source>
        <translation>{name}的签名</translation>
    </message>
    <message>
        <source>What the party did</source>
        <translation>当事人的态度</translation>
    </message>
    <message>
        <source>Name of who signs</source>
        <translation>签名人姓名</translation>
    </message>
    <message>
        <source>This is too little for a signature. Please sign with the whole name.</source>
        <translation>笔画太少，不像签名。请签上完整的姓名。</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Sign again</source>
        <translation>重新签字</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Not signed yet</source>
        <translation>尚未签字</translation>
    </message>
    <message>
        <source>Statement of the second officer on the refusal</source>
        <translation>另一名检查人员对拒签情况的说明</translation>
    </message>
    <message>
        <source>Why it did not sign</source>
        <translation>未签字的原因</translation>
    </message>
    <message>
        <source>Please enter the name.</source>
        <translation>请填写姓名。</translation>
    </message>
    <message>
        <source>Please enter the reason.</source>
        <translation>请填写原因。</translation>
    </message>
</context>
<context>
    <name>SignerRole</name>
    <message>
        <source>Inspector</source>
        <translation>检查人员</translation>
    </message>
    <message>
        <source>Party</source>
        <translation>当事人</translation>
    </message>
    <message>
        <source>Witness</source>
        <translation>见证人</translation>
    </message>
</context>
<context>
    <name>SigningStep</name>
    <message>
        <source>Papers</source>
        <translation>文书</translation>
    </message>
    <message>
        <source>Seal the visit</source>
        <translation>签结封存</translation>
    </message>
    <message>
        <source>Seal the visit (Ctrl+Enter)</source>
        <translation>签结封存（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Signed and sealed on {moment}. It can no longer be changed. Fingerprint {hash}</source>
        <translation>已于 {moment} 签结封存，不能再修改。校验值 {hash}</translation>
    </message>
    <message>
        <source>No document numbers are left on this laptop. The papers say “number pending”; sync once.</source>
        <translation>本机的文书编号已用完，文书上写“编号待补”。请同步一次以领取编号。</translation>
    </message>
    <message>
        <source>Show the signatures</source>
        <translation>查看签字</translation>
    </message>
    <message>
        <source>Show the papers</source>
        <translation>查看文书</translation>
    </message>
    <message>
        <source>Go and sign</source>
        <translation>去签字</translation>
    </message>
    <message>
        <source>Seal this visit?</source>
        <translation>签结并封存这次检查吗？</translation>
    </message>
    <message>
        <source>Its papers are then final. A mistake found later takes a new, correcting record.</source>
        <translation>封存后文书不能再改；以后发现错误，须另作更正记录。</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>封存</translation>
    </message>
</context>
<context>
    <name>StateCard</name>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Sync with headquarters now (F5)</source>
        <translation>立即与总部同步（F5）</translation>
    </message>
    <message>
        <source>Progress of the sync</source>
        <translation>同步进度</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n minute(s)</source>
        <translation>
            <numerusform>%n 分钟后再试</numerusform>
        </translation>
    </message>
    <message>
        <source>Next sync in less than a minute</source>
        <translation>不到一分钟后再次同步</translation>
    </message>
    <message numerus="yes">
        <source>Next sync in %n minute(s)</source>
        <translation>
            <numerusform>%n 分钟后再次同步</numerusform>
        </translation>
    </message>
    <message>
        <source>Headquarters is busy and asked this laptop to wait. All that you enter is kept on this laptop. “Sync now” tries at once all the same.</source>
        <translation>总部正忙，请本机稍候再试。您录入的内容都保存在本机。点“立即同步”可以马上再试。</translation>
    </message>
    <message numerus="yes">
        <source>The laptop tries again every %n minute(s), as the settings say. All that you enter is kept on this laptop. “Sync now” tries at once.</source>
        <translation>
            <numerusform>本机按设置每 %n 分钟再试一次。您录入的内容都保存在本机上。点“立即同步”可马上再试。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After each try that fails the laptop waits longer, %n minute(s) at most, to spare battery and network. All that you enter is kept on this laptop. Is there a network again? “Sync now” tries at once.</source>
        <translation>
            <numerusform>每次没连上，就多等一会儿再试，最多等 %n 分钟，以节省电量和流量。您录入的内容都保存在本机上。网络恢复了？点“立即同步”马上再试。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After each try that fails the laptop waits longer, %n minute(s) at most. All that you enter is kept on this laptop. “Sync now” tries at once.</source>
        <translation>
            <numerusform>每次没连上，就多等一会儿再试，最多等 %n 分钟。您录入的内容都保存在本机上。点“立即同步”可马上再试。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>1  Check</source>
        <translation>1  检查</translation>
    </message>
    <message>
        <source>2  Findings and result</source>
        <translation>2  问题与结果</translation>
    </message>
    <message>
        <source>3  Papers and signatures</source>
        <translation>3  文书与签字</translation>
    </message>
    <message>
        <source>Steps of the visit</source>
        <translation>检查的步骤</translation>
    </message>
</context>
<context>
    <name>StockTab</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Near expiry</source>
        <translation>临近保质期</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Which stock is shown</source>
        <translation>显示哪些库存</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批号</translation>
    </message>
    <message>
        <source>On hand</source>
        <translation>库存</translation>
    </message>
    <message>
        <source>Keeps until</source>
        <translation>可售至</translation>
    </message>
    <message>
        <source>Stock by batch</source>
        <translation>按批次的库存</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>By the book there are no such goods. What is on the shelf may differ.</source>
        <translation>按台账没有这样的货物，货架上的实际情况可能不同。</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Sync with headquarters now</source>
        <translation>立即与总部同步</translation>
    </message>
    <message>
        <source>What waits to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>This laptop</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>上次联系</translation>
    </message>
    <message>
        <source>Sign-in without contact</source>
        <translation>不联网登录</translation>
    </message>
    <message>
        <source>Headquarters</source>
        <translation>总部地址</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Name of this laptop</source>
        <translation>本机名称</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Demo data: nothing in it is real</source>
        <translation>演示数据，均非真实</translation>
    </message>
    <message>
        <source>Real data</source>
        <translation>真实数据</translation>
    </message>
    <message>
        <source>known after the first sync</source>
        <translation>首次同步后可知</translation>
    </message>
    <message>
        <source>No record waits to be sent.</source>
        <translation>没有等待发送的记录。</translation>
    </message>
    <message>
        <source>Photos: {done} of {whole} at headquarters, {size} to be sent</source>
        <translation>照片：共 {whole} 张，总部已收 {done} 张，待发送 {size}</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are at headquarters and wait for a related record of another laptop</source>
        <translation>
            <numerusform>有 %n 项修改已到总部，等待其他电脑上的关联记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>possible for %n more day(s)</source>
        <translation>
            <numerusform>还可用 %n 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncSentences</name>
    <message>
        <source>Headquarters cannot be reached. Your work is saved on this laptop and is sent when there is a network again.</source>
        <translation>暂时联系不上总部。您的工作已保存在本机，有网络时会自动发送。</translation>
    </message>
    <message>
        <source>Whoever answers at this address cannot prove to be your headquarters. Nothing was sent, and your work is saved on this laptop. Use another network; if it happens again, tell your county office.</source>
        <translation>这个地址的应答者不能证明自己是总部，因此什么也没有发送，您的工作已保存在本机。请换一个网络；如再次出现，请告知县局。</translation>
    </message>
    <message>
        <source>The network answers with a page of its own, usually a log-in page. Your work is saved on this laptop. Log in to the network in the web browser, or use another one.</source>
        <translation>当前网络弹出的是它自己的页面，一般是上网登录页。您的工作已保存在本机。请先在浏览器中登录网络，或换一个网络。</translation>
    </message>
    <message>
        <source>The connection broke off in the middle of an answer. Nothing was half-taken, and your work is saved on this laptop. It is tried again by itself.</source>
        <translation>连接在应答途中断开，没有收下任何不完整的内容，您的工作已保存在本机，稍后会自动重试。</translation>
    </message>
    <message>
        <source>Headquarters answered with an error of its own. Your work is saved on this laptop. It is tried again by itself; if it lasts for a day, tell your county office.</source>
        <translation>总部服务器出了差错。您的工作已保存在本机，稍后会自动重试；如持续一天，请告知县局。</translation>
    </message>
    <message>
        <source>Some changes do not get through although headquarters answers. They are saved on this laptop and are tried again later; if it lasts for a day, tell your county office.</source>
        <translation>总部有应答，但有些修改送不上去。这些修改已保存在本机，稍后重试；如持续一天，请告知县局。</translation>
    </message>
    <message>
        <source>Headquarters holds other data than this laptop: one of them demo data, the other real ones. Nothing was mixed, and your work is saved on this laptop. Please tell your county office.</source>
        <translation>总部与本机的数据不是一类：一方是演示数据，另一方是真实数据。数据没有混在一起，您的工作已保存在本机，请告知县局。</translation>
    </message>
    <message>
        <source>Headquarters does not know this laptop. Your work is saved on it. Ask your county office to set it up again.</source>
        <translation>总部不认识这台电脑。您的工作已保存在本机，请县局重新设置这台电脑。</translation>
    </message>
    <message>
        <source>Headquarters does not recognise this laptop&apos;s signature. Your work is saved on it. Ask your county office to set it up again.</source>
        <translation>总部不认可这台电脑的签名。您的工作已保存在本机，请县局重新设置这台电脑。</translation>
    </message>
    <message>
        <source>Headquarters refused to sync. Your work is saved on this laptop. Please tell your county office.</source>
        <translation>总部没有接受这次同步。您的工作已保存在本机，请告知县局。</translation>
    </message>
    <message>
        <source>Data that headquarters sent does not bear its signature, or is older than what this laptop had. None of it was taken in, and your work is saved on this laptop. Please tell your county office.</source>
        <translation>总部发来的数据没有总部的签名，或者比本机已有的更旧。这些数据一条也没有接收，您的工作已保存在本机。请告知县局。</translation>
    </message>
    <message>
        <source>Another program on this laptop is exchanging with headquarters just now. Your work is saved on this laptop, and is sent by the one or the other.</source>
        <translation>本机的另一个程序正在与总部同步。您的工作已保存在本机，将由其中一个程序发送。</translation>
    </message>
    <message>
        <source>Headquarters has already had a request with this number. Your work is saved on this laptop. Please press “Sync now” once more.</source>
        <translation>总部已收到过这个序号的请求。您的工作已保存在本机，请再按一次“立即同步”。</translation>
    </message>
    <message>
        <source>Headquarters has blocked this laptop. What is saved stays on it, but is no longer taken. Please talk to your county office before you go on.</source>
        <translation>总部已停用这台电脑。已保存的内容仍在本机，但总部不再接收。请先与县局联系，再继续工作。</translation>
    </message>
    <message>
        <source>Two machines use the identity of this laptop, probably after a disk was copied. Your work is saved on it. Stop using one of them and tell your county office.</source>
        <translation>有两台机器在用这台电脑的身份，可能是硬盘被复制过。您的工作已保存在本机，请停用其中一台并告知县局。</translation>
    </message>
    <message>
        <source>Two machines used the identity of this laptop, probably after a disk was copied. Your work is saved on it, and headquarters keeps what it sends. Your county office has to say which machine goes on; please tell it.</source>
        <translation>有两台机器用过这台电脑的身份，可能是硬盘被复制过。您的工作已保存在本机，发出的内容总部也会留存。由哪一台继续使用须由县局决定，请告知县局。</translation>
    </message>
    <message>
        <source>One change is too large for headquarters. It is saved on this laptop. Please tell your county office.</source>
        <translation>有一项修改太大，总部收不下。它已保存在本机，请告知县局。</translation>
    </message>
    <message>
        <source>Headquarters could not read what this laptop sent. Your work is saved on it. Please tell your county office.</source>
        <translation>总部读不懂本机发送的内容。您的工作已保存在本机，请告知县局。</translation>
    </message>
    <message>
        <source>Headquarters is busy. Your work is saved on this laptop and is sent by itself in a little while.</source>
        <translation>总部正忙。您的工作已保存在本机，稍后会自动发送。</translation>
    </message>
    <message>
        <source>Headquarters holds more changes of this laptop than the laptop itself, probably because an old copy of its disk was put back. Your work is saved. Please press “Sync now” once more.</source>
        <translation>总部收到的本机修改比本机自己的还多，可能是恢复过旧的硬盘备份。您的工作已保存，请再按一次“立即同步”。</translation>
    </message>
    <message>
        <source>Headquarters runs a program that is too old for this laptop. Nothing was half-taken, and your work is saved on this laptop; it is sent as soon as headquarters is updated. Please tell your county office.</source>
        <translation>总部的程序版本太旧，无法与本机同步。没有只收一半的数据，您的工作已保存在本机，总部升级后会自动发送。请告知县局。</translation>
    </message>
    <message>
        <source>A fault in the program ended the sync. Your work is saved on this laptop, and it is tried again later.</source>
        <translation>程序故障中断了同步。您的工作已保存在本机，稍后会重试。</translation>
    </message>
    <message>
        <source>Headquarters cannot be reached, and the first sign-in of a person on this laptop needs it. Nothing was changed. Connect the laptop to the network, then try again.</source>
        <translation>无法连接总部；首次在本机登录需要总部确认。没有任何改动。请连接网络后再试。</translation>
    </message>
    <message>
        <source>Whoever answers at this address cannot prove to be your headquarters. Nothing was sent or changed. Use another network; if it happens again, tell your county office.</source>
        <translation>此地址的应答方无法证明自己是您的总部。没有发送任何内容，也没有任何改动。请换一个网络；如再次出现，请告知县局。</translation>
    </message>
    <message>
        <source>The network answers with a page of its own, usually a log-in page. Nothing was changed. Log in to the network in the web browser, or use another one, then try again.</source>
        <translation>网络返回了它自己的页面，通常是上网登录页。没有任何改动。请先在浏览器里登录网络，或换一个网络，然后再试。</translation>
    </message>
    <message>
        <source>The connection to headquarters broke off. Nothing is lost: try again, and it goes on where it stopped.</source>
        <translation>与总部的连接中断了。没有丢失任何内容：请再试一次，会从中断处继续。</translation>
    </message>
    <message>
        <source>Headquarters answered with an error of its own. Nothing was changed. Try again in a few minutes; if it lasts for a day, tell your county office.</source>
        <translation>总部返回了自身的错误。没有任何改动。请过几分钟再试；如持续一天，请告知县局。</translation>
    </message>
    <message>
        <source>Headquarters is busy just now. Nothing is lost: please try again in a few minutes.</source>
        <translation>总部正忙。没有丢失任何内容：请过几分钟再试。</translation>
    </message>
    <message>
        <source>Headquarters no longer has a file that this laptop was loading. Your work is saved on this laptop. It is tried again by itself.</source>
        <translation>总部已没有本机正在下载的文件。您的工作已保存在本机，稍后自动重试。</translation>
    </message>
    <message>
        <source>Headquarters has given this laptop to other hands. Your work is saved, and is taken for somebody to look at; new data no longer come. Please talk to your county office.</source>
        <translation>总部已将这台电脑移交他人。您的工作已保存，并会收下，由专人查看；不再下发新数据。请与县局联系。</translation>
    </message>
    <message>
        <source>This program is too old for headquarters to understand it. Nothing was half-taken, and your work is saved on this laptop; it is sent after the update. Please install the new version.</source>
        <translation>本程序版本太旧，总部已无法识别。没有只收一半的数据，您的工作已保存在本机，升级后会自动发送。请安装新版本。</translation>
    </message>
    <message>
        <source>This program is too old for headquarters. Your work is saved on this laptop, and headquarters still takes what you send; new data come after the update. Please install the new version.</source>
        <translation>本程序版本太旧。您的工作已保存在本机，您发送的内容总部仍会收下；升级后才能收到新数据。请安装新版本。</translation>
    </message>
    <message>
        <source>Headquarters has had enough of this laptop for now. Your work is saved on it, and the rest is sent by itself later.</source>
        <translation>这台电脑今天发送的数据已达上限。您的工作已保存在本机，其余部分稍后自动发送。</translation>
    </message>
    <message>
        <source>The network is so slow that the sending was given up. Your work is saved on this laptop. It is tried again by itself.</source>
        <translation>网络太慢，本次发送已中止。您的工作已保存在本机，稍后自动重试。</translation>
    </message>
</context>
<context>
    <name>Terminal</name>
    <message>
        <source>The window cannot be shown: there is no display here. Start the program on a desktop.</source>
        <translation>无法显示窗口：这里没有图形界面。请在桌面环境中启动本程序。</translation>
    </message>
    <message>
        <source>The window cannot be shown. The system says: {reason}</source>
        <translation>无法显示窗口。系统提示：{reason}</translation>
    </message>
    <message>
        <source>{folder} cannot hold the data: {reason}. Nothing was changed. Choose another folder with --data.</source>
        <translation>{folder} 不能存放数据：{reason}。未做任何更改，请用 --data 另选文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}. Choose another folder with --out.</source>
        <translation>无法写入 {file}：{reason}。请用 --out 另选文件夹。</translation>
    </message>
    <message>
        <source>There is no folder {folder} of label photos. Nothing was done.</source>
        <translation>没有标签照片文件夹 {folder}。未执行任何操作。</translation>
    </message>
    <message>
        <source>The program is open on these data. Nothing was changed. Close its window and try again.</source>
        <translation>本程序正在使用这些数据。未做任何更改，请关闭窗口后重试。</translation>
    </message>
    <message>
        <source>There is no backup in {folder}. One is made when the window closes for the day.</source>
        <translation>{folder} 中没有备份。每个工作日关闭窗口时会自动备份。</translation>
    </message>
    <message>
        <source>Nothing was changed. Bring one back with: {app} restore NUMBER --user NAME</source>
        <translation>未做任何更改。恢复其中一份：{app} restore 序号 --user 用户名</translation>
    </message>
    <message>
        <source>There is no backup {number}. Nothing was changed.</source>
        <translation>没有第 {number} 份备份。未做任何更改。</translation>
    </message>
    <message>
        <source>Say whose password opens the data: --user with one of {names}. Nothing was changed.</source>
        <translation>请说明用谁的密码打开数据：--user 后写 {names} 之一。未做任何更改。</translation>
    </message>
    <message>
        <source>Password of {name}</source>
        <translation>{name} 的密码</translation>
    </message>
    <message>
        <source>Parts of the data cannot be read any more. What can be read of the changes that are not at headquarters yet comes along, and the rest may be lost. Nothing was changed. Make a rescue package first ({app} rescue), or add --yes.</source>
        <translation>部分数据已无法读取。尚未送达总部的修改中，能读出的会一并带入，其余可能丢失。未做任何更改。请先制作救援包（{app} rescue），或在命令后加 --yes。</translation>
    </message>
    <message>
        <source>The data of {made} are back, with {count} changes that were entered since and are not at headquarters yet. What was here is kept beside them as {kept}. What headquarters has got since comes back with the next sync.</source>
        <translation>已恢复到 {made} 的数据，此后录入、尚未送达总部的 {count} 条修改也已带入。原有数据保存在旁边的 {kept}。总部此后收到的内容会在下次同步时取回。</translation>
    </message>
    <message>
        <source>Nobody&apos;s password is kept here any more, so headquarters has to be asked, and it cannot be reached. Nothing was changed. Connect this laptop to the network and try again.</source>
        <translation>本机已没有任何人的密码信息，需要向总部核对，但现在连不上总部。未做任何更改。请连接网络后重试。</translation>
    </message>
    <message>
        <source>{file} holds {changes} changes and {photos} photos that headquarters does not have yet; headquarters alone can read it. Give it to your county office, and go on with a backup: {app} restore</source>
        <translation>{file} 中有总部尚未收到的 {changes} 条修改和 {photos} 张照片，只有总部能读取。请交给县局，然后用备份继续工作：{app} restore</translation>
    </message>
    <message>
        <source>{count} photos that headquarters waits for are damaged or missing.</source>
        <translation>总部等待的照片中有 {count} 张已损坏或缺失。</translation>
    </message>
    <message>
        <source>Some of the data could not be read any more; everything that can be read is in it.</source>
        <translation>部分数据已无法读取；能读出的都已包含在内。</translation>
    </message>
    <message>
        <source>To look at the data themselves too, add --user NAME.</source>
        <translation>如需同时检查数据本身，请加 --user 用户名。</translation>
    </message>
    <message>
        <source>From now on {folder} gets a copy of each backup when it is connected.</source>
        <translation>今后只要接上，{folder} 就会得到每次备份的副本。</translation>
    </message>
    <message>
        <source>{file} is made and was read back. It stays until you remove it.</source>
        <translation>已生成备份 {file} 并回读核对。它会一直保留，直到您自行删除。</translation>
    </message>
    <message>
        <source>No backup can be put into {folder}: {reason}. Nothing was changed. Choose another folder with {option}.</source>
        <translation>{folder} 中无法存放备份：{reason}。未做任何更改，请用 {option} 另选文件夹。</translation>
    </message>
    <message>
        <source>There is no folder {folder}. Nothing was changed; name another with --also.</source>
        <translation>没有 {folder} 这个文件夹。未做任何更改，请用 --also 另选一个。</translation>
    </message>
    <message>
        <source>{folder} lies where the data themselves are, and would be lost with them. Nothing was changed; name a folder of another disk with --also.</source>
        <translation>{folder} 和数据放在一处，数据丢了它也会丢。未做任何更改，请用 --also 选另一块磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>A copy of it lies in {folder}.</source>
        <translation>{folder} 中另存了一份。</translation>
    </message>
    <message>
        <source>There is no copy of it in {folder}: that disk is not connected, full, or cannot be written.</source>
        <translation>未能在 {folder} 中另存一份：那块磁盘没有连接、已满或不能写入。</translation>
    </message>
    <message>
        <source>There is a file {file} already. Nothing was written; choose another --out.</source>
        <translation>文件 {file} 已存在。未写入任何内容，请用 --out 另选文件。</translation>
    </message>
</context>
<context>
    <name>TimeSource</name>
    <message>
        <source>by the camera&apos;s clock</source>
        <translation>相机时间</translation>
    </message>
    <message>
        <source>by this computer&apos;s clock</source>
        <translation>本机时间</translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation>手工填写</translation>
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
<context>
    <name>Townships</name>
    <message>
        <source>{name} (until {day})</source>
        <translation>{name}（至{day}停用）</translation>
    </message>
</context>
<context>
    <name>VisitHeader</name>
    <message>
        <source>Kind of visit</source>
        <translation>检查类型</translation>
    </message>
    <message>
        <source>with</source>
        <translation>与</translation>
    </message>
    <message>
        <source>Told of the right to ask for withdrawal</source>
        <translation>已告知申请回避的权利</translation>
    </message>
    <message>
        <source>Certificate shown at {time}</source>
        <translation>已出示执法证件 {time}</translation>
    </message>
    <message>
        <source>Certificate shown</source>
        <translation>已出示执法证件</translation>
    </message>
    <message>
        <source>Begun {moment}</source>
        <translation>开始于 {moment}</translation>
    </message>
</context>
<context>
    <name>VisitTools</name>
    <message>
        <source>Officers</source>
        <translation>人员与告知</translation>
    </message>
    <message>
        <source>Kind of visit, officers, what the party was told</source>
        <translation>检查类型、检查人员与告知事项</translation>
    </message>
    <message>
        <source>Finish checking</source>
        <translation>完成检查</translation>
    </message>
    <message>
        <source>Finish checking (Ctrl+Enter)</source>
        <translation>完成检查（Ctrl+Enter）</translation>
    </message>
    <message numerus="yes">
        <source>%n to do</source>
        <translation>
            <numerusform>还缺 %n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is missing</source>
        <translation>已全部填好</translation>
    </message>
    <message>
        <source>Not saved yet; trying again</source>
        <translation>尚未保存，正在重试</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>已保存 {time}</translation>
    </message>
</context>
<context>
    <name>Workplace</name>
    <message>
        <source>Making a backup of this laptop&apos;s data…</source>
        <translation>正在备份本机数据…</translation>
    </message>
    <message>
        <source>Go on without a backup?</source>
        <translation>不做备份就继续吗？</translation>
    </message>
    <message>
        <source>Your work is saved on this laptop, but today&apos;s backup could not be made; most often the disk has too little room. Free some space, then close the window or sign out again.</source>
        <translation>您的工作已保存在本机，但今天的备份没有做成，多半是磁盘空间不足。请先腾出空间，再重新关闭窗口或退出登录。</translation>
    </message>
    <message>
        <source>Go on without</source>
        <translation>不备份，继续</translation>
    </message>
</context>
<context>
    <name>_DaysLeft</name>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>还有 %n 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation>
            <numerusform>超期 %n 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Standings</name>
    <message>
        <source>Syncing with headquarters…</source>
        <translation>正在与总部同步…</translation>
    </message>
    <message>
        <source>You can go on working. Stopping is safe at any moment.</source>
        <translation>您可以继续工作，随时停止都不会丢失内容。</translation>
    </message>
    <message>
        <source>Syncing with headquarters is stopped</source>
        <translation>与总部的同步已停止</translation>
    </message>
    <message>
        <source>The clock of this laptop is wrong</source>
        <translation>本机时钟不准，请先校正</translation>
    </message>
    <message numerus="yes">
        <source>Headquarters refused %n change(s)</source>
        <translation>
            <numerusform>有 %n 项修改总部未接受</numerusform>
        </translation>
    </message>
    <message>
        <source>They are kept on this laptop. Correct each of them, or set it aside.</source>
        <translation>这些修改保存在本机，请逐项改正或搁置。</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed twice</source>
        <translation>
            <numerusform>有 %n 处内容两边都改过</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was lost. Please look at both values and decide which one is right.</source>
        <translation>内容没有丢失，请对照两边，决定哪一个正确。</translation>
    </message>
    <message>
        <source>headquarters cannot be reached</source>
        <translation>联系不上总部</translation>
    </message>
    <message>
        <source>headquarters cannot be reached, last contact {when}</source>
        <translation>联系不上总部（上次联系：{when}）</translation>
    </message>
    <message>
        <source>{asks}; {why}</source>
        <translation>{asks}；{why}</translation>
    </message>
    <message>
        <source>The last sync was not completed</source>
        <translation>上次同步没有完成</translation>
    </message>
    <message>
        <source>Working offline; nothing waits to be sent</source>
        <translation>离线工作中，没有待发送的内容</translation>
    </message>
    <message numerus="yes">
        <source>Working offline; %n change(s) are safe on this laptop</source>
        <translation>
            <numerusform>离线工作中，%n 项修改已安全保存在本机</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to be sent, the oldest of {since}</source>
        <translation>
            <numerusform>%n 项修改待发送，最早的是{since}</numerusform>
        </translation>
    </message>
    <message>
        <source>They are saved on this laptop and go out with the next sync.</source>
        <translation>已保存在本机，下次同步时发送。</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) to be sent</source>
        <translation>
            <numerusform>%n 张照片待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>All records are at headquarters; the photos follow.</source>
        <translation>记录已全部到总部，照片随后发送。</translation>
    </message>
    <message>
        <source>The data of headquarters are not complete here yet</source>
        <translation>总部的数据还没有下载完整</translation>
    </message>
    <message>
        <source>Lists may lack entries until the first download has come to its end.</source>
        <translation>首次下载完成之前，列表可能不全。</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) need a newer program</source>
        <translation>
            <numerusform>有 %n 条记录需要更新程序才能显示</numerusform>
        </translation>
    </message>
    <message>
        <source>They are kept and appear after the update of this program.</source>
        <translation>这些记录已保存，更新程序后即可显示。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait until headquarters is updated</source>
        <translation>
            <numerusform>有 %n 处修改要等总部升级后才能处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Headquarters keeps them; its program is older than this one. There is nothing for you to do.</source>
        <translation>这些修改已存放在总部；总部的程序比本机旧，升级后会自动处理，您无需操作。</translation>
    </message>
    <message numerus="yes">
        <source>Headquarters waits for a related record for %n change(s)</source>
        <translation>
            <numerusform>有 %n 项修改在总部等待关联记录</numerusform>
        </translation>
    </message>
    <message>
        <source>It usually comes from another laptop. There is nothing for you to do.</source>
        <translation>关联记录一般由其他电脑送来，您不需要做什么。</translation>
    </message>
    <message>
        <source>Level with headquarters, {when}</source>
        <translation>已与总部同步，{when}</translation>
    </message>
    <message>
        <source>Everything of this laptop is at headquarters.</source>
        <translation>本机的内容总部都已收到。</translation>
    </message>
    <message>
        <source>Headquarters is busy; this laptop waits its turn</source>
        <translation>总部正忙，本机正在排队</translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message numerus="yes">
        <source>%n photo(s) at headquarters (reduced), originals still here</source>
        <translation>
            <numerusform>%n 张照片已到总部（缩小图），原图还在本机</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s), all at headquarters</source>
        <translation>
            <numerusform>%n 张照片，已全部到总部</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s), none at headquarters yet</source>
        <translation>
            <numerusform>%n 张照片，都还没有到总部</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n photo(s) at headquarters</source>
        <translation>
            <numerusform>%n 张照片中 {done} 张已到总部</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n original(s) left this laptop, {size} are free now. The small copies stay.</source>
        <translation>
            <numerusform>已从本机清除 %n 张原图，腾出 {size}。缩小图仍在本机。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %n photo(s) on this laptop are damaged, and headquarters does not have them yet. Their records are safe. If you still have the same pictures, in the camera perhaps, add them again.</source>
        <translation>
            <numerusform>本机有 %n 张照片的文件已损坏，总部还没有收到。照片的记录都在。如果相机里还留有同样的照片，请重新添加。</numerusform>
        </translation>
    </message>
</context>
</TS>
