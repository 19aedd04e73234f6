/// How something said is meant.
enum StaffTone: Equatable, Sendable { case plain, soft, good, warning, bad }

/// A card of the staff menu, or a key of its pad.
struct StaffItem: Equatable, Sendable {
    /// The digit that chooses it; nil on the pad, where digits are the PIN.
    let digit: Int?
    let label: String
    let action: StaffAction
    /// The one that is in force now.
    var isCurrent = false
}

/// A label and what it says.
struct StaffRow: Equatable, Sendable {
    let label: String
    let value: String
    let tone: StaffTone

    init(_ label: String, _ value: String, _ tone: StaffTone = .plain) {
        self.label = label
        self.value = value
        self.tone = tone
    }
}

// MARK: - What there is to choose

extension StaffMenu {
    /// The cards of the page, in the order in which they stand.
    var items: [StaffItem] {
        let back = StaffItem(digit: 0, label: kioskWords.back, action: .back)
        switch page {
        case .pin: return Self.pad
        case .menu: return menuItems + [StaffItem(digit: 0, label: words.pin.close, action: .back)]
        case .details, .touches, .busy, .outcome: return [back]
        case .language:
            return numbered(StaffWords.languages) { .init(Words.name(of: $0), .language($0), $0 == setting.language) }
                + [back]
        case .theme:
            return numbered(setting.themes) { .init(name(ofTheme: $0), .theme($0), $0 == setting.theme) } + [back]
        case .confirm(let errand): return [StaffItem(digit: 1, label: name(of: errand), action: .run(errand)), back]
        case .technician:
            return [
                StaffItem(digit: 1, label: words.items.doctor, action: .run(.doctor)),
                StaffItem(digit: 2, label: words.items.leave, action: .go(.confirm(.leave))), back,
            ]
        case .findings:
            return [
                StaffItem(digit: 1, label: words.items.further, action: .further),
                StaffItem(digit: 2, label: words.items.earlier, action: .earlier), back,
            ]
        }
    }

    /// As on a telephone, in every language.
    private static let pad =
        (1...9).map { StaffItem(digit: nil, label: "\($0)", action: .digit($0)) } + [
            StaffItem(digit: nil, label: "←", action: .erase), StaffItem(digit: nil, label: "0", action: .digit(0)),
            StaffItem(digit: nil, label: "OK", action: .enter),
        ]

    private var menuItems: [StaffItem] {
        let all: [(Int, String, StaffAction)] = [
            (1, words.items.sync, .run(.sync)), (2, words.items.touches, .go(.touches)),
            (3, words.items.language, .go(.language)), (4, words.items.theme, .go(.theme)),
            (5, words.items.restartApp, .go(.confirm(.restartApp))),
            (6, words.items.restartDevice, .go(.confirm(.restartDevice))),
            (7, words.items.technician, .go(.pin(.technician))), (8, words.items.details, .go(.details)),
        ]
        // A digit always means the same, also where there is nothing to choose from.
        return all.filter { $0.2 != .go(.theme) || setting.themes.count > 1 }
            .map { StaffItem(digit: $0.0, label: $0.1, action: $0.2) }
    }

    private struct Choice {
        let label: String
        let action: StaffAction
        let isCurrent: Bool

        init(_ label: String, _ action: StaffAction, _ isCurrent: Bool) {
            self.label = label
            self.action = action
            self.isCurrent = isCurrent
        }
    }

    private func numbered(_ values: [String], _ choice: (String) -> Choice) -> [StaffItem] {
        values.prefix(9).enumerated().map { index, value in
            let choice = choice(value)
            return StaffItem(
                digit: index + 1, label: choice.label, action: choice.action, isCurrent: choice.isCurrent)
        }
    }

    private func name(ofTheme theme: String) -> String {
        switch theme {
        case "dark": words.items.dark
        case "light": words.items.light
        case "contrast", "high-contrast": words.items.contrast
        default: theme
        }
    }

