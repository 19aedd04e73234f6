import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import SurveyKit

/// A file that pages load; its address names its content, so that browsers may keep it for ever.
struct SiteAsset: Sendable {
    let bytes: Data
    let type: String
    let version: String

    init(_ bytes: Data, type: String) {
        self.bytes = bytes
        self.type = type
        version = String(Data(SHA256.hash(data: bytes)).hex.prefix(12))
    }

    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "public, max-age=31536000, immutable", .eTag: "\"\(version)\"",
            ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

enum SiteAssets {
    static let style = SiteAsset(Data(PackageResources.smilepost_css), type: "text/css; charset=utf-8")
    static let script = SiteAsset(Data(PackageResources.smilepost_js), type: "text/javascript; charset=utf-8")
    static let icon = SiteAsset(Data(PackageResources.icon_svg), type: "image/svg+xml")
    /// Debian's package libjs-chart.js; without it pages show their tables only.
    static let chartPath = "/usr/share/javascript/chart.js/chart.min.js"
    static let chart: SiteAsset? = FileManager.default.contents(atPath: chartPath).map {
        SiteAsset($0, type: "text/javascript; charset=utf-8")
    }

    static func add(to router: Router<CollectorContext>) {
        router.get("/assets/smilepost.css") { _, _ in style.response }
        router.get("/assets/smilepost.js") { _, _ in script.response }
        router.get("/assets/icon.svg") { _, _ in icon.response }
        router.get("/assets/chart.js") { _, _ in
            guard let chart else { throw HTTPError(.notFound) }
            return chart.response
        }
    }
}
