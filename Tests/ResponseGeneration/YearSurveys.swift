package import SurveyKit

/// The survey of the generated year in its two versions: the second asks how easy the visit was, too.
package enum YearSurveys {
    package static let id = "branch-exit"

    /// - Throws: `Broken`, where the texts below are no survey any more.
    package static func survey(version: Int) throws -> Survey {
        let text = head(version) + (version > 1 ? ease : "") + tail
        let reading = SurveyReader.read(text, file: "\(id).yaml")
        guard let survey = reading.survey else { throw Broken(words: reading.diagnostics.map { "\($0)" }) }
        return survey
    }

    package struct Broken: Error { package let words: [String] }

    /// In the order in which a customer may name them.
    static let reasons = ["queue", "staff", "price", "cleanliness", "stock", "other"]
    static let languages = ["en", "az", "ar"]
    static let maximumReasons = 3

    private static func head(_ version: Int) -> String {
        """
        survey: \(id)
        version: \(version)
        languages: [en, az, ar]
        title: {en: Branch exit, az: Filialdan çıxış, ar: الخروج من الفرع}
        service: checkout
        questions:
          - id: visit
            kind: smiley
            scale: 5
            ask: {en: "How was your visit today?", az: "Bu günkü ziyarətiniz necə keçdi?", ar: كيف كانت زيارتك اليوم؟}
          - id: reason
            kind: choices
            max_choices: \(maximumReasons)
            optional: true
            show_if: visit <= 2
            ask: {en: "What went wrong?", az: "Nə xoşunuza gəlmədi?", ar: ما الذي لم يعجبك؟}
            options:
              - {id: queue, label: {en: Waiting time, az: Gözləmə vaxtı, ar: وقت الانتظار}}
              - {id: staff, label: {en: Staff, az: İşçilər, ar: الموظفون}}
              - {id: price, label: {en: Prices, az: Qiymətlər, ar: الأسعار}}
              - {id: cleanliness, label: {en: Cleanliness, az: Təmizlik, ar: النظافة}}
              - {id: stock, label: {en: Product not available, az: Məhsul yox idi, ar: المنتج غير متوفر}}
              - {id: other, label: {en: Something else, az: Başqa səbəb, ar: سبب آخر}}
          - id: recommend
            kind: nps
            ask: {en: "Would you recommend us?", az: "Bizi tövsiyə edərsiniz?", ar: هل توصي بنا؟}

        """
    }

    private static let ease = """
          - id: ease
            kind: ces
            ask: {en: "How easy was it?", az: "Nə qədər asan idi?", ar: ما مدى سهولة الأمر؟}

        """

    private static let tail = """
          - id: comment
            kind: text
            optional: true
            max_length: 280
            ask: {en: "What should we do better?", az: "Nəyi daha yaxşı edə bilərik?", ar: ما الذي يمكننا تحسينه؟}
          - id: contact
            kind: contact
            optional: true
            show_if: visit <= 2
            consent: {en: "Call me about this visit.", az: "Bu ziyarət barədə mənə zəng edin.", ar: اتصلوا بي.}
        thanks: {en: "Thank you!", az: "Təşəkkür edirik!", ar: "شكرا لك!"}
        """
}
