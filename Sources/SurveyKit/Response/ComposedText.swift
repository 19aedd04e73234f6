import Foundation

extension String {
    /// This text with each letter and its marks as one scalar where Unicode has one (NFC): the form in which texts are
    /// kept and drawn.
    package var composed: String { precomposedStringWithCanonicalMapping }
}
