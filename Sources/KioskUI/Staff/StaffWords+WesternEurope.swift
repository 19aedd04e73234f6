extension StaffWords {
    static let german = StaffWords(
        pin: PINWords(
            staff: "PIN des Personals", technician: "PIN der Technik", checking: "Wird geprüft…",
            wrong: "Das ist nicht die PIN. Versuche übrig: #", locked: "Zu viele falsche PINs. Wieder möglich in #",
            noStaff: "Keine PIN ist gesetzt, daher öffnet sich nichts. Technik: smilepost-kiosk set-pin ausführen",
            noTechnician: "Keine PIN der Technik ist gesetzt. smilepost-kiosk set-pin --technician ausführen",
            closesIn: "Schließt sich in # s", returnsIn: "Zurück zum Menü in # s", close: "Schließen"),
        state: StateWords(
            arrived: "Alles ist angekommen", none: "Noch keine Antworten", waitingOne: "1 Antwort wartet",
            waitingMany: "# Antworten warten", since: "seit #", sinceYesterday: "seit gestern #",
            sinceDays: "seit # Tagen", online: "das Senden klappt", starting: "wird verbunden…",
            offline: "die Zentrale ist nicht erreichbar",
            portal: "eine Anmeldeseite antwortet statt der Zentrale",
            refused: "die Zentrale nimmt dieses Gerät nicht an", retired: "die Zentrale hat dieses Gerät abgemeldet",
            notEnrolled: "dieses Gerät ist nicht angemeldet", noCollector: "keine Zentrale ist eingetragen",
            notRunning: "das Programm läuft nicht"),
        rows: RowWords(
            contact: "Letzter Kontakt", delivered: "Zugestellt", waiting: "Wartend", survey: "Umfrage", clock: "Uhr",
            touch: "Bildschirm", disk: "Speicher", created: "Antworten", dead: "Von der Zentrale abgelehnt",
            lost: "Verloren", collector: "Zentrale", kiosk: "Gerät", failure: "Letzter Fehler", ago: "vor #",
            never: "keiner seit dem Start", noTouch: "keine Berührung seit dem Start", clockRight: "#, geprüft",
            clockUnsure: "#, nicht geprüft", free: "# % frei", nothing: "keine", minutes: "# min", hours: "# h",
            days: "# Tagen"),
        items: ItemWords(
            sync: "Jetzt senden", touches: "Berührung testen", language: "Sprache", theme: "Farben",
            restartApp: "App neu starten", restartDevice: "Gerät neu starten", technician: "Technik",
            details: "Einzelheiten", doctor: "Gerät prüfen", leave: "Zur Konsole", dark: "Dunkel", light: "Hell",
            contrast: "Hoher Kontrast", further: "Weiter", earlier: "Zurück"),
        texts: TextWords(
            restartApp: "Die Umfrage ist in wenigen Sekunden wieder da. Keine Antwort geht verloren.",
            restartDevice: "Das Gerät ist in ein, zwei Minuten wieder da. Keine Antwort geht verloren.",
            leave: "Die Umfrage endet, hier erscheint eine Anmeldung. Nach einem Neustart des Geräts ist sie zurück.",
            technician: "Was die Umfrage vom Bildschirm nehmen kann.", sending: "Wird gesendet…",
            restarting: "Einen Moment…", failed: "Das hat nicht geklappt.", done: "Fertig.",
            touchesHint: "Irgendwo berühren: Eine Marke zeigt, wo es ankommt.", place: "Spalte #, Zeile #",
            millimetres: "# mm von links, # mm von oben", faults: "Zu beheben: #", noFaults: "Alles in Ordnung."))

    static let french = StaffWords(
        pin: PINWords(
            staff: "Code du personnel", technician: "Code du technicien", checking: "Vérification…",
            wrong: "Code erroné. Essais restants : #", locked: "Trop de codes erronés. Réessayez dans #",
            noStaff: "Aucun code n’est défini, rien ne s’ouvre. Technicien : lancez smilepost-kiosk set-pin",
            noTechnician: "Aucun code du technicien. Lancez smilepost-kiosk set-pin --technician",
            closesIn: "Se ferme dans # s", returnsIn: "Retour au menu dans # s", close: "Fermer"),
        state: StateWords(
            arrived: "Tout est arrivé", none: "Pas encore de réponses", waitingOne: "1 réponse attend",
            waitingMany: "# réponses attendent", since: "depuis #", sinceYesterday: "depuis hier #",
            sinceDays: "depuis # jours", online: "l’envoi fonctionne", starting: "connexion…",
            offline: "le serveur est injoignable", portal: "une page de connexion répond à la place du serveur",
            refused: "le serveur n’accepte pas cette borne", retired: "la centrale a retiré cette borne",
            notEnrolled: "cette borne n’est pas enregistrée", noCollector: "aucun serveur n’est configuré",
            notRunning: "la borne ne fonctionne pas"),
        rows: RowWords(
            contact: "Dernier contact", delivered: "Livrées", waiting: "En attente", survey: "Questionnaire",
            clock: "Horloge", touch: "Écran tactile", disk: "Disque", created: "Réponses reçues",
            dead: "Refusées par la centrale", lost: "Perdues", collector: "Serveur", kiosk: "Borne",
            failure: "Dernière panne", ago: "il y a #", never: "aucun depuis le démarrage",
            noTouch: "aucun toucher depuis le démarrage", clockRight: "#, vérifiée", clockUnsure: "#, non vérifiée",
            free: "# % libre", nothing: "aucun", minutes: "# min", hours: "# h", days: "# jours"),
        items: ItemWords(
            sync: "Envoyer", touches: "Tester le toucher", language: "Langue", theme: "Couleurs",
            restartApp: "Relancer l’application", restartDevice: "Redémarrer l’appareil", technician: "Technicien",
            details: "Détails", doctor: "Vérifier l’appareil", leave: "Quitter vers la console", dark: "Sombre",
            light: "Clair", contrast: "Contraste élevé", further: "Suite", earlier: "Avant"),
        texts: TextWords(
            restartApp: "Le questionnaire revient dans quelques secondes. Aucune réponse n’est perdue.",
            restartDevice: "L’appareil revient dans une ou deux minutes. Aucune réponse n’est perdue.",
            leave: "Le questionnaire s’arrête et l’écran demande un mot de passe. Il revient au redémarrage.",
            technician: "Ce qui peut enlever le questionnaire de l’écran.", sending: "Envoi…",
            restarting: "Un instant…", failed: "Cela n’a pas marché.", done: "C’est fait.",
            touchesHint: "Touchez n’importe où : une marque montre l’endroit.", place: "Colonne #, ligne #",
            millimetres: "# mm depuis la gauche, # mm depuis le haut", faults: "À réparer : #",
            noFaults: "Aucun défaut."))

    static let spanish = StaffWords(
        pin: PINWords(
            staff: "PIN del personal", technician: "PIN del técnico", checking: "Comprobando…",
            wrong: "Ese no es el PIN. Intentos restantes: #", locked: "Demasiados PIN erróneos. Reintente en #",
            noStaff: "No hay PIN del personal y no se abre nada. Técnico: ejecute smilepost-kiosk set-pin",
            noTechnician: "No hay PIN del técnico. Ejecute smilepost-kiosk set-pin --technician",
            closesIn: "Se cierra en # s", returnsIn: "Vuelve al menú en # s", close: "Cerrar"),
        state: StateWords(
            arrived: "Todo ha llegado", none: "Aún no hay respuestas", waitingOne: "1 respuesta espera",
            waitingMany: "# respuestas esperan", since: "desde las #", sinceYesterday: "desde ayer #",
            sinceDays: "desde hace # días", online: "el envío funciona", starting: "conectando…",
            offline: "no se llega al servidor", portal: "responde una página de acceso y no el servidor",
            refused: "el servidor no acepta este quiosco", retired: "la central ha retirado este quiosco",
            notEnrolled: "este quiosco no está inscrito", noCollector: "no hay servidor configurado",
            notRunning: "el quiosco no está en marcha"),
        rows: RowWords(
            contact: "Último contacto", delivered: "Entregadas", waiting: "En espera", survey: "Encuesta",
            clock: "Reloj", touch: "Pantalla táctil", disk: "Disco", created: "Respuestas recogidas",
            dead: "Rechazadas en la central", lost: "Perdidas", collector: "Servidor", kiosk: "Quiosco",
            failure: "Último fallo", ago: "hace #", never: "ninguno desde el inicio",
            noTouch: "ningún toque desde el inicio", clockRight: "#, comprobado", clockUnsure: "#, sin comprobar",
            free: "# % libre", nothing: "ninguno", minutes: "# min", hours: "# h", days: "# días"),
        items: ItemWords(
            sync: "Enviar ahora", touches: "Probar el toque", language: "Idioma", theme: "Colores",
            restartApp: "Reiniciar la aplicación", restartDevice: "Reiniciar el equipo", technician: "Técnico",
            details: "Detalles", doctor: "Revisar el equipo", leave: "Salir a la consola", dark: "Oscuro",
            light: "Claro", contrast: "Alto contraste", further: "Más", earlier: "Antes"),
        texts: TextWords(
            restartApp: "La encuesta vuelve en unos segundos. No se pierde ninguna respuesta.",
            restartDevice: "El equipo vuelve en uno o dos minutos. No se pierde ninguna respuesta.",
            leave: "La encuesta termina y la pantalla pide una contraseña. Vuelve al reiniciar el equipo.",
            technician: "Lo que puede quitar la encuesta de la pantalla.", sending: "Enviando…",
            restarting: "Un momento…", failed: "No ha funcionado.", done: "Hecho.",
            touchesHint: "Toque donde quiera: una marca muestra el lugar.", place: "Columna #, fila #",
            millimetres: "a # mm de la izquierda, a # mm de arriba", faults: "Por arreglar: #",
            noFaults: "No hay fallos."))
}
