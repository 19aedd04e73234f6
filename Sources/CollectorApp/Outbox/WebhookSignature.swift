import Crypto
import Foundation
import SurveyKit

/// What shows a receiver that a delivery is this collector's, and new: HMAC-SHA256 over time and body.
enum WebhookSignature {
    /// The header, such as `t=1763800000,v1=5257a8…`.
    static func header(secret: String, body: Data, nowMS: Int64) -> String {
        let seconds = nowMS / 1_000
        var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
        code.update(data: Data("\(seconds).".utf8))
        code.update(data: body)
        return "t=\(seconds),v1=\(Data(code.finalize()).hex)"
    }
}
