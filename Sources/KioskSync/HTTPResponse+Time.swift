import SurveyKit
import WireProtocol

extension HTTPResponse {
    /// The collector's time as the answer names it, ms since 1970; nil where it names none that can be.
    var collectorMS: Int64? {
        guard let time = header(Wire.Header.time).flatMap({ Int64($0) }),
            (1...ClockObservation.latestMS).contains(time)
        else { return nil }
        return time
    }
}
