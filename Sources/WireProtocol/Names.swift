/// The fixed names of protocol version 1: paths, headers, media types (docs/wire-protocol.md).
package enum Wire {
    package static let version = 1

    package enum Path {
        package static let enroll = "/device/v1/enroll"
        package static let credential = "/device/v1/credential"
        package static let responses = "/device/v1/responses"
        package static let checkin = "/device/v1/checkin"
        package static let manifest = "/device/v1/trust/manifest"
        package static let time = "/device/v1/time"
        /// `hex` is the lower-case SHA-256 of the blob.
        package static func blob(sha256 hex: String) -> String { "/device/v1/blob/sha256/\(hex)" }
    }

    package enum Header {
        /// The identity the collector gave: sent by the kiosk.
        package static let kiosk = "Smilepost-Kiosk"
        /// The queue of all lines of a request; echoed in the answer.
        package static let queue = "Smilepost-Queue"
        /// `<boot id>;t=<ms since boot at this attempt>;wall=<ms>;clock=<0..3>`.
        package static let boot = "Smilepost-Boot"
        package static let proto = "Smilepost-Proto"
        /// Base64 of an Ed25519 signature over the body, by the device key: on enrolment, and for a fresh credential.
        package static let signature = "Smilepost-Signature"
        /// On every answer of the collector; an answer without it is a portal or a proxy.
        package static let collector = "Smilepost-Collector"
        /// The collector's time in ms since 1970.
        package static let time = "Smilepost-Time"
        /// Changes when the collector's database is restored or made anew.
        package static let epoch = "Smilepost-Epoch"
        /// Hash of a batch as it is sent, packed or not (RFC 9530): see `ContentDigest`.
        package static let contentDigest = "Content-Digest"
    }

    package enum MediaType {
        package static let ndjson = "application/x-ndjson"
        package static let results = "application/vnd.smilepost.results+json"
        package static let json = "application/json"
        package static let problem = "application/problem+json"
    }
}
