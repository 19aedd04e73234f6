/// Surveys of these tests: short thanks, and no question that needs a keyboard.
enum SmallSurvey {
    /// Five faces, reasons for the two worst, a recommendation.
    static let visit = """
        survey: small-visit
        version: 1
        languages: [en, az]
        title: {en: Visit, az: Ziyarət}
        questions:
          - id: visit
            kind: smiley
            scale: 5
            ask: {en: How was it?, az: Necə keçdi?}
          - id: reason
            kind: choices
            max_choices: 3
            optional: true
            show_if: visit <= 2
            ask: {en: What went wrong?, az: Nə xoşunuza gəlmədi?}
            options:
              - {id: queue, label: {en: Waiting time, az: Gözləmə vaxtı}}
              - {id: staff, label: {en: Staff, az: İşçilər}}
              - {id: price, label: {en: Prices, az: Qiymətlər}}
          - id: recommend
            kind: nps
            ask: {en: Would you recommend us?, az: Bizi tövsiyə edərdiniz?}
            labels:
              - {en: Not at all likely, az: Heç vaxt}
              - {en: Extremely likely, az: Mütləq}
        thanks: {en: Thank you!, az: Təşəkkür edirik!}
        timing: {idle: 60s, warn: 10s, thanks: 30s}

        """

    /// One question: the fastest way to many answers.
    static let face = """
        survey: small-face
        version: 1
        languages: [en]
        title: {en: Face}
        questions:
          - {id: face, kind: smiley, scale: 5, ask: {en: How was it?}}
        thanks: {en: Thank you!}
        timing: {idle: 30s, warn: 10s, thanks: 1s}

        """

    /// A face, and the number that tells this customer from every other.
    static let soak = """
        survey: soak
        version: 1
        languages: [en]
        title: {en: Soak}
        questions:
          - {id: face, kind: smiley, scale: 5, ask: {en: How was it?}}
          - {id: ticket, kind: text, max_length: 8, ask: {en: The number of your ticket?}}
        thanks: {en: Thank you!}
        timing: {idle: 60s, warn: 10s, thanks: 30s}

        """
}
