extension Words {
    static let english = Words(
        faces: ["Terrible", "Bad", "Okay", "Good", "Excellent"],
        stars: Ends("Poor", "Excellent"),
        recommend: Ends("Not at all likely", "Extremely likely"),
        effort: Ends("Very difficult", "Very easy"),
        yes: "Yes", no: "No", back: "Back", next: "Next", skip: "Skip", undo: "Undo", second: "s",
        chooseUpTo: "Choose up to #",
        touchFace: "Touch a face or press 1–#",
        touchOption: "Touch an answer or press 1–#",
        digitsThenEnter: "Digits choose, Enter answers",
        outOfService: Notice("Out of service", "This kiosk can't take answers right now. Please tell the staff."),
        noSurvey: Notice(
            "Not set up yet",
            "This kiosk has no survey. Technician: run smilepost-kiosk enroll, then publish a survey for this branch."),
        closed: Notice("Closed now", "We would love to hear from you when we are open."))

    static let german = Words(
        faces: ["Sehr schlecht", "Schlecht", "Mittel", "Gut", "Sehr gut"],
        stars: Ends("Schlecht", "Ausgezeichnet"),
        recommend: Ends("Sehr unwahrscheinlich", "Sehr wahrscheinlich"),
        effort: Ends("Sehr schwierig", "Sehr einfach"),
        yes: "Ja", no: "Nein", back: "Zurück", next: "Weiter", skip: "Überspringen", undo: "Rückgängig", second: "s",
        chooseUpTo: "Wählen Sie bis zu #",
        touchFace: "Gesicht berühren oder 1–# drücken",
        touchOption: "Antwort berühren oder 1–# drücken",
        digitsThenEnter: "Ziffern wählen, Enter antwortet",
        outOfService: Notice(
            "Außer Betrieb", "Dieses Gerät nimmt gerade keine Antworten an. Bitte sagen Sie dem Personal Bescheid."),
        noSurvey: Notice(
            "Noch nicht eingerichtet",
            "Dieses Gerät hat keine Umfrage. Technik: smilepost-kiosk enroll ausführen, dann eine Umfrage veröffentlichen."
        ),
        closed: Notice("Geschlossen", "Wir freuen uns auf Ihre Meinung, wenn wir geöffnet haben."))

    static let french = Words(
        faces: ["Très mauvais", "Mauvais", "Moyen", "Bien", "Excellent"],
        stars: Ends("Mauvais", "Excellent"),
        recommend: Ends("Pas du tout probable", "Très probable"),
        effort: Ends("Très difficile", "Très facile"),
        yes: "Oui", no: "Non", back: "Retour", next: "Suivant", skip: "Passer", undo: "Annuler", second: "s",
        chooseUpTo: "Choisissez jusqu’à #",
        touchFace: "Touchez un visage ou appuyez sur 1–#",
        touchOption: "Touchez une réponse ou appuyez sur 1–#",
        digitsThenEnter: "Tapez le chiffre, puis Entrée",
        outOfService: Notice(
            "Hors service",
            "Cette borne ne peut pas prendre de réponses pour le moment. Merci de prévenir le personnel."),
        noSurvey: Notice(
            "Pas encore configuré",
            "Cette borne n’a pas de questionnaire. Technicien : lancez smilepost-kiosk enroll, puis publiez-en un."),
        closed: Notice("Fermé", "Donnez-nous votre avis pendant nos heures d’ouverture."))

    static let spanish = Words(
        faces: ["Muy malo", "Malo", "Regular", "Bueno", "Excelente"],
        stars: Ends("Malo", "Excelente"),
        recommend: Ends("Nada probable", "Muy probable"),
        effort: Ends("Muy difícil", "Muy fácil"),
        yes: "Sí", no: "No", back: "Atrás", next: "Siguiente", skip: "Omitir", undo: "Deshacer", second: "s",
        chooseUpTo: "Elija hasta #",
        touchFace: "Toque una cara o pulse 1–#",
        touchOption: "Toque una respuesta o pulse 1–#",
        digitsThenEnter: "Elija con cifras y pulse Intro",
        outOfService: Notice(
            "Fuera de servicio", "Este quiosco no puede recibir respuestas ahora. Por favor, avise al personal."),
        noSurvey: Notice(
            "Sin configurar",
            "Este quiosco no tiene encuesta. Técnico: ejecute smilepost-kiosk enroll y publique una encuesta."),
        closed: Notice("Cerrado", "Nos encantará conocer su opinión en nuestro horario de apertura."))
}
