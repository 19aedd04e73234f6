package import Foundation
package import SurveyKit

/// What a kiosk does or promises, as the outside hears it: one JSON line each where it is another process.
package enum KioskWord: Equatable, Sendable, Codable {
    /// A draft is handed to the store; it may or may not be kept.
    case saving(Draft)
    /// It is kept. With a completion in it, the customer reads "thank you".
    case saved(Draft)
    /// The response is a line of the queue, with these bytes for ever.
    case sealed(ResponseID, line: Data)
    /// The collector has these lines, and the kiosk is about to book it.
    case settling([ResponseID])
    /// It is booked.
    case settled([ResponseID])
}
