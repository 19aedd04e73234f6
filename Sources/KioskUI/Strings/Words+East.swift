extension Words {
    static let azerbaijani = Words(
        faces: ["Çox pis", "Pis", "Orta", "Yaxşı", "Əla"],
        stars: Ends("Pis", "Əla"),
        recommend: Ends("Qətiyyən ehtimal deyil", "Çox ehtimal ki"),
        effort: Ends("Çox çətin", "Çox asan"),
        yes: "Bəli", no: "Xeyr", back: "Geri", next: "Növbəti", skip: "Keç", undo: "Ləğv et", second: "san",
        chooseUpTo: "Ən çoxu # seçin",
        touchFace: "Üzə toxunun və ya 1–# basın",
        touchOption: "Cavaba toxunun və ya 1–# basın",
        digitsThenEnter: "Rəqəmlə seçin, Enter cavab verir",
        outOfService: Notice(
            "Xidmət göstərmir", "Bu kiosk hazırda cavab qəbul edə bilmir. Zəhmət olmasa, əməkdaşlara bildirin."),
        noSurvey: Notice(
            "Hələ quraşdırılmayıb",
            "Bu kioskda sorğu yoxdur. Texnik: smilepost-kiosk enroll icra edin, sonra filial üçün sorğu yayımlayın."),
        closed: Notice("Bağlıdır", "İş saatlarında rəyinizi eşitməyə şad olarıq."))

    static let turkish = Words(
        faces: ["Çok kötü", "Kötü", "Orta", "İyi", "Mükemmel"],
        stars: Ends("Kötü", "Mükemmel"),
        recommend: Ends("Hiç olası değil", "Çok olası"),
        effort: Ends("Çok zor", "Çok kolay"),
        yes: "Evet", no: "Hayır", back: "Geri", next: "İleri", skip: "Geç", undo: "Geri al", second: "sn",
        chooseUpTo: "En çok # seçin",
        touchFace: "Bir yüze dokunun veya 1–# basın",
        touchOption: "Bir yanıta dokunun veya 1–# basın",
        digitsThenEnter: "Rakamla seçin, Enter yanıtlar",
        outOfService: Notice(
            "Hizmet dışı", "Bu kiosk şu anda yanıt alamıyor. Lütfen görevlilere haber verin."),
        noSurvey: Notice(
            "Henüz kurulmadı",
            "Bu kioskta anket yok. Teknisyen: smilepost-kiosk enroll çalıştırın, sonra bu şube için anket yayımlayın."),
        closed: Notice("Şu an kapalı", "Açık olduğumuz saatlerde görüşünüzü duymak isteriz."))

    static let russian = Words(
        faces: ["Ужасно", "Плохо", "Нормально", "Хорошо", "Отлично"],
        stars: Ends("Плохо", "Отлично"),
        recommend: Ends("Точно нет", "Точно да"),
        effort: Ends("Очень трудно", "Очень легко"),
        yes: "Да", no: "Нет", back: "Назад", next: "Далее", skip: "Пропустить", undo: "Отменить", second: "с",
        chooseUpTo: "Выберите до #",
        touchFace: "Коснитесь лица или нажмите 1–#",
        touchOption: "Коснитесь ответа или нажмите 1–#",
        digitsThenEnter: "Выберите цифрой, затем Enter",
        outOfService: Notice(
            "Не работает", "Этот терминал сейчас не принимает ответы. Пожалуйста, сообщите сотрудникам."),
        noSurvey: Notice(
            "Ещё не настроено",
            "На этом терминале нет опроса. Технику: выполните smilepost-kiosk enroll, затем опубликуйте опрос."),
        closed: Notice("Сейчас закрыто", "Мы будем рады вашему мнению в часы работы."))

    static let arabic = Words(
        faces: ["سيئة جدا", "سيئة", "مقبولة", "جيدة", "ممتازة"],
        stars: Ends("سيئ", "ممتاز"),
        recommend: Ends("غير محتمل إطلاقا", "محتمل جدا"),
        effort: Ends("صعب جدا", "سهل جدا"),
        yes: "نعم", no: "لا", back: "رجوع", next: "التالي", skip: "تخطي", undo: "تراجع", second: "ث",
        chooseUpTo: "اختر حتى #",
        touchFace: "المس وجها أو اضغط 1–#",
        touchOption: "المس إجابة أو اضغط 1–#",
        digitsThenEnter: "اختر بالأرقام ثم اضغط Enter",
        outOfService: Notice("خارج الخدمة", "لا يستطيع هذا الجهاز استقبال الإجابات الآن. يرجى إبلاغ الموظفين."),
        noSurvey: Notice(
            "لم يتم الإعداد بعد",
            "لا يوجد استبيان على هذا الجهاز. للفني: شغل smilepost-kiosk enroll ثم انشر استبيانا لهذا الفرع."),
        closed: Notice("مغلق الآن", "يسعدنا سماع رأيك خلال ساعات العمل."))
}
