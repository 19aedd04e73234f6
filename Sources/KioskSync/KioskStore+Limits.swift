import Foundation
package import KioskStore
import WireProtocol

extension KioskStore {
    /// What the collector said last about how much at once; the defaults before it said anything.
    func collectorLimits() -> Limits {
        guard let data = try? remembered("limits") else { return Limits() }
        return (try? JSONDecoder().decode(Limits.self, from: data)) ?? Limits()
    }

    /// How long delivered lines must stay for the collector's backups, in ms.
    ///
    /// - Parameter days: Of kiosk.conf, where the collector does not say.
    package func neededShelfMS(orDays days: Int) -> Int64 {
        Int64(collectorLimits().keepDays ?? days) * 86_400_000
    }
}