    private func name(of errand: StaffErrand) -> String {
        switch errand {
        case .sync: words.items.sync
        case .restartApp: words.items.restartApp
        case .restartDevice: words.items.restartDevice
        case .doctor: words.items.doctor
        case .leave: words.items.leave
        }
    }

    var kioskWords: Words { StaffWords.has(setting.language) ? Words.of(setting.language) : Words.of("en") }
}

// MARK: - What there is to read

extension StaffMenu {
    /// The name of this page; on the menu, where the kiosk stands and what it is called.
    var title: String {
        switch page {
        case .pin(.staff): return words.pin.staff
        case .pin(.technician): return words.pin.technician
        case .menu: return "Smilepost · " + [facts?.branch, facts?.kiosk].compactMap(\.self).joined(separator: ", ")
        case .details: return words.items.details
        case .touches: return words.items.touches
        case .language: return words.items.language
        case .theme: return words.items.theme
        case .technician: return words.items.technician
        case .findings: return words.items.doctor
        case .confirm(let errand), .busy(let errand), .outcome(let errand, _): return name(of: errand)
        }
    }

    /// What comes first, in words.
    func sentence(at now: Int64) -> (text: String, tone: StaffTone) {
        switch page {
        case .pin(let role): return pinSentence(role, at: now)
        case .menu, .details: return stateSentence
        case .touches: return (words.texts.touchesHint, .plain)
        case .language, .theme: return ("", .plain)
        case .technician: return (words.texts.technician, .soft)
        case .findings:
            let faults = findings.count { $0.state != .ok }
            return faults == 0 ? (words.texts.noFaults, .good) : (words.texts.faults.filled("\(faults)"), .warning)
        case .confirm(let errand): return (consequence(of: errand), .plain)
        case .busy(.sync): return (words.texts.sending, .plain)
        case .busy(.doctor): return (words.pin.checking, .plain)
        case .busy: return (words.texts.restarting, .plain)
        case .outcome(_, let failure?): return (words.texts.failed + " " + failure, .bad)
        case .outcome(.sync, nil):
            let state = stateSentence
            return (words.texts.done + " " + state.text, state.tone)
        case .outcome: return (words.texts.done, .good)
        }
    }

    private func pinSentence(_ role: StaffRole, at now: Int64) -> (text: String, tone: StaffTone) {
        if let seconds = secondsLocked(at: now) {
            let time = "\(seconds / 60):" + (seconds % 60 < 10 ? "0" : "") + "\(seconds % 60)"
            return (words.pin.locked.filled(time), .bad)
        }
        if ticket != nil { return (words.pin.checking, .soft) }
        switch gate {
        case .noPIN: return (role == .staff ? words.pin.noStaff : words.pin.noTechnician, .warning)
        case .open(let left) where wasWrong: return (words.pin.wrong.filled("\(left)"), .warning)
        case .open, .locked, nil: return ("", .plain)
        }
    }

    private func consequence(of errand: StaffErrand) -> String {
        switch errand {
        case .restartApp: words.texts.restartApp
        case .restartDevice: words.texts.restartDevice
        case .leave: words.texts.leave
        case .sync, .doctor: ""
        }
    }

    private var stateSentence: (text: String, tone: StaffTone) {
        guard let facts else { return ("…", .soft) }
        let state = words.state
        var text = facts.pending == 1 ? state.waitingOne : state.waitingMany.filled("\(facts.pending)")
        if facts.pending == 0 { text = facts.created == 0 ? state.none : state.arrived }
        if facts.pending > 0, let moment = facts.waitingSince { text += " " + since(moment) }
        let isFine = facts.line == .online || facts.line == .starting
        guard facts.pending > 0 || facts.line != .online else { return (text, .good) }
        text += (isMirrored ? "؛ " : "; ") + name(of: facts.line)
        return (text, isFine ? .plain : tone(of: facts.line))
    }

    private func since(_ moment: StaffFacts.Moment) -> String {
        switch moment.daysAgo {
        case ..<1: words.state.since.filled(Self.clock(moment))
        case 1: words.state.sinceYesterday.filled(Self.clock(moment))
        default: words.state.sinceDays.filled("\(moment.daysAgo)")
        }
    }

