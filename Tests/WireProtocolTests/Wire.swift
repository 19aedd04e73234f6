import Foundation
import Testing

/// Messages as the wire carries them.
enum WireText {
    /// With sorted keys, so that a literal can be compared.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The message is written as `literal`, and `literal` read as the message.
    static func expect<Message: Codable & Equatable>(
        _ message: Message, isWritten literal: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try json(message) == literal, sourceLocation: sourceLocation)
        let read = try JSONDecoder().decode(Message.self, from: Data(literal.utf8))
        #expect(read == message, sourceLocation: sourceLocation)
    }
}
