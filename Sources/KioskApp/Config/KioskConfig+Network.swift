import KioskSync
import SurveyKit
import Transport

extension KioskConfig {
    /// How this kiosk reaches its collector.
    var transportOptions: TransportOptions {
        TransportOptions(
            caFile: caFile, pins: pins, proxy: proxy, allowHTTP: allowHTTP, userAgent: KioskVersion.userAgent)
    }

    /// The network of this kiosk, which judges certificates by the time that `clock` believes.
    func makeExchange(_ clock: SystemClock) -> CurlExchange {
        CurlExchange(options: transportOptions, believedMS: { clock.now().wallMS })
    }

    /// What the sync lane needs to know.
    func syncSettings(url: String) -> SyncSettings {
        SyncSettings(collectorURL: url, app: KioskVersion.text, retentionMS: Int64(keepDays) * 86_400_000)
    }
}
