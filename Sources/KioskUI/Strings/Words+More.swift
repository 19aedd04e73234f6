extension Words {
    static let chinese = Words(
        faces: ["很差", "差", "一般", "好", "非常好"],
        stars: Ends("差", "非常好"),
        recommend: Ends("完全不可能", "非常可能"),
        effort: Ends("非常困难", "非常容易"),
        yes: "是", no: "否", back: "返回", next: "下一步", skip: "跳过", undo: "撤销", second: "秒",
        chooseUpTo: "最多选 # 项",
        touchFace: "请触摸表情或按 1–#",
        touchOption: "请触摸答案或按 1–#",
        digitsThenEnter: "按数字选择，按 Enter 回答",
        outOfService: Notice("暂停服务", "本机目前无法接收回答，请告知工作人员。"),
        noSurvey: Notice("尚未设置", "本机没有问卷。技术人员：请运行 smilepost-kiosk enroll，然后为本网点发布问卷。"),
        closed: Notice("现已关闭", "营业时间内欢迎您留下意见。"))

    static let greek = Words(
        faces: ["Απαίσια", "Κακή", "Μέτρια", "Καλή", "Άριστη"],
        stars: Ends("Κακό", "Άριστο"),
        recommend: Ends("Καθόλου πιθανό", "Πολύ πιθανό"),
        effort: Ends("Πολύ δύσκολο", "Πολύ εύκολο"),
        yes: "Ναι", no: "Όχι", back: "Πίσω", next: "Επόμενο", skip: "Παράλειψη", undo: "Αναίρεση", second: "δ",
        chooseUpTo: "Επιλέξτε έως #",
        touchFace: "Αγγίξτε ένα πρόσωπο ή πατήστε 1–#",
        touchOption: "Αγγίξτε μια απάντηση ή πατήστε 1–#",
        digitsThenEnter: "Ψηφία για επιλογή, Enter για απάντηση",
        outOfService: Notice(
            "Εκτός λειτουργίας", "Δεν μπορούμε να δεχτούμε απαντήσεις τώρα. Παρακαλούμε ενημερώστε το προσωπικό."),
        noSurvey: Notice(
            "Δεν έχει ρυθμιστεί",
            "Δεν υπάρχει έρευνα εδώ. Τεχνικός: εκτελέστε smilepost-kiosk enroll και δημοσιεύστε μια έρευνα."),
        closed: Notice("Κλειστά τώρα", "Θα χαρούμε να ακούσουμε τη γνώμη σας όταν είμαστε ανοιχτά."))

    static let hebrew = Words(
        faces: ["גרוע מאוד", "גרוע", "בסדר", "טוב", "מצוין"],
        stars: Ends("גרוע", "מצוין"),
        recommend: Ends("בכלל לא סביר", "סביר מאוד"),
        effort: Ends("קשה מאוד", "קל מאוד"),
        yes: "כן", no: "לא", back: "חזרה", next: "הבא", skip: "דילוג", undo: "ביטול", second: "שנ׳",
        chooseUpTo: "בחרו עד #",
        touchFace: "געו בפרצוף או הקישו 1–#",
        touchOption: "געו בתשובה או הקישו 1–#",
        digitsThenEnter: "ספרות לבחירה, Enter לתשובה",
        outOfService: Notice("לא בשירות", "העמדה אינה יכולה לקבל תשובות כרגע. אנא הודיעו לצוות."),
        noSurvey: Notice(
            "עדיין לא הוגדר", "אין סקר בעמדה זו. טכנאי: הריצו smilepost-kiosk enroll ופרסמו סקר לסניף."),
        closed: Notice("סגור כעת", "נשמח לשמוע מכם בשעות הפתיחה."))
}
