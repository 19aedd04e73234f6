import KioskStore

/// The named timers of the screen's loop beside those of the model: pure.
///
/// Nothing else wakes a static screen.
struct LoopTimers {
    enum Due: Equatable {
        case ping
        case askStore
        case retryStore
        case repaint
        case openingHours
        case confirmSurvey
        case storage
    }

    /// The whole screen is painted again this often: kernel messages may have been written over it.
    static let repaintInterval: Int64 = 600_000
    static let retryInterval: Int64 = 5_000
    static let openingHoursInterval: Int64 = 30_000
    /// Between two looks at the room there is, besides one after each seal; more often while there is none.
    static let storageInterval: Int64 = 600_000
    static let shortStorageInterval: Int64 = 5_000

    private var watchdog: Watchdog?
    private var repaintAt: Int64
    private var retryStoreAt: Int64?
    private var openingHoursAt: Int64?
    private var confirmSurveyAt: Int64?
    private var isIdle = false
    private var storageAt: Int64

    init(watchdogMS: Int64?, at now: Int64) {
        watchdog = watchdogMS.map { Watchdog(watchdogMS: $0, at: now) }
        repaintAt = now + Self.repaintInterval
        openingHoursAt = now
        storageAt = now
    }

    /// When `due` will have something.
    var nextAt: Int64? {
        [watchdog?.nextAt, repaintAt, retryStoreAt, openingHoursAt, confirmSurveyAt, storageAt].compactMap(\.self).min()
    }

    mutating func due(at now: Int64, syncIsAlive: Bool) -> [Due] {
        var due: [Due] = []
        if let nextAt = watchdog?.nextAt, now >= nextAt {
            if watchdog?.timePassed(at: now, syncIsAlive: syncIsAlive) == true { due.append(.ping) }
            due.append(.askStore)
        }
        if now >= repaintAt {
            repaintAt = now + Self.repaintInterval
            due.append(.repaint)
        }
        if let at = retryStoreAt, now >= at {
            retryStoreAt = now + Self.retryInterval
            due.append(.retryStore)
        }
        if let at = openingHoursAt, now >= at {
            openingHoursAt = nil
            due.append(.openingHours)
        }
        if let at = confirmSurveyAt, now >= at {
            confirmSurveyAt = nil
            due.append(.confirmSurvey)
        }
        if now >= storageAt {
            storageAt = now + Self.storageInterval
            due.append(.storage)
        }
        return due
    }

    mutating func storeAnswered() { watchdog?.storeAnswered() }

    mutating func storeFailed(at now: Int64) { retryStoreAt = now + Self.retryInterval }

    /// Whether the store had failed before.
    mutating func storeRecovered() -> Bool {
        defer { retryStoreAt = nil }
        return retryStoreAt != nil
    }

    /// There is no room: the next look comes soon.
    mutating func storageIsShort(at now: Int64) { storageAt = min(storageAt, now + Self.shortStorageInterval) }

    mutating func checkOpeningHours(after now: Int64) { openingHoursAt = now + Self.openingHoursInterval }

    /// Another survey came on the screen: it has to show anew that the kiosk is well with it.
    mutating func surveyCame() { (isIdle, confirmSurveyAt) = (false, nil) }

    /// Nobody answers, and all is well: after a while of that the survey on the screen is confirmed.
    mutating func idle(_ isIdle: Bool, at now: Int64) {
        defer { self.isIdle = isIdle }
        if !isIdle { confirmSurveyAt = nil }
        if isIdle && !self.isIdle { confirmSurveyAt = now + Activation.idleMS }
    }
}
