import CollectorStore
import Foundation
import Transport

/// Sends one notice as an e-mail and says what the server's answer means.
package struct MailCarrier: Sendable {
    let exchange: any MailExchange
    let from: MailAddress
    /// How browsers reach this collector, without a slash at the end.
    let site: String

    func send(_ notice: MailNotice, of delivery: Delivery) async -> DeliveryOutcome {
        guard let to = MailAddress(notice.to) else { return .refused("the user's e-mail address is none") }
        let mail = Mail(
            from: from, to: to, subject: TicketMail.subject(notice), text: TicketMail.text(notice, site: site),
            id: delivery.id, atMS: delivery.atMS)
        return await OffPool.run { [exchange] in Self.outcome { () throws(MailFailure) in try exchange.send(mail) } }
    }

    private static func outcome(_ send: () throws(MailFailure) -> Void) -> DeliveryOutcome {
        do throws(MailFailure) {
            try send()
            return .delivered
        } catch {
            return switch error.kind {
            case .refused: .refused(error.message)
            case .deferred: .failed(error.message, .init())
            case .unavailable: .failed(error.message, .init(isCarrier: true))
            }
        }
    }
}

/// The words of an e-mail about a ticket: where and until when, and nothing of what the customer said.
enum TicketMail {
    static func subject(_ notice: MailNotice) -> String {
        "Ticket \(notice.ticket) (\(notice.priority)): \(notice.branch)"
    }

    static func text(_ notice: MailNotice, site: String) -> String {
        """
        A customer of \(notice.branch) was not happy, and the ticket is yours.

        Priority: \(notice.priority)
        Due: \(due(notice))

        The whole answer: \(site)/tickets/\(notice.ticket)

        """
    }

    /// In the branch's time.
    private static func due(_ notice: MailNotice) -> String {
        var format = Date.VerbatimFormatStyle.iso8601Like
        format.timeZone = TimeZone(identifier: notice.timeZone) ?? .gmt
        return Date(timeIntervalSince1970: Double(notice.dueMS) / 1_000).formatted(format) + " (\(notice.timeZone))"
    }
}

extension Date.VerbatimFormatStyle {
    /// As in `2026-11-26 14:05`.
    fileprivate static var iso8601Like: Date.VerbatimFormatStyle {
        Date.VerbatimFormatStyle(
            format: """
                \(year: .padded(4))-\(month: .twoDigits)-\(day: .twoDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)
                """, timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
    }
}
