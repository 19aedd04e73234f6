extension StaffWords {
    static let arabic = StaffWords(
        pin: PINWords(
            staff: "رمز الموظفين", technician: "رمز الفني", checking: "جار التحقق…",
            wrong: "الرمز غير صحيح. المحاولات الباقية: #", locked: "محاولات خاطئة كثيرة. أعد المحاولة بعد #",
            noStaff: "لم يحدد رمز للموظفين، فلا يفتح شيء. للفني: شغل smilepost-kiosk set-pin",
            noTechnician: "لم يحدد رمز للفني. شغل smilepost-kiosk set-pin --technician",
            closesIn: "تغلق وحدها بعد # ث", returnsIn: "العودة إلى القائمة بعد # ث", close: "إغلاق"),
        state: StateWords(
            arrived: "وصل كل شيء", none: "لا إجابات بعد", waitingOne: "إجابة واحدة تنتظر",
            waitingMany: "إجابات تنتظر الإرسال: #", since: "منذ #", sinceYesterday: "منذ أمس #",
            sinceDays: "منذ أيام: #", online: "الإرسال يعمل", starting: "جار الاتصال…",
            offline: "تعذر الوصول إلى المركز", portal: "صفحة دخول تجيب بدل المركز",
            refused: "المركز لا يقبل هذا الجهاز", retired: "أخرج المركز هذا الجهاز من الخدمة",
            notEnrolled: "هذا الجهاز غير مسجل", noCollector: "لم يحدد عنوان المركز", notRunning: "الجهاز لا يعمل"),
        rows: RowWords(
            contact: "آخر اتصال", delivered: "وصل", waiting: "ينتظر", survey: "الاستبيان", clock: "الساعة",
            touch: "شاشة اللمس", disk: "القرص", created: "إجابات مأخوذة", dead: "رفضها المركز", lost: "مفقود",
            collector: "المركز", kiosk: "الجهاز", failure: "آخر خلل", ago: "قبل #", never: "لا اتصال منذ البدء",
            noTouch: "لا لمس منذ البدء", clockRight: "#، مضبوطة", clockUnsure: "#، غير مضبوطة", free: "# % فارغ",
            nothing: "لا شيء", minutes: "# د", hours: "# س", days: "# يوم"),
        items: ItemWords(
            sync: "أرسل الآن", touches: "اختبار اللمس", language: "اللغة", theme: "الألوان",
            restartApp: "إعادة تشغيل البرنامج", restartDevice: "إعادة تشغيل الجهاز", technician: "الفني",
            details: "التفاصيل", doctor: "فحص الجهاز", leave: "الخروج إلى سطر الأوامر", dark: "داكن", light: "فاتح",
            contrast: "تباين عال", further: "التالي", earlier: "السابق"),
        texts: TextWords(
            restartApp: "يعود الاستبيان بعد ثوان. لا تضيع أي إجابة.",
            restartDevice: "يعود الجهاز بعد دقيقة أو دقيقتين. لا تضيع أي إجابة.",
            leave: "ينتهي الاستبيان وتظهر شاشة الدخول. ويعود عند إعادة تشغيل الجهاز.",
            technician: "ما قد يزيل الاستبيان عن الشاشة.", sending: "جار الإرسال…", restarting: "لحظة…",
            failed: "لم ينجح ذلك.", done: "تم.", touchesHint: "المس أي مكان: تظهر علامة حيث تقع اللمسة.",
            place: "العمود #، الصف #", millimetres: "# مم من اليسار، # مم من الأعلى", faults: "للإصلاح: #",
            noFaults: "لا خلل."))
}