    private static func clock(_ moment: StaffFacts.Moment) -> String {
        (moment.hour < 10 ? "0" : "") + "\(moment.hour):" + (moment.minute < 10 ? "0" : "") + "\(moment.minute)"
    }

    private func name(of line: StaffFacts.Line) -> String {
        switch line {
        case .online: words.state.online
        case .starting: words.state.starting
        case .offline: words.state.offline
        case .portal: words.state.portal
        case .refused: words.state.refused
        case .retired: words.state.retired
        case .notEnrolled: words.state.notEnrolled
        case .noCollector: words.state.noCollector
        case .notRunning: words.state.notRunning
        }
    }

    private func tone(of line: StaffFacts.Line) -> StaffTone {
        switch line {
        case .online: .good
        case .starting: .plain
        case .offline, .noCollector, .notEnrolled: .warning
        case .portal, .refused, .retired, .notRunning: .bad
        }
    }
}

// MARK: - Rows

extension StaffMenu {
    /// What stands beside the sentence, the most wanted first.
    func rows(at now: Int64) -> [StaffRow] {
        guard let facts else { return [] }
        let names = words.rows
        switch page {
        case .menu:
            return [
                StaffRow(names.contact, contact(facts), facts.line == .online ? .good : .plain),
                StaffRow(names.delivered, "\(facts.delivered)"), facts.dead > 0 ? dead(facts) : nil,
                surveyRow(facts),
                setting.isPanel ? StaffRow(names.touch, lastTouch(at: now)) : nil, clockRow(facts),
                facts.freePercent.map { StaffRow(names.disk, names.free.filled("\($0)"), $0 < 5 ? .warning : .plain) },
            ].compactMap(\.self)
        case .details:
            return [
                StaffRow(names.created, "\(facts.created)"), StaffRow(names.delivered, "\(facts.delivered)"),
                StaffRow(names.waiting, "\(facts.pending)" + (facts.waitingSince.map { ", " + since($0) } ?? "")),
                dead(facts), StaffRow(names.lost, "\(facts.lost)", facts.lost > 0 ? .warning : .plain),
                facts.lastError.map { StaffRow(names.failure, $0, .warning) },
                StaffRow(names.contact, contact(facts)), StaffRow(names.collector, facts.collector ?? names.nothing),
                surveyRow(facts), clockRow(facts),
                StaffRow(names.kiosk, [facts.kiosk, facts.kioskID].compactMap(\.self).joined(separator: ", ")),
            ].compactMap(\.self)
        default: return []
        }
    }

    private func surveyRow(_ facts: StaffFacts) -> StaffRow {
        let survey = setting.survey ?? facts.survey
        return StaffRow(words.rows.survey, survey ?? words.rows.nothing, survey == nil ? .warning : .plain)
    }

    private func dead(_ facts: StaffFacts) -> StaffRow {
        StaffRow(words.rows.dead, "\(facts.dead)", facts.dead > 0 ? .warning : .plain)
    }

    private func contact(_ facts: StaffFacts) -> String {
        facts.contactSecondsAgo.map { words.rows.ago.filled(length($0)) } ?? words.rows.never
    }

    private func lastTouch(at now: Int64) -> String {
        setting.lastTouchAt.map { words.rows.ago.filled(length(max(0, now - $0) / 1_000)) } ?? words.rows.noTouch
    }

    private func clockRow(_ facts: StaffFacts) -> StaffRow? {
        guard let time = facts.time else { return nil }
        let pattern = facts.isClockRight ? words.rows.clockRight : words.rows.clockUnsure
        return StaffRow(words.rows.clock, pattern.filled(Self.clock(time)), facts.isClockRight ? .plain : .warning)
    }

    private func length(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(max(0, seconds)) \(kioskWords.second)"
        case ..<7_200: words.rows.minutes.filled("\(seconds / 60)")
        case ..<172_800: words.rows.hours.filled("\(seconds / 3_600)")
        default: words.rows.days.filled("\(seconds / 86_400)")
        }
    }
}
