import KioskSync
import Transport

extension KioskConfig {
    /// How this kiosk reaches its collector.
    var transportOptions: TransportOptions {
        TransportOptions(
            caFile: caFile, pins: pins, proxy: proxy, allowHTTP: allowHTTP, userAgent: KioskVersion.userAgent)
    }

    /// What the sync lane needs to know.
    func syncSettings(url: String) -> SyncSettings {
        SyncSettings(collectorURL: url, app: KioskVersion.text, retentionMS: Int64(keepDays) * 86_400_000)
    }
}
