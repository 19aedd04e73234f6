/// The kiosk's own words on text and contact questions, in one language.
package struct EntryWords: Equatable, Sendable {
    /// Ends a text; the green key.
    package let done: String
    package let space: String
    /// In a field where nothing is typed yet.
    package let write: String
    package let email: String
    package let phone: String
    /// What is typed has not the shape of an e-mail address, or of a phone number.
    package let checkEmail: String
    package let checkPhone: String
    /// The two answers to the survey's own sentence of consent.
    package let agree: String
    package let refuse: String
    /// Contact details were given before and are sealed.
    package let given: String
    package let keep: String
    package let replace: String
    package let remove: String
    /// Contact details could not be sealed.
    package let failed: String

    /// The words of a language by its BCP 47 code; of English where the kiosk doesn't speak it.
    package static func of(_ language: String) -> EntryWords {
        let primary = language.split(separator: "-").first.map { $0.lowercased() } ?? language
        return all[primary] ?? english
    }

    private static let all = [
        "en": english, "de": german, "fr": french, "es": spanish, "az": azerbaijani, "tr": turkish, "ru": russian,
        "ar": arabic,
    ]
}

extension EntryWords {
    static let english = EntryWords(
        done: "Done", space: "space", write: "Touch the keys to write", email: "E-mail", phone: "Phone",
        checkEmail: "Please check the e-mail address", checkPhone: "A phone number has 6 to 15 digits",
        agree: "Yes, contact me", refuse: "No, do not contact me",
        given: "Your contact details are sealed. Nobody can read them here.",
        keep: "Keep them", replace: "Replace them", remove: "Remove them",
        failed: "Your contact details could not be kept, and are forgotten. Please ask the staff.")

    static let german = EntryWords(
        done: "Fertig", space: "Leerzeichen", write: "Zum Schreiben Tasten berühren", email: "E-Mail",
        phone: "Telefon",
        checkEmail: "Bitte prüfen Sie die E-Mail-Adresse", checkPhone: "Eine Telefonnummer hat 6 bis 15 Ziffern",
        agree: "Ja, kontaktieren Sie mich", refuse: "Nein, bitte nicht kontaktieren",
        given: "Ihre Kontaktdaten sind versiegelt. Hier kann sie niemand lesen.",
        keep: "Behalten", replace: "Ersetzen", remove: "Entfernen",
        failed: "Ihre Kontaktdaten konnten nicht gespeichert werden und sind gelöscht. Bitte fragen Sie das Personal.")

    static let french = EntryWords(
        done: "Terminé", space: "espace", write: "Touchez les lettres pour écrire", email: "E-mail",
        phone: "Téléphone",
        checkEmail: "Veuillez vérifier l’adresse e-mail", checkPhone: "Un numéro compte de 6 à 15 chiffres",
        agree: "Oui, contactez-moi", refuse: "Non, ne me contactez pas",
        given: "Vos coordonnées sont scellées. Personne ne peut les lire ici.",
        keep: "Les garder", replace: "Les remplacer", remove: "Les supprimer",
        failed: "Vos coordonnées n’ont pas pu être gardées et sont effacées. Adressez-vous au personnel.")

    static let spanish = EntryWords(
        done: "Listo", space: "espacio", write: "Toque las teclas para escribir", email: "Correo",
        phone: "Teléfono",
        checkEmail: "Revise la dirección de correo", checkPhone: "Un teléfono tiene de 6 a 15 cifras",
        agree: "Sí, contácteme", refuse: "No, no me contacte",
        given: "Sus datos de contacto están sellados. Aquí nadie puede leerlos.",
        keep: "Conservarlos", replace: "Cambiarlos", remove: "Eliminarlos",
        failed: "No se han podido guardar sus datos de contacto y se han borrado. Consulte al personal.")

    static let azerbaijani = EntryWords(
        done: "Hazır", space: "boşluq", write: "Yazmaq üçün hərflərə toxunun", email: "E-poçt", phone: "Telefon",
        checkEmail: "E-poçt ünvanını yoxlayın", checkPhone: "Telefon nömrəsi 6–15 rəqəmdən ibarətdir",
        agree: "Bəli, mənimlə əlaqə saxlayın", refuse: "Xeyr, əlaqə saxlamayın",
        given: "Əlaqə məlumatlarınız möhürlənib. Onları burada heç kim oxuya bilməz.",
        keep: "Saxla", replace: "Dəyiş", remove: "Sil",
        failed: "Əlaqə məlumatlarınızı saxlamaq mümkün olmadı və onlar silindi. Əməkdaşlara müraciət edin.")

    static let turkish = EntryWords(
        done: "Bitti", space: "boşluk", write: "Yazmak için harflere dokunun", email: "E-posta", phone: "Telefon",
        checkEmail: "Lütfen e-posta adresini kontrol edin", checkPhone: "Telefon numarası 6–15 rakamdır",
        agree: "Evet, benimle iletişime geçin", refuse: "Hayır, iletişime geçmeyin",
        given: "İletişim bilgileriniz mühürlendi. Burada kimse okuyamaz.",
        keep: "Kalsın", replace: "Değiştir", remove: "Sil",
        failed: "İletişim bilgileriniz saklanamadı ve silindi. Lütfen görevlilere danışın.")

    static let russian = EntryWords(
        done: "Готово", space: "пробел", write: "Касайтесь букв, чтобы писать", email: "Эл. почта",
        phone: "Телефон",
        checkEmail: "Проверьте адрес эл. почты", checkPhone: "В номере телефона от 6 до 15 цифр",
        agree: "Да, свяжитесь со мной", refuse: "Нет, не связывайтесь",
        given: "Ваши контактные данные запечатаны. Здесь их никто не прочтёт.",
        keep: "Оставить", replace: "Заменить", remove: "Удалить",
        failed: "Ваши контактные данные не удалось сохранить, они удалены. Обратитесь к сотрудникам.")

    static let arabic = EntryWords(
        done: "تم", space: "مسافة", write: "المس الحروف للكتابة", email: "البريد الإلكتروني", phone: "الهاتف",
        checkEmail: "يرجى التحقق من عنوان البريد الإلكتروني", checkPhone: "رقم الهاتف من 6 إلى 15 رقما",
        agree: "نعم، تواصلوا معي", refuse: "لا، لا تتواصلوا معي",
        given: "بيانات الاتصال الخاصة بك مختومة. لا يستطيع أحد قراءتها هنا.",
        keep: "الاحتفاظ بها", replace: "استبدالها", remove: "حذفها",
        failed: "تعذر حفظ بيانات الاتصال الخاصة بك وقد حذفت. يرجى سؤال الموظفين.")
}
