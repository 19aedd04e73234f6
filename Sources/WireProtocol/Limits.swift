/// What a kiosk may send at once; the collector's word, in every check-in and ingest answer.
package struct Limits: Equatable, Sendable, Codable {
    /// Largest sealed line, bytes.
    package var lineBytes: Int
    /// Most lines in one request.
    package var batchLines: Int
    /// Largest body of one request before it is packed, bytes.
    package var batchBytes: Int
    /// Pause between batches of a backlog, ms.
    package var pauseMS: Int64
    /// Largest spread of the first sync after boot or failure, ms.
    package var jitterMS: Int64
    /// Whether a batch may come as `Content-Encoding: gzip`; a collector that does not say so takes none.
    package var gzip: Bool
    /// Largest body on the wire, packed or not, bytes.
    package var wireBytes: Int
    /// A packed body of more than 4 KiB may unpack to at most so many times its size.
    package var maximumRatio: Int
    /// How long delivered lines are to be kept, days; nil where the collector does not say.
    ///
    /// The longest time between two of its backups: what came after the newest one it gets back from the kiosks.
    package var keepDays: Int?

    package init(
        lineBytes: Int = 65_536, batchLines: Int = 100, batchBytes: Int = 262_144, pauseMS: Int64 = 0,
        jitterMS: Int64 = 0, gzip: Bool = false, wireBytes: Int = 1_048_576, maximumRatio: Int = 20,
        keepDays: Int? = nil
    ) {
        self.lineBytes = lineBytes
        self.batchLines = batchLines
        self.batchBytes = batchBytes
        self.pauseMS = pauseMS
        self.jitterMS = jitterMS
        self.gzip = gzip
        self.wireBytes = wireBytes
        self.maximumRatio = maximumRatio
        self.keepDays = keepDays
    }

    private enum CodingKeys: String, CodingKey {
        case lineBytes = "line_bytes"
        case batchLines = "batch_lines"
        case batchBytes = "batch_bytes"
        case pauseMS = "pause_ms"
        case jitterMS = "jitter_ms"
        case gzip
        case wireBytes = "wire_bytes"
        case maximumRatio = "maximum_ratio"
        case keepDays = "keep_days"
    }

    /// A limit that an older collector does not name has its default.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let usual = Limits()
        lineBytes = try fields.decodeIfPresent(Int.self, forKey: .lineBytes) ?? usual.lineBytes
        batchLines = try fields.decodeIfPresent(Int.self, forKey: .batchLines) ?? usual.batchLines
        batchBytes = try fields.decodeIfPresent(Int.self, forKey: .batchBytes) ?? usual.batchBytes
        pauseMS = try fields.decodeIfPresent(Int64.self, forKey: .pauseMS) ?? usual.pauseMS
        jitterMS = try fields.decodeIfPresent(Int64.self, forKey: .jitterMS) ?? usual.jitterMS
        gzip = try fields.decodeIfPresent(Bool.self, forKey: .gzip) ?? usual.gzip
        wireBytes = try fields.decodeIfPresent(Int.self, forKey: .wireBytes) ?? usual.wireBytes
        maximumRatio = try fields.decodeIfPresent(Int.self, forKey: .maximumRatio) ?? usual.maximumRatio
        keepDays = try fields.decodeIfPresent(Int.self, forKey: .keepDays)
    }
}
