extension StaffWords {
    static let azerbaijani = StaffWords(
        pin: PINWords(
            staff: "Əməkdaş PIN-i", technician: "Texnik PIN-i", checking: "Yoxlanılır…",
            wrong: "PIN yanlışdır. Qalan cəhd: #", locked: "Çox sayda yanlış PIN. # sonra yenidən cəhd edin",
            noStaff: "Əməkdaş PIN-i təyin edilməyib, menyu açılmır. Texnik: smilepost-kiosk set-pin icra edin",
            noTechnician: "Texnik PIN-i təyin edilməyib. smilepost-kiosk set-pin --technician icra edin",
            closesIn: "# san sonra özü bağlanır", returnsIn: "# san sonra menyuya qayıdır", close: "Bağla"),
        state: StateWords(
            arrived: "Hamısı çatıb", none: "Hələ cavab yoxdur", waitingOne: "1 cavab gözləyir",
            waitingMany: "# cavab gözləyir", since: "saat #-dən", sinceYesterday: "dünən #-dən",
            sinceDays: "# gündür", online: "göndərmə işləyir", starting: "qoşulur…",
            offline: "mərkəzə çatmaq olmur", portal: "mərkəzin yerinə giriş səhifəsi cavab verir",
            refused: "mərkəz bu kiosku qəbul etmir", retired: "mərkəz bu kiosku istifadədən çıxarıb",
            notEnrolled: "bu kiosk qeydiyyatdan keçməyib", noCollector: "mərkəzin ünvanı verilməyib",
            notRunning: "kiosk işləmir"),
        rows: RowWords(
            contact: "Son əlaqə", delivered: "Çatdırılıb", waiting: "Gözləyir", survey: "Sorğu", clock: "Saat",
            touch: "Sensor ekran", disk: "Disk", created: "Alınan cavab", dead: "Mərkəzin rədd etdiyi",
            lost: "İtirilən", collector: "Mərkəz", kiosk: "Kiosk", failure: "Son nasazlıq", ago: "# əvvəl",
            never: "başlanğıcdan bəri yoxdur", noTouch: "başlanğıcdan bəri toxunma yoxdur",
            clockRight: "#, yoxlanılıb", clockUnsure: "#, yoxlanılmayıb", free: "# % boşdur", nothing: "yoxdur",
            minutes: "# dəq", hours: "# saat", days: "# gün"),
        items: ItemWords(
            sync: "İndi göndər", touches: "Toxunma sınağı", language: "Dil", theme: "Rənglər",
            restartApp: "Proqramı yenidən başlat", restartDevice: "Cihazı yenidən başlat", technician: "Texnik",
            details: "Təfərrüat", doctor: "Cihazı yoxla", leave: "Konsola çıx", dark: "Tünd", light: "Açıq",
            contrast: "Yüksək kontrast", further: "Sonrakı", earlier: "Əvvəlki"),
        texts: TextWords(
            restartApp: "Sorğu bir neçə saniyəyə qayıdır. Heç bir cavab itmir.",
            restartDevice: "Cihaz bir-iki dəqiqəyə qayıdır. Heç bir cavab itmir.",
            leave: "Sorğu bitir və ekranda giriş sətri açılır. Cihaz yenidən başladıqda sorğu qayıdır.",
            technician: "Sorğunu ekrandan götürə bilən əməllər.", sending: "Göndərilir…", restarting: "Bir an…",
            failed: "Alınmadı.", done: "Hazırdır.",
            touchesHint: "İstənilən yerə toxunun: işarə toxunma yerini göstərir.", place: "Sütun #, sətir #",
            millimetres: "soldan # mm, yuxarıdan # mm", faults: "Düzəldilməli: #", noFaults: "Nasazlıq yoxdur."))

