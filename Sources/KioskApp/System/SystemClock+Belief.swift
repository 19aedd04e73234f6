import KioskStore
import KioskSync
import SurveyKit

extension SystemClock {
    /// A clock that starts from what a kiosk has kept of the collector's time: a device without a battery clock boots
    /// at 1970 and is right again but for the time it was off.
    init(_ store: KioskStore) {
        self.init()
        // What can't be read is no reason to stop: then the time is as it would be without.
        if let last = try? store.lastServerMS() { wasOnce(last) }
    }

    /// The sync lane's view of this clock, which is told what is heard there.
    ///
    /// - Returns: Nil where the kernel has no descriptor left.
    func makeSyncClock() -> SystemSyncClock? { SystemSyncClock(now: { now() }, hear: { hear($0) }) }
}
