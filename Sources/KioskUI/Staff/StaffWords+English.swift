extension StaffWords {
    static let english = StaffWords(
        pin: PINWords(
            staff: "Staff PIN", technician: "Technician's PIN", checking: "Checking…",
            wrong: "That is not the PIN. Tries left: #", locked: "Too many wrong PINs. Try again in #",
            noStaff: "No staff PIN is set, so nothing opens here. Technician: run smilepost-kiosk set-pin",
            noTechnician: "No technician's PIN is set. Run smilepost-kiosk set-pin --technician",
            closesIn: "Closes by itself in # s", returnsIn: "Back to the menu in # s", close: "Close"),
        state: StateWords(
            arrived: "Everything has arrived", none: "No answers yet", waitingOne: "1 answer is waiting",
            waitingMany: "# answers are waiting", since: "since #", sinceYesterday: "since yesterday #",
            sinceDays: "for # days", online: "sending works", starting: "connecting…",
            offline: "the collector can't be reached", portal: "a login page answers instead of the collector",
            refused: "the collector does not accept this kiosk", retired: "the centre has retired this kiosk",
            notEnrolled: "this kiosk is not enrolled", noCollector: "no collector is set up",
            notRunning: "the kiosk is not running"),
        rows: RowWords(
            contact: "Last contact", delivered: "Delivered", waiting: "Waiting", survey: "Survey", clock: "Clock",
            touch: "Touch screen", disk: "Disk", created: "Answers taken", dead: "Refused at the centre",
            lost: "Lost", collector: "Collector", kiosk: "Kiosk", failure: "Last failure", ago: "# ago",
            never: "none since the start", noTouch: "no touch since the start", clockRight: "#, checked",
            clockUnsure: "#, not checked", free: "# % free", nothing: "none", minutes: "# min", hours: "# h",
            days: "# days"),
        items: ItemWords(
            sync: "Send now", touches: "Test touches", language: "Language", theme: "Colours",
            restartApp: "Restart the app", restartDevice: "Restart the device", technician: "Technician",
            details: "Details", doctor: "Check the device", leave: "Leave to the console", dark: "Dark",
            light: "Light", contrast: "High contrast", further: "Further", earlier: "Earlier"),
        texts: TextWords(
            restartApp: "The survey is back in a few seconds. No answer is lost.",
            restartDevice: "The device is back in a minute or two. No answer is lost.",
            leave: "The survey ends and this screen shows a login. It comes back when the device is restarted.",
            technician: "What can take the survey off the screen.", sending: "Sending…", restarting: "One moment…",
            failed: "That did not work.", done: "Done.",
            touchesHint: "Touch anywhere: a mark shows where it lands.", place: "Column #, row #",
            millimetres: "# mm from the left, # mm from the top",
            faults: "To mend: #", noFaults: "Nothing is at fault."))
}