    static let turkish = StaffWords(
        pin: PINWords(
            staff: "Personel PIN’i", technician: "Teknisyen PIN’i", checking: "Denetleniyor…",
            wrong: "PIN yanlış. Kalan deneme: #", locked: "Çok fazla yanlış PIN. # sonra yeniden deneyin",
            noStaff: "Personel PIN’i ayarlanmamış, menü açılmaz. Teknisyen: smilepost-kiosk set-pin çalıştırın",
            noTechnician: "Teknisyen PIN’i ayarlanmamış. smilepost-kiosk set-pin --technician çalıştırın",
            closesIn: "# sn içinde kapanır", returnsIn: "# sn içinde menüye döner", close: "Kapat"),
        state: StateWords(
            arrived: "Her şey ulaştı", none: "Henüz yanıt yok", waitingOne: "1 yanıt bekliyor",
            waitingMany: "# yanıt bekliyor", since: "saat #’den beri", sinceYesterday: "dün #’den beri",
            sinceDays: "# gündür", online: "gönderim çalışıyor", starting: "bağlanıyor…",
            offline: "merkeze ulaşılamıyor", portal: "merkez yerine bir giriş sayfası yanıt veriyor",
            refused: "merkez bu kioskı kabul etmiyor", retired: "merkez bu kioskı kullanımdan kaldırdı",
            notEnrolled: "bu kiosk kayıtlı değil", noCollector: "merkezin adresi ayarlanmamış",
            notRunning: "kiosk çalışmıyor"),
        rows: RowWords(
            contact: "Son bağlantı", delivered: "Teslim edilen", waiting: "Bekleyen", survey: "Anket", clock: "Saat",
            touch: "Dokunmatik ekran", disk: "Disk", created: "Alınan yanıt", dead: "Merkezin reddettiği",
            lost: "Kaybolan", collector: "Merkez", kiosk: "Kiosk", failure: "Son arıza", ago: "# önce",
            never: "başlangıçtan beri yok", noTouch: "başlangıçtan beri dokunma yok", clockRight: "#, denetlendi",
            clockUnsure: "#, denetlenmedi", free: "% # boş", nothing: "yok", minutes: "# dk", hours: "# sa",
            days: "# gün"),
        items: ItemWords(
            sync: "Şimdi gönder", touches: "Dokunma testi", language: "Dil", theme: "Renkler",
            restartApp: "Uygulamayı yeniden başlat", restartDevice: "Cihazı yeniden başlat",
            technician: "Teknisyen", details: "Ayrıntılar", doctor: "Cihazı denetle", leave: "Konsola çık",
            dark: "Koyu", light: "Açık", contrast: "Yüksek karşıtlık", further: "Sonraki", earlier: "Önceki"),
        texts: TextWords(
            restartApp: "Anket birkaç saniyede geri gelir. Hiçbir yanıt kaybolmaz.",
            restartDevice: "Cihaz bir iki dakikada geri gelir. Hiçbir yanıt kaybolmaz.",
            leave: "Anket biter, ekranda oturum açma satırı görünür. Cihaz yeniden başlayınca anket geri gelir.",
            technician: "Anketi ekrandan kaldırabilen işlemler.", sending: "Gönderiliyor…",
            restarting: "Bir dakika…", failed: "Olmadı.", done: "Tamam.",
            touchesHint: "Herhangi bir yere dokunun: işaret dokunulan yeri gösterir.", place: "Sütun #, satır #",
            millimetres: "soldan # mm, üstten # mm", faults: "Onarılacak: #", noFaults: "Arıza yok."))

    static let russian = StaffWords(
        pin: PINWords(
            staff: "PIN сотрудника", technician: "PIN техника", checking: "Проверка…",
            wrong: "Неверный PIN. Осталось попыток: #", locked: "Слишком много ошибок. Повторите через #",
            noStaff: "PIN сотрудника не задан, меню не открывается. Технику: выполните smilepost-kiosk set-pin",
            noTechnician: "PIN техника не задан. Выполните smilepost-kiosk set-pin --technician",
            closesIn: "Закроется через # с", returnsIn: "Возврат в меню через # с", close: "Закрыть"),
        state: StateWords(
            arrived: "Всё доставлено", none: "Ответов пока нет", waitingOne: "Ждёт отправки: 1",
            waitingMany: "Ждут отправки: #", since: "с #", sinceYesterday: "со вчера, #", sinceDays: "дней: #",
            online: "отправка работает", starting: "соединение…", offline: "центр недоступен",
            portal: "вместо центра отвечает страница входа", refused: "центр не принимает этот терминал",
            retired: "центр списал этот терминал", notEnrolled: "терминал не зарегистрирован",
            noCollector: "адрес центра не задан", notRunning: "терминал не запущен"),
        rows: RowWords(
            contact: "Последняя связь", delivered: "Доставлено", waiting: "Ждут отправки", survey: "Опрос",
            clock: "Часы", touch: "Сенсорный экран", disk: "Диск", created: "Получено ответов",
            dead: "Отклонено центром", lost: "Потеряно", collector: "Центр", kiosk: "Терминал",
            failure: "Последний сбой", ago: "# назад", never: "не было с запуска", noTouch: "касаний с запуска не было",
            clockRight: "#, сверены", clockUnsure: "#, не сверены", free: "свободно # %", nothing: "нет",
            minutes: "# мин", hours: "# ч", days: "# дн."),
        items: ItemWords(
            sync: "Отправить сейчас", touches: "Проверка касаний", language: "Язык", theme: "Цвета",
            restartApp: "Перезапуск приложения", restartDevice: "Перезапуск устройства", technician: "Техник",
            details: "Подробно", doctor: "Проверить устройство", leave: "Выйти в консоль", dark: "Тёмная",
            light: "Светлая", contrast: "Контрастная", further: "Дальше", earlier: "Раньше"),
        texts: TextWords(
            restartApp: "Опрос вернётся через несколько секунд. Ответы не пропадут.",
            restartDevice: "Устройство вернётся через минуту-другую. Ответы не пропадут.",
            leave: "Опрос закончится, на экране появится вход в систему. Он вернётся после перезапуска устройства.",
            technician: "То, что может убрать опрос с экрана.", sending: "Отправка…", restarting: "Минуту…",
            failed: "Не получилось.", done: "Готово.",
            touchesHint: "Коснитесь экрана: метка покажет место касания.", place: "Столбец #, строка #",
            millimetres: "# мм слева, # мм сверху", faults: "Исправить: #", noFaults: "Неисправностей нет."))
}
