extension StaffWords {
    static let greek = StaffWords(
        pin: PINWords(
            staff: "PIN προσωπικού", technician: "PIN τεχνικού", checking: "Έλεγχος…",
            wrong: "Λάθος PIN. Προσπάθειες που μένουν: #", locked: "Πολλά λάθος PIN. Δοκιμάστε ξανά σε #",
            noStaff: "Δεν έχει οριστεί PIN προσωπικού, το μενού δεν ανοίγει. Τεχνικός: smilepost-kiosk set-pin",
            noTechnician: "Δεν έχει οριστεί PIN τεχνικού. Εκτελέστε smilepost-kiosk set-pin --technician",
            closesIn: "Κλείνει σε # δ", returnsIn: "Επιστροφή στο μενού σε # δ", close: "Κλείσιμο"),
        state: StateWords(
            arrived: "Όλα έφτασαν", none: "Καμία απάντηση ακόμη", waitingOne: "1 απάντηση περιμένει",
            waitingMany: "# απαντήσεις περιμένουν", since: "από τις #", sinceYesterday: "από χθες στις #",
            sinceDays: "εδώ και # ημέρες", online: "η αποστολή λειτουργεί", starting: "σύνδεση…",
            offline: "το κέντρο δεν απαντά", portal: "στη θέση του κέντρου απαντά σελίδα σύνδεσης",
            refused: "το κέντρο δεν δέχεται αυτό το κιόσκι", retired: "το κέντρο απέσυρε αυτό το κιόσκι",
            notEnrolled: "το κιόσκι δεν είναι εγγεγραμμένο", noCollector: "δεν έχει οριστεί διεύθυνση κέντρου",
            notRunning: "το κιόσκι δεν εκτελείται"),
        rows: RowWords(
            contact: "Τελευταία επαφή", delivered: "Παραδόθηκαν", waiting: "Περιμένουν", survey: "Έρευνα",
            clock: "Ρολόι", touch: "Οθόνη αφής", disk: "Δίσκος", created: "Απαντήσεις",
            dead: "Απορρίφθηκαν από το κέντρο", lost: "Χάθηκαν", collector: "Κέντρο", kiosk: "Κιόσκι",
            failure: "Τελευταία βλάβη", ago: "πριν από #", never: "καμία από την εκκίνηση",
            noTouch: "κανένα άγγιγμα από την εκκίνηση", clockRight: "#, ελεγμένο", clockUnsure: "#, μη ελεγμένο",
            free: "# % ελεύθερο", nothing: "τίποτα", minutes: "# λ", hours: "# ω", days: "# ημ."),
        items: ItemWords(
            sync: "Αποστολή τώρα", touches: "Δοκιμή αφής", language: "Γλώσσα", theme: "Χρώματα",
            restartApp: "Επανεκκίνηση εφαρμογής", restartDevice: "Επανεκκίνηση συσκευής", technician: "Τεχνικός",
            details: "Λεπτομέρειες", doctor: "Έλεγχος συσκευής", leave: "Έξοδος στην κονσόλα", dark: "Σκούρο",
            light: "Φωτεινό", contrast: "Υψηλή αντίθεση", further: "Επόμενα", earlier: "Προηγούμενα"),
        texts: TextWords(
            restartApp: "Η έρευνα επιστρέφει σε λίγα δευτερόλεπτα. Καμία απάντηση δεν χάνεται.",
            restartDevice: "Η συσκευή επιστρέφει σε ένα δύο λεπτά. Καμία απάντηση δεν χάνεται.",
            leave: "Η έρευνα τελειώνει και η οθόνη ζητά σύνδεση. Επιστρέφει όταν επανεκκινήσει η συσκευή.",
            technician: "Ό,τι μπορεί να βγάλει την έρευνα από την οθόνη.", sending: "Αποστολή…",
            restarting: "Μια στιγμή…", failed: "Δεν πέτυχε.", done: "Έτοιμο.",
            touchesHint: "Αγγίξτε οπουδήποτε: ένα σημάδι δείχνει το σημείο.", place: "Στήλη #, γραμμή #",
            millimetres: "# χιλ. από αριστερά, # χιλ. από πάνω", faults: "Προς διόρθωση: #",
            noFaults: "Καμία βλάβη."))

