import Foundation

/// The query of an address.
package enum AddressQuery {
    /// What RFC 3986, section 2.3, leaves as it is.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// From the question mark on, items without a value left out; empty where none has one.
    package static func text(_ items: [(name: String, value: String?)]) -> String {
        let parts = items.compactMap { name, value in
            value?.addingPercentEncoding(withAllowedCharacters: unreserved).map { "\(name)=\($0)" }
        }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