    static let hebrew = StaffWords(
        pin: PINWords(
            staff: "קוד צוות", technician: "קוד טכנאי", checking: "בבדיקה…", wrong: "קוד שגוי. נותרו ניסיונות: #",
            locked: "יותר מדי קודים שגויים. נסו שוב בעוד #",
            noStaff: "לא נקבע קוד צוות, ולכן שום דבר לא נפתח. לטכנאי: הריצו smilepost-kiosk set-pin",
            noTechnician: "לא נקבע קוד טכנאי. הריצו smilepost-kiosk set-pin --technician",
            closesIn: "נסגר בעוד # שנ׳", returnsIn: "חזרה לתפריט בעוד # שנ׳", close: "סגירה"),
        state: StateWords(
            arrived: "הכול הגיע", none: "אין עדיין תשובות", waitingOne: "תשובה אחת ממתינה",
            waitingMany: "# תשובות ממתינות", since: "מאז #", sinceYesterday: "מאתמול ב־#", sinceDays: "כבר # ימים",
            online: "השליחה פועלת", starting: "מתחבר…", offline: "אין קשר עם המרכז",
            portal: "דף כניסה עונה במקום המרכז", refused: "המרכז אינו מקבל את העמדה",
            retired: "המרכז הוציא את העמדה משימוש", notEnrolled: "העמדה אינה רשומה",
            noCollector: "לא נקבעה כתובת מרכז", notRunning: "העמדה אינה פועלת"),
        rows: RowWords(
            contact: "קשר אחרון", delivered: "נמסרו", waiting: "ממתינות", survey: "סקר", clock: "שעון",
            touch: "מסך מגע", disk: "דיסק", created: "תשובות שהתקבלו", dead: "נדחו במרכז", lost: "אבדו",
            collector: "מרכז", kiosk: "עמדה", failure: "תקלה אחרונה", ago: "לפני #", never: "לא היה מאז ההפעלה",
            noTouch: "לא הייתה נגיעה מאז ההפעלה", clockRight: "#, נבדק", clockUnsure: "#, לא נבדק",
            free: "# % פנוי", nothing: "אין", minutes: "# דק׳", hours: "# שע׳", days: "# ימים"),
        items: ItemWords(
            sync: "שליחה עכשיו", touches: "בדיקת מגע", language: "שפה", theme: "צבעים",
            restartApp: "הפעלת התוכנה מחדש", restartDevice: "הפעלת המכשיר מחדש", technician: "טכנאי",
            details: "פרטים", doctor: "בדיקת המכשיר", leave: "יציאה למסוף", dark: "כהה", light: "בהיר",
            contrast: "ניגודיות גבוהה", further: "הבא", earlier: "הקודם"),
        texts: TextWords(
            restartApp: "הסקר חוזר בתוך שניות אחדות. שום תשובה לא אובדת.",
            restartDevice: "המכשיר חוזר בתוך דקה או שתיים. שום תשובה לא אובדת.",
            leave: "הסקר נגמר ועל המסך מופיעה כניסה למערכת. הוא חוזר כשהמכשיר מופעל מחדש.",
            technician: "פעולות שעלולות להסיר את הסקר מהמסך.", sending: "בשליחה…", restarting: "רגע…",
            failed: "זה לא הצליח.", done: "בוצע.", touchesHint: "געו בכל מקום: סימן מראה היכן נגעתם.",
            place: "עמודה #, שורה #", millimetres: "# מ״מ משמאל, # מ״מ מלמעלה", faults: "לתיקון: #",
            noFaults: "אין תקלות."))

    static let chinese = StaffWords(
        pin: PINWords(
            staff: "员工密码", technician: "技术员密码", checking: "正在核对…", wrong: "密码错误，还可尝试 # 次",
            locked: "错误次数过多，请在 # 后再试", noStaff: "未设置员工密码，菜单无法打开。技术员请运行 smilepost-kiosk set-pin",
            noTechnician: "未设置技术员密码。请运行 smilepost-kiosk set-pin --technician", closesIn: "# 秒后关闭",
            returnsIn: "# 秒后返回菜单", close: "关闭"),
        state: StateWords(
            arrived: "已全部送达", none: "还没有答案", waitingOne: "1 份答案待发送", waitingMany: "# 份答案待发送",
            since: "自 #", sinceYesterday: "自昨天 #", sinceDays: "已 # 天", online: "发送正常", starting: "正在连接…",
            offline: "无法连接中心", portal: "应答的是登录页面，不是中心", refused: "中心不接受这台终端", retired: "中心已停用这台终端",
            notEnrolled: "这台终端尚未登记", noCollector: "未设置中心地址", notRunning: "终端没有运行"),
        rows: RowWords(
            contact: "最近联系", delivered: "已送达", waiting: "待发送", survey: "问卷", clock: "时钟", touch: "触摸屏",
            disk: "磁盘", created: "收到的答案", dead: "中心拒收", lost: "丢失", collector: "中心", kiosk: "终端",
            failure: "最近故障", ago: "# 前", never: "启动后没有联系", noTouch: "启动后没有触摸", clockRight: "#，已校对",
            clockUnsure: "#，未校对", free: "剩余 # %", nothing: "无", minutes: "# 分钟", hours: "# 小时",
            days: "# 天"),
        items: ItemWords(
            sync: "立即发送", touches: "触摸测试", language: "语言", theme: "颜色", restartApp: "重启程序",
            restartDevice: "重启设备", technician: "技术员", details: "详细信息", doctor: "检查设备", leave: "退出到控制台",
            dark: "深色", light: "浅色", contrast: "高对比度", further: "下一页", earlier: "上一页"),
        texts: TextWords(
            restartApp: "问卷几秒后恢复，答案不会丢失。", restartDevice: "设备一两分钟后恢复，答案不会丢失。",
            leave: "问卷结束，屏幕显示登录提示。设备重启后问卷恢复。", technician: "可能使问卷离开屏幕的操作。",
            sending: "正在发送…", restarting: "请稍候…", failed: "没有成功。", done: "完成。",
            touchesHint: "请触摸任意位置：标记显示触摸点。", place: "第 # 列，第 # 行", millimetres: "距左 # 毫米，距上 # 毫米",
            faults: "待修复：#", noFaults: "没有故障。"))
}
